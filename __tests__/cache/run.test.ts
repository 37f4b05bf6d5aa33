import {
  access,
  cp,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { CacheFacts } from '../../src/cache/facts.ts';
import { planCaches, type ActiveCache, type CacheName } from '../../src/cache/plan.ts';
import type { RestoreReport, SaveReport } from '../../src/cache/report.ts';
import { restoreCaches } from '../../src/cache/restore-run.ts';
import { saveCaches } from '../../src/cache/save-run.ts';
import { parseCacheState } from '../../src/cache/state.ts';
import { DEFAULTS } from './cache-facts.ts';
import { clock, startCacheJob, type CacheJob } from './cache-job.ts';
import { createGoProject, FIRST_MAIN, type GoProject } from './go-project.ts';

const SECOND_MAIN = `package main

import "encoding/json"

func main() { text, _ := json.Marshal("hello"); println(string(text)) }
`;
const BROKEN_MAIN = `package main

import _ "text/template"

var wrong int = "text"

func main() {}
`;
const HOUR_MS = 3_600_000;
const ZIP = 'github.com/pkg/errors/@v/v0.9.1.zip';

let job: CacheJob;
let project: GoProject;

/** The first push to the default branch: nothing to restore, everything built and saved. */
let firstRestore: RestoreReport;
let firstCompiles: number;
let firstSave: SaveReport;

beforeAll(async () => {
  job = await startCacheJob();
  project = await createGoProject(job.folder);
  await project.wipe();
  firstRestore = await restore();
  firstCompiles = await project.build();
  firstSave = await save(firstRestore);
}, 300_000);

afterAll(async () => {
  await project.go('clean', '-modcache');
  await job.close();
});

beforeEach(async () => {
  job.enter({ ref: 'refs/heads/main' });
  await project.write('main.go', FIRST_MAIN);
  await project.wipe();
});

async function restore(
  commit = 'first',
  facts: Partial<CacheFacts> = {},
  settings = DEFAULTS,
): Promise<RestoreReport> {
  const plan = planCaches(settings, { ...(await project.facts(commit)), ...facts });
  return restoreCaches(plan, { client: job.client(), clock });
}

/** As post does it: the state has been through JSON. */
async function save(report: RestoreReport, buildSucceeded = true): Promise<SaveReport> {
  const state = parseCacheState(JSON.parse(JSON.stringify(report.state)));
  if (state === undefined) throw new Error('the state did not survive');
  return saveCaches(state, { client: job.client(), clock, buildSucceeded });
}

async function activePlan(name: CacheName): Promise<ActiveCache> {
  const { caches } = planCaches(DEFAULTS, await project.facts('first'));
  const cache = caches.find((candidate) => candidate.name === name);
  if (cache?.on !== true) throw new Error(`${name} is off`);
  return cache;
}

const results = (report: RestoreReport): string[] => report.caches.map((cache) => cache.result);
const outcomes = (report: SaveReport): string[] => report.caches.map((cache) => cache.outcome);

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => !entry.isDirectory());
  return files.map((file) => join(file.parentPath, file.name).slice(folder.length + 1));
}

async function buildEntries(): Promise<string[]> {
  return (await filesBelow(project.goCache)).filter((name) => /-[ad]$/.test(name));
}

describe('the first run', () => {
  it('finds nothing, compiles everything and saves both caches', () => {
    expect(results(firstRestore)).toEqual(['miss', 'miss']);
    expect(firstCompiles).toBeGreaterThan(20);
    expect(outcomes(firstSave)).toEqual(['saved', 'saved']);
    const build = firstSave.caches[1];
    expect(build?.added).toBeGreaterThanOrEqual(firstCompiles);
  });

  it('saves of the modules only what go.sum names', async () => {
    const { staging, primaryKey } = await activePlan('modules');
    await job.client().restore({ paths: [staging], primaryKey, restoreKeys: [] });
    expect((await filesBelow(staging)).sort()).toEqual([ZIP.replace(/zip$/, 'mod'), ZIP]);
  });
});

describe('the same commit again, in empty folders', () => {
  it('restores both exactly, and go compiles nothing and downloads nothing', async () => {
    const report = await restore();
    expect(results(report)).toEqual(['exact', 'exact']);
    expect(await project.build('offline')).toBe(0);
  });

  it('makes go hash the zip against go.sum, since no .ziphash comes back', async () => {
    await restore();
    const folder = join(project.goModCache, 'cache', 'download');
    expect((await filesBelow(folder)).some((name) => name.endsWith('.ziphash'))).toBe(false);
    await project.build();
    await expect(access(join(folder, `${ZIP}hash`))).resolves.toBeUndefined();
  });

  it('saves nothing and asks the service nothing', async () => {
    const report = await restore();
    const before = job.service.requests.length;
    expect((await save(report)).caches).toMatchObject([
      { outcome: 'skipped', reason: 'the same key was restored' },
      { outcome: 'skipped', reason: 'the same key was restored' },
    ]);
    expect(job.service.requests).toHaveLength(before);
  });

  it('dates the entries so that go neither trims them nor overlooks their use', async () => {
    await restore();
    const used = Date.now() - 2 * HOUR_MS;
    for (const name of await buildEntries()) {
      const { mtimeMs } = await stat(join(project.goCache, name));
      expect(Math.abs(mtimeMs - used)).toBeLessThan(60_000);
    }
    const trimmed = Number(await readFile(join(project.goCache, 'trim.txt'), 'utf8'));
    expect(Math.abs(trimmed * 1000 - Date.now())).toBeLessThan(60_000);
  });
});

describe('a later commit', () => {
  it('compiles what it changed, and saves without what it no longer uses', async () => {
    await project.write('main.go', SECOND_MAIN);
    const report = await restore('second');
    expect(results(report)).toEqual(['exact', 'partial']);
    const compiles = await project.build();
    expect(compiles).toBeGreaterThan(0);
    expect(compiles).toBeLessThan(firstCompiles);

    const saved = await save(report);
    expect(saved.caches[1]).toMatchObject({ outcome: 'saved' });
    expect(saved.caches[1]?.pruned).toBeGreaterThan(0);

    const live = await buildEntries();
    await project.wipe();
    expect(results(await restore('second'))).toEqual(['exact', 'exact']);
    expect((await buildEntries()).length).toBeLessThan(live.length);
    expect(await project.build()).toBe(0);
  });

  it('is not saved when hardly anything is new', async () => {
    await project.write('main.go', SECOND_MAIN);
    const report = await restore('docs-only');
    expect(await project.build()).toBe(0);
    expect((await save(report)).caches[1]).toMatchObject({
      outcome: 'skipped',
      reason: 'less than 1 % of it is new',
    });
  });

  it('leaves nothing out after a build that failed', async () => {
    const report = await restore('broken');
    const before = (await buildEntries()).length;
    await project.write('main.go', BROKEN_MAIN);
    await expect(project.build()).rejects.toThrow(/cannot use "text"/);
    const saved = await save(report, false);
    expect(saved.caches[1]).toMatchObject({ outcome: 'saved', pruned: 0 });
    expect(saved.caches[1]?.files).toBeGreaterThan(before);
    job.service.store.evict(job.service.entries().at(-1)!.id);
  });
});

describe('a pull request', () => {
  it("reads main's caches and saves none of its own", async () => {
    job.enter({ ref: 'refs/pull/1/merge', baseRef: 'refs/heads/main' });
    const report = await restore('pull', { origin: 'side' });
    expect(results(report)).toEqual(['exact', 'partial']);
    expect(outcomes(await save(report))).toEqual(['skipped', 'skipped']);
  });
});

describe('a race', () => {
  it('is noticed before anything is packed', async () => {
    const state = { ...firstRestore };
    await restore();
    const before = job.service.requests.length;
    await project.build();
    expect(outcomes(await save(state))).toEqual(['exists', 'exists']);
    const asked = job.service.requests.slice(before).map((request) => request.operation);
    expect(asked).toEqual(['find', 'find']);
  });
});

describe('a module folder that is already filled', () => {
  it('is left alone, and so is its cache', async () => {
    await project.go('mod', 'download');
    const report = await restore();
    expect(report.caches[0]).toMatchObject({
      result: 'off',
      reason: 'the folder has every module of go.sum already (1)',
    });
    expect((await save(report)).caches[0]).toMatchObject({ outcome: 'skipped' });
  });
});

describe('a module folder that has some of the modules', () => {
  it('gets the others, and keeps what it has', async () => {
    const sums = await readFile(project.goSum, 'utf8');
    const folder = join(project.goModCache, 'cache', 'download');
    const other = join(folder, ZIP.replace('0.9.1', '0.9.0'));
    await mkdir(join(other, '..'), { recursive: true });
    await writeFile(other, 'own');
    await project.write('go.sum', `${sums}github.com/pkg/errors v0.9.0 h1:x\n`);
    const report = await restore();
    await project.write('go.sum', sums);
    expect(report.caches[0]).toMatchObject({ result: 'partial', files: 2 });
    expect(await readFile(other, 'utf8')).toBe('own');
    await expect(project.build('offline')).resolves.toBeGreaterThanOrEqual(0);
  });
});

describe('a poisoned module cache', () => {
  /** Replaces the archive of the module cache by what `spoil` makes of it. */
  async function poison(spoil: (staging: string) => Promise<void>): Promise<() => void> {
    const { staging, primaryKey } = await activePlan('modules');
    const entry = job.service.entries().find(({ key }) => key === primaryKey)!;
    const sound = job.service.store.archive(entry.id);
    await job.client().restore({ paths: [staging], primaryKey, restoreKeys: [] });
    await spoil(staging);
    await job.client().save([staging], 'poisoned');
    const poisoned = job.service.entries().find(({ key }) => key === 'poisoned')!;
    job.service.store.replaceArchive(entry.id, job.service.store.archive(poisoned.id));
    job.service.store.evict(poisoned.id);
    await rm(staging, { recursive: true });
    return () => {
      job.service.store.replaceArchive(entry.id, sound);
    };
  }

  it('is refused by go when a zip was changed, even with a forged .ziphash', async () => {
    await project.go('mod', 'download', 'github.com/pkg/errors@v0.9.0');
    const other = join(project.goModCache, 'cache/download', ZIP.replace('0.9.1', '0.9.0'));
    const kept = join(job.folder, 'other.zip');
    await cp(other, kept);
    await project.wipe();
    const heal = await poison(async (staging) => {
      const sum = /^github\.com\/pkg\/errors v0\.9\.1 (h1:\S+)$/m.exec(
        await readFile(project.goSum, 'utf8'),
      )?.[1];
      await rm(join(staging, ZIP));
      await cp(kept, join(staging, ZIP));
      await writeFile(join(staging, `${ZIP}hash`), sum ?? '');
    });
    expect((await restore()).caches[0]?.result).toBe('exact');
    await rm(project.goCache, { recursive: true });
    await expect(project.build()).rejects.toThrow(/checksum mismatch/);
    heal();
  });

  it('brings in no unpacked source, no foreign module and no link', async () => {
    const heal = await poison(async (staging) => {
      for (const name of ['evil.test/x/@v/v1.0.0.zip', `${ZIP}hash`, 'x@v1/x.go']) {
        await mkdir(join(staging, name, '..'), { recursive: true });
        await writeFile(join(staging, name), 'evil');
      }
      const mod = join(staging, ZIP.replace(/zip$/, 'mod'));
      await rm(mod);
      await symlink(project.goSum, mod);
    });
    await restore();
    expect(await filesBelow(project.goModCache)).toEqual([join('cache', 'download', ZIP)]);
    heal();
  });
});

describe('a service in trouble', () => {
  it('leaves empty folders after a corrupt archive, and says what failed', async () => {
    for (let times = 0; times < 2; times += 1)
      job.service.knobs.faults.add({ on: 'download', kind: 'corrupt' });
    const report = await restore('after-corruption');
    job.service.knobs.faults.clear();
    expect(results(report)).toEqual(['unavailable', 'unavailable']);
    expect(report.caches[0]?.reason).toMatch(/failed/);
    expect(await filesBelow(project.goModCache)).toEqual([]);
    expect(await buildEntries()).toEqual([]);
  });

  it('is said plainly when there is none', async () => {
    const url = process.env['ACTIONS_RESULTS_URL'] ?? '';
    process.env['ACTIONS_RESULTS_URL'] = '';
    const report = await restore();
    const saved = await save(report);
    process.env['ACTIONS_RESULTS_URL'] = url;
    expect(report.caches).toMatchObject([
      { result: 'unavailable', reason: 'this runner offers no cache service' },
      { result: 'unavailable', reason: 'this runner offers no cache service' },
    ]);
    expect(outcomes(saved)).toEqual(['skipped', 'skipped']);
  });

  it('costs a folder that cannot be written a reason, not the job', async () => {
    const file = join(job.folder, 'a-file');
    await writeFile(file, '');
    const report = await restore('first', { goModCache: file, goCache: join(file, 'x') });
    expect(results(report)).toEqual(['unavailable', 'unavailable']);
    expect(report.caches[0]?.reason).toMatch(/ENOTDIR|EEXIST/);
  });
});
