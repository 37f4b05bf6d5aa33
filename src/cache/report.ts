import { formatSize } from '../domain/size.ts';
import type { CacheName } from './plan.ts';
import type { CacheRecord, CacheState, RestoreResult } from './state.ts';

/** How the restore of one cache went. */
export interface RestoredCache {
  readonly name: CacheName;
  readonly result: RestoreResult;
  /** The key that was found; also given when its archive turned out useless. */
  readonly matchedKey?: string;
  /** What is now on disk, unpacked. */
  readonly sizeBytes?: number;
  readonly files?: number;
  /** What was downloaded. */
  readonly archiveBytes?: number;
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
  /** What was uploaded. */
  readonly archiveBytes?: number;
  /** Of a build cache: compilations taken from the restored one, and entries left out as unused. */
  readonly used?: number;
  readonly pruned?: number;
  /** Compilations or downloads that the restored cache did not have. */
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

/** One line per cache that took part, and what the next run can expect of it. */
export function describeSave(report: SaveReport, state: CacheState): ReportLine[] {
  return report.caches.map((cache) => describeSavedCache(cache, state));
}

/** The saves as markdown for the job summary; undefined when no cache was on. */
export function summariseSave(report: SaveReport, state: CacheState): string | undefined {
  const rows = report.caches.flatMap((cache) =>
    recordOf(cache, state)?.plan.on === true ? [summaryRow(cache, state)] : [],
  );
  if (rows.length === 0) return undefined;
  const head = [
    '### Caches for the next run',
    '',
    '| cache | saved | archive | entries | used | new | left out | next run |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
  ];
  return [...head, ...rows, ''].join('\n');
}

function summaryRow(cache: SavedCache, state: CacheState): string {
  const count = (value: number | undefined): string => value?.toString() ?? '';
  const why = cache.reason === undefined ? '' : `: ${cache.reason.replace(/[|`<>\r\n\\]/g, ' ')}`;
  const size = cache.archiveBytes === undefined ? '' : formatSize(cache.archiveBytes);
  const cells = [cache.name, cache.outcome + why, size, count(cache.files), count(cache.used)];
  return `| ${[...cells, count(cache.added), count(cache.pruned), expectation(cache, state)].join(' | ')} |`;
}

function recordOf(cache: SavedCache, state: CacheState): CacheRecord | undefined {
  return state.caches.find((record) => record.plan.name === cache.name);
}

/** What the next run finds, as far as this one knows; caches of other jobs are not ours to promise. */
function expectation(cache: SavedCache, state: CacheState): string {
  const record = recordOf(cache, state);
  if (record?.plan.on !== true || record.result === 'off') return '';
  const nothing = cache.name === 'modules' ? 'downloads every module' : 'compiles every package';
  const something =
    cache.name === 'modules' ? 'downloads what go.sum gained' : 'compiles what changed';
  if (cache.outcome === 'saved' || cache.outcome === 'exists') return something;
  return record.result === 'exact' || record.result === 'partial' ? something : nothing;
}

function describeRestoredCache(cache: RestoredCache): ReportLine {
  const name = NAMES[cache.name];
  const size = formatSize(cache.sizeBytes ?? 0);
  const seconds = formatSeconds(cache.ms);
  switch (cache.result) {
    case 'exact':
    case 'partial': {
      const kind = cache.result === 'exact' ? 'exact match' : 'prefix match';
      const archive = `${formatSize(cache.archiveBytes ?? 0)} unpacked to ${size}`;
      const text = `restored ${name}, ${archive} in ${cache.files ?? 0} files, ${kind} of ${cache.matchedKey ?? ''} in ${seconds}`;
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

function describeSavedCache(cache: SavedCache, state: CacheState): ReportLine {
  const expected = expectation(cache, state);
  const next = expected === '' ? '' : `; the next run ${expected}`;
  const name = NAMES[cache.name];
  const seconds = formatSeconds(cache.ms);
  switch (cache.outcome) {
    case 'saved': {
      const counts =
        cache.pruned === undefined
          ? `${cache.files ?? 0} files, ${cache.added ?? 0} new`
          : `${cache.files ?? 0} entries: ${cache.used ?? 0} compilations used, ${cache.added ?? 0} new, ${cache.pruned} unused entries left out`;
      const size = `${formatSize(cache.sizeBytes ?? 0)} packed to ${formatSize(cache.archiveBytes ?? 0)}`;
      const text = `saved ${name}, ${size} (${counts}) as ${cache.key ?? ''} in ${seconds}${next}`;
      return { level: 'info', text };
    }
    case 'exists':
      return {
        level: 'info',
        text: `${name} not saved: ${cache.key ?? ''} was saved by another run${next}`,
      };
    case 'skipped':
      return { level: 'info', text: `${name} not saved: ${cache.reason ?? ''}${next}` };
    case 'empty':
      return { level: 'info', text: `no ${name} to save: ${cache.reason ?? ''}` };
    case 'failed':
      return {
        level: 'notice',
        text: `${name} not saved: ${cache.reason ?? ''} (${seconds})${next}`,
      };
  }
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
