import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';

import { mayHold } from './archive-names.ts';
import type { CacheName } from './plan.ts';
import {
  readPaxPath,
  readTarHeader,
  TAR_BLOCK_BYTES,
  TAR_SEAL,
  tarPaddingBytes,
} from './tar-format.ts';

const PIECE_BYTES = 1024 * 1024;
const WRITES_AT_ONCE = 32;
const WRITE_WHOLE_BYTES = PIECE_BYTES;
/** A name is at most a few hundred bytes; more records than this are no name. */
const LARGEST_EXTENSION_BYTES = 64 * 1024;

/** What is thrown for an archive that will never be of use, however often it is fetched. */
export class UselessArchiveError extends Error {}

/**
 * Unpacks an archive into `folder`, which must be new and empty. Only files that this cache can hold are
 * written, and only inside `folder`: the first member of another kind or name ends it, as do a wrong
 * hash at its end, a cut, and `signal`. Throws then ({@link UselessArchiveError} where the archive is to
 * blame), leaving what it wrote to the caller.
 */
export async function unpackArchive(
  cache: CacheName,
  archive: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const source = createReadStream(archive, { highWaterMark: PIECE_BYTES });
  const input = createZstdDecompress({ chunkSize: PIECE_BYTES });
  source.on('error', (error) => input.destroy(error)).pipe(input);
  const abort = (): void => void input.destroy(new Error('unpacking took too long'));
  signal.addEventListener('abort', abort);
  const writes = createWrites();
  try {
    if (signal.aborted) abort();
    await unpackMembers(cache, createReader(input), folder, writes);
  } finally {
    signal.removeEventListener('abort', abort);
    await writes.end();
    source.destroy();
    input.destroy();
  }
  writes.check();
}

async function unpackMembers(
  cache: CacheName,
  reader: Reader,
  folder: string,
  writes: Writes,
): Promise<void> {
  const made = new Set<string>();
  let path: string | undefined;
  for (;;) {
    writes.check();
    const seal = reader.digest();
    const header = readTarHeader(await reader.take(TAR_BLOCK_BYTES), path);
    path = undefined;
    switch (header.kind) {
      case 'file': {
        if (header.name === TAR_SEAL) {
          const said = await reader.take(Math.min(header.sizeBytes, seal().length));
          if (said.toString('latin1') !== seal()) throw damaged();
          return;
        }
        if (!mayHold(cache, header.name)) throw foreign(header.name);
        const target = join(folder, header.name);
        if (!made.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
        made.add(dirname(target));
        await writeMember(reader, target, header, writes);
        await reader.take(tarPaddingBytes(header.sizeBytes));
        break;
      }
      case 'extension':
        if (header.sizeBytes > LARGEST_EXTENSION_BYTES) throw damaged();
        path = readPaxPath(await reader.take(header.sizeBytes));
        await reader.take(tarPaddingBytes(header.sizeBytes));
        break;
      case 'other':
        throw foreign(header.name);
      case 'end':
      case 'damaged':
        throw damaged();
    }
  }
}

async function writeMember(
  reader: Reader,
  target: string,
  { sizeBytes, executable }: { readonly sizeBytes: number; readonly executable: boolean },
  writes: Writes,
): Promise<void> {
  // A second member of one name is refused, too: nothing is ever overwritten.
  const options = { flag: 'wx', mode: executable ? 0o755 : 0o644 };
  if (sizeBytes <= WRITE_WHOLE_BYTES) {
    const content = await reader.take(sizeBytes);
    await writes.add(() => writeFile(target, content, options));
    return;
  }
  const file = await open(target, options.flag, options.mode);
  try {
    for (let left = sizeBytes; left > 0;) {
      const piece = await reader.take(Math.min(left, PIECE_BYTES));
      await file.writeFile(piece);
      left -= piece.length;
    }
  } finally {
    await file.close();
  }
}

function foreign(name: string): UselessArchiveError {
  return new UselessArchiveError(
    `the archive holds ${JSON.stringify(name.slice(0, 200))}, which no cache of this kind has; nothing of it is used`,
  );
}

function damaged(): UselessArchiveError {
  return new UselessArchiveError('the archive is damaged; nothing of it is used');
}

/** The errors of zstd have codes of their own; others are those of the file, or of the one who waits. */
function isZstdError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return String(error.code).includes('ZSTD');
}

interface Reader {
  /** Exactly so many bytes. Throws when there are fewer. */
  take(bytes: number): Promise<Buffer>;
  /** Remembers this place; what it returns gives the SHA-256, in hex, of everything taken before. */
  digest(): () => string;
}

function createReader(input: Readable): Reader {
  const pieces: AsyncIterator<Buffer> = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const hash: Hash = createHash('sha256');
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await pieces.next().catch((error: unknown) => {
      throw isZstdError(error) ? damaged() : error;
    });
    if (next.done === true) return false;
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    return true;
  };
  return {
    async take(bytes) {
      while (rest.length < bytes) if (!(await more())) throw damaged();
      const taken = rest.subarray(0, bytes);
      hash.update(taken);
      rest = rest.subarray(bytes);
      return taken;
    },
    digest() {
      const here = hash.copy();
      let text: string | undefined;
      return () => (text ??= here.digest('hex'));
    },
  };
}

interface Writes {
  /** Starts a write as soon as there is room. */
  add(write: () => Promise<void>): Promise<void>;
  /** Throws what a write threw. */
  check(): void;
  end(): Promise<void>;
}

/** Several small files at a time keep a disk busy; the number bounds open files and memory. */
function createWrites(): Writes {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  return {
    async add(write) {
      if (running.size >= WRITES_AT_ONCE) await Promise.race(running);
      const task: Promise<void> = write()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(task));
      running.add(task);
    },
    check() {
      if (failures.length > 0) throw failures[0];
    },
    async end() {
      await Promise.all(running);
    },
  };
}
