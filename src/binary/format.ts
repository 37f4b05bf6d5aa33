import { readElf } from './elf.ts';
import { isThinMacho, readMacho, readUniversalMacho } from './macho.ts';
import { hasPeSignature, readPe } from './pe.ts';
import type { BinaryFacts, BinaryFormat } from './plan.ts';
import type { Reading } from './reading.ts';
import { readWasm } from './wasm.ts';

/** Java class files share the magic of universal Mach-O; their version, from 45 up, stands where the slice count does. */
const MAX_UNIVERSAL_SLICES = 44;

/** First bytes of the formats that are told apart but not read. @see internal/xcoff and debug/plan9obj in Go's source */
const UNREAD_FORMATS: readonly (readonly [string, BinaryFormat])[] = [
  ['01df', 'xcoff'],
  ['01f7', 'xcoff'],
  ['000001eb', 'plan9'],
  ['00008a97', 'plan9'],
  ['00000647', 'plan9'],
];

/**
 * Reads any executable file of `sizeBytes`. A file of no known format yields facts that say so;
 * one that contradicts its own headers throws `malformed-binary`.
 */
export function* readBinary(sizeBytes: number): Reading<BinaryFacts> {
  const start = yield { offset: 0, length: 8 };
  const magic = Buffer.from(start).toString('hex');
  if (magic.startsWith('7f454c46')) return yield* readElf(sizeBytes);
  if (magic === '0061736d01000000') return yield* readWasm(sizeBytes);
  if (isThinMacho(start)) return yield* readMacho(sizeBytes);
  if (isUniversal(magic)) return yield* readUniversalMacho(sizeBytes);
  if (magic.startsWith('4d5a') && (yield* hasPeSignature())) return yield* readPe(sizeBytes);
  const unread = UNREAD_FORMATS.find(([prefix]) => magic.startsWith(prefix));
  return unreadFacts(unread?.[1] ?? 'unknown', sizeBytes);
}

function isUniversal(magic: string): boolean {
  return /^cafebab[ef]/.test(magic) && parseInt(magic.slice(8), 16) <= MAX_UNIVERSAL_SLICES;
}

function unreadFacts(format: BinaryFormat, sizeBytes: number): BinaryFacts {
  return {
    format,
    sizeBytes,
    machine: 'unknown',
    executable: false,
    neededLibraries: [],
    buildInfoProblem: 'files of this format are not read',
    slices: [],
  };
}
