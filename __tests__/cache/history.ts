import { execFile } from 'node:child_process';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { CacheFacts } from '../../src/cache/facts.ts';
import { planCaches, type CacheName } from '../../src/cache/plan.ts';
import type { RestoreReport, SaveReport } from '../../src/cache/report.ts';
import { restoreCaches } from '../../src/cache/restore-run.ts';
import { saveCaches } from '../../src/cache/save-run.ts';
import { parseCacheState } from '../../src/cache/state.ts';
import type { StoredCache } from '../fakes/cache-store.ts';
import { DEFAULTS } from './cache-facts.ts';
import { startCacheJob, type CacheJob } from './cache-job.ts';
import { createGoProject, FIRST_MAIN, type GoProject } from './go-project.ts';

/** The one dependency of the project, below `cache/download`. */
export const ZIP = 'github.com/pkg/errors/@v/v0.9.1.zip';

/** A real project and its caches in a stand-in, after the first push to the default branch. */
export interface History {
  readonly job: CacheJob;
  readonly project: GoProject;
  /** The first push: nothing to restore, everything built and saved. */
  readonly first: {
    readonly restore: RestoreReport;
    readonly compiles: number;
    readonly save: SaveReport;
  };
  restore(
    commit?: string,
    facts?: Partial<CacheFacts>,
    settings?: typeof DEFAULTS,
  ): Promise<RestoreReport>;
  /** As post does it: the state has been through JSON. */
  save(report: RestoreReport, buildSucceeded?: boolean): Promise<SaveReport>;
  /** The newest archive of a cache in the stand-in. */
  newestEntry(name: CacheName): StoredCache;
  /** The names in it. */
  storedNames(name: CacheName): Promise<string[]>;
  /** The names in the archive of any entry. */
  namesIn(id: StoredCache['id']): Promise<string[]>;
  /** Files of GOCACHE that are entries. */
  buildEntries(): Promise<string[]>;
  /** Those that go has made or used within the last hour. */
  usedEntries(): Promise<string[]>;
  /** A fresh machine on the default branch, with the first source. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Makes the project and pushes it once. */
export async function startHistory(): Promise<History> {
  const job = await startCacheJob();
  const project = await createGoProject(job.folder);

  const restore: History['restore'] = async (commit = 'first', facts = {}, settings = DEFAULTS) =>
    restoreCaches(
      planCaches(settings, { ...(await project.facts(commit)), ...facts }),
      job.parts(),
    );
  const save: History['save'] = (report, buildSucceeded = true) => {
    const state = parseCacheState(JSON.parse(JSON.stringify(report.state)));
    if (state === undefined) throw new Error('the state did not survive');
    return saveCaches(state, { ...job.parts(), buildSucceeded });
  };
  const newestEntry: History['newestEntry'] = (name) =>
    job.service.entries().findLast(({ key }) => key.startsWith(`ship-go-${name}-`))!;

  const buildEntries: History['buildEntries'] = async () =>
    (await filesBelow(project.goCache)).filter((name) => /-[ad]$/.test(name));
  const namesIn: History['namesIn'] = async (id) => {
    const archive = join(job.folder, 'stored.tar.zst');
    await writeFile(archive, job.service.store.archive(id));
    const { stdout } = await promisify(execFile)('tar', ['--zstd', '-tf', archive]);
    return stdout.trim().split('\n').slice(0, -1);
  };

  await project.wipe();
  const firstRestore = await restore();
  const compiles = await project.build();
  const first = { restore: firstRestore, compiles, save: await save(firstRestore) };

  return {
    job,
    project,
    first,
    restore,
    save,
    newestEntry,
    storedNames: (name) => namesIn(newestEntry(name).id),
    namesIn,
    buildEntries,
    async usedEntries() {
      const names = await buildEntries();
      const times = await Promise.all(names.map((name) => stat(join(project.goCache, name))));
      const hourAgo = Date.now() - 3_600_000;
      return names.filter((_, index) => (times[index]?.mtimeMs ?? 0) > hourAgo);
    },
    async reset() {
      job.enter({ ref: 'refs/heads/main' });
      // A job has a temporary folder of its own.
      await rm(join(job.folder, 'temp'), { recursive: true, force: true });
      await project.write('main.go', FIRST_MAIN);
      await project.wipe();
    },
    async close() {
      await project.go('clean', '-modcache');
      await job.close();
    },
  };
}

/** Paths of the files below a folder, relative to it; none where it is missing. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => !entry.isDirectory());
  return files.map((file) => join(file.parentPath, file.name).slice(folder.length + 1));
}
