import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { CacheFacts } from '../../src/cache/facts.ts';
import { digestKeyFile } from '../../src/cache/keys.ts';
import { planCaches } from '../../src/cache/plan.ts';
import type { RestoreReport } from '../../src/cache/report.ts';
import { restoreCaches } from '../../src/cache/restore-run.ts';
import { saveCaches } from '../../src/cache/save-run.ts';
import { goEnvironment } from '../support/hermetic-env.ts';
import { DEFAULTS, PUSH } from './cache-facts.ts';
import { type CacheJob, startCacheJob } from './cache-job.ts';

const run = promisify(execFile);

/** A real project, whose releases stand for the commits of a history. */
export interface ReplayedProject {
  readonly module: string;
  /** Package to build, relative to the module. */
  readonly main: string;
  readonly versions: readonly string[];
  /** `goos/goarch` pairs; each is one `go build`. */
  readonly targets: readonly string[];
}

/** How caches are kept: as actions/setup-go does, without pruning, or by this project's own code. */
export type Policy = 'setup-go' | 'unpruned' | 'ours';

/** One commit under one policy. */
export interface Commit {
  readonly version: string;
  readonly compiles: number;
  /** What was uploaded after it. */
  readonly savedBytes: number;
  /** Everything that is stored after it. */
  readonly storedBytes: number;
  /** Archives that a restore after this commit would download. */
  readonly moduleBytes: number;
  readonly buildBytes: number;
  /** What restoring and saving took, with the service on the same machine; our policy only. */
  readonly restoreMs?: number;
  readonly saveMs?: number;
}

/** A machine on which histories are replayed: the same folders for every policy, one after the other. */
export interface Replay {
  /**
   * Builds every version in empty folders with what the policy restored. `daysApart` makes everything in
   * the caches as much older between two commits.
   */
  play(policy: Policy, daysApart: number): Promise<Commit[]>;
  /** The archives of our policy after a build of the last version with nothing restored. */
  fresh(): Promise<Commit>;
  close(): Promise<void>;
}

interface Machine {
  readonly folder: string;
  readonly source: string;
  readonly goModCache: string;
  readonly goCache: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Prepares the machine; downloads the versions from the module proxy. */
export async function prepareReplay(project: ReplayedProject): Promise<Replay> {
  const job = await startCacheJob();
  const { folder } = job;
  const machine: Machine = {
    folder,
    source: join(folder, 'source'),
    goModCache: join(folder, 'mod'),
    goCache: join(folder, 'build'),
    env: await goEnvironment({
      buildCache: join(folder, 'build'),
      moduleCache: join(folder, 'mod'),
      extra: { HOME: folder, CGO_ENABLED: '0' },
    }),
  };
  const sources = await downloadVersions(project, machine);

  async function play(
    policy: Policy,
    daysApart: number,
    versions = project.versions,
  ): Promise<Commit[]> {
    const keeper = policy === 'ours' ? await ourKeeper(machine) : archiveKeeper(policy, machine);
    const commits: Commit[] = [];
    for (const version of versions) {
      await emptyMachine(machine);
      await cp(join(sources, version), machine.source, { recursive: true });
      const save = await keeper.restore(version);
      if (daysApart > 0) await age(machine, daysApart, keeper.archivesHoldTimes);
      const compiles = await build(project, machine);
      commits.push({ version, compiles, ...(await save()) });
    }
    await keeper.close();
    return commits;
  }

  return {
    play,
    fresh: async () => (await play('ours', 0, project.versions.slice(-1)))[0]!,
    async close() {
      await emptyMachine(machine);
      await run('chmod', ['-R', 'u+w', folder]);
      await job.close();
    },
  };
}

type Saved = Omit<Commit, 'version' | 'compiles'>;

/** Restores before a build and saves after it. */
interface Keeper {
  readonly archivesHoldTimes: boolean;
  /** Gives what saves after the build. */
  restore(version: string): Promise<() => Promise<Saved>>;
  close(): Promise<void>;
}

/** The project's own restore and save, against the stand-in for the cache service. */
async function ourKeeper(machine: Machine): Promise<Keeper> {
  const job: CacheJob = await startCacheJob();
  return {
    // A restore dates what it unpacks, and no time is stored.
    archivesHoldTimes: false,
    async restore(version) {
      const goSum = join(machine.source, 'go.sum');
      const facts: CacheFacts = {
        ...PUSH,
        goModCache: machine.goModCache,
        goCache: machine.goCache,
        keyFiles: [{ digest: digestKeyFile(await readFile(goSum)) }],
        sumFiles: [goSum],
        commit: version,
      };
      const startedMs = performance.now();
      const report = await restoreCaches(planCaches(DEFAULTS, facts), job.parts());
      const restoreMs = performance.now() - startedMs;
      return async () => ({ ...(await saveOurs(report, job)), restoreMs });
    },
    close: () => job.close(),
  };
}

async function saveOurs({ state }: RestoreReport, job: CacheJob): Promise<Saved> {
  const before = job.service.entries().length;
  const startedMs = performance.now();
  const saved = await saveCaches(state, { ...job.parts(), buildSucceeded: true });
  const saveMs = performance.now() - startedMs;
  const failed = saved.caches.find((cache) => cache.outcome === 'failed');
  if (failed !== undefined) throw new Error(`a save failed: ${failed.reason ?? ''}`);
  const entries = job.service.entries();
  const newest = (name: string): number =>
    entries.findLast(({ key }) => key.startsWith(`ship-go-${name}-`))?.sizeBytes ?? 0;
  return {
    savedBytes: sum(entries.slice(before).map((entry) => entry.sizeBytes)),
    storedBytes: sum(entries.map((entry) => entry.sizeBytes)),
    moduleBytes: newest('modules'),
    buildBytes: newest('build'),
    saveMs,
  };
}

/**
 * The two other policies, with the system's tar and zstd as the toolkit calls them. setup-go: both folders
 * whole under a key that is the hash of go.mod, nothing saved on a hit. Unpruned: the newest archive is
 * restored whatever go.mod says, and everything is saved every time.
 */
function archiveKeeper(policy: 'setup-go' | 'unpruned', machine: Machine): Keeper {
  const { folder } = machine;
  const stored = new Map<string, { readonly modules: number; readonly build: number }>();
  const store = join(folder, `store-${policy}`);
  const archive = (key: string, name: string): string => join(store, `${key}-${name}.tar.zst`);
  const newest = (): string | undefined => [...stored.keys()].at(-1);

  async function save(key: string): Promise<Saved> {
    const isNew = !stored.has(key);
    if (isNew) {
      await mkdir(store, { recursive: true });
      for (const name of ['mod', 'build'])
        await run('tar', ['--zstd', '-cf', archive(key, name), '-C', folder, name]);
      const [modules, build] = await Promise.all(
        ['mod', 'build'].map(async (name) => (await stat(archive(key, name))).size),
      );
      stored.set(key, { modules: modules ?? 0, build: build ?? 0 });
    }
    const { modules, build } = stored.get(key) ?? { modules: 0, build: 0 };
    return {
      savedBytes: isNew ? modules + build : 0,
      storedBytes: sum([...stored.values()].map((entry) => entry.modules + entry.build)),
      moduleBytes: modules,
      buildBytes: build,
    };
  }

  return {
    archivesHoldTimes: true,
    async restore(version) {
      const goMod = await readFile(join(machine.source, 'go.mod'));
      const key =
        policy === 'setup-go' ? createHash('sha256').update(goMod).digest('hex') : version;
      const found = policy === 'setup-go' ? (stored.has(key) ? key : undefined) : newest();
      for (const name of found === undefined ? [] : ['mod', 'build'])
        await run('tar', ['--zstd', '-xf', archive(found ?? '', name), '-C', folder]);
      return () => save(key);
    },
    close: () => rm(store, { recursive: true, force: true }),
  };
}

async function downloadVersions(project: ReplayedProject, machine: Machine): Promise<string> {
  const sources = join(machine.folder, 'versions');
  await mkdir(sources, { recursive: true });
  for (const version of project.versions) {
    const { stdout } = await run(
      'go',
      ['mod', 'download', '-json', `${project.module}@${version}`],
      { cwd: machine.folder, env: machine.env },
    );
    const { Dir } = JSON.parse(stdout) as { Dir: string };
    await cp(Dir, join(sources, version), { recursive: true });
  }
  await run('chmod', ['-R', 'u+w', sources]);
  return sources;
}

async function build(project: ReplayedProject, machine: Machine): Promise<number> {
  const output = join(machine.folder, 'out');
  let compiles = 0;
  for (const target of project.targets) {
    const [goos = '', goarch = ''] = target.split('/');
    const { stderr } = await run(
      'go',
      ['build', '-x', '-trimpath', '-ldflags=-s -w', '-o', join(output, target), project.main],
      {
        cwd: machine.source,
        env: { ...machine.env, GOOS: goos, GOARCH: goarch, GOFLAGS: '-mod=readonly' },
        maxBuffer: 1e9,
      },
    );
    compiles += stderr.match(/\/compile(\.exe)? -o /g)?.length ?? 0;
  }
  return compiles;
}

/** As time passes between two commits: what the archives brought back, and go's note of its last trim, get older. */
async function age(machine: Machine, days: number, archivesHoldTimes: boolean): Promise<void> {
  if (!archivesHoldTimes) return;
  const found = await readdir(machine.goCache, { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const shift = days * 24 * 3600;
  for (const file of found.filter((entry) => !entry.isDirectory())) {
    const at = join(file.parentPath, file.name);
    const { mtimeMs } = await stat(at);
    await utimes(at, mtimeMs / 1000 - shift, mtimeMs / 1000 - shift);
  }
  const trim = join(machine.goCache, 'trim.txt');
  const trimmed = Number(await readFile(trim, 'utf8').catch(() => '0'));
  if (trimmed > 0) await writeFile(trim, Math.floor(trimmed - shift).toString());
}

/** As a fresh runner: no source, no output, no caches. */
async function emptyMachine(machine: Machine): Promise<void> {
  await run('chmod', ['-R', 'u+w', machine.folder]).catch(() => undefined);
  for (const at of [
    machine.source,
    machine.goModCache,
    machine.goCache,
    join(machine.folder, 'out'),
  ])
    await rm(at, { recursive: true, force: true });
  await mkdir(machine.goCache, { recursive: true });
  await chmod(machine.goCache, 0o755);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
