import type { TarEntry } from './tar.ts';
import { tarHeader, tarPadding } from './tar.ts';
import type { ZipRecord } from './zip.ts';
import { zipDirectory } from './zip.ts';

/** A tar header without its extension, and the unit that everything in a tar archive is padded to. */
export const TAR_BLOCK_BYTES = 512;
/** The end record of a zip archive without a comment, as ours are. */
export const ZIP_END_BYTES = 22;

const LARGEST_EXTENSION_BYTES = 64 * 1024;
const DIRECTORY_ENTRY_BYTES = 46;

/**
 * How many bytes of a header follow its first block: none, or a pax record with the entry's own block.
 * Throws a plain error for a record that no name needs.
 */
export function tarHeaderRest(first: Buffer): number {
  if (String.fromCharCode(first[156] ?? 0) !== 'x') return 0;
  const recordBytes = octal(first, 124, 12);
  if (!(recordBytes <= LARGEST_EXTENSION_BYTES)) throw odd('a header is too long');
  return recordBytes + tarPadding(recordBytes).length + TAR_BLOCK_BYTES;
}

/**
 * The file that a whole header announces. Only a header that {@link tarHeader} writes is accepted, bit by
 * bit: no link, folder, device or second way to say a name or size. Throws a plain error for any other.
 */
export function readTarHeader(header: Buffer): TarEntry {
  const block = header.subarray(header.length - TAR_BLOCK_BYTES);
  const entry = {
    name: header.length > TAR_BLOCK_BYTES ? extendedName(header) : shortName(block),
    mode: octal(block, 100, 8),
    sizeBytes: octal(block, 124, 12),
    modifiedEpochSeconds: octal(block, 136, 12),
  };
  if (entry.name.endsWith('/') || !header.equals(tarHeader(entry))) {
    throw odd('a header is damaged, or of another kind than this action writes');
  }
  return entry;
}

/** Where the central directory of a zip archive of `fileBytes` begins, from its last {@link ZIP_END_BYTES}. Throws a plain error. */
export function zipDirectoryOffset(end: Buffer, fileBytes: number): number {
  const offset = end.readUInt32LE(16);
  if (offset + end.readUInt32LE(12) + ZIP_END_BYTES !== fileBytes) {
    throw odd('its directory is not where its end says');
  }
  return offset;
}

/**
 * The files of a zip archive from its central directory with the end record, which begin at `offset`. Only a
 * directory that {@link zipDirectory} writes is accepted, bit by bit. Throws a plain error for any other.
 */
export function readZipDirectory(directory: Buffer, offset: number): readonly ZipRecord[] {
  const records: ZipRecord[] = [];
  const last = directory.length - ZIP_END_BYTES;
  for (let at = 0; at + DIRECTORY_ENTRY_BYTES <= last;) {
    const nameAt = at + DIRECTORY_ENTRY_BYTES;
    const nameEnd = nameAt + directory.readUInt16LE(at + 28);
    records.push({
      name: directory.toString('utf8', nameAt, nameEnd),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      modifiedEpochSeconds: epochSeconds(
        directory.readUInt16LE(at + 14),
        directory.readUInt16LE(at + 12),
      ),
      crc32: directory.readUInt32LE(at + 16),
      compressedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at = nameEnd;
  }
  if (!directory.equals(zipDirectory(records, offset))) {
    throw odd('its directory is damaged, or of another kind than this action writes');
  }
  return records;
}

/** What is thrown for an archive that is not as this action writes them. */
export function odd(reason: string): Error {
  return new Error(`the archive is refused: ${reason}`);
}

function shortName(block: Buffer): string {
  const prefix = untilNul(block.subarray(345, 500));
  const name = untilNul(block.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

function extendedName(header: Buffer): string {
  const records = header.toString(
    'utf8',
    TAR_BLOCK_BYTES,
    TAR_BLOCK_BYTES + octal(header, 124, 12),
  );
  return /^\d+ path=([^]*)\n$/.exec(records)?.[1] ?? '';
}

function untilNul(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end < 0 ? field.length : end);
}

function octal(block: Buffer, at: number, fieldBytes: number): number {
  return Number.parseInt(block.toString('latin1', at, at + fieldBytes - 1), 8);
}

function epochSeconds(date: number, time: number): number {
  const day = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31] as const;
  return Date.UTC(...day, time >> 11, (time >> 5) & 63, (time & 31) * 2) / 1000;
}
