import type { CacheName } from './plan.ts';
import type { CacheState, RestoreResult } from './state.ts';

/** How the restore of one cache went. */
export interface RestoredCache {
  readonly name: CacheName;
  readonly result: RestoreResult;
  /** The key that was found; also given when its archive turned out useless. */
  readonly matchedKey?: string;
  /** What is now on disk, unpacked. */
  readonly sizeBytes?: number;
  readonly files?: number;
  /** Why it is off or unavailable. */
  readonly reason?: string;
  readonly ms: number;
}

/** How the restore went, modules first, and what post needs of it. */
export interface RestoreReport {
  readonly caches: readonly RestoredCache[];
  readonly warnings: readonly string[];
  readonly state: CacheState;
}

/** How the save of one cache went. */
export interface SavedCache {
  readonly name: CacheName;
  /** `exists`: another run had saved the key. `empty`: there was nothing to save. */
  readonly outcome: 'saved' | 'exists' | 'skipped' | 'empty' | 'failed';
  readonly key?: string;
  /** Unpacked. */
  readonly sizeBytes?: number;
  readonly files?: number;
  /** Entries of a build cache left out as unused, and compilations that are new in it. */
  readonly pruned?: number;
  readonly added?: number;
  readonly reason?: string;
  readonly ms: number;
}

/** How the saves went, in the order of the plan. */
export interface SaveReport {
  readonly caches: readonly SavedCache[];
}

/** A line for the job's log, at the level of the `Log` method it is meant for. */
export interface ReportLine {
  readonly level: 'info' | 'notice' | 'warning';
  readonly text: string;
}

const NAMES: Readonly<Record<CacheName, string>> = {
  modules: 'module cache',
  build: 'build cache',
};

/** One line per cache and one per warning. A service that does not answer is a notice: the job goes on without. */
export function describeRestore(report: RestoreReport): ReportLine[] {
  const warnings = report.warnings.map((text) => ({ level: 'warning' as const, text }));
  return [...warnings, ...report.caches.map(describeRestoredCache)];
}

/** One line per cache that took part. */
export function describeSave(report: SaveReport): ReportLine[] {
  return report.caches.map(describeSavedCache);
}

/** The larger of kB and MB that shows at least one unit: `31.8 MB`, `212 MB`, `14 kB`. */
export function formatSize(bytes: number): string {
  if (bytes < 999_500) return `${Math.max(Math.round(bytes / 1000), Math.sign(bytes))} kB`;
  const megabytes = bytes / 1_000_000;
  return `${megabytes.toFixed(megabytes < 99.95 ? 1 : 0)} MB`;
}

function describeRestoredCache(cache: RestoredCache): ReportLine {
  const name = NAMES[cache.name];
  const size = formatSize(cache.sizeBytes ?? 0);
  const seconds = formatSeconds(cache.ms);
  switch (cache.result) {
    case 'exact':
    case 'partial': {
      const kind = cache.result === 'exact' ? 'exact match' : 'prefix match';
      const text = `restored ${name}, ${size}, ${kind} of ${cache.matchedKey ?? ''} in ${seconds}`;
      return { level: 'info', text };
    }
    case 'miss':
      return { level: 'info', text: `no ${name} to restore (looked for ${seconds})` };
    case 'off':
      return { level: 'info', text: `${name} not restored: ${cache.reason ?? ''}` };
    case 'unavailable': {
      const text = `${name} unavailable, going on without it: ${cache.reason ?? ''} (${seconds})`;
      return { level: 'notice', text };
    }
  }
}

function describeSavedCache(cache: SavedCache): ReportLine {
  const name = NAMES[cache.name];
  const seconds = formatSeconds(cache.ms);
  switch (cache.outcome) {
    case 'saved': {
      const counts =
        cache.pruned === undefined
          ? `${cache.files ?? 0} files`
          : `${cache.files ?? 0} entries, ${cache.added ?? 0} compilations new, ${cache.pruned} unused left out`;
      const size = formatSize(cache.sizeBytes ?? 0);
      const text = `saved ${name}, ${size} (${counts}) as ${cache.key ?? ''} in ${seconds}`;
      return { level: 'info', text };
    }
    case 'exists':
      return {
        level: 'info',
        text: `${name} not saved: ${cache.key ?? ''} was saved by another run`,
      };
    case 'skipped':
      return { level: 'info', text: `${name} not saved: ${cache.reason ?? ''}` };
    case 'empty':
      return { level: 'info', text: `no ${name} to save: ${cache.reason ?? ''}` };
    case 'failed':
      return { level: 'notice', text: `${name} not saved: ${cache.reason ?? ''} (${seconds})` };
  }
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
