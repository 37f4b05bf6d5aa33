import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { mayHold } from '../../src/cache/archive-names.ts';
import { packFiles } from '../../src/cache/pack-run.ts';
import type { CacheName } from '../../src/cache/plan.ts';
import { readPaxPath, readTarHeader, writeTarHeader } from '../../src/cache/tar-format.ts';
import { unpackArchive } from '../../src/cache/unpack-run.ts';
import { hostileArchive, type HostileMember } from './hostile-archive.ts';

const run = promisify(execFile);
const ZIP = 'example.test/!mod/@v/v1.0.0.zip';
const hash = (seed: number): string => seed.toString(16).padStart(2, '0').repeat(32);
const entry = (seed: number, kind: 'a' | 'd'): string =>
  `${hash(seed).slice(0, 2)}/${hash(seed)}-${kind}`;

let root: string;
let from: string;
let to: string;
let archive: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'archive-'));
  from = join(root, 'from');
  to = join(root, 'to');
  archive = join(root, 'archive.tar.zst');
  await mkdir(to);
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function put(name: string, content: Buffer | string): Promise<void> {
  await mkdir(dirname(join(from, name)), { recursive: true });
  await writeFile(join(from, name), content);
}

const unpack = (cache: CacheName, signal = AbortSignal.timeout(60_000)): Promise<void> =>
  unpackArchive(cache, archive, to, signal);

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((file) => !file.isDirectory())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1))
    .sort();
}

describe('a packed cache', () => {
  it('comes back byte for byte, large files and programs included', async () => {
    const large = randomBytes(3_500_000);
    await put(entry(1, 'd'), large);
    await put(entry(1, 'a'), 'small');
    await put(entry(2, 'd'), '');
    await put(`${entry(3, 'd')}/tool`, 'program');
    await chmod(join(from, entry(3, 'd'), 'tool'), 0o755);
    const names = [entry(1, 'a'), entry(1, 'd'), entry(2, 'd'), entry(3, 'd'), entry(9, 'a')];
    const { sizeBytes } = await packFiles(from, names, archive);
    expect(sizeBytes).toBe((await stat(archive)).size);
    await unpack('build');
    expect(await filesBelow(to)).toEqual(await filesBelow(from));
    expect(await readFile(join(to, entry(1, 'd')))).toEqual(large);
    expect((await stat(join(to, entry(3, 'd'), 'tool'))).mode & 0o111).not.toBe(0);
    expect((await stat(join(to, entry(1, 'a')))).mode & 0o111).toBe(0);
  });

  it('is what the system tar and zstd read, without a time in it', async () => {
    const long = `${'a'.repeat(70)}.test/${'b'.repeat(70)}/@v/v1.0.0.zip`;
    await put(ZIP, 'zip');
    await put(long, 'long');
    await packFiles(from, [ZIP, long], archive);
    const { stdout } = await run('tar', ['--zstd', '--utc', '-tvf', archive]);
    const lines = stdout.trim().split('\n');
    expect(lines.pop()).toMatch(/ \.ship-go-sha256$/);
    expect(lines.map((line) => line.split(' ').at(-1))).toEqual([ZIP, long]);
    for (const line of lines) expect(line).toContain('1970-01-01 00:00');
    await unpack('modules');
    expect(await filesBelow(to)).toEqual([ZIP, long].sort());
  });

  it('is the same bytes for the same files', async () => {
    await put(ZIP, 'zip');
    await packFiles(from, [ZIP], archive);
    const first = await readFile(archive);
    await packFiles(from, [ZIP], archive);
    expect(await readFile(archive)).toEqual(first);
  });
});

describe('a damaged archive', () => {
  beforeEach(async () => {
    await put(entry(1, 'd'), randomBytes(400_000));
    await put(entry(2, 'd'), 'a'.repeat(400_000));
    await packFiles(from, [entry(1, 'd'), entry(2, 'd')], archive);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['one changed bit of content', (bytes) => flip(bytes, 200_000)],
    ['a changed byte near the end', (bytes) => flip(bytes, bytes.length - 20)],
    ['a cut', (bytes) => bytes.subarray(0, bytes.length - 100)],
    ['no bytes', () => Buffer.alloc(0)],
    ['other bytes', () => randomBytes(5000)],
  ])('is found out: %s', async (_, spoil) => {
    await writeFile(archive, spoil(await readFile(archive)));
    await expect(unpack('build')).rejects.toThrow();
  });

  it('is found out when a whole file is missing at its end', async () => {
    const tar = join(root, 'archive.tar');
    await run('zstd', ['-dq', archive, '-o', tar]);
    await run('tar', ['--delete', '-f', tar, entry(2, 'd')]);
    await run('zstd', ['-qf', tar, '-o', archive]);
    await expect(unpack('build')).rejects.toThrow(/damaged/);
  });

  it('is given up when the time is over', async () => {
    await expect(unpack('build', AbortSignal.abort())).rejects.toThrow(/took too long/);
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const spoilt = Buffer.from(bytes);
  spoilt[at] = (spoilt[at] ?? 0) ^ 1;
  return spoilt;
}

describe('a hostile archive', () => {
  const outside = (): string => join(root, 'outside');
  it.each<[string, CacheName, () => HostileMember[]]>([
    ['a name that climbs out', 'modules', () => [{ name: '../outside', content: 'evil' }]],
    [
      'one that climbs out by the middle',
      'modules',
      () => [{ name: 'x/../../outside/@v/v1.zip', content: 'evil' }],
    ],
    ['an absolute name', 'modules', () => [{ name: outside(), content: 'evil' }]],
    [
      'an absolute name of the right form',
      'modules',
      () => [{ name: `${outside()}/@v/v1.0.0.zip`, content: 'evil' }],
    ],
    ['a link out of the folder', 'modules', () => [{ name: ZIP, linkTo: outside() }]],
    [
      'a folder that is a link',
      'modules',
      () => [
        { name: 'example.test', linkTo: outside() },
        { name: ZIP, content: 'evil' },
      ],
    ],
    ['a forged .ziphash', 'modules', () => [{ name: `${ZIP}hash`, content: 'h1:evil' }]],
    ['an unpacked module', 'modules', () => [{ name: 'x.test/y@v1.0.0/y.go', content: 'evil' }]],
    ['a lock file', 'modules', () => [{ name: 'x.test/@v/v1.0.0.lock', content: '' }]],
    [
      'a checksum database',
      'modules',
      () => [{ name: 'sumdb/sum.golang.org/latest', content: 'x' }],
    ],
    ['an entry elsewhere', 'build', () => [{ name: `../${entry(1, 'd')}`, content: 'evil' }]],
    ['trim.txt', 'build', () => [{ name: 'trim.txt', content: '1' }]],
    ['a fuzz corpus', 'build', () => [{ name: 'fuzz/x/FuzzY/1', content: 'x' }]],
    ['a folder in an entry', 'build', () => [{ name: `${entry(1, 'd')}/x/y`, content: 'x' }]],
    ['a file in an action', 'build', () => [{ name: `${entry(1, 'a')}/x`, content: 'x' }]],
  ])('is refused and writes nothing outside: %s', async (_, cache, members) => {
    await writeFile(archive, await hostileArchive(members()));
    await expect(unpack(cache)).rejects.toThrow(/which no cache of this kind has/);
    expect((await readdir(root)).sort()).toEqual(['archive.tar.zst', 'to']);
  });

  it('cannot write a file twice', async () => {
    const twice = [
      { name: ZIP, content: 'one' },
      { name: ZIP, content: 'two' },
    ];
    await writeFile(archive, await hostileArchive(twice));
    await expect(unpack('modules')).rejects.toThrow(/EEXIST/);
  });
});

describe('mayHold', () => {
  it('lets no name leave the folder, whatever it is', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '@v', 'v1.0.0.zip', 'C:', 'a\\b', hash(1).slice(0, 2)),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        fc.constantFrom('modules', 'build'),
        (parts, cache) => {
          const name = parts.join('/');
          if (!mayHold(cache, name)) return;
          expect(join('/base', name).startsWith('/base/')).toBe(true);
          expect(join('/base', name)).toBe(`/base/${name}`);
        },
      ),
    );
  });

  it('holds what go makes', () => {
    expect(mayHold('modules', ZIP)).toBe(true);
    expect(mayHold('modules', 'gopkg.in/yaml.v3/@v/v3.0.1.mod')).toBe(true);
    expect(mayHold('modules', 'x.test/y/@v/v2.0.0+incompatible.zip')).toBe(true);
    expect(mayHold('build', entry(7, 'a'))).toBe(true);
    expect(mayHold('build', `${entry(7, 'd')}/hello.exe`)).toBe(true);
  });
});

describe('tar headers', () => {
  const member = fc.record({
    name: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => !text.includes('\0')),
    sizeBytes: fc.integer({ min: 0, max: 8 * 1024 ** 3 - 1 }),
    executable: fc.boolean(),
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(member, (file) => {
        const bytes = writeTarHeader(file)!;
        const first = readTarHeader(bytes.subarray(0, 512));
        const path =
          first.kind === 'extension'
            ? readPaxPath(bytes.subarray(512, 512 + first.sizeBytes))
            : undefined;
        expect(readTarHeader(bytes.subarray(-512), path)).toEqual({ kind: 'file', ...file });
      }),
    );
  });

  it('are read without throwing, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 512, maxLength: 512 }), (bytes) => {
        expect(readTarHeader(Buffer.from(bytes)).kind).toBe(
          bytes.every((byte) => byte === 0) ? 'end' : 'damaged',
        );
        readPaxPath(Buffer.from(bytes));
      }),
    );
  });
});
