import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

import { ActionError } from '../domain/errors.ts';

/** A file's bytes, in pieces. A piece is good until the next one is asked for: its memory may be used again then. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Level 6 saves 0.5 % of a Go binary and costs 1.3 times the processor time, level 9 saves 0.8 % and costs four times. */
const DEFLATE_LEVEL = 5;
const ZSTD_LEVEL = 3;
/** Pieces of a fixed size go in, so that the output cannot depend on how the input was read. */
const PIECE_BYTES = 1024 * 1024;

/**
 * Compresses to a raw deflate stream (RFC 1951), on a thread of libuv's pool. The one place that
 * decides which deflate is used: the bytes must be the same for the same input, so nothing but the
 * input may reach it.
 */
export function deflate(input: Bytes): Bytes {
  const options = { level: DEFLATE_LEVEL, windowBits: 15, memLevel: 8, chunkSize: PIECE_BYTES };
  return through(input, zlib.createDeflateRaw(options));
}

/**
 * Compresses to a zstd frame with a checksum (RFC 8878). Throws {@link ActionError}
 * `zstd-unavailable` on a Node without zstd (before 22.15).
 */
export function zstd(input: Bytes): Bytes {
  if (!('createZstdCompress' in zlib)) throw zstdUnavailable();
  const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = zlib.constants;
  const params = { [ZSTD_c_compressionLevel]: ZSTD_LEVEL, [ZSTD_c_checksumFlag]: 1 };
  return through(input, zlib.createZstdCompress({ params, chunkSize: PIECE_BYTES }));
}

/** Reads the next piece while the compressor has the last one; what came out is handed on as soon as there is some. */
async function* through(input: Bytes, compressor: Transform): Bytes {
  const output: Uint8Array[] = [];
  compressor.on('data', (piece: Uint8Array) => output.push(piece));
  // Whoever waits for the compressor is told of an error; a second report would end the process.
  compressor.on('error', () => undefined);
  try {
    let compressed = Promise.resolve();
    for await (const piece of inPieces(input)) {
      await compressed;
      compressed = write(compressor, piece);
      // Not to be taken for unhandled while the reader of the result is busy.
      compressed.catch(() => undefined);
      yield* output.splice(0);
    }
    await compressed;
    await end(compressor);
    yield* output.splice(0);
  } finally {
    compressor.destroy();
  }
}

/** Resolves when the compressor has taken the piece in and needs its memory no longer. */
function write(compressor: Transform, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    compressor.write(piece, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Resolves when everything has come out. */
function end(compressor: Transform): Promise<void> {
  return new Promise((resolve, reject) => {
    compressor.once('end', resolve).once('error', reject).end();
  });
}

/** The same bytes in pieces of exactly {@link PIECE_BYTES}, but for the last. A piece stays as it is until the one after the next is asked for. */
async function* inPieces(input: Bytes): Bytes {
  let piece = Buffer.allocUnsafe(PIECE_BYTES);
  let spare = Buffer.allocUnsafe(PIECE_BYTES);
  let filled = 0;
  for await (const bytes of input) {
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + PIECE_BYTES - filled);
      piece.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < PIECE_BYTES) continue;
      yield piece;
      // The compressor still has this one.
      [piece, spare] = [spare, piece];
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

function zstdUnavailable(): ActionError {
  return new ActionError({
    code: 'zstd-unavailable',
    message: 'Cannot write a tar.zst archive: this Node has no zstd',
    hint: 'Run the action on Node 24 (any current runner), or set `archive: tar.gz`.',
  });
}
