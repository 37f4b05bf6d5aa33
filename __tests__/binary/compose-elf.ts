/** What goes into a composed ELF file; nothing of it is Go's unless a version is given. */
export interface ElfParts {
  /** Puts a build info blob in the form of Go 1.13 to 1.17 into the data. */
  readonly goVersion?: string;
  /** The module text, its 16-byte frames included. */
  readonly modules?: string;
  /** Text that stands in the data. */
  readonly stamp?: string;
}

const BASE_ADDRESS = 0x400000;
const DATA_AT = 0x100;

/** A 64-bit little-endian x86 program with one writable segment and no sections. */
export function composeElf({ goVersion, modules = '', stamp = '' }: ElfParts): Buffer {
  const data = Buffer.concat([
    goVersion === undefined ? Buffer.alloc(0) : pointerBlob(goVersion, modules),
    Buffer.from(stamp),
    Buffer.alloc(64),
  ]);
  const header = Buffer.alloc(DATA_AT);
  header.write('7f454c46020101', 0, 'hex');
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(62, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt16LE(64, 58);
  const segment = 64;
  header.writeUInt32LE(1, segment);
  header.writeUInt32LE(6, segment + 4);
  header.writeBigUInt64LE(BigInt(DATA_AT), segment + 8);
  header.writeBigUInt64LE(BigInt(BASE_ADDRESS), segment + 16);
  header.writeBigUInt64LE(BigInt(data.length), segment + 32);
  header.writeBigUInt64LE(BigInt(data.length), segment + 40);
  return Buffer.concat([header, data]);
}

/** Header with two pointers, then two Go string values, then their bytes. */
function pointerBlob(goVersion: string, modules: string): Buffer {
  const fixed = Buffer.alloc(64);
  fixed.write('\xff Go buildinf:', 0, 'latin1');
  fixed.writeUInt8(8, 14);
  const words = [
    BASE_ADDRESS + 32,
    BASE_ADDRESS + 48,
    BASE_ADDRESS + 64,
    goVersion.length,
    BASE_ADDRESS + 64 + goVersion.length,
    modules.length,
  ];
  words.forEach((word, index) => fixed.writeBigUInt64LE(BigInt(word), 16 + index * 8));
  return Buffer.concat([fixed, Buffer.from(goVersion + modules)]);
}
