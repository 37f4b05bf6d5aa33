import { ActionError } from '../domain/errors.ts';

/** One file of the time zone database: `Europe/Berlin` and its compiled rules (RFC 9636). */
export interface Zone {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const END_BYTES = 22;

/**
 * The zones in a Go tree's `lib/time/zoneinfo.zip`, sorted by name. Go's own reader takes files that are
 * stored without compression and nothing else, so that is what the archive holds.
 * Throws {@link ActionError} `bad-zoneinfo`.
 * @see `loadTzinfoFromZip` in time/zoneinfo_read.go of Go
 */
export function readZones(zip: Uint8Array): readonly Zone[] {
  try {
    return parse(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength));
  } catch (cause) {
    // A place that is not there is the only other thing that reading a buffer can fail with.
    throw cause instanceof ActionError ? cause : bad('it is damaged');
  }
}

function parse(zip: Buffer): readonly Zone[] {
  const end = zip.length - END_BYTES;
  if (end < 0 || zip.readUInt32LE(end) !== END_SIGNATURE) throw bad('it has no end record');
  const zones: Zone[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY_SIGNATURE) throw bad('its directory is damaged');
    const nameEnd = at + ENTRY_BYTES + zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + ENTRY_BYTES, nameEnd);
    if (!name.endsWith('/')) zones.push({ name: checked(name), bytes: content(zip, at, name) });
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  if (zones.length === 0) throw bad('it holds no zones');
  return zones.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function content(zip: Buffer, entry: number, name: string): Uint8Array {
  if (zip.readUInt16LE(entry + 10) !== 0) throw bad(`${name} is compressed`);
  const local = zip.readUInt32LE(entry + 42);
  const from = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(from, from + zip.readUInt32LE(entry + 24));
  if (bytes.toString('latin1', 0, 4) !== 'TZif') throw bad(`${name} is no time zone`);
  return bytes;
}

function checked(name: string): string {
  if (/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/.test(name)) return name;
  throw bad(`${JSON.stringify(name)} is no name of a time zone`);
}

function bad(why: string): ActionError {
  return new ActionError({
    code: 'bad-zoneinfo',
    message: `The zoneinfo.zip of Go cannot be read: ${why}`,
    hint: 'The Go tree on this runner is damaged: install Go anew.',
  });
}
