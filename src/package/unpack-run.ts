import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline, type Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';

import type { Bytes } from './compress-run.ts';
import type { ArchivePlan, Member } from './plan.ts';
import {
  odd,
  readTarHeader,
  readZipDirectory,
  TAR_BLOCK_BYTES,
  tarHeaderRest,
  ZIP_END_BYTES,
  zipDirectoryOffset,
} from './reading.ts';
import { replaceFile } from './replace-run.ts';
import { TAR_END, tarPadding } from './tar.ts';
import type { ZipRecord } from './zip.ts';
import { zipLocalHeader } from './zip.ts';

/** What the files of one archive may be together; no program that Go can link comes near it. */
const MOST_UNPACKED_BYTES = 4 * 1024 ** 3;
const MOST_DIRECTORY_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/** Takes one file of an archive; all of `content` is read. */
type Take = (name: string, content: Bytes) => Promise<void>;

/** The members of an archive that are programs: included files are never executable. */
export function programsOf({ members }: ArchivePlan): readonly Member[] {
  return members.filter(({ mode }) => mode === 0o755);
}

/**
 * Brings the programs of a planned archive from `file` to where a build would have put them, executable. Other
 * files in it are passed over. Memory does not grow with the archive. Throws a plain error for an archive of
 * another make than ours, one without a planned program, or with one twice; no program is left behind then.
 */
export async function unpackPrograms(plan: ArchivePlan, file: string): Promise<void> {
  const programs = new Map(programsOf(plan).map(({ name, path }) => [name, path]));
  const missing = new Set(programs.keys());
  const take: Take = async (name, content) => {
    const path = programs.get(name);
    if (path === undefined) {
      await drain(content);
      return;
    }
    if (!missing.delete(name)) throw odd(`${name} is in it twice`);
    await replaceFile(path, 0o755, async (target) => {
      for await (const piece of content) await target.writeFile(piece);
    });
  };
  try {
    await readFormat(plan, file, take);
    if (missing.size > 0) throw odd(`it lacks ${[...missing].join(', ')}`);
  } catch (error) {
    for (const path of programs.values()) await rm(path, { force: true });
    throw error;
  }
}

function readFormat({ format, members }: ArchivePlan, file: string, take: Take): Promise<void> {
  switch (format) {
    case 'tar.gz':
      return readTar(through(file, zlib.createGunzip({ chunkSize: PIECE_BYTES })), take);
    case 'tar.zst':
      return readTar(through(file, zlib.createZstdDecompress({ chunkSize: PIECE_BYTES })), take);
    case 'zip':
      return readZip(file, take);
    case 'none':
      return take(members[0]?.name ?? '', createReadStream(file));
  }
}

function through(
  file: string,
  unpacker: Transform,
  range: { readonly start?: number; readonly end?: number } = {},
): Readable {
  // The callback keeps a failure from being reported twice: the reader of the result gets it.
  return pipeline(createReadStream(file, range), unpacker, () => undefined);
}

async function readTar(input: Readable, take: Take): Promise<void> {
  try {
    const source = createSource(input);
    for (;;) {
      const first = await source.take(TAR_BLOCK_BYTES);
      if (first.every((byte) => byte === 0)) {
        const rest = await source.take(TAR_END.length - TAR_BLOCK_BYTES);
        if (rest.some((byte) => byte !== 0) || !(await source.ended())) {
          throw odd('something follows its end');
        }
        return;
      }
      const rest = await source.take(tarHeaderRest(first));
      const { name, sizeBytes } = readTarHeader(Buffer.concat([first, rest]));
      await take(name, source.content(sizeBytes));
      await source.take(tarPadding(sizeBytes).length);
    }
  } finally {
    input.destroy();
  }
}

/** A stream to take from piece by piece. Its methods throw where it ends too soon or grows too long. */
function createSource(input: Readable) {
  const pieces = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer = Buffer.alloc(0);
  let totalBytes = 0;
  const more = async (): Promise<boolean> => {
    const next = await pieces.next();
    if (next.done === true) return false;
    totalBytes += next.value.length;
    if (totalBytes > MOST_UNPACKED_BYTES) throw tooLarge();
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const part = (bytes: number): Buffer => {
    const taken = held.subarray(0, bytes);
    held = held.subarray(taken.length);
    return taken;
  };
  return {
    async take(bytes: number): Promise<Buffer> {
      while (held.length < bytes) if (!(await more())) throw odd('it is cut');
      return part(bytes);
    },
    async *content(bytes: number): Bytes {
      for (let left = bytes; left > 0;) {
        if (held.length === 0 && !(await more())) throw odd('it is cut');
        const taken = part(left);
        left -= taken.length;
        yield taken;
      }
    },
    ended: async (): Promise<boolean> => held.length === 0 && !(await more()),
  };
}

async function readZip(file: string, take: Take): Promise<void> {
  const archive = await open(file, 'r');
  const readAt = async (position: number, bytes: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await archive.read(Buffer.alloc(bytes), 0, bytes, position);
    if (bytesRead < bytes) throw odd('it is cut');
    return buffer;
  };
  try {
    const { size } = await archive.stat();
    if (size < ZIP_END_BYTES) throw odd('it is cut');
    const offset = zipDirectoryOffset(await readAt(size - ZIP_END_BYTES, ZIP_END_BYTES), size);
    if (size - offset > MOST_DIRECTORY_BYTES) throw odd('its directory is too large');
    const records = readZipDirectory(await readAt(offset, size - offset), offset);
    const unpackedBytes = records.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (unpackedBytes > MOST_UNPACKED_BYTES) throw tooLarge();
    for (const record of records) {
      const header = Buffer.from(zipLocalHeader(record));
      const start = record.offset + header.length;
      const isWhole = start + record.compressedBytes <= offset;
      if (!isWhole || !header.equals(await readAt(record.offset, header.length))) {
        throw odd(`${record.name} is not where its directory says`);
      }
      await take(record.name, zipContent(file, record, start));
    }
  } finally {
    await archive.close();
  }
}

async function* zipContent(file: string, record: ZipRecord, start: number): Bytes {
  const unpacker = zlib.createInflateRaw({ chunkSize: PIECE_BYTES });
  const range = { start, end: start + record.compressedBytes - 1 };
  let [sizeBytes, crc32] = [0, 0];
  for await (const piece of through(file, unpacker, range) as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    if (sizeBytes > record.sizeBytes) break;
    crc32 = zlib.crc32(piece, crc32);
    yield piece;
  }
  if (sizeBytes !== record.sizeBytes || crc32 !== record.crc32) {
    throw odd(`${record.name} has another size or content than its directory says`);
  }
}

async function drain(content: Bytes): Promise<void> {
  const pieces = content[Symbol.asyncIterator]();
  while ((await pieces.next()).done !== true);
}

function tooLarge(): Error {
  return odd(`it unpacks to more than ${MOST_UNPACKED_BYTES} bytes`);
}
