import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';

import { mapInParallel } from './in-parallel.ts';
import { TAR_BLOCK_BYTES, TAR_SEAL, tarPaddingBytes, writeTarHeader } from './tar-format.ts';

/** Files are read ahead in groups: most of a build cache is small files. */
const FILES_AT_ONCE = 32;
const PIECE_BYTES = 1024 * 1024;
const READ_WHOLE_BYTES = PIECE_BYTES;

/**
 * Writes the named files (or folders of files) of `folder` into a new tar archive that ends in its own
 * hash, compressed with zstd level 3. A file that has gone meanwhile is left out. Returns the archive's
 * size; on failure no archive is left.
 */
export async function packFiles(
  folder: string,
  names: readonly string[],
  archive: string,
): Promise<{ readonly sizeBytes: number }> {
  const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = constants;
  const params = { [ZSTD_c_compressionLevel]: 3, [ZSTD_c_checksumFlag]: 1 };
  try {
    await pipeline(
      Readable.from(sealedTar(folder, names), { objectMode: false }),
      createZstdCompress({ params, chunkSize: PIECE_BYTES }),
      createWriteStream(archive, { mode: 0o600 }),
    );
  } catch (error) {
    await rm(archive, { force: true });
    throw error;
  }
  return { sizeBytes: (await stat(archive)).size };
}

async function* sealedTar(folder: string, names: readonly string[]): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const bytes of tarBytes(folder, names)) {
    hash.update(bytes);
    yield bytes;
  }
  const seal = Buffer.from(hash.digest('hex'));
  yield headerOf(TAR_SEAL, seal.length, false);
  yield seal;
  yield Buffer.alloc(tarPaddingBytes(seal.length) + 2 * TAR_BLOCK_BYTES);
}

async function* tarBytes(folder: string, names: readonly string[]): AsyncGenerator<Buffer> {
  for (let from = 0; from < names.length; from += FILES_AT_ONCE) {
    const group = names.slice(from, from + FILES_AT_ONCE);
    const members = await mapInParallel(group, FILES_AT_ONCE, (name) => readMembers(folder, name));
    for (const member of members.flat()) yield* memberBytes(folder, member);
  }
}

interface FoundMember {
  readonly name: string;
  readonly executable: boolean;
  readonly content: Buffer | 'large';
}

async function readMembers(folder: string, name: string): Promise<FoundMember[]> {
  const path = join(folder, name);
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isDirectory() === true) {
    const inside = await readdir(path).catch(() => []);
    const members = await Promise.all(
      inside.map((child) => readMembers(folder, `${name}/${child}`)),
    );
    return members.flat();
  }
  if (stats?.isFile() !== true) return [];
  const executable = (stats.mode & 0o100) !== 0;
  if (stats.size > READ_WHOLE_BYTES) return [{ name, executable, content: 'large' }];
  const content = await readWhole(path);
  return content === undefined ? [] : [{ name, executable, content }];
}

async function readWhole(path: string): Promise<Buffer | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function* memberBytes(folder: string, member: FoundMember): AsyncGenerator<Buffer> {
  const { name, executable, content } = member;
  if (content !== 'large') {
    yield headerOf(name, content.length, executable);
    yield content;
    yield Buffer.alloc(tarPaddingBytes(content.length));
    return;
  }
  const file = await open(join(folder, name)).catch(() => undefined);
  if (file === undefined) return;
  try {
    const { size } = await file.stat();
    yield headerOf(name, size, executable);
    for (let left = size; left > 0;) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, left));
      const { bytesRead } = await file.read(piece, 0, piece.length);
      if (bytesRead === 0) throw new Error(`${name} was cut while it was packed`);
      left -= bytesRead;
      yield piece.subarray(0, bytesRead);
    }
    yield Buffer.alloc(tarPaddingBytes(size));
  } finally {
    await file.close();
  }
}

function headerOf(name: string, sizeBytes: number, executable: boolean): Buffer {
  const header = writeTarHeader({ name, sizeBytes, executable });
  if (header === undefined) throw new Error(`${name} is too large for an archive`);
  return header;
}
