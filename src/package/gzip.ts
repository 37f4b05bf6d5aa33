/**
 * The fixed gzip header: deflate, no name, no time, no extra flags, and 255 for "unknown system",
 * which zlib would fill in by the machine it runs on. @see https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
export const GZIP_HEADER: Uint8Array = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** The CRC-32 and the size modulo 2^32 of the uncompressed bytes, which end a gzip file. */
export function gzipTrailer(crc32: number, sizeBytes: number): Uint8Array {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32, 0);
  trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
  return trailer;
}
