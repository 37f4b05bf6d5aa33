import { parseBuildInfoText } from './build-info-text.ts';
import { fieldsOf } from './fields.ts';
import type { BuildInfo } from './plan.ts';
import type { MappedRange, Reading } from './reading.ts';
import { findBytes, locate, MAX_READ_BYTES, readUpTo } from './reading.ts';

/** The part of {@link import('./plan.ts').BinaryFacts} that this file finds out: exactly one of the two. */
export type BuildInfoFacts =
  { readonly buildInfo: BuildInfo } | { readonly buildInfoProblem: string };

/** A program's memory as the file fills it, and the part that the linker puts the build info into. */
export interface BuildInfoPlace {
  readonly memory: readonly MappedRange[];
  readonly area: { readonly address: number; readonly sizeBytes: number } | undefined;
}

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const HEADER_BYTES = 32;
const ALIGNMENT = 16;
/** 16 bytes in front of and behind the module text, by which programs find it in memory. */
const FRAME_BYTES = 16;
const FRAME_START = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
const FRAME_END = Buffer.from('f932433186182072008242104116d8f2', 'hex');

const ABSENT: BuildInfoFacts = { buildInfoProblem: 'no Go build info in the file' };

/**
 * Finds and reads the build info blob: a 32-byte header at a 16-byte boundary, followed by the Go
 * version and the module text (Go 1.18 and newer), or holding pointers to both (Go 1.13 to 1.17).
 * Never throws for a blob that makes no sense. @see debug/buildinfo in Go's source
 */
export function* readBuildInfo({ memory, area }: BuildInfoPlace): Reading<BuildInfoFacts> {
  if (area === undefined) return ABSENT;
  const start = locate(memory, area.address);
  if (start === undefined) return ABSENT;
  const offset = yield* findBytes(MAGIC, {
    offset: start.offset,
    sizeBytes: Math.min(area.sizeBytes, start.remainingBytes),
    accept: (found) => (area.address + found - start.offset) % ALIGNMENT === 0,
  });
  if (offset === undefined) return ABSENT;
  const address = area.address + offset - start.offset;
  const header = yield* readMapped(memory, address, HEADER_BYTES);
  if (header?.length !== HEADER_BYTES) return ABSENT;
  const inline = ((header[15] ?? 0) & 2) !== 0;
  const strings = inline
    ? yield* readInlineStrings(memory, address + HEADER_BYTES)
    : yield* readPointedStrings(memory, header);
  if (strings === undefined || strings.version.length === 0) {
    return { buildInfoProblem: 'the Go build info is damaged: its strings lie outside the file' };
  }
  return parseStrings(strings.version.toString('utf8'), unframe(strings.modules));
}

/**
 * The build info of a WebAssembly module, which has no header for it: the module text is found in
 * the data section by its frame. `goVersion` comes from the `producers` section, where there is one.
 */
export function* readFramedBuildInfo(
  data: { readonly offset: number; readonly sizeBytes: number },
  goVersion: string | undefined,
): Reading<BuildInfoFacts> {
  const start = yield* findBytes(FRAME_START, data);
  if (start === undefined) return ABSENT;
  const textAt = start + FRAME_BYTES;
  const sizeBytes = Math.min(data.offset + data.sizeBytes - textAt, MAX_READ_BYTES);
  const bytes = Buffer.from(yield* readUpTo(textAt, sizeBytes, 'the build info'));
  const end = bytes.indexOf(FRAME_END);
  if (end < 0) return { buildInfoProblem: 'the Go build info is damaged: it does not end' };
  return parseStrings(goVersion, bytes.subarray(0, end).toString('utf8'));
}

function parseStrings(goVersion: string | undefined, text: string): BuildInfoFacts {
  const parsed = parseBuildInfoText(text, goVersion);
  if ('damage' in parsed) {
    return { buildInfoProblem: `the Go build info is damaged: ${parsed.damage}` };
  }
  return { buildInfo: parsed };
}

interface BlobStrings {
  readonly version: Buffer;
  readonly modules: Buffer;
}

function* readInlineStrings(
  memory: readonly MappedRange[],
  address: number,
): Reading<BlobStrings | undefined> {
  const version = yield* readPrefixed(memory, address);
  if (version === undefined) return undefined;
  const modules = yield* readPrefixed(memory, version.end);
  return modules === undefined ? undefined : { version: version.bytes, modules: modules.bytes };
}

/** A string behind its length as a varint. */
function* readPrefixed(
  memory: readonly MappedRange[],
  address: number,
): Reading<{ readonly bytes: Buffer; readonly end: number } | undefined> {
  const prefix = yield* readMapped(memory, address, 5);
  if (prefix === undefined) return undefined;
  let length = 0;
  for (const [index, byte] of prefix.entries()) {
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) {
      const start = address + index + 1;
      const bytes = length === 0 ? Buffer.alloc(0) : yield* readMapped(memory, start, length);
      return bytes?.length === length ? { bytes, end: start + length } : undefined;
    }
  }
  return undefined;
}

function* readPointedStrings(
  memory: readonly MappedRange[],
  header: Buffer,
): Reading<BlobStrings | undefined> {
  const pointerBytes = header[14];
  if (pointerBytes !== 4 && pointerBytes !== 8) return undefined;
  const littleEndian = ((header[15] ?? 0) & 1) === 0;
  const pointers = fieldsOf(header, littleEndian, 'the build info header');
  const word = (at: number): number => (pointerBytes === 4 ? pointers.u32(at) : pointers.u64(at));
  const readAt = (address: number) => readGoString(memory, { address, pointerBytes, littleEndian });
  const version = yield* readAt(word(16));
  const modules = yield* readAt(word(16 + pointerBytes));
  return version === undefined ? undefined : { version, modules: modules ?? Buffer.alloc(0) };
}

/** A Go string value: the address of its bytes and its length, one word each. */
function* readGoString(
  memory: readonly MappedRange[],
  place: { readonly address: number; readonly pointerBytes: 4 | 8; readonly littleEndian: boolean },
): Reading<Buffer | undefined> {
  const { address, pointerBytes, littleEndian } = place;
  const value = yield* readMapped(memory, address, 2 * pointerBytes);
  if (value?.length !== 2 * pointerBytes) return undefined;
  const fields = fieldsOf(value, littleEndian, 'a string in the build info');
  const [start, length] =
    pointerBytes === 4 ? [fields.u32(0), fields.u32(4)] : [fields.u64(0), fields.u64(8)];
  const bytes = yield* readMapped(memory, start, length);
  return bytes?.length === length ? bytes : undefined;
}

/** Up to `length` bytes at an address, not beyond its range; undefined when nothing is there or too much is asked. */
function* readMapped(
  memory: readonly MappedRange[],
  address: number,
  length: number,
): Reading<Buffer | undefined> {
  const place = locate(memory, address);
  if (place === undefined || length > MAX_READ_BYTES) return undefined;
  const available = Math.min(length, place.remainingBytes);
  return Buffer.from(yield* readUpTo(place.offset, available, 'the build info'));
}

function unframe(modules: Buffer): string {
  // Without modules (GOPATH mode, Go 1.17 and older) there is no frame and no text.
  if (modules.length < 2 * FRAME_BYTES + 1) return '';
  if (modules[modules.length - FRAME_BYTES - 1] !== 0x0a) return '';
  return modules.subarray(FRAME_BYTES, modules.length - FRAME_BYTES).toString('utf8');
}
