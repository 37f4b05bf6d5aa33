import { ActionError } from '../domain/errors.ts';

/** Bytes a reader asks for; `length` is never above {@link MAX_READ_BYTES}. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * A reader of a binary that does no input of its own: it yields the range it wants and is handed
 * the bytes that exist there (fewer than asked at the end of the file). So the formats stay pure,
 * and a file of hundreds of megabytes is read through a few positioned reads.
 */
export type Reading<T> = Generator<ByteRange, T, Uint8Array>;

/** The most that one range may ask for: a size taken from a hostile header allocates no more. */
export const MAX_READ_BYTES = 4 * 1024 * 1024;

/** How far into a data area a search goes. The linker puts what is searched for near the start. */
const MAX_SEARCH_BYTES = 64 * 1024 * 1024;

const SEARCH_BLOCK_BYTES = 1024 * 1024;

/** The error for a file whose own headers contradict it; `detail` completes "cut short or damaged:". */
export function malformed(detail: string): ActionError {
  return new ActionError({
    code: 'malformed-binary',
    message: `the file is cut short or damaged: ${detail}`,
    hint: 'Build it again, and let no later step rewrite or pack the file.',
  });
}

/** The bytes from `offset`, at most `length`, fewer at the end of the file. Throws `malformed-binary` for an absurd length. */
export function* readUpTo(offset: number, length: number, what: string): Reading<Uint8Array> {
  if (length > MAX_READ_BYTES) throw malformed(`${what} would be ${length} bytes long`);
  if (length === 0) return new Uint8Array(0);
  return yield { offset, length };
}

/** Exactly `length` bytes from `offset`. Throws `malformed-binary`, naming `what`, when the file ends before. */
export function* readExactly(offset: number, length: number, what: string): Reading<Uint8Array> {
  const bytes = yield* readUpTo(offset, length, what);
  if (bytes.length < length) throw malformed(`${what} lies beyond the end of the file`);
  return bytes;
}

/** Runs `reading` on the part of the file from `start`, `sizeBytes` long, as if it were a file of its own. */
export function* within<T>(reading: Reading<T>, start: number, sizeBytes: number): Reading<T> {
  let step = reading.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    const available = Math.min(length, sizeBytes - offset);
    const bytes =
      available > 0 ? yield { offset: start + offset, length: available } : new Uint8Array(0);
    step = reading.next(bytes);
  }
  return step.value;
}

/** Throws `malformed-binary` when the range does not lie inside a file of `sizeBytes`. */
export function requireInside(
  range: { readonly offset: number; readonly sizeBytes: number },
  sizeBytes: number,
  what: string,
): void {
  if (range.offset + range.sizeBytes > sizeBytes) {
    throw malformed(
      `${what} ends at byte ${range.offset + range.sizeBytes}, the file at ${sizeBytes}`,
    );
  }
}

/** A stretch of a program's memory that is filled from the file. Addresses and offsets in bytes. */
export interface MappedRange {
  readonly address: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** The file offset of `address`, with the bytes left in its range; undefined when nothing is mapped there. */
export function locate(
  memory: readonly MappedRange[],
  address: number,
): { readonly offset: number; readonly remainingBytes: number } | undefined {
  const range = memory.find(
    (candidate) =>
      candidate.address <= address && address < candidate.address + candidate.sizeBytes,
  );
  if (range === undefined) return undefined;
  const distance = address - range.address;
  return { offset: range.offset + distance, remainingBytes: range.sizeBytes - distance };
}

/** Where to look in {@link findBytes}: a file range, and which offsets count as a hit (default all). */
export interface SearchArea {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly accept?: (offset: number) => boolean;
}

/** The file offset of the first acceptable occurrence of `needle` in the area's first 64 MiB, if any. */
export function* findBytes(needle: Uint8Array, area: SearchArea): Reading<number | undefined> {
  const end = area.offset + Math.min(area.sizeBytes, MAX_SEARCH_BYTES);
  for (let start = area.offset; start < end; start += SEARCH_BLOCK_BYTES) {
    // Blocks overlap by the needle, so that none is missed across their border.
    const length = Math.min(SEARCH_BLOCK_BYTES + needle.length - 1, end - start);
    const block = Buffer.from(yield* readUpTo(start, length, 'a data block'));
    let found = block.indexOf(needle);
    while (found >= 0) {
      if (area.accept?.(start + found) !== false) return start + found;
      found = block.indexOf(needle, found + 1);
    }
    if (block.length < length) return undefined;
  }
  return undefined;
}

/** The text before the first NUL of `bytes`, or all of it. Bytes that are no UTF-8 become U+FFFD. */
export function textUntilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

/** A NUL-terminated string of at most `maxBytes` at `offset`. Throws `malformed-binary` when it does not end by then. */
export function* readText(offset: number, maxBytes: number, what: string): Reading<string> {
  const bytes = yield* readUpTo(offset, maxBytes, what);
  if (!bytes.includes(0)) throw malformed(`${what} does not end`);
  return textUntilNul(bytes);
}
