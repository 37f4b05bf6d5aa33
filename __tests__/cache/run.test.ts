import { access, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { planCaches } from '../../src/cache/plan.ts';
import type { RestoreReport, SaveReport } from '../../src/cache/report.ts';
import { restoreCaches } from '../../src/cache/restore-run.ts';
import { DEFAULTS } from './cache-facts.ts';
import { filesBelow, startHistory, ZIP, type History } from './history.ts';

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

let history: History;

beforeAll(async () => {
  history = await startHistory();
}, 300_000);

beforeEach(() => history.reset());

afterAll(() => history.close());

const results = (report: RestoreReport): string[] => report.caches.map((cache) => cache.result);
const outcomes = (report: SaveReport): string[] => report.caches.map((cache) => cache.outcome);

describe('the first run', () => {
  it('finds nothing, compiles everything and saves both caches', () => {
    expect(results(history.first.restore)).toEqual(['miss', 'miss']);
    expect(history.first.compiles).toBeGreaterThan(20);
    expect(outcomes(history.first.save)).toEqual(['saved', 'saved']);
    const build = history.first.save.caches[1];
    expect(build?.added).toBeGreaterThanOrEqual(history.first.compiles);
  });

  it('saves of the modules only what go.sum names', async () => {
    expect(await history.storedNames('modules')).toEqual([ZIP.replace(/zip$/, 'mod'), ZIP]);
  });
});

describe('the same commit again, in empty folders', () => {
  it('restores both exactly, and go compiles nothing and downloads nothing', async () => {
    const report = await history.restore();
    expect(results(report)).toEqual(['exact', 'exact']);
    expect(await history.project.build('offline')).toBe(0);
  });

  it('makes go hash the zip against go.sum, since no .ziphash comes back', async () => {
    await history.restore();
    const folder = join(history.project.goModCache, 'cache', 'download');
    expect((await filesBelow(folder)).some((name) => name.endsWith('.ziphash'))).toBe(false);
    await history.project.build();
    await expect(access(join(folder, `${ZIP}hash`))).resolves.toBeUndefined();
  });

  it('saves nothing and asks the service nothing', async () => {
    const report = await history.restore();
    const before = history.job.service.requests.length;
    expect((await history.save(report)).caches).toMatchObject([
      { outcome: 'skipped', reason: 'the restored archive has every module of this job' },
      { outcome: 'skipped', reason: 'the same key was restored' },
    ]);
    expect(history.job.service.requests).toHaveLength(before);
  });

  it('dates the entries so that go neither trims them nor overlooks their use', async () => {
    await history.restore();
    const used = Date.now() - 2 * HOUR_MS;
    for (const name of await history.buildEntries()) {
      const { mtimeMs } = await stat(join(history.project.goCache, name));
      expect(Math.abs(mtimeMs - used)).toBeLessThan(60_000);
    }
    const trimmed = Number(await readFile(join(history.project.goCache, 'trim.txt'), 'utf8'));
    expect(Math.abs(trimmed * 1000 - Date.now())).toBeLessThan(60_000);
  });
});

describe('a later commit', () => {
  it('compiles what it changed, and saves without what it no longer uses', async () => {
    await history.project.write('main.go', SECOND_MAIN);
    const report = await history.restore('second');
    expect(results(report)).toEqual(['exact', 'partial']);
    const compiles = await history.project.build();
    expect(compiles).toBeGreaterThan(0);
    expect(compiles).toBeLessThan(history.first.compiles);

    const saved = await history.save(report);
    expect(saved.caches[1]).toMatchObject({ outcome: 'saved' });
    expect(saved.caches[1]?.pruned).toBeGreaterThan(0);

    const live = await history.buildEntries();
    await history.project.wipe();
    expect(results(await history.restore('second'))).toEqual(['exact', 'exact']);
    expect((await history.buildEntries()).length).toBeLessThan(live.length);
    expect(await history.project.build()).toBe(0);
  });

  it('is not saved when hardly anything is new', async () => {
    await history.project.write('main.go', SECOND_MAIN);
    const report = await history.restore('docs-only');
    expect(await history.project.build()).toBe(0);
    expect((await history.save(report)).caches[1]).toMatchObject({
      outcome: 'skipped',
      reason: 'less than 1 % of it is new',
    });
    history.job.service.store.evict(history.newestEntry('build').id);
  });

  it('leaves nothing out after a build that failed', async () => {
    const report = await history.restore('broken');
    const before = (await history.buildEntries()).length;
    await history.project.write('main.go', BROKEN_MAIN);
    await expect(history.project.build()).rejects.toThrow(/cannot use "text"/);
    const saved = await history.save(report, false);
    expect(saved.caches[1]).toMatchObject({ outcome: 'saved', pruned: 0 });
    expect(saved.caches[1]?.files).toBeGreaterThan(before);
    history.job.service.store.evict(history.job.service.entries().at(-1)!.id);
  });
});

describe('a pull request', () => {
  it("reads main's caches and saves none of its own", async () => {
    history.job.enter({ ref: 'refs/pull/1/merge', baseRef: 'refs/heads/main' });
    const report = await history.restore('pull', { origin: 'side' });
    expect(results(report)).toEqual(['exact', 'partial']);
    expect(outcomes(await history.save(report))).toEqual(['skipped', 'skipped']);
  });
});

describe('a race', () => {
  it('is noticed before anything is packed', async () => {
    const state = { ...history.first.restore };
    await history.restore();
    const before = history.job.service.requests.length;
    await history.project.build();
    expect(outcomes(await history.save(state))).toEqual(['exists', 'exists']);
    const asked = history.job.service.requests.slice(before).map((request) => request.operation);
    expect(asked).toEqual(['find', 'find']);
  });
});

describe('a module folder that is already filled', () => {
  it('is left alone, and so is its cache', async () => {
    await history.project.go('mod', 'download');
    const report = await history.restore();
    expect(report.caches[0]).toMatchObject({
      result: 'off',
      reason: 'the folder has every module of go.sum already (1)',
    });
    expect((await history.save(report)).caches[0]).toMatchObject({ outcome: 'skipped' });
  });
});

describe('a module folder that has some of the modules', () => {
  it('gets the others, and keeps what it has', async () => {
    const sums = await readFile(history.project.goSum, 'utf8');
    const folder = join(history.project.goModCache, 'cache', 'download');
    const other = join(folder, ZIP.replace('0.9.1', '0.9.0'));
    await mkdir(join(other, '..'), { recursive: true });
    await writeFile(other, 'own');
    await history.project.write('go.sum', `${sums}github.com/pkg/errors v0.9.0 h1:x\n`);
    const report = await history.restore();
    await history.project.write('go.sum', sums);
    expect(report.caches[0]).toMatchObject({ result: 'partial', files: 2 });
    expect(await readFile(other, 'utf8')).toBe('own');
    await expect(history.project.build('offline')).resolves.toBeGreaterThanOrEqual(0);
  });
});

describe('two steps of one job that share the folders', () => {
  // As setup/ for the tests and the root action for the program do.
  const program = { buildIdentity: ['the program'] };

  it('each save what they used themselves, and no less', async () => {
    const tests = await history.restore('two-steps');
    await history.project.write('extra/extra.go', EXTRA);
    await history.project.go('build', './extra');
    const used = await history.usedEntries();
    const later = await history.restore('two-steps', program);
    expect(results(later)[1]).toBe('miss');
    await history.project.write('main.go', SECOND_MAIN);
    await history.project.build();
    const [, ofProgram] = (await history.save(later)).caches;
    const [, ofTests] = (await history.save(tests)).caches;
    expect(ofProgram).toMatchObject({ outcome: 'saved' });
    expect(ofTests).toMatchObject({ outcome: 'saved' });
    const missing = async (key: string | undefined): Promise<string[]> => {
      const id = history.job.service.entries().find((entry) => entry.key === key)!.id;
      const names = new Set(await history.namesIn(id));
      history.job.service.store.evict(id);
      return used.filter((name) => !names.has(name));
    };
    expect(used.length).toBeGreaterThan(1);
    expect(await missing(ofTests?.key)).toEqual([]);
    expect((await missing(ofProgram?.key)).length).toBeGreaterThan(0);
  });

  it('do not fetch the modules twice', async () => {
    const sumFiles = await sumsThatNameMore();
    expect(results(await history.restore('first', { sumFiles }))).toEqual(['exact', 'exact']);
    const before = history.job.service.requests.length;
    const again = await history.restore('first', { ...program, sumFiles });
    expect(again.caches[0]).toMatchObject({
      result: 'off',
      reason: expect.stringMatching(/^an earlier step of this job has restored ship-go-modules-/),
    });
    const since = history.job.service.requests.slice(before).map(({ operation }) => operation);
    expect(since).toEqual(['find', 'find']);
    expect((await history.save(again)).caches[0]).toMatchObject({ outcome: 'skipped' });
  });

  it('take each the modules of their own go.sum out of one archive', async () => {
    expect(results(await history.restore('first'))).toEqual(['exact', 'exact']);
    const other = await history.restore('first', {
      ...program,
      sumFiles: await sumsThatNameMore(),
    });
    expect(other.caches[0]).toMatchObject({ result: 'exact' });
  });
});

describe('modules that another step has unpacked in part', () => {
  it('are nothing new for an archive that has them', async () => {
    await history.project.go('mod', 'download');
    const report = await history.restore('in-part', { sumFiles: await sumsThatNameMore() });
    expect(report.caches[0]).toMatchObject({ result: 'exact', files: 1 });
    expect((await history.save(report)).caches[0]).toMatchObject({
      outcome: 'skipped',
      reason: 'the restored archive has every module of this job',
    });
  });
});

/** go.sum and one more: together they name more than the job downloads, as a go.sum mostly does. */
async function sumsThatNameMore(): Promise<readonly string[]> {
  await history.project.write('more.sum', 'github.com/pkg/errors v0.9.0 h1:x\n');
  return [history.project.goSum, join(history.project.goSum, '..', 'more.sum')];
}

describe('several jobs on one machine', () => {
  it('restore into the same folders at the same time without harm to each other', async () => {
    const plan = planCaches(DEFAULTS, await history.project.facts('first'));
    const parts = history.job.parts();
    const reports = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        restoreCaches(plan, { ...parts, tempFolder: join(parts.tempFolder, name) }),
      ),
    );
    for (const report of reports) expect(results(report)).toEqual(['exact', 'exact']);
    expect(await history.project.build('offline')).toBe(0);
  });

  it('leave nothing behind, and remove what a killed one has left', async () => {
    const folder = join(history.project.goCache, '.ship-go', 'restore-killed');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'half'), '');
    const hourAgo = Date.now() / 1000 - 3600;
    await utimes(folder, hourAgo, hourAgo);
    expect(results(await history.restore())).toEqual(['exact', 'exact']);
    await expect(access(join(history.project.goCache, '.ship-go'))).rejects.toThrow();
    await expect(access(join(history.project.goModCache, 'cache', '.ship-go'))).rejects.toThrow();
  });
});

describe('jobs that need different modules of one go.sum', () => {
  it('neither shut each other out nor overwrite each other', async () => {
    const original = await readFile(history.project.goSum, 'utf8');
    await history.project.go('get', 'github.com/pkg/errors@v0.9.0');
    await history.project.go('get', 'github.com/pkg/errors@v0.9.1');
    const both = `${original}${await goSumOf('v0.9.0')}`;
    await history.project.write('go.sum', both);
    const other = ZIP.replace('0.9.1', '0.9.0');
    await history.project.wipe();

    const first = await history.restore('shards');
    await history.project.go('mod', 'download', 'github.com/pkg/errors@v0.9.1');
    expect((await history.save(first)).caches[0]).toMatchObject({ outcome: 'saved' });

    await history.project.wipe();
    const second = await history.restore('shards');
    expect(second.caches[0]).toMatchObject({ result: 'exact' });
    await history.project.go('mod', 'download', 'github.com/pkg/errors@v0.9.0');
    expect((await history.save(second)).caches[0]).toMatchObject({ outcome: 'saved', added: 2 });
    expect(await history.storedNames('modules')).toEqual(expect.arrayContaining([ZIP, other]));

    await history.project.wipe();
    const third = await history.restore('shards');
    expect((await history.save(third)).caches[0]).toMatchObject({ outcome: 'skipped' });
    await history.project.write('go.sum', original);
    for (const entry of history.job.service.entries())
      if (entry.key.endsWith('-shards')) history.job.service.store.evict(entry.id);
  });
});

/** The go.sum lines of one version of the dependency. */
async function goSumOf(version: string): Promise<string> {
  const found = await history.project.go(
    'mod',
    'download',
    '-json',
    `github.com/pkg/errors@${version}`,
  );
  const { Sum, GoModSum } = JSON.parse(found) as { Sum: string; GoModSum: string };
  const name = `github.com/pkg/errors ${version}`;
  return `${name} ${Sum}\n${name}/go.mod ${GoModSum}\n`;
}

describe('a build whose link was skipped', () => {
  it('leaves its main package in the cache, though nothing used it', async () => {
    // The disk of the runner keeps the program, not the caches.
    await history.restore();
    await history.project.build();
    await history.project.wipe();
    const linked = await history.restore('linked');
    expect(linked.caches[1]).toMatchObject({ result: 'partial' });
    // The program is there and current: go looks at it, not at the archive it was linked from.
    expect(await history.project.build('keep-program')).toBe(0);
    await history.project.write('extra/extra.go', EXTRA);
    await history.project.go('build', './extra');
    const saved = await history.save(linked);
    expect(saved.caches[1]).toMatchObject({ outcome: 'saved' });
    await history.project.wipe();
    expect((await history.restore('linked')).caches[1]).toMatchObject({ result: 'exact' });
    expect(await history.project.build()).toBe(0);
    history.job.service.store.evict(history.newestEntry('build').id);
  });
});

describe('a service in trouble', () => {
  it('leaves empty folders after a corrupt archive, and says what failed', async () => {
    for (let times = 0; times < 2; times += 1)
      history.job.service.knobs.faults.add({ on: 'download', kind: 'corrupt' });
    const report = await history.restore('after-corruption');
    history.job.service.knobs.faults.clear();
    expect(results(report)).toEqual(['unavailable', 'unavailable']);
    expect(report.caches[0]?.reason).toBe('the archive is damaged; nothing of it is used');
    expect(report.state.caches.map(({ useless }) => useless)).toEqual([true, true]);
    expect(await filesBelow(history.project.goModCache)).toEqual([]);
    expect(await history.buildEntries()).toEqual([]);
  });

  it('is said plainly when there is none', async () => {
    const url = history.job.env['ACTIONS_RESULTS_URL'] ?? '';
    history.job.env['ACTIONS_RESULTS_URL'] = '';
    const report = await history.restore();
    const saved = await history.save(report);
    history.job.env['ACTIONS_RESULTS_URL'] = url;
    expect(report.caches).toMatchObject([
      { result: 'unavailable', reason: 'this runner offers no cache service' },
      { result: 'unavailable', reason: 'this runner offers no cache service' },
    ]);
    expect(outcomes(saved)).toEqual(['skipped', 'skipped']);
  });

  it('costs a folder that cannot be written a reason, not the job', async () => {
    const file = join(history.job.folder, 'a-file');
    await writeFile(file, '');
    const report = await history.restore('first', { goModCache: file, goCache: join(file, 'x') });
    expect(results(report)).toEqual(['unavailable', 'unavailable']);
    expect(report.caches[0]?.reason).toMatch(/ENOTDIR|EEXIST/);
  });
});
