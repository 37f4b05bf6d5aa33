import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip made for a test; the odd fields make archives that no honest tool writes. */
export interface SyntheticEntry {
  readonly name: string;
  readonly content: string;
  /** Unix mode with file type; a regular file by default. */
  readonly unixMode?: number;
  /** Size that the central directory declares, when it lies. */
  readonly declaredBytes?: number;
  /** Name in the local header, when it differs. */
  readonly localName?: string;
  readonly flags?: number;
}

/** A zip archive as Go's own writer lays it out, deflated. */
export function syntheticZip(entries: readonly SyntheticEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content);
    const packed = deflateRawSync(content);
    const local = localHeader(entry, content, packed);
    centrals.push(centralHeader(entry, content, packed, offset));
    locals.push(local, packed);
    offset += local.length + packed.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function localHeader(entry: SyntheticEntry, content: Buffer, packed: Buffer): Buffer {
  const name = Buffer.from(entry.localName ?? entry.name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(crc32(content), 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function centralHeader(
  entry: SyntheticEntry,
  content: Buffer,
  packed: Buffer,
  offset: number,
): Buffer {
  const name = Buffer.from(entry.name);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(0x0314, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(entry.flags ?? 0, 8);
  header.writeUInt16LE(8, 10);
  header.writeUInt32LE(crc32(content), 16);
  header.writeUInt32LE(packed.length, 20);
  header.writeUInt32LE(entry.declaredBytes ?? content.length, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(((entry.unixMode ?? 0o100644) << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}
