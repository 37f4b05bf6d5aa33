import { ActionError } from '../domain/errors.ts';

/** What a zip archive says of a file before its bytes are known. */
export interface ZipEntry {
  /** Relative, `/`-separated. */
  readonly name: string;
  readonly mode: number;
  readonly modifiedEpochSeconds: number;
}

/** An entry whose bytes have been written. */
export interface ZipRecord extends ZipEntry {
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** Everything that the local header and the central directory have in common, without signature. */
const SHARED_BYTES = 26;
const VERSION_NEEDED = 20;
const MADE_BY_UNIX = 3;
const DEFLATE = 8;
/** The name is UTF-8; set only when it is not plain ASCII, as old readers know no flag. */
const UTF8_FLAG = 0x0800;
const REGULAR_FILE = 0o100000;
const MAX_FIELD = 0xffffffff;
const MAX_ENTRIES = 0xfffe;

/**
 * The local header of a file. Sizes and CRC stand in it (no data descriptor follows), so it is
 * written twice: with zeros to reserve its place, and once they are known.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.7
 */
export function zipLocalHeader(record: ZipRecord): Uint8Array {
  const signature = Buffer.from('PK\u0003\u0004', 'latin1');
  return Buffer.concat([signature, sharedFields(record), Buffer.from(record.name, 'utf8')]);
}

/**
 * The central directory and its end record. `offset` is where it begins. Throws {@link ActionError}
 * `archive-too-large` for what only zip64 could hold. @see APPNOTE.TXT sections 4.3.12 and 4.3.16
 */
export function zipDirectory(records: readonly ZipRecord[], offset: number): Uint8Array {
  const entries = records.map(directoryEntry);
  const directory = Buffer.concat(entries);
  if (records.length > MAX_ENTRIES || offset + directory.length >= MAX_FIELD) {
    throw tooLarge('the archive');
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(records.length, 8);
  end.writeUInt16LE(records.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([directory, end]);
}

function directoryEntry(record: ZipRecord): Buffer {
  const head = Buffer.alloc(6);
  head.write('PK\u0001\u0002', 0, 'latin1');
  head.writeUInt8(VERSION_NEEDED, 4);
  head.writeUInt8(MADE_BY_UNIX, 5);
  // No comment, first disk, no text flag; the mode stands in the upper half of the attributes.
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(((REGULAR_FILE | record.mode) << 16) >>> 0, 6);
  tail.writeUInt32LE(record.offset, 10);
  return Buffer.concat([head, sharedFields(record), tail, Buffer.from(record.name, 'utf8')]);
}

function sharedFields(record: ZipRecord): Buffer {
  const { crc32, compressedBytes, sizeBytes, offset } = record;
  if (Math.max(compressedBytes, sizeBytes, offset) >= MAX_FIELD) throw tooLarge(record.name);
  const fields = Buffer.alloc(SHARED_BYTES);
  const { date, time } = dosTime(record.modifiedEpochSeconds);
  fields.writeUInt16LE(VERSION_NEEDED, 0);
  fields.writeUInt16LE(/^[\x20-\x7e]*$/.test(record.name) ? 0 : UTF8_FLAG, 2);
  fields.writeUInt16LE(DEFLATE, 4);
  fields.writeUInt16LE(time, 6);
  fields.writeUInt16LE(date, 8);
  fields.writeUInt32LE(crc32, 10);
  fields.writeUInt32LE(compressedBytes, 14);
  fields.writeUInt32LE(sizeBytes, 18);
  fields.writeUInt16LE(Buffer.byteLength(record.name), 22);
  return fields;
}

/** DOS date and time: steps of two seconds from 1980 to 2107, no zone. UTC is used on every machine. */
function dosTime(epochSeconds: number): { readonly date: number; readonly time: number } {
  const earliest = Date.UTC(1980, 0, 1);
  const latest = Date.UTC(2107, 11, 31, 23, 59, 58);
  const moment = new Date(Math.min(Math.max(epochSeconds * 1000, earliest), latest));
  const date =
    ((moment.getUTCFullYear() - 1980) << 9) |
    ((moment.getUTCMonth() + 1) << 5) |
    moment.getUTCDate();
  const time =
    (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1);
  return { date, time };
}

function tooLarge(what: string): ActionError {
  return new ActionError({
    code: 'archive-too-large',
    message: `${what} reaches 4 GiB, the most that a zip file can hold without extensions`,
    hint: 'Set `archive: tar.gz`, or leave large files out of `include`.',
  });
}
