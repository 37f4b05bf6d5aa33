import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import type { ArchiveFormat, ArchivePlan, Member } from '../../src/package/plan.ts';
import { writeArchive } from '../../src/package/run.ts';
import { readTarHeader, tarHeaderRest } from '../../src/package/reading.ts';
import { tarHeader } from '../../src/package/tar.ts';
import { unpackPrograms } from '../../src/package/unpack-run.ts';

import { itWith } from '../support/needs.ts';
import { run } from './foreign.ts';

const LONG_NAME = `${'a-folder/'.repeat(30)}größe`;
const PROGRAMS = ['serve', 'tool', 'zero'];

let root: string;
let contents: ReadonlyMap<string, Buffer>;
let count = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ship-go-unpack-'));
  contents = new Map([
    ['README.md', Buffer.from('read me\n')],
    [LONG_NAME, randomBytes(70_000)],
    // Larger than any piece that is read or inflated at a time, and no multiple of a block.
    ['serve', Buffer.concat([randomBytes(900_001), Buffer.alloc(1_500_000, 'go')])],
    ['tool', randomBytes(1536)],
    ['zero', Buffer.alloc(0)],
  ]);
  await mkdir(join(root, 'made', LONG_NAME, '..'), { recursive: true });
  for (const [name, content] of contents) await writeFile(join(root, 'made', name), content);
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** A written archive, and the plan of a run that has none of its programs yet. */
async function packed(
  format: ArchiveFormat,
  names: readonly string[] = [...contents.keys()],
): Promise<{ readonly plan: ArchivePlan; readonly file: string; readonly bin: string }> {
  const folder = join(root, String((count += 1)));
  const bin = join(folder, 'out', 'bin', 'linux_amd64');
  const member = (name: string, path: string): Member => {
    return { name, path, mode: PROGRAMS.includes(name) ? 0o755 : 0o644 };
  };
  const plan = {
    name: `tool.${format}`,
    format,
    target: { goos: 'linux', goarch: 'amd64' },
    modifiedEpochSeconds: 1_800_000_000,
    members: names.map((name) => member(name, join(root, 'made', name))),
  };
  const { path } = await writeArchive(plan, folder);
  const members = names.map((name) => member(name, join(bin, name)));
  return { plan: { ...plan, members }, file: path, bin };
}

describe.each(['tar.gz', 'tar.zst', 'zip'] as const)('an archive of format %s', (format) => {
  it('gives back its programs, executable, and nothing else', async () => {
    const { plan, file, bin } = await packed(format);
    await unpackPrograms(plan, file);
    expect((await readdir(bin)).sort()).toEqual(PROGRAMS);
    for (const name of PROGRAMS) {
      expect(contents.get(name)?.equals(await readFile(join(bin, name)))).toBe(true);
      expect((await stat(join(bin, name))).mode & 0o777).toBe(0o755);
    }
  });

  it('is refused without a planned program, and leaves none of the others', async () => {
    const { plan, file, bin } = await packed(format);
    const more = { name: 'other', path: join(bin, 'other'), mode: 0o755 } as const;
    await expect(
      unpackPrograms({ ...plan, members: [...plan.members, more] }, file),
    ).rejects.toThrow('it lacks other');
    expect(await readdir(bin)).toEqual([]);
  });

  it('is refused with a program in it twice', async () => {
    const { plan, file, bin } = await packed(format, ['README.md', 'tool', 'tool']);
    await expect(unpackPrograms(plan, file)).rejects.toThrow('tool is in it twice');
    expect(await readdir(bin)).toEqual([]);
  });

  it('is refused when it is cut anywhere', async () => {
    const { plan, file, bin } = await packed(format);
    const whole = await readFile(file);
    for (const bytes of [0, 1, 21, 600, whole.length >> 1, whole.length - 30, whole.length - 1]) {
      await writeFile(file, whole.subarray(0, bytes));
      await expect(unpackPrograms(plan, file)).rejects.toThrow();
      expect(existsSync(bin) ? await readdir(bin) : []).toEqual([]);
    }
  });

  it('never gives other programs than were packed, whichever bit is turned', async () => {
    const { plan, file, bin } = await packed(format, ['README.md', 'tool', 'zero']);
    const whole = await readFile(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        const damaged = Buffer.from(whole);
        damaged[at]! ^= 1 << bit;
        await writeFile(file, damaged);
        const failed = await unpackPrograms(plan, file).then(
          () => false,
          () => true,
        );
        const left = existsSync(bin) ? await readdir(bin) : [];
        if (failed) expect(left).toEqual([]);
        else expect((await readFile(join(bin, 'tool'))).equals(contents.get('tool')!)).toBe(true);
        await rm(bin, { recursive: true, force: true });
      }),
      { numRuns: 150 },
    );
  });
});

describe('a bare program', () => {
  it('is put where the build would put it', async () => {
    const { plan, file, bin } = await packed('none', ['serve']);
    await unpackPrograms(plan, file);
    expect(contents.get('serve')?.equals(await readFile(join(bin, 'serve')))).toBe(true);
    expect((await stat(join(bin, 'serve'))).mode & 0o777).toBe(0o755);
  });
});

describe('archives of another make', () => {
  const makeTar = async (script: string): Promise<Buffer> => {
    const folder = join(root, String((count += 1)));
    await mkdir(folder);
    await run('sh', ['-ec', script], { cwd: folder });
    return readFile(join(folder, 'out.tar'));
  };

  it.each([
    ['of GNU tar', 'echo x > tool; tar -cf out.tar tool'],
    ['with a link', 'ln -s /etc/passwd tool; tar --format=ustar -cf out.tar tool'],
    ['with a folder', 'mkdir -p tool; tar --format=ustar -cf out.tar tool'],
  ])('%s are refused', async (_, script) => {
    const { plan, file, bin } = await packed('tar.gz', ['tool']);
    await writeFile(file, gzipSync(await makeTar(script)));
    await expect(unpackPrograms(plan, file)).rejects.toThrow('the archive is refused');
    expect(existsSync(bin) ? await readdir(bin) : []).toEqual([]);
  });

  it('with bytes after their end are refused', async () => {
    const { plan, file } = await packed('tar.gz', ['tool']);
    const tar = gunzipSync(await readFile(file));
    await writeFile(file, gzipSync(Buffer.concat([tar, Buffer.alloc(512)])));
    await expect(unpackPrograms(plan, file)).rejects.toThrow('something follows its end');
  });

  it('with a pax record of a gigabyte are refused before it is read', () => {
    const [first] = [Buffer.from(tarHeader(entry(LONG_NAME)).subarray(0, 512))];
    first.write('10000000000', 124, 'latin1');
    expect(() => tarHeaderRest(first)).toThrow('a header is too long');
  });

  it('whose files leave the folder are passed over: only planned names are written', async () => {
    const { plan, file, bin } = await packed('tar.gz', ['tool']);
    const evil = Buffer.from('evil');
    const tar = Buffer.concat([
      tarHeader({ ...entry('../../tool'), sizeBytes: evil.length }),
      evil,
      Buffer.alloc(512 - evil.length),
      gunzipSync(await readFile(file)),
    ]);
    await writeFile(file, gzipSync(tar));
    await unpackPrograms(plan, file);
    expect(await readdir(bin)).toEqual(['tool']);
    expect(await readdir(join(bin, '..', '..'))).toEqual(['bin']);
  });

  itWith('python3')('zip files of Python are refused', async () => {
    const { plan, file, bin } = await packed('zip', ['tool']);
    const script = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("tool", "x")';
    await run('python3', ['-c', script, file]);
    await expect(unpackPrograms(plan, file)).rejects.toThrow('the archive is refused');
    expect(existsSync(bin)).toBe(false);
  });
});

function entry(name: string) {
  return { name, mode: 0o755, sizeBytes: 0, modifiedEpochSeconds: 1_800_000_000 };
}

describe('reading a tar header', () => {
  it('gives back whatever was written, and reads no bytes that would be written otherwise', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
      .filter((name) => !name.endsWith('/') && !name.includes('\0'));
    const entries = fc.record({
      name: fc.oneof(names, fc.constantFrom('tool', LONG_NAME, 'x'.repeat(256))),
      mode: fc.constantFrom(0o755, 0o644),
      sizeBytes: fc.nat(),
      modifiedEpochSeconds: fc.nat(),
    });
    const changes = fc.integer({ min: 1, max: 255 });
    fc.assert(
      fc.property(entries, fc.nat(), changes, (written, place, change) => {
        const header = Buffer.from(tarHeader(written));
        expect(header.length).toBe(512 + tarHeaderRest(header.subarray(0, 512)));
        expect(readTarHeader(header)).toEqual(written);
        const at = place % header.length;
        header[at] = (header[at] ?? 0) ^ change;
        // A pax record has no sum of its own: another letter in it is another name, and nothing else is.
        const read = readOrRefused(header);
        if (header.length === 512) expect(read).toBe(undefined);
        if (read !== undefined) expect(read).toEqual({ ...written, name: read.name });
      }),
    );
  });
});

function readOrRefused(header: Buffer) {
  try {
    return readTarHeader(header);
  } catch {
    return undefined;
  }
}
