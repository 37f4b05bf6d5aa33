import type { BuildInfoPlace } from './build-info.ts';
import { readBuildInfo } from './build-info.ts';
import { readDynamic } from './elf-dynamic.ts';
import type { Fields } from './fields.ts';
import { fieldsOf } from './fields.ts';
import type { BinaryFacts } from './plan.ts';
import type { MappedRange, Reading } from './reading.ts';
import { malformed, readExactly, readUpTo, requireInside, textUntilNul } from './reading.ts';

/** Machine numbers of the ELF header that Go builds for. @see debug/elf, type Machine */
const MACHINES: ReadonlyMap<number, string> = new Map([
  [3, 'x86'],
  [8, 'MIPS'],
  [21, 'PowerPC64'],
  [22, 's390'],
  [40, 'ARM'],
  [62, 'x86-64'],
  [183, 'AArch64'],
  [243, 'RISC-V'],
  [258, 'LoongArch'],
]);

/** GOARCH by machine, word size and byte order. */
const GOARCHES: Readonly<Record<string, string>> = {
  '3/32/little': '386',
  '8/32/big': 'mips',
  '8/32/little': 'mipsle',
  '8/64/big': 'mips64',
  '8/64/little': 'mips64le',
  '21/64/big': 'ppc64',
  '21/64/little': 'ppc64le',
  '22/64/big': 's390x',
  '40/32/little': 'arm',
  '62/64/little': 'amd64',
  '183/64/little': 'arm64',
  '243/64/little': 'riscv64',
  '258/64/little': 'loong64',
};

/** EI_OSABI values that name one system; 0 is used by Linux and several more. */
const SYSTEMS: ReadonlyMap<number, string> = new Map([
  [2, 'netbsd'],
  [9, 'freebsd'],
  [12, 'openbsd'],
]);

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const SHT_NULL = 0;
const SHT_NOBITS = 8;
const ET_EXEC = 2;
const ET_DYN = 3;
const WRITABLE_DATA = 2;
const MAX_NAME_BYTES = 4096;

interface Header {
  readonly fields: Fields;
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
  readonly sizeBytes: number;
}

interface Segment extends MappedRange {
  readonly type: number;
  readonly flags: number;
}

interface Section extends MappedRange {
  readonly type: number;
  readonly nameOffset: number;
}

/**
 * Reads an ELF file of `sizeBytes`: machine, loader, needed libraries, build info. Every segment and
 * section must lie inside the file. Throws `malformed-binary`.
 * @see https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html
 */
export function* readElf(sizeBytes: number): Reading<BinaryFacts> {
  const header = yield* readHeader(sizeBytes);
  const { bits, littleEndian, fields } = header;
  const segments = yield* readSegments(header);
  const sections = yield* readSections(header);
  const endianness = littleEndian ? 'little' : 'big';
  const machine = fields.u16(18);
  const type = fields.u16(16);
  const goos = SYSTEMS.get(fields.u8(7));
  const goarch = GOARCHES[`${machine}/${bits}/${endianness}`];
  const interpreter = yield* readInterpreter(segments);
  const memory = segments.filter(({ type: kind }) => kind === PT_LOAD);
  const dynamic = yield* readDynamic(yield* readDynamicRows(header, segments), header, memory);
  // A shared library has the same type; it asks for no loader and does not say that it is a program.
  const isProgram = interpreter !== undefined || dynamic.positionIndependent;
  return {
    format: 'elf',
    sizeBytes,
    machine: MACHINES.get(machine) ?? `ELF machine ${machine}`,
    ...(goos === undefined ? {} : { goos }),
    ...(goarch === undefined ? {} : { goarch }),
    bits,
    endianness,
    executable: type === ET_EXEC || (type === ET_DYN && isProgram),
    ...(interpreter === undefined ? {} : { interpreter }),
    neededLibraries: dynamic.neededLibraries,
    ...(yield* readBuildInfo(yield* buildInfoPlace(header, segments, sections))),
    ...((yield* isUpxPacked()) ? { packer: 'upx' as const } : {}),
    slices: [],
  };
}

function* readHeader(sizeBytes: number): Reading<Header> {
  const ident = yield* readExactly(0, 16, 'the ELF header');
  const [fileClass, order] = [ident[4], ident[5]];
  if ((fileClass !== 1 && fileClass !== 2) || (order !== 1 && order !== 2)) {
    throw malformed('the ELF header names no word size or byte order');
  }
  const bits = fileClass === 1 ? 32 : 64;
  const littleEndian = order === 1;
  const bytes = yield* readExactly(0, bits === 32 ? 52 : 64, 'the ELF header');
  return { fields: fieldsOf(bytes, littleEndian, 'the ELF header'), bits, littleEndian, sizeBytes };
}

/** The rows of a header table. `entryBytes` is what the format fixes; a file that claims another size is refused. */
function* readTable(
  header: Header,
  table: { readonly offset: number; readonly count: number; readonly rowBytes: number },
  expectedRowBytes: number,
  what: string,
): Reading<readonly Fields[]> {
  if (table.count === 0) return [];
  if (table.rowBytes !== expectedRowBytes)
    throw malformed(`${what} has rows of ${table.rowBytes} bytes`);
  const bytes = yield* readExactly(table.offset, table.count * table.rowBytes, what);
  return Array.from({ length: table.count }, (_, index) =>
    fieldsOf(
      bytes.subarray(index * expectedRowBytes, (index + 1) * expectedRowBytes),
      header.littleEndian,
      what,
    ),
  );
}

function* readSegments(header: Header): Reading<readonly Segment[]> {
  const { fields, bits } = header;
  const wide = bits === 64;
  const table = {
    offset: wide ? fields.u64(32) : fields.u32(28),
    count: fields.u16(wide ? 56 : 44),
    rowBytes: fields.u16(wide ? 54 : 42),
  };
  const rows = yield* readTable(header, table, wide ? 56 : 32, 'the program header table');
  const segments = rows.map((row) => ({
    type: row.u32(0),
    flags: row.u32(wide ? 4 : 24),
    offset: wide ? row.u64(8) : row.u32(4),
    address: wide ? row.u64(16) : row.u32(8),
    sizeBytes: wide ? row.u64(32) : row.u32(16),
  }));
  for (const segment of segments) requireInside(segment, header.sizeBytes, 'a segment');
  return segments;
}

function* readSections(header: Header): Reading<readonly Section[]> {
  const { fields, bits } = header;
  const wide = bits === 64;
  const table = {
    offset: wide ? fields.u64(40) : fields.u32(32),
    count: fields.u16(wide ? 60 : 48),
    rowBytes: fields.u16(wide ? 58 : 46),
  };
  const rows = yield* readTable(header, table, wide ? 64 : 40, 'the section header table');
  const sections = rows.map((row) => ({
    nameOffset: row.u32(0),
    type: row.u32(4),
    address: wide ? row.u64(16) : row.u32(12),
    offset: wide ? row.u64(24) : row.u32(16),
    sizeBytes: wide ? row.u64(32) : row.u32(20),
  }));
  for (const section of sections) {
    if (section.type === SHT_NULL || section.type === SHT_NOBITS) continue;
    requireInside(section, header.sizeBytes, 'a section');
  }
  return sections;
}

function* readInterpreter(segments: readonly Segment[]): Reading<string | undefined> {
  const segment = segments.find(({ type }) => type === PT_INTERP);
  if (segment === undefined) return undefined;
  const length = Math.min(segment.sizeBytes, MAX_NAME_BYTES);
  return textUntilNul(yield* readExactly(segment.offset, length, 'the interpreter'));
}

function* readDynamicRows(
  header: Header,
  segments: readonly Segment[],
): Reading<readonly Fields[]> {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) return [];
  const rowBytes = header.bits === 64 ? 16 : 8;
  const count = Math.floor(dynamic.sizeBytes / rowBytes);
  const table = { offset: dynamic.offset, count, rowBytes };
  return yield* readTable(header, table, rowBytes, 'the dynamic section');
}

function* buildInfoPlace(
  header: Header,
  segments: readonly Segment[],
  sections: readonly Section[],
): Reading<BuildInfoPlace> {
  const memory = segments.filter(({ type }) => type === PT_LOAD);
  const names = sections[header.fields.u16(header.bits === 64 ? 62 : 50)];
  const nameBytes =
    names === undefined
      ? new Uint8Array(0)
      : yield* readUpTo(names.offset, names.sizeBytes, 'the section names');
  const named = sections.find(
    ({ nameOffset }) =>
      textUntilNul(nameBytes.subarray(nameOffset, nameOffset + 16)) === '.go.buildinfo',
  );
  // A stripped or very old file has no such section: then the blob is near the start of the writable data.
  return { memory, area: named ?? memory.find(({ flags }) => (flags & 3) === WRITABLE_DATA) };
}

function* isUpxPacked(): Reading<boolean> {
  return Buffer.from(yield* readUpTo(0, 1024, 'the start of the file')).includes('UPX!');
}
