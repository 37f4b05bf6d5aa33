import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { digestHex } from '../../src/domain/digest.ts';
import { CHECKSUMS_NAME, renderChecksums } from '../../src/package/checksums.ts';
import type { ArchiveFormat, ArchivePlan, Member } from '../../src/package/plan.ts';
import { writeArchive, writeText } from '../../src/package/run.ts';

import { itWith } from '../support/needs.ts';
import { readWithPython, run } from './foreign.ts';

/** An even second, as zip keeps no odd one. */
const COMMIT_TIME = Date.UTC(2026, 2, 1, 12, 34, 56) / 1000;
const FORMATS: readonly ArchiveFormat[] = ['tar.gz', 'tar.zst', 'zip', 'none'];

let root: string;
let members: readonly Member[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ship-go-package-'));
  const program = Buffer.concat([randomBytes(300_000), Buffer.alloc(700_001, 'go')]);
  await writeFile(join(root, 'tool'), program);
  await writeFile(join(root, 'README.md'), 'first line\r\nsecond line\n');
  await writeFile(join(root, 'empty'), '');
  members = [
    { name: 'README.md', path: join(root, 'README.md'), mode: 0o644 },
    { name: 'docs/empty', path: join(root, 'empty'), mode: 0o644 },
    { name: 'tool', path: join(root, 'tool'), mode: 0o755 },
  ];
});

afterAll(() => rm(root, { recursive: true, force: true }));

function planFor(format: ArchiveFormat, overrides: Partial<ArchivePlan> = {}): ArchivePlan {
  return {
    name: format === 'none' ? 'tool_linux_amd64' : `tool.${format}`,
    format,
    target: { goos: 'linux', goarch: 'amd64' },
    members: format === 'none' ? members.slice(2) : members,
    modifiedEpochSeconds: COMMIT_TIME,
    ...overrides,
  };
}

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

describe.each(FORMATS)('an asset of format %s', (format) => {
  it('is described by its own size and digest, and leaves nothing else behind', async () => {
    const folder = join(root, `described-${format}`);
    const artifact = await writeArchive(planFor(format), folder);
    expect(artifact).toMatchObject({
      kind: format === 'none' ? 'binary' : 'archive',
      sizeBytes: (await stat(artifact.path)).size,
      digest: `sha256:${await sha256Of(artifact.path)}`,
    });
    expect(await readdir(folder)).toEqual([artifact.name]);
  });

  it('has the same bytes in another process, folder, time zone and umask', async () => {
    const artifact = await writeArchive(planFor(format), join(root, `here-${format}`));
    const elsewhere = join(root, `elsewhere-${format}`);
    await mkdir(elsewhere);
    const script = `
      import { writeArchive } from ${JSON.stringify(resolve('src/package/run.ts'))};
      const artifact = await writeArchive(${JSON.stringify(planFor(format))}, ${JSON.stringify(elsewhere)});
      console.log(artifact.digest);`;
    const command = 'umask 077; exec "$0" --no-warnings --input-type=module --eval "$1"';
    const digest = await run('sh', ['-c', command, process.execPath, script], {
      cwd: elsewhere,
      env: { TZ: 'Pacific/Auckland', NODE_OPTIONS: '' },
    });
    expect(digest.trim()).toBe(artifact.digest);
  });
});

describe('foreign tools', () => {
  const expectedMembers = async () =>
    Promise.all(
      members.map(async ({ name, path, mode }) => ({
        name,
        mode,
        size: (await stat(path)).size,
        sha256: await sha256Of(path),
        mtime: COMMIT_TIME,
      })),
    );

  itWith('python3')(
    'GNU tar and Python read a tar.gz with plain owners, modes and times',
    async () => {
      const { path } = await writeArchive(planFor('tar.gz'), root);
      const listing = await run('tar', ['--list', '--verbose', '--gzip', '--utc', '--file', path]);
      const [read] = await readWithPython([path]);
      expect(listing.trimEnd().split('\n')).toEqual([
        expect.stringMatching(/^-rw-r--r-- 0\/0 +24 2026-03-01 12:34 README\.md$/),
        expect.stringMatching(/^-rw-r--r-- 0\/0 +0 2026-03-01 12:34 docs\/empty$/),
        expect.stringMatching(/^-rwxr-xr-x 0\/0 +1000001 2026-03-01 12:34 tool$/),
      ]);
      expect(read).toEqual(
        (await expectedMembers()).map((member) => ({ ...member, rest: [0, 0, '', '', '0'] })),
      );
    },
  );

  itWith('python3', 'unzip')(
    'unzip and Python read a zip with Unix modes, deflate, no flags and no extra fields',
    async () => {
      const { path } = await writeArchive(planFor('zip'), root);
      const listing = await run('unzip', ['-Z', path]);
      const [read] = await readWithPython([path]);
      expect(await run('unzip', ['-tq', path])).toMatch(/No errors detected/);
      expect(listing).toMatch(/-rwxr-xr-x {2}2\.0 unx +1000001 b- defN 26-Mar-01 12:34 tool/);
      expect(read).toEqual(
        (await expectedMembers()).map((member) => ({
          ...member,
          mode: member.mode | 0o100000,
          rest: [3, 8, 0, 0],
        })),
      );
    },
  );

  itWith('zstd')('zstd accepts a tar.zst and finds the same tar inside as gzip does', async () => {
    const zst = await writeArchive(planFor('tar.zst'), root);
    const gz = await writeArchive(planFor('tar.gz'), root);
    await run('zstd', ['--test', '--quiet', zst.path]);
    await run('zstd', ['--decompress', '--quiet', '--force', '-o', `${root}/a.tar`, zst.path]);
    await run('sh', ['-c', 'gzip --decompress --stdout "$0" > "$1"', gz.path, `${root}/b.tar`]);
    expect(await sha256Of(`${root}/a.tar`)).toBe(await sha256Of(`${root}/b.tar`));
  });

  it('sha256sum checks the assets against SHA256SUMS', async () => {
    const folder = join(root, 'release');
    const artifacts = [];
    for (const format of FORMATS) artifacts.push(await writeArchive(planFor(format), folder));
    const text = renderChecksums(artifacts);
    await writeText({ name: CHECKSUMS_NAME, kind: 'checksums', text }, folder);
    const report = await run('sha256sum', ['--check', '--strict', CHECKSUMS_NAME], { cwd: folder });
    expect(report.trimEnd().split('\n')).toEqual([
      'tool.tar.gz: OK',
      'tool.tar.zst: OK',
      'tool.zip: OK',
      'tool_linux_amd64: OK',
    ]);
  });

  itWith('python3')('Python reads back any names, sizes and times', async () => {
    const letter = fc.constantFrom('a', 'Z', '7', ' ', '-', '.', 'é', '語', '😀');
    const part = fc
      .string({ unit: letter, minLength: 1, maxLength: 90 })
      .filter((text) => !/^\.+$/.test(text));
    const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const entry = fc.record({ name, sizeBytes: fc.nat(3000), executable: fc.boolean() });
    const archive = fc.record({
      // A file "a" beside a folder "a/" is no archive anyone can unpack.
      entries: fc.uniqueArray(entry, {
        maxLength: 5,
        selector: ({ name: path }) => path.split('/')[0],
      }),
      time: fc.integer({ min: 315_532_800, max: 4_102_444_800 }).map((time) => time - (time % 2)),
      format: fc.constantFrom('tar.gz' as const, 'zip' as const),
    });
    const cases = fc.sample(archive, { numRuns: 80, seed: 1 });
    const written = [];
    for (const [index, { entries, time, format }] of cases.entries()) {
      const files = entries.map((each, position) => ({
        ...each,
        path: join(root, `any-${index}-${position}`),
        mode: each.executable ? (0o755 as const) : (0o644 as const),
      }));
      for (const file of files) await writeFile(file.path, Buffer.alloc(file.sizeBytes, file.name));
      const plan = { members: files, modifiedEpochSeconds: time, name: `any-${index}.${format}` };
      written.push((await writeArchive(planFor(format, plan), root)).path);
    }
    const read = await readWithPython(written);
    const summarize = (found: { name: string; size: number; mode: number; mtime: number }) => [
      found.name,
      found.size,
      found.mode & 0o777,
      found.mtime,
    ];
    expect(read.map((archived) => archived.map(summarize))).toEqual(
      cases.map(({ entries, time }) =>
        entries.map(({ name: path, sizeBytes, executable }) => [
          path,
          sizeBytes,
          executable ? 0o755 : 0o644,
          time,
        ]),
      ),
    );
  });
});

describe('a gzip header', () => {
  it('holds no time, no name and no system', async () => {
    const { path } = await writeArchive(planFor('tar.gz'), root);
    const header = (await readFile(path)).subarray(0, 10).toString('hex');
    expect(header).toBe('1f8b08000000000000ff');
  });
});

describe('a zip time before 1980', () => {
  itWith('python3')('is the earliest a zip can say', async () => {
    const { path } = await writeArchive(planFor('zip', { modifiedEpochSeconds: 0 }), root);
    const [read] = await readWithPython([path]);
    expect(read?.[0]?.mtime).toBe(Date.UTC(1980, 0, 1) / 1000);
  });
});

describe('trouble', () => {
  it('replaces an older asset of the name', async () => {
    const folder = join(root, 'older');
    await mkdir(folder);
    await writeFile(join(folder, 'tool.zip'), 'old');
    const artifact = await writeArchive(planFor('zip'), folder);
    expect(await sha256Of(artifact.path)).toBe(digestHex(artifact.digest));
  });

  it('names a file that is missing and leaves no partial archive', async () => {
    const folder = join(root, 'missing');
    const gone = { name: 'tool', path: join(root, 'gone'), mode: 0o755 as const };
    const write = writeArchive(planFor('tar.gz', { members: [gone] }), folder);
    await expect(write).rejects.toMatchObject({
      code: 'member-unreadable',
      message: expect.stringContaining(join(root, 'gone')),
    });
    await expect(readdir(folder)).rejects.toThrow(/ENOENT/);
  });

  it.each(['tar.gz', 'zip'] as const)(
    'refuses a file that grows while a %s is written, and removes the part written',
    async (format) => {
      const folder = join(root, `growing-${format}`);
      const path = join(root, `growing.${format}.source`);
      await writeFile(path, randomBytes(8_000_000));
      const growing = { name: 'log', path, mode: 0o644 as const };
      const write = writeArchive(planFor(format, { members: [growing] }), folder);
      const outcome = write.then(
        () => 'written',
        (error: unknown) => error,
      );
      // The header has the first size by the time the partial file is there.
      for (let names: string[] = []; !names.includes(`tool.${format}.partial`);) {
        names = await readdir(folder).catch(() => []);
      }
      const file = await open(path, 'a');
      await file.appendFile('more');
      await file.close();
      expect(await outcome).toMatchObject({ code: 'member-changed' });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it.each(['tar.gz', 'zip'] as const)(
    'packs 200 MB as %s within 400 MB of memory',
    async (format) => {
      const path = join(root, 'large');
      const half = randomBytes(1024 * 1024);
      const file = await open(path, 'w');
      for (let block = 0; block < 100; block++) {
        await file.write(half);
        await file.write(Buffer.alloc(half.length));
      }
      await file.close();
      const plan = planFor(format, { members: [{ name: 'large', path, mode: 0o755 }] });
      const script = `
        import { writeArchive } from ${JSON.stringify(resolve('src/package/run.ts'))};
        import { peakMegabytes } from ${JSON.stringify(resolve('__tests__/support/peak-memory.ts'))};
        await writeArchive(${JSON.stringify(plan)}, ${JSON.stringify(join(root, 'large-out'))});
        console.log(peakMegabytes());`;
      const args = ['--no-warnings', '--input-type=module', '--eval', script];
      const megabytes = Number(await run(process.execPath, args, { env: { NODE_OPTIONS: '' } }));
      expect(megabytes).toBeGreaterThan(0);
      expect(megabytes).toBeLessThan(400);
    },
  );
});
