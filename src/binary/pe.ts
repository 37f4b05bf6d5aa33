import type { BuildInfoPlace } from './build-info.ts';
import { readBuildInfo } from './build-info.ts';
import type { Fields } from './fields.ts';
import { fieldsOf } from './fields.ts';
import type { BinaryFacts } from './plan.ts';
import type { MappedRange, Reading } from './reading.ts';
import {
  locate,
  malformed,
  readExactly,
  readText,
  requireInside,
  textUntilNul,
} from './reading.ts';

interface Machine {
  readonly machine: string;
  readonly goarch: string;
}

/** @see https://learn.microsoft.com/en-us/windows/win32/debug/pe-format#machine-types */
const MACHINES: ReadonlyMap<number, Machine> = new Map([
  [0x014c, { machine: 'x86', goarch: '386' }],
  [0x01c4, { machine: 'ARM', goarch: 'arm' }],
  [0x8664, { machine: 'x86-64', goarch: 'amd64' }],
  [0xaa64, { machine: 'arm64', goarch: 'arm64' }],
]);

const EXECUTABLE_IMAGE = 0x2;
const DLL = 0x2000;
const PE32 = 0x10b;
const PE32_PLUS = 0x20b;
const SYMBOL_BYTES = 18;
const SECTION_BYTES = 40;
const IMPORT_BYTES = 20;
const DELAYED_IMPORT_BYTES = 32;
const IMPORT_DIRECTORY = 1;
const CERTIFICATE_DIRECTORY = 4;
const DELAYED_IMPORT_DIRECTORY = 13;
/** Initialized data, readable, writable and nothing else but an alignment. */
const DATA_SECTION = 0xc0000040;
const SECTION_ALIGNMENT_BITS = 0x00f00000;
const MAX_DLLS = 1000;
const MAX_NAME_BYTES = 512;

interface Section extends MappedRange {
  readonly name: string;
  readonly isData: boolean;
}

interface Image {
  readonly optional: Fields;
  readonly wide: boolean;
  readonly sections: readonly Section[];
}

/** True when the file has the signature `PE\0\0` where its DOS header points; a plain DOS program has not. */
export function* hasPeSignature(): Reading<boolean> {
  const dos = yield { offset: 0, length: 64 };
  if (dos.length < 64) return false;
  const at = fieldsOf(dos, true, 'the DOS header').u32(60);
  const signature = yield { offset: at, length: 4 };
  return Buffer.from(signature).toString('latin1') === 'PE\0\0';
}

/**
 * Reads a Windows PE file: machine, imported DLLs (delayed ones too), build info. Sections, symbols
 * and the certificate must lie inside the file. Throws `malformed-binary`.
 * @see https://learn.microsoft.com/en-us/windows/win32/debug/pe-format
 */
export function* readPe(sizeBytes: number): Reading<BinaryFacts> {
  const dos = fieldsOf(yield* readExactly(0, 64, 'the DOS header'), true, 'the DOS header');
  const coffAt = dos.u32(60) + 4;
  const what = 'the COFF header';
  const coff = fieldsOf(yield* readExactly(coffAt, 20, what), true, what);
  const image = yield* readImage(coff, coffAt);
  requireWhole(coff, image, sizeBytes);
  const known = MACHINES.get(coff.u16(0));
  const characteristics = coff.u16(18);
  return {
    format: 'pe',
    sizeBytes,
    machine: known?.machine ?? `PE machine 0x${coff.u16(0).toString(16)}`,
    goos: 'windows',
    ...(known === undefined ? {} : { goarch: known.goarch }),
    bits: image.wide ? 64 : 32,
    endianness: 'little',
    executable: (characteristics & EXECUTABLE_IMAGE) !== 0 && (characteristics & DLL) === 0,
    neededLibraries: yield* readImports(image),
    ...(yield* readBuildInfo(buildInfoPlace(image))),
    ...(image.sections.some(({ name }) => name === 'UPX0') ? { packer: 'upx' as const } : {}),
    slices: [],
  };
}

function* readImage(coff: Fields, coffAt: number): Reading<Image> {
  const optionalBytes = coff.u16(16);
  const what = 'the optional header';
  const optional = fieldsOf(yield* readExactly(coffAt + 20, optionalBytes, what), true, what);
  const magic = optional.u16(0);
  if (magic !== PE32 && magic !== PE32_PLUS) throw malformed(`${what} is of no known kind`);
  const tableBytes = coff.u16(2) * SECTION_BYTES;
  const tableAt = coffAt + 20 + optionalBytes;
  const rows = yield* readExactly(tableAt, tableBytes, 'the section table');
  const table = fieldsOf(rows, true, 'the section table');
  const sections: Section[] = [];
  for (let at = 0; at < tableBytes; at += SECTION_BYTES) sections.push(parseSection(table, at));
  return { optional, wide: magic === PE32_PLUS, sections };
}

function parseSection(table: Fields, at: number): Section {
  const flags = table.u32(at + 36);
  return {
    name: textUntilNul(table.bytes(at, 8)),
    address: table.u32(at + 12),
    offset: table.u32(at + 20),
    // No raw data at all is written as offset 0 by some linkers, with a size left over.
    sizeBytes: table.u32(at + 20) === 0 ? 0 : table.u32(at + 16),
    isData: (flags & ~SECTION_ALIGNMENT_BITS) >>> 0 === DATA_SECTION,
  };
}

function requireWhole(coff: Fields, image: Image, sizeBytes: number): void {
  for (const section of image.sections) requireInside(section, sizeBytes, 'a section');
  const symbols = { offset: coff.u32(8), sizeBytes: coff.u32(12) * SYMBOL_BYTES };
  if (symbols.offset !== 0) requireInside(symbols, sizeBytes, 'the symbol table');
  const certificate = directory(image, CERTIFICATE_DIRECTORY);
  // The one directory that holds a file offset instead of an address.
  if (certificate === undefined) return;
  requireInside(
    { offset: certificate.address, sizeBytes: certificate.sizeBytes },
    sizeBytes,
    'the certificate',
  );
}

function directory(
  { optional, wide }: Image,
  index: number,
): { readonly address: number; readonly sizeBytes: number } | undefined {
  const countAt = wide ? 108 : 92;
  if (index >= optional.u32(countAt)) return undefined;
  const at = countAt + 4 + index * 8;
  const address = optional.u32(at);
  return address === 0 ? undefined : { address, sizeBytes: optional.u32(at + 4) };
}

function* readImports(image: Image): Reading<readonly string[]> {
  const direct = yield* readDllNames(image, IMPORT_DIRECTORY, IMPORT_BYTES, 12);
  const delayed = yield* readDllNames(image, DELAYED_IMPORT_DIRECTORY, DELAYED_IMPORT_BYTES, 4);
  return [...new Set([...direct, ...delayed])];
}

/** The names in a table of imports, which ends with a row that has none. `nameAt` is where a row has its name's address. */
function* readDllNames(
  { optional, sections, wide }: Image,
  index: number,
  rowBytes: number,
  nameAt: number,
): Reading<readonly string[]> {
  const place = directory({ optional, sections, wide }, index);
  if (place === undefined) return [];
  const names: string[] = [];
  for (let at = place.address; names.length < MAX_DLLS; at += rowBytes) {
    const row = locate(sections, at);
    if (row === undefined) throw malformed('the import table is not in the file');
    const bytes = yield* readExactly(row.offset, rowBytes, 'the import table');
    const nameAddress = fieldsOf(bytes, true, 'the import table').u32(nameAt);
    if (nameAddress === 0) return names;
    const name = locate(sections, nameAddress);
    if (name === undefined) throw malformed('the name of an imported DLL is not in the file');
    const maxBytes = Math.min(name.remainingBytes, MAX_NAME_BYTES);
    names.push(yield* readText(name.offset, maxBytes, 'the name of an imported DLL'));
  }
  throw malformed(`it imports more than ${MAX_DLLS} DLLs`);
}

function buildInfoPlace({ optional, wide, sections }: Image): BuildInfoPlace {
  const imageBase = wide ? optional.u64(24) : optional.u32(28);
  const memory = sections.map((section) => ({ ...section, address: section.address + imageBase }));
  return { memory, area: memory.find(({ isData, sizeBytes }) => isData && sizeBytes > 0) };
}
