import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { CacheFacts } from '../../src/cache/facts.ts';
import { planCaches, type CacheName } from '../../src/cache/plan.ts';
import type { RestoreReport, SaveReport } from '../../src/cache/report.ts';
import { restoreCaches } from '../../src/cache/restore-run.ts';
import { saveCaches } from '../../src/cache/save-run.ts';
import { parseCacheState } from '../../src/cache/state.ts';
import { DEFAULTS } from './cache-facts.ts';
import { startCacheJob, type CacheJob } from './cache-job.ts';
import type { StoredCache } from '../fakes/cache-store.ts';
import { createGoProject, FIRST_MAIN, type GoProject } from './go-project.ts';
import { hostileArchive, type HostileMember } from './hostile-archive.ts';

const SECOND_MAIN = `package main

import "encoding/json"

func main() { text, _ := json.Marshal("hello"); println(string(text)) }
`;
const BROKEN_MAIN = `package main

import _ "text/template"

var wrong int = "text"

func main() {}
`;
/** Large enough to be worth saving. */
const EXTRA = `package extra

var Table = [...]string{${Array.from({ length: 4000 }, (_, index) => `"entry number ${index}"`).join(', ')}}
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
  return restoreCaches(plan, job.parts());
}

/** As post does it: the state has been through JSON. */
async function save(report: RestoreReport, buildSucceeded = true): Promise<SaveReport> {
  const state = parseCacheState(JSON.parse(JSON.stringify(report.state)));
  if (state === undefined) throw new Error('the state did not survive');
  return saveCaches(state, { ...job.parts(), buildSucceeded });
}

const results = (report: RestoreReport): string[] => report.caches.map((cache) => cache.result);
const outcomes = (report: SaveReport): string[] => report.caches.map((cache) => cache.outcome);

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => !entry.isDirectory());
  return files.map((file) => join(file.parentPath, file.name).slice(folder.length + 1));
}

/** The newest archive of a cache in the stand-in, and the names in it. */
function newestEntry(name: CacheName): StoredCache {
  return job.service.entries().findLast(({ key }) => key.startsWith(`ship-go-${name}-`))!;
}

async function storedNames(name: CacheName): Promise<string[]> {
  const archive = join(job.folder, 'stored.tar.zst');
  await writeFile(archive, job.service.store.archive(newestEntry(name).id));
  const { stdout } = await promisify(execFile)('tar', ['--zstd', '-tf', archive]);
  return stdout.trim().split('\n').slice(0, -1);
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
    expect(await storedNames('modules')).toEqual([ZIP.replace(/zip$/, 'mod'), ZIP]);
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
      { outcome: 'skipped', reason: 'the restored archive has every module of this job' },
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
    job.service.store.evict(newestEntry('build').id);
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

describe('jobs that need different modules of one go.sum', () => {
  it('neither shut each other out nor overwrite each other', async () => {
    const original = await readFile(project.goSum, 'utf8');
    await project.go('get', 'github.com/pkg/errors@v0.9.0');
    await project.go('get', 'github.com/pkg/errors@v0.9.1');
    const both = `${original}${await goSumOf('v0.9.0')}`;
    await project.write('go.sum', both);
    const other = ZIP.replace('0.9.1', '0.9.0');
    await project.wipe();

    const first = await restore('shards');
    await project.go('mod', 'download', 'github.com/pkg/errors@v0.9.1');
    expect((await save(first)).caches[0]).toMatchObject({ outcome: 'saved' });

    await project.wipe();
    const second = await restore('shards');
    expect(second.caches[0]).toMatchObject({ result: 'exact' });
    await project.go('mod', 'download', 'github.com/pkg/errors@v0.9.0');
    expect((await save(second)).caches[0]).toMatchObject({ outcome: 'saved', added: 2 });
    expect(await storedNames('modules')).toEqual(expect.arrayContaining([ZIP, other]));

    await project.wipe();
    const third = await restore('shards');
    expect((await save(third)).caches[0]).toMatchObject({ outcome: 'skipped' });
    await project.write('go.sum', original);
    for (const entry of job.service.entries())
      if (entry.key.endsWith('-shards')) job.service.store.evict(entry.id);
  });
});

/** The go.sum lines of one version of the dependency. */
async function goSumOf(version: string): Promise<string> {
  const found = await project.go('mod', 'download', '-json', `github.com/pkg/errors@${version}`);
  const { Sum, GoModSum } = JSON.parse(found) as { Sum: string; GoModSum: string };
  const name = `github.com/pkg/errors ${version}`;
  return `${name} ${Sum}\n${name}/go.mod ${GoModSum}\n`;
}

describe('a poisoned module cache', () => {
  const mod = ZIP.replace(/zip$/, 'mod');
  let entry: StoredCache;
  let sound: Buffer;
  let truth: { readonly zip: Buffer; readonly mod: Buffer; readonly other: Buffer };

  beforeAll(async () => {
    const folder = join(project.goModCache, 'cache/download');
    await project.go('mod', 'download', 'github.com/pkg/errors@v0.9.0');
    await project.go('mod', 'download');
    truth = {
      zip: await readFile(join(folder, ZIP)),
      mod: await readFile(join(folder, mod)),
      other: await readFile(join(folder, ZIP.replace('0.9.1', '0.9.0'))),
    };
  });

  beforeEach(() => {
    entry = newestEntry('modules');
    sound = job.service.store.archive(entry.id);
  });

  afterEach(() => {
    job.service.store.replaceArchive(entry.id, sound);
  });

  async function poison(members: readonly HostileMember[]): Promise<void> {
    job.service.store.replaceArchive(entry.id, await hostileArchive(members));
  }

  it.each<[string, () => HostileMember[]]>([
    ['a changed zip', () => [{ name: ZIP, content: truth.other }]],
    ['a file added to a zip', () => [{ name: ZIP, content: withAddedFile(truth.zip) }]],
    [
      'a changed .mod',
      () => [
        { name: ZIP, content: truth.zip },
        { name: mod, content: `${truth.mod.toString()}// evil\n` },
      ],
    ],
  ])(
    'is refused by go, even offline and with compiled packages at hand: %s',
    async (_, members) => {
      await poison(members());
      expect((await restore()).caches).toMatchObject([{ result: 'exact' }, { result: 'exact' }]);
      await rm(project.goCache, { recursive: true });
      await expect(project.build()).rejects.toThrow(/checksum mismatch/);
    },
  );

  it.each<[string, () => HostileMember[]]>([
    [
      'a forged .ziphash beside a changed zip',
      () => [
        { name: ZIP, content: truth.other },
        { name: `${ZIP}hash`, content: 'h1:forged' },
      ],
    ],
    [
      'an unpacked module',
      () => [{ name: '../../github.com/pkg/errors@v0.9.1/errors.go', content: 'package errors' }],
    ],
    ['a path out of the folder', () => [{ name: '../../../../../escaped', content: 'evil' }]],
    ['an absolute path', () => [{ name: join(job.folder, 'escaped'), content: 'evil' }]],
    ['a link', () => [{ name: mod, linkTo: project.goSum }]],
  ])('is not used at all, and the job is as without a cache: %s', async (_, members) => {
    await poison(members());
    const report = await restore();
    expect(report.caches[0]).toMatchObject({
      result: 'unavailable',
      reason: expect.stringMatching(/which no cache of this kind has; nothing of it is used/),
    });
    expect(await filesBelow(project.goModCache)).toEqual([]);
    expect(await readdir(job.folder)).not.toContain('escaped');
    expect(await project.build()).toBe(0);
  });

  it('is used as far as go.sum goes, where it names more', async () => {
    await poison([
      { name: 'evil.test/x/@v/v1.0.0.zip', content: 'evil' },
      { name: ZIP, content: truth.zip },
    ]);
    await restore();
    expect(await filesBelow(project.goModCache)).toEqual([join('cache', 'download', ZIP)]);
  });

  it('is healed by the next run that saves', async () => {
    await poison([{ name: '../x', content: 'evil' }]);
    const report = await restore('healing');
    await project.build();
    expect((await save(report)).caches[0]).toMatchObject({ outcome: 'saved' });
    await project.wipe();
    expect((await restore('healed')).caches[0]).toMatchObject({ result: 'exact' });
    job.service.store.evict(newestEntry('modules').id);
  });
});

/** A zip with one more file, as it would be if the module had that file: a stored copy of its first, renamed. */
function withAddedFile(zip: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  const path = join(folder, 'module.zip');
  writeFileSync(path, zip);
  execFileSync('python3', [
    '-c',
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], "a"); z.writestr("github.com/pkg/errors@v0.9.1/evil.go", "package errors\\nfunc init() { println(666) }\\n"); z.close()',
    path,
  ]);
  const changed = readFileSync(path);
  rmSync(folder, { recursive: true });
  return changed;
}

describe('a build whose link was skipped', () => {
  it('leaves its main package in the cache, though nothing used it', async () => {
    // The disk of the runner keeps the program, not the caches.
    await restore();
    await project.build();
    await project.wipe();
    const linked = await restore('linked');
    expect(linked.caches[1]).toMatchObject({ result: 'partial' });
    // The program is there and current: go looks at it, not at the archive it was linked from.
    expect(await project.build('keep-program')).toBe(0);
    await project.write('extra/extra.go', EXTRA);
    await project.go('build', './extra');
    const saved = await save(linked);
    expect(saved.caches[1]).toMatchObject({ outcome: 'saved' });
    await project.wipe();
    expect((await restore('linked')).caches[1]).toMatchObject({ result: 'exact' });
    expect(await project.build()).toBe(0);
    job.service.store.evict(newestEntry('build').id);
  });
});

describe('a service in trouble', () => {
  it('leaves empty folders after a corrupt archive, and says what failed', async () => {
    for (let times = 0; times < 2; times += 1)
      job.service.knobs.faults.add({ on: 'download', kind: 'corrupt' });
    const report = await restore('after-corruption');
    job.service.knobs.faults.clear();
    expect(results(report)).toEqual(['unavailable', 'unavailable']);
    expect(report.caches[0]?.reason).not.toBe('');
    expect(await filesBelow(project.goModCache)).toEqual([]);
    expect(await buildEntries()).toEqual([]);
  });

  it('is said plainly when there is none', async () => {
    const url = job.env['ACTIONS_RESULTS_URL'] ?? '';
    job.env['ACTIONS_RESULTS_URL'] = '';
    const report = await restore();
    const saved = await save(report);
    job.env['ACTIONS_RESULTS_URL'] = url;
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
