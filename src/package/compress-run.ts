import { Readable, pipeline } from 'node:stream';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

import { ActionError } from '../domain/errors.ts';

/** A file's bytes, in pieces. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Level 9 saves 0.3 % of a Go binary and costs three times the processor time. */
const DEFLATE_LEVEL = 6;
const ZSTD_LEVEL = 3;
/** Pieces of a fixed size go in, so that the output cannot depend on how the input was read. */
const PIECE_BYTES = 256 * 1024;

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

function through(input: Bytes, compressor: Transform): Bytes {
  // The callback keeps a failure from being reported twice: the reader of the result gets it.
  const onEnd = (): void => undefined;
  return pipeline(Readable.from(inPieces(input)), compressor, onEnd);
}

/** The same bytes in pieces of exactly {@link PIECE_BYTES}, but for the last. */
async function* inPieces(input: Bytes): Bytes {
  let piece = Buffer.allocUnsafe(PIECE_BYTES);
  let filled = 0;
  for await (const bytes of input) {
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + PIECE_BYTES - filled);
      piece.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < PIECE_BYTES) continue;
      yield piece;
      // The compressor may still be reading the last piece.
      piece = Buffer.allocUnsafe(PIECE_BYTES);
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
