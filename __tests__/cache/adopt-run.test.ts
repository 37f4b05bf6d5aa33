import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { adoptBuild, adoptModules, backdateBuild } from '../../src/cache/adopt-run.ts';

const NOW_MS = Date.UTC(2026, 0, 10);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ENTRY = `0a/${'0a'.repeat(32)}-d`;
const OTHER = `0b/${'0b'.repeat(32)}-d`;

let staging: string;
let folder: string;

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'adopt-'));
  staging = join(root, 'staging');
  folder = join(root, 'folder');
  await mkdir(staging);
});

afterEach(() => rm(dirname(staging), { recursive: true, force: true }));

async function put(path: string, content: string, atMs = NOW_MS): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await utimes(path, atMs / 1000, atMs / 1000);
}

const age = async (name: string): Promise<number> =>
  NOW_MS - (await stat(join(folder, name))).mtimeMs;

describe('adoptBuild', () => {
  it('dates entries two hours back, however old the archive is, folders included', async () => {
    await put(join(staging, ENTRY), 'x', NOW_MS - 30 * DAY_MS);
    await put(join(staging, OTHER, 'tool'), 'x', NOW_MS);
    const adopted = await adoptBuild(staging, folder, NOW_MS);
    expect(adopted).toMatchObject({ files: 2, sizeBytes: 2 });
    expect(await age(ENTRY)).toBe(2 * HOUR_MS);
    expect(await age(OTHER)).toBe(2 * HOUR_MS);
    expect(await readdir(join(folder, OTHER))).toEqual(['tool']);
  });

  it('takes nothing but cache entries', async () => {
    for (const name of ['trim.txt', 'README', `0b/${'0a'.repeat(32)}-d`, '0a/note', 'sub/x'])
      await put(join(staging, name), 'x');
    expect((await adoptBuild(staging, folder, NOW_MS)).names).toEqual([]);
  });

  it('keeps what is already there', async () => {
    await put(join(staging, ENTRY), 'restored');
    await put(join(folder, ENTRY), 'own');
    await put(join(folder, 'trim.txt'), '12345');
    await adoptBuild(staging, folder, NOW_MS);
    expect(await readFile(join(folder, ENTRY), 'utf8')).toBe('own');
    expect(await readFile(join(folder, 'trim.txt'), 'utf8')).toBe('12345');
  });

  it('tells go that it trimmed, where nothing says so', async () => {
    await put(join(staging, ENTRY), 'x');
    await adoptBuild(staging, folder, NOW_MS);
    expect(await readFile(join(folder, 'trim.txt'), 'utf8')).toBe((NOW_MS / 1000).toString());
  });
});

describe('backdateBuild', () => {
  it('dates young entries back, so that their use will show, and lets old ones age', async () => {
    await put(join(folder, ENTRY), 'x', NOW_MS - HOUR_MS);
    await put(join(folder, OTHER), 'x', NOW_MS - 4 * DAY_MS);
    expect(await backdateBuild(folder, NOW_MS)).toEqual([ENTRY]);
    expect(await age(ENTRY)).toBe(2 * HOUR_MS);
    expect(await age(OTHER)).toBe(4 * DAY_MS);
  });

  it('has nothing to do in a folder that does not exist', async () => {
    await expect(backdateBuild(folder, NOW_MS)).resolves.toEqual([]);
  });
});

describe('adoptModules', () => {
  const named = { zips: new Set(['a.b/c/@v/v1.0.0.zip']), mods: new Set(['a.b/c/@v/v1.0.0.mod']) };

  it('takes the named files, into a folder that has others, and keeps what is there', async () => {
    await put(join(staging, 'a.b/c/@v/v1.0.0.zip'), 'zip');
    await put(join(staging, 'a.b/c/@v/v1.0.0.mod'), 'restored');
    await put(join(staging, 'a.b/c/@v/v1.0.0.ziphash'), 'forged');
    await put(join(staging, 'a.b/c/@v/v2.0.0.zip'), 'not in go.sum');
    await put(join(folder, 'a.b/c/@v/v1.0.0.mod'), 'own');
    const adopted = await adoptModules(staging, folder, named);
    expect(adopted).toMatchObject({ files: 2, sizeBytes: 11 });
    expect((await readdir(join(folder, 'a.b/c/@v'))).sort()).toEqual(['v1.0.0.mod', 'v1.0.0.zip']);
    expect(await readFile(join(folder, 'a.b/c/@v/v1.0.0.mod'), 'utf8')).toBe('own');
  });

  it('takes no zip that go would believe because of a .ziphash already there', async () => {
    await put(join(staging, 'a.b/c/@v/v1.0.0.zip'), 'forged');
    await put(join(folder, 'a.b/c/@v/v1.0.0.ziphash'), 'h1:of the true zip');
    // The archive has it all the same: it is nothing new for the next one.
    expect(await adoptModules(staging, folder, named)).toEqual({
      files: 0,
      sizeBytes: 0,
      names: ['a.b/c/@v/v1.0.0.zip'],
    });
    expect(await readdir(join(folder, 'a.b/c/@v'))).toEqual(['v1.0.0.ziphash']);
  });
});
