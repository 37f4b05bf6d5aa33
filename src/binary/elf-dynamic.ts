import type { Fields } from './fields.ts';
import { locate, malformed, type MappedRange, readText, type Reading } from './reading.ts';

const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_FLAGS_1 = 0x6ffffffb;
const DF_1_PIE = 0x08000000;
const MAX_LIBRARIES = 1000;
const MAX_NAME_BYTES = 4096;

/** What the dynamic section of an ELF file says. */
export interface Dynamic {
  /** In file order, without repeats. */
  readonly neededLibraries: readonly string[];
  /** True for a position-independent program, as against a shared library. */
  readonly positionIndependent: boolean;
}

/**
 * Reads the rows of a dynamic section up to its end; `memory` are the loaded segments. Throws
 * `malformed-binary` for more libraries than any program needs, or a name that is not in the file.
 * @see https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html
 */
export function* readDynamic(
  rows: readonly Fields[],
  { bits, littleEndian }: { readonly bits: 32 | 64; readonly littleEndian: boolean },
  memory: readonly MappedRange[],
): Reading<Dynamic> {
  // Tags are signed and values of other tags may be any number, so only the low half of a tag is compared.
  const tagOf = (row: Fields): number => (bits === 64 && !littleEndian ? row.u32(4) : row.u32(0));
  const end = rows.findIndex((row) => tagOf(row) === DT_NULL);
  const live = end < 0 ? rows : rows.slice(0, end);
  const valuesOf = (tag: number): number[] =>
    live.filter((row) => tagOf(row) === tag).map((row) => (bits === 64 ? row.u64(8) : row.u32(4)));
  const nameOffsets = [...new Set(valuesOf(DT_NEEDED))];
  if (nameOffsets.length > MAX_LIBRARIES)
    throw malformed(`it needs ${nameOffsets.length} libraries`);
  const names: string[] = [];
  for (const nameOffset of nameOffsets) {
    const place = locate(memory, (valuesOf(DT_STRTAB)[0] ?? 0) + nameOffset);
    if (place === undefined) throw malformed('the name of a needed library is not in the file');
    const maxBytes = Math.min(place.remainingBytes, MAX_NAME_BYTES);
    names.push(yield* readText(place.offset, maxBytes, 'the name of a needed library'));
  }
  const flags = valuesOf(DT_FLAGS_1)[0] ?? 0;
  return {
    neededLibraries: [...new Set(names)],
    positionIndependent: Math.floor(flags / DF_1_PIE) % 2 === 1,
  };
}
