import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createCacheClient } from '../cache/cache-client.ts';
import { CACHE_DEADLINES, type CacheClient } from '../cache/exchange.ts';
import type { CacheFacts } from '../cache/facts.ts';
import { digestKeyFile } from '../cache/keys.ts';
import { cacheOrigin } from '../cache/origin.ts';
import { type CacheSettings, type CachesPlan, mayUseCaches, planCaches } from '../cache/plan.ts';
import {
  describeRestore,
  describeSave,
  type ReportLine,
  type RestoreReport,
  summariseSave,
} from '../cache/report.ts';
import { restoreCaches } from '../cache/restore-run.ts';
import { saveCaches } from '../cache/save-run.ts';
import { findCacheService } from '../cache/service.ts';
import type { CacheState } from '../cache/state.ts';
import type { Runner } from '../runner/runner.ts';
import type { CachePlanSubject, CacheSubject } from './cache-subject.ts';
import { checkReleaseModules } from './release-caches.ts';

/** A restore that began before Go was there. */
export interface AheadRestore {
  /** The result, with whatever this plan wants otherwise restored anew; undefined when nothing began. */
  take(plan: CachesPlan): Promise<RestoreReport | undefined>;
}

/**
 * Restores both caches and says how it went; takes over what `ahead` has begun. Never throws for trouble
 * with a cache; where the run publishes, throws `modules-modified` or `modules-unverified` for modules that
 * were there before.
 */
export async function restoreGoCaches(
  settings: CacheSettings,
  subject: CacheSubject,
  runner: Runner,
  ahead?: AheadRestore,
): Promise<RestoreReport> {
  const { toolchain, goModCache, goCache } = subject.go;
  const plan = await planGoCaches(
    settings,
    { ...subject, goVersion: toolchain.version, goModCache, goCache },
    runner,
  );
  const report = (await ahead?.take(plan)) ?? (await runRestore(plan, runner));
  tell(describeRestore(report), runner);
  // After the restore, which may be under way already: it brings in nothing that go would believe unseen.
  await checkReleaseModules(settings, subject, runner);
  return report;
}

/** Decides keys, folders and rules of both caches. Throws when a file that keys them cannot be read. */
export async function planGoCaches(
  settings: CacheSettings,
  subject: CachePlanSubject,
  { context, host }: Runner,
): Promise<CachesPlan> {
  const { project, goVersion, goModCache, goCache, buildIdentity, publishes, commit } = subject;
  const keys = mayUseCaches(settings, publishes) ? await readKeyFiles(subject) : NO_KEYS;
  const plan = planCaches(settings, {
    os: host.platform.os,
    arch: host.platform.arch,
    ...(context.imageOs === undefined ? {} : { imageOs: context.imageOs }),
    goVersion,
    goModCache,
    goCache,
    sumFiles: project.sumFiles,
    keyFiles: keys.files,
    buildIdentity,
    publishes,
    origin: cacheOrigin({ ...context, ...context.event }),
    vendored: project.vendored,
    commit,
  });
  return { ...plan, warnings: [...plan.warnings, ...keys.warnings] };
}

/** Restores by a plan and says nothing. Never throws. */
export function runRestore(plan: CachesPlan, runner: Runner): Promise<RestoreReport> {
  return restoreCaches(plan, {
    client: cacheClient(runner),
    clock: runner.host.clock,
    tempFolder: runner.context.temp,
    deadlines: CACHE_DEADLINES,
  });
}

/** Saves what main's run is worth keeping, and adds it to the job summary. Never throws for trouble with a cache. */
export async function saveGoCaches(
  state: CacheState,
  buildSucceeded: boolean,
  runner: Runner,
): Promise<void> {
  const { host, context } = runner;
  const report = await saveCaches(state, {
    client: cacheClient(runner),
    clock: host.clock,
    tempFolder: context.temp,
    buildSucceeded,
  });
  tell(describeSave(report, state), runner);
  const summary = summariseSave(report, state);
  if (summary !== undefined) await runner.addSummary(summary);
}

function cacheClient({ host, env }: Runner): CacheClient {
  return createCacheClient(findCacheService(env), { http: host.http, clock: host.clock });
}

function tell(lines: readonly ReportLine[], { log }: Runner): void {
  for (const { level, text } of lines) log[level](text);
}

interface KeyFiles {
  readonly files: CacheFacts['keyFiles'];
  readonly warnings: readonly string[];
}

const NO_KEYS: KeyFiles = { files: [], warnings: [] };

async function readKeyFiles({
  project,
  dependencyPaths,
}: Pick<CacheSubject, 'project' | 'dependencyPaths'>): Promise<KeyFiles> {
  const own = project.sumFiles.length > 0 ? project.sumFiles : [project.goModPath];
  const found = dependencyPaths.length > 0 ? await findFiles(dependencyPaths) : own;
  const paths = found.length > 0 ? found : own;
  const files = paths.map(async (file) => ({ digest: digestKeyFile(await readFile(file)) }));
  const names = own.map((file) => path.basename(file)).join(', ');
  const warning = `cache-dependency-path matches no file (${dependencyPaths.join(', ')}): the project's own ${names} keys the caches`;
  return { files: await Promise.all(files), warnings: found.length > 0 ? [] : [warning] };
}

async function findFiles(patterns: readonly string[]): Promise<readonly string[]> {
  const glob = await import('@actions/glob');
  const globber = await glob.create(patterns.join('\n'), { matchDirectories: false });
  return (await globber.glob()).sort();
}
