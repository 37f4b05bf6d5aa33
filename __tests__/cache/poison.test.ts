import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { StoredCache } from '../fakes/cache-store.ts';
import { filesBelow, startHistory, ZIP, type History } from './history.ts';
import { hostileArchive, type HostileMember } from './hostile-archive.ts';

let history: History;

beforeAll(async () => {
  history = await startHistory();
}, 300_000);

beforeEach(() => history.reset());

afterAll(() => history.close());

describe('a poisoned module cache', () => {
  const mod = ZIP.replace(/zip$/, 'mod');
  let entry: StoredCache;
  let sound: Buffer;
  let truth: { readonly zip: Buffer; readonly mod: Buffer; readonly other: Buffer };

  beforeAll(async () => {
    const folder = join(history.project.goModCache, 'cache/download');
    await history.project.go('mod', 'download', 'github.com/pkg/errors@v0.9.0');
    await history.project.go('mod', 'download');
    truth = {
      zip: await readFile(join(folder, ZIP)),
      mod: await readFile(join(folder, mod)),
      other: await readFile(join(folder, ZIP.replace('0.9.1', '0.9.0'))),
    };
  });

  beforeEach(() => {
    entry = history.newestEntry('modules');
    sound = history.job.service.store.archive(entry.id);
  });

  afterEach(() => {
    history.job.service.store.replaceArchive(entry.id, sound);
  });

  async function poison(members: readonly HostileMember[]): Promise<void> {
    history.job.service.store.replaceArchive(entry.id, await hostileArchive(members));
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
      expect((await history.restore()).caches).toMatchObject([
        { result: 'exact' },
        { result: 'exact' },
      ]);
      await rm(history.project.goCache, { recursive: true });
      await expect(history.project.build()).rejects.toThrow(/checksum mismatch/);
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
    ['an absolute path', () => [{ name: join(history.job.folder, 'escaped'), content: 'evil' }]],
    ['a link', () => [{ name: mod, linkTo: history.project.goSum }]],
  ])('is not used at all, and the job is as without a cache: %s', async (_, members) => {
    await poison(members());
    const report = await history.restore();
    expect(report.caches[0]).toMatchObject({
      result: 'unavailable',
      reason: expect.stringMatching(/which no cache of this kind has; nothing of it is used/),
    });
    expect(await filesBelow(history.project.goModCache)).toEqual([]);
    expect(await readdir(history.job.folder)).not.toContain('escaped');
    expect(await history.project.build()).toBe(0);
  });

  it('is used as far as go.sum goes, where it names more', async () => {
    await poison([
      { name: 'evil.test/x/@v/v1.0.0.zip', content: 'evil' },
      { name: ZIP, content: truth.zip },
    ]);
    await history.restore();
    expect(await filesBelow(history.project.goModCache)).toEqual([join('cache', 'download', ZIP)]);
  });

  it('is healed by the next run that saves', async () => {
    await poison([{ name: '../x', content: 'evil' }]);
    const report = await history.restore('healing');
    await history.project.build();
    expect((await history.save(report)).caches[0]).toMatchObject({ outcome: 'saved' });
    await history.project.wipe();
    expect((await history.restore('healed')).caches[0]).toMatchObject({ result: 'exact' });
    history.job.service.store.evict(history.newestEntry('modules').id);
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
