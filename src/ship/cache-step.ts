import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildIdentity } from '../build/plan.ts';
import { createCacheClient } from '../cache/cache-client.ts';
import type { CacheFacts } from '../cache/facts.ts';
import { digestKeyFile } from '../cache/keys.ts';
import { cacheOrigin } from '../cache/origin.ts';
import { type CacheSettings, mayUseCaches, planCaches } from '../cache/plan.ts';
import {
  describeRestore,
  describeSave,
  type ReportLine,
  type RestoreReport,
} from '../cache/report.ts';
import { restoreCaches } from '../cache/restore-run.ts';
import { saveCaches } from '../cache/save-run.ts';
import type { CacheState } from '../cache/state.ts';
import type { Project } from '../project/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { GoFacts } from './go-environment.ts';
import { checkReleaseModules } from './release-caches.ts';
import type { ShipSettings } from './settings.ts';
import type { Subject } from './subject.ts';

/** What the caches of one run depend on. */
export interface CacheSubject {
  readonly project: Project;
  readonly go: GoFacts;
  /** Targets, flags and whatever else makes compiled packages differ. */
  readonly buildIdentity: readonly string[];
  readonly publishes: boolean;
  readonly commit: string;
  /** The `cache-dependency-path` globs: files that key both caches. Empty for the project's own sum files. */
  readonly dependencyPaths: readonly string[];
}

/** Gathers what the caches of the root action depend on. */
export function cacheSubject(parts: {
  readonly settings: ShipSettings;
  readonly project: Project;
  readonly subject: Subject;
  readonly go: GoFacts;
}): CacheSubject {
  const { settings, project, subject, go } = parts;
  return {
    project,
    go,
    buildIdentity: buildIdentity(settings.build, settings.ownTargets),
    publishes: subject.intent.kind === 'release',
    commit: subject.revision.commit,
    dependencyPaths: settings.cacheDependencyPaths,
  };
}

/**
 * Restores both caches and says how it went. Never throws for trouble with a cache; where the run
 * publishes, throws `modules-modified` or `modules-unverified` for modules that were there before.
 */
export async function restoreGoCaches(
  settings: CacheSettings,
  subject: CacheSubject,
  runner: Runner,
): Promise<RestoreReport> {
  const { context, host, log } = runner;
  const { project, go, publishes, commit } = subject;
  await checkReleaseModules(settings, subject, runner);
  const plan = planCaches(settings, {
    os: host.platform.os,
    arch: host.platform.arch,
    ...(context.imageOs === undefined ? {} : { imageOs: context.imageOs }),
    goVersion: go.toolchain.version,
    goModCache: go.goModCache,
    goCache: go.goCache,
    sumFiles: project.sumFiles,
    keyFiles: mayUseCaches(settings, publishes) ? await readKeyFiles(subject, log) : [],
    buildIdentity: subject.buildIdentity,
    publishes,
    origin: cacheOrigin({ ...context, ...context.event }),
    vendored: project.vendored,
    commit,
  });
  const report = await restoreCaches(plan, { client: cacheClient(runner), clock: host.clock });
  tell(describeRestore(report), runner);
  if (plan.caches.some((cache) => cache.on)) await tellCompression(runner);
  return report;
}

/** The toolkit packs with zstd where there is one, and archives of one kind are not found by the other. */
async function tellCompression({ log }: Runner): Promise<void> {
  const { which } = await import('@actions/io');
  if ((await which('zstd')) !== '') return;
  log.info(
    'There is no zstd here, so caches are packed with gzip: slower, and not shared with runners that have zstd.',
  );
}

/** Saves what main's run is worth keeping. Never throws for trouble with a cache. */
export async function saveGoCaches(
  state: CacheState,
  buildSucceeded: boolean,
  runner: Runner,
): Promise<void> {
  const { host } = runner;
  const parts = { client: cacheClient(runner), clock: host.clock, buildSucceeded };
  tell(describeSave(await saveCaches(state, parts)), runner);
}

function cacheClient({ host, log }: Runner): ReturnType<typeof createCacheClient> {
  return createCacheClient({ clock: host.clock, log, stdout: process.stdout });
}

function tell(lines: readonly ReportLine[], { log }: Runner): void {
  for (const { level, text } of lines) log[level](text);
}

async function readKeyFiles(
  { project, dependencyPaths }: CacheSubject,
  log: Runner['log'],
): Promise<CacheFacts['keyFiles']> {
  const own = project.sumFiles.length > 0 ? project.sumFiles : [project.goModPath];
  const found = dependencyPaths.length > 0 ? await findFiles(dependencyPaths) : own;
  if (found.length === 0) {
    log.warning(
      `cache-dependency-path matches no file (${dependencyPaths.join(', ')}): the project's own ${own.map((file) => path.basename(file)).join(', ')} keys the caches`,
    );
  }
  const files = found.length > 0 ? found : own;
  return Promise.all(files.map(async (file) => ({ digest: digestKeyFile(await readFile(file)) })));
}

async function findFiles(patterns: readonly string[]): Promise<readonly string[]> {
  const glob = await import('@actions/glob');
  const globber = await glob.create(patterns.join('\n'), { matchDirectories: false });
  return (await globber.glob()).sort();
}
