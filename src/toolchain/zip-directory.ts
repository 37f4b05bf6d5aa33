import { ActionError } from '../domain/errors.ts';

/** One file of a zip archive, as its central directory describes it. */
export interface ZipEntry {
  /** Slash-separated; checked by {@link parseZipDirectory}. */
  readonly name: string;
  /** The name's bytes as one character each: sorts as bytes do. */
  readonly nameBytes: string;
  readonly isDirectory: boolean;
  readonly deflated: boolean;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  /** Offset of the entry's local header. */
  readonly offset: number;
}

/** Where an archive's central directory lies in the file. */
export interface ZipDirectoryLocation {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly entries: number;
}

/** As cmd/go limits a module's zip and what it unpacks to (golang.org/x/mod/zip, MaxZipFile). */
export const MOST_ZIP_BYTES = 500 * 1024 * 1024;
/** No Go release comes near it (11 to 16 thousand files); zip64 would be needed above. */
const MOST_ENTRIES = 65_534;
const MOST_DIRECTORY_BYTES = 32 * 1024 * 1024;

/** How many bytes at the end of a file can hold its end record: the record itself and the longest comment. */
export const ZIP_TAIL_BYTES = 22 + 65_535;

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
/** Whatever follows the first dot: `nul.txt` is the device, too (golang.org/x/mod/module, CheckFilePath). */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)/i;
const ENCRYPTED = 0x0001;
const UNIX = 3;
const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const DIRECTORY = 0o040000;

/**
 * Finds the central directory from the last bytes of an archive of `fileBytes` bytes.
 * Throws {@link ActionError} `bad-archive`.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.16
 */
export function locateZipDirectory(tail: Uint8Array, fileBytes: number): ZipDirectoryLocation {
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    if (at + 22 + view.getUint16(at + 20, true) !== tail.length) continue;
    const location = {
      entries: view.getUint16(at + 10, true),
      sizeBytes: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
    const end = fileBytes - tail.length + at;
    if (location.offset + location.sizeBytes !== end) {
      throw bad('its directory does not end where its end record begins');
    }
    if (location.entries > MOST_ENTRIES || location.sizeBytes > MOST_DIRECTORY_BYTES) {
      throw bad(`its directory is too large: ${location.entries} entries`);
    }
    return location;
  }
  throw bad('it has no end record; it is cut or no zip file');
}

/**
 * Parses a central directory and refuses what no Go archive holds and an attack might: absolute paths
 * and `..`, backslashes, drives, links and devices, names that Windows takes for others, encryption, unknown methods, two
 * names that a case-insensitive disk cannot tell apart, a name that is both file and folder, more than
 * {@link MOST_ZIP_BYTES} unpacked. Entries come in the archive's order.
 * Throws {@link ActionError} `bad-archive`, naming the entry.
 */
export function parseZipDirectory(
  directory: Uint8Array,
  location: ZipDirectoryLocation,
): readonly ZipEntry[] {
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  let at = 0;
  let unpackedBytes = 0;
  for (let count = 0; count < location.entries; count += 1) {
    if (at + ENTRY_BYTES > directory.length) throw bad('its directory is cut');
    if (view.getUint32(at, true) !== ENTRY_SIGNATURE) throw bad('its directory is damaged');
    const nameEnd = at + ENTRY_BYTES + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > directory.length) throw bad('its directory is cut');
    const entry = readEntry(view, at, directory.subarray(at + ENTRY_BYTES, nameEnd), location);
    unpackedBytes += entry.sizeBytes;
    if (unpackedBytes > MOST_ZIP_BYTES) {
      throw bad(`it unpacks to more than ${MOST_ZIP_BYTES} bytes (at ${entry.name})`);
    }
    entries.push(entry);
    at = next;
  }
  if (at !== directory.length) throw bad('its directory holds more than its entries');
  refuseCollisions(entries);
  return entries;
}

function readEntry(
  view: DataView,
  at: number,
  rawName: Uint8Array,
  location: ZipDirectoryLocation,
): ZipEntry {
  const name = readName(rawName);
  const method = view.getUint16(at + 10, true);
  const entry = {
    name,
    nameBytes: Buffer.from(rawName).toString('latin1'),
    isDirectory: name.endsWith('/'),
    deflated: method === 8,
    compressedBytes: view.getUint32(at + 20, true),
    sizeBytes: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) throw bad(`${name} is encrypted`);
  if (method !== 0 && method !== 8)
    throw bad(`${name} is packed with the unknown method ${method}`);
  if (entry.isDirectory && entry.sizeBytes > 0) throw bad(`the folder ${name} has content`);
  if (entry.sizeBytes > 0 && entry.compressedBytes === 0) throw bad(`${name} has no content`);
  if (entry.offset + 30 + entry.compressedBytes > location.offset) {
    throw bad(`${name} reaches beyond the files' part of the archive`);
  }
  if (view.getUint8(at + 5) === UNIX) {
    const type = (view.getUint32(at + 38, true) >>> 16) & FILE_TYPE;
    const expected = entry.isDirectory ? DIRECTORY : REGULAR_FILE;
    if (type !== 0 && type !== expected) throw bad(`${name} is a link or a special file`);
  }
  return entry;
}

function readName(raw: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw bad(`the name "${Buffer.from(raw).toString('latin1')}" is not UTF-8`);
  }
  const printable = JSON.stringify(name);
  if (/[\p{Cc}\\:*?"<>|]/u.test(name)) {
    throw bad(`the name ${printable} holds a character that file names may not have`);
  }
  const elements = name.replace(/\/$/, '').split('/');
  if (elements.some((element) => element === '' || element === '.' || element === '..')) {
    throw bad(`the name ${printable} leaves the folder it is unpacked to`);
  }
  if (elements.some((element) => /[. ]$/.test(element) || WINDOWS_DEVICE.test(element))) {
    throw bad(`the name ${printable} means another file, or a device, on Windows`);
  }
  return name;
}

function refuseCollisions(entries: readonly ZipEntry[]): void {
  const seen = new Map<string, { readonly path: string; readonly isDirectory: boolean }>();
  const add = (path: string, isDirectory: boolean): void => {
    const folded = path.toLowerCase();
    const other = seen.get(folded);
    if (other === undefined) {
      seen.set(folded, { path, isDirectory });
      const parent = path.lastIndexOf('/');
      if (parent > 0) add(path.slice(0, parent), true);
    } else if (other.path !== path) {
      throw bad(`${other.path} and ${path} are one file on some disks`);
    } else if (other.isDirectory !== isDirectory) {
      throw bad(`${path} is both a file and a folder`);
    } else if (!isDirectory) {
      throw bad(`${path} is there twice`);
    }
  };
  for (const { name, isDirectory } of entries) add(name.replace(/\/$/, ''), isDirectory);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bad(reason: string): ActionError {
  return new ActionError({
    code: 'bad-archive',
    message: `The Go archive is refused: ${reason}`,
    hint: 'It may be damaged or tampered with. Nothing of it was kept.',
  });
}
