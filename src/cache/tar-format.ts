/** One file of an archive. */
export interface TarMember {
  /** With slashes. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly executable: boolean;
}

/** What a header block announces. */
export type TarHeader =
  | ({ readonly kind: 'file' } & TarMember)
  /** A pax header: its records say more about the next member. */
  | { readonly kind: 'extension'; readonly sizeBytes: number }
  | { readonly kind: 'end' }
  /** A folder, link, device, or nothing that this reader knows; `name` is for messages only. */
  | { readonly kind: 'other'; readonly name: string }
  | { readonly kind: 'damaged' };

export const TAR_BLOCK_BYTES = 512;

/**
 * Name of an archive's last member: the SHA-256, in hex, of everything in front of it. Node's zstd does not
 * always read the checksum at the end of a frame, and a cut at a file's end would else go unnoticed.
 */
export const TAR_SEAL = '.ship-go-sha256';

const NAME_BYTES = 100;
/** The largest size in eleven octal digits. */
const LARGEST_BYTES = 0o77777777777;

/** Bytes after a member's content up to the next block. */
export function tarPaddingBytes(sizeBytes: number): number {
  return (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
}

/**
 * The header of a file in POSIX ustar form, with a pax header in front where the name is too long.
 * It holds no time and no owner: nothing that reads these archives may depend on them. Undefined for a
 * file of 8 GiB or more.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 */
export function writeTarHeader(member: TarMember): Buffer | undefined {
  if (member.sizeBytes > LARGEST_BYTES) return undefined;
  const name = Buffer.from(member.name);
  if (name.length <= NAME_BYTES) return headerBlock(name, member, '0');
  const record = paxRecord('path', member.name);
  const extension = { sizeBytes: record.length, executable: false };
  return Buffer.concat([
    headerBlock(Buffer.from('pax-header'), extension, 'x'),
    record,
    Buffer.alloc(tarPaddingBytes(record.length)),
    headerBlock(name.subarray(0, NAME_BYTES), member, '0'),
  ]);
}

/** Reads one header block; `path` is what a pax header in front of it said, if anything. */
export function readTarHeader(block: Buffer, path?: string): TarHeader {
  if (block.every((byte) => byte === 0)) return { kind: 'end' };
  if (readOctal(block, 148, 8) !== checksum(block)) return { kind: 'damaged' };
  const prefix = readText(block, 345, 155);
  const own = readText(block, 0, NAME_BYTES);
  const name = path ?? (prefix === '' ? own : `${prefix}/${own}`);
  const sizeBytes = readOctal(block, 124, 12);
  const type = String.fromCharCode(block[156] ?? 0);
  if (type !== '0' && type !== '\0' && type !== 'x') return { kind: 'other', name };
  if (sizeBytes === undefined) return { kind: 'damaged' };
  if (type === 'x') return { kind: 'extension', sizeBytes };
  const executable = ((readOctal(block, 100, 8) ?? 0) & 0o100) !== 0;
  return { kind: 'file', name, sizeBytes, executable };
}

/** The `path` among pax records; undefined when there is none or the records make no sense. */
export function readPaxPath(records: Buffer): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < records.length;) {
    const blank = records.indexOf(0x20, at);
    const length = Number(records.toString('latin1', at, Math.max(blank, at)));
    if (blank < 0 || !Number.isSafeInteger(length) || length <= blank - at) return undefined;
    const [, key, value] =
      /^([^=]+)=(.*)\n$/s.exec(records.toString('utf8', blank + 1, at + length)) ?? [];
    if (key === 'path') path = value;
    at += length;
  }
  return path;
}

function headerBlock(name: Buffer, file: Omit<TarMember, 'name'>, type: '0' | 'x'): Buffer {
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  name.copy(block, 0);
  writeOctal(block, 100, 8, file.executable ? 0o755 : 0o644);
  writeOctal(block, 108, 8, 0);
  writeOctal(block, 116, 8, 0);
  writeOctal(block, 124, 12, file.sizeBytes);
  writeOctal(block, 136, 12, 0);
  block.write(type, 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
  return block;
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (length.toString().length + rest.length !== length)
    length = length.toString().length + rest.length;
  return Buffer.concat([Buffer.from(length.toString()), rest]);
}

/** The sum counts its own field as blanks. */
function checksum(block: Buffer): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function writeOctal(block: Buffer, at: number, fieldBytes: number, value: number): void {
  block.write(value.toString(8).padStart(fieldBytes - 1, '0'), at, 'latin1');
}

function readOctal(block: Buffer, at: number, fieldBytes: number): number | undefined {
  const digits = block
    .toString('latin1', at, at + fieldBytes)
    .replace(/[\0 ]+$/, '')
    .trimStart();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function readText(block: Buffer, at: number, fieldBytes: number): string {
  const field = block.subarray(at, at + fieldBytes);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? fieldBytes : end);
}
