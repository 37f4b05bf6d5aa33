import { ActionError } from '../domain/errors.ts';

/** What a tar header says of a file or a folder. The names of owner and group are always empty. */
export interface TarEntry {
  /** Relative, `/`-separated; a folder's ends with `/`. */
  readonly name: string;
  readonly mode: number;
  readonly sizeBytes: number;
  readonly modifiedEpochSeconds: number;
  /** Numeric owner and group. Default 0. */
  readonly uid?: number;
  readonly gid?: number;
}

const BLOCK_BYTES = 512;
/** The largest size in the eleven octal digits of a ustar header: 8 GiB less one. */
const MAX_SIZE_BYTES = 0o77777777777;
const MAX_NAME_BYTES = 100;
const MAX_PREFIX_BYTES = 155;
const REGULAR_FILE = '0';
const FOLDER = '5';
const EXTENDED_HEADER = 'x';

/** What ends an archive: two empty blocks. */
export const TAR_END: Uint8Array = Buffer.alloc(2 * BLOCK_BYTES);

/** The zero bytes that fill a file's last block. */
export function tarPadding(sizeBytes: number): Uint8Array {
  return Buffer.alloc((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES);
}

/**
 * The header of one file in POSIX ustar form: the same bytes for the same entry, everywhere. A name
 * that ustar cannot hold (over 255 bytes, no `/` to split at, or beyond ASCII) is carried by a pax
 * record in front. Throws {@link ActionError} `archive-too-large` for a file over 8 GiB.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 */
export function tarHeader(entry: TarEntry): Uint8Array {
  if (entry.sizeBytes > MAX_SIZE_BYTES) throw tooLarge(entry);
  const split = splitName(entry.name);
  const type = entry.name.endsWith('/') ? FOLDER : REGULAR_FILE;
  if (split !== undefined) return ustarHeader(entry, split, type);
  const record = Buffer.from(paxRecord('path', entry.name), 'utf8');
  const extension = { ...entry, mode: 0o644, sizeBytes: record.length };
  return Buffer.concat([
    ustarHeader(extension, { prefix: '', name: 'pax-header' }, EXTENDED_HEADER),
    record,
    tarPadding(record.length),
    // Readers that know no pax show this name.
    ustarHeader(entry, { prefix: '', name: asciiName(entry.name) }, type),
  ]);
}

interface SplitName {
  readonly prefix: string;
  readonly name: string;
}

function splitName(name: string): SplitName | undefined {
  if (!/^[\x20-\x7e]*$/.test(name)) return undefined;
  if (name.length <= MAX_NAME_BYTES) return { prefix: '', name };
  // The first slash that leaves a short enough name gives the shortest prefix.
  const slash = name.indexOf('/', name.length - MAX_NAME_BYTES - 1);
  if (slash <= 0 || slash > MAX_PREFIX_BYTES || slash === name.length - 1) return undefined;
  return { prefix: name.slice(0, slash), name: name.slice(slash + 1) };
}

function asciiName(name: string): string {
  return name.replace(/[^\x20-\x7e]/gu, '_').slice(-MAX_NAME_BYTES);
}

function ustarHeader(entry: TarEntry, { prefix, name }: SplitName, type: string): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  header.write(name, 0, MAX_NAME_BYTES, 'latin1');
  writeOctal(header, 100, 8, entry.mode);
  writeOctal(header, 108, 8, entry.uid ?? 0);
  writeOctal(header, 116, 8, entry.gid ?? 0);
  writeOctal(header, 124, 12, entry.sizeBytes);
  writeOctal(header, 136, 12, Math.max(entry.modifiedEpochSeconds, 0));
  header.write(type, 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  writeOctal(header, 329, 8, 0);
  writeOctal(header, 337, 8, 0);
  header.write(prefix, 345, MAX_PREFIX_BYTES, 'latin1');
  // The sum counts its own field as spaces.
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
  return header;
}

/** Octal digits that fill a field up to its closing NUL. */
function writeOctal(header: Buffer, at: number, fieldBytes: number, value: number): void {
  header.write(value.toString(8).padStart(fieldBytes - 1, '0'), at, fieldBytes - 1, 'latin1');
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const restBytes = Buffer.byteLength(rest);
  let length = restBytes + 1;
  while (String(length).length + restBytes !== length) length = String(length).length + restBytes;
  return `${length}${rest}`;
}

function tooLarge({ name, sizeBytes }: TarEntry): ActionError {
  return new ActionError({
    code: 'archive-too-large',
    message: `${name} has ${sizeBytes} bytes; a portable tar archive holds files below 8 GiB`,
    hint: 'Leave the file out of `include`.',
  });
}
