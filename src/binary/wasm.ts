import type { BuildInfoFacts } from './build-info.ts';
import { readFramedBuildInfo } from './build-info.ts';
import type { BinaryFacts } from './plan.ts';
import type { Reading } from './reading.ts';
import { malformed, readExactly, readUpTo, requireInside } from './reading.ts';
import type { WasmCursor } from './wasm-cursor.ts';
import { wasmCursor } from './wasm-cursor.ts';

const CUSTOM_SECTION = 0;
const IMPORT_SECTION = 2;
const DATA_SECTION = 11;
const MAX_SECTIONS = 10_000;

/** Modules that a Go program imports its system calls from, with the GOOS they stand for. */
const SYSTEMS: Readonly<Record<string, string>> = {
  gojs: 'js',
  // The name up to Go 1.20.
  go: 'js',
  wasi_snapshot_preview1: 'wasip1',
};

interface Section {
  readonly id: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/**
 * Reads a WebAssembly module: the modules it imports from, the system they stand for, build info.
 * The sections must fill the file to its last byte. Throws `malformed-binary`.
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 */
export function* readWasm(sizeBytes: number): Reading<BinaryFacts> {
  const sections = yield* readSections(sizeBytes);
  const imports = yield* readImports(sections);
  const goos = imports.map((module) => SYSTEMS[module]).find((system) => system !== undefined);
  return {
    format: 'wasm',
    sizeBytes,
    machine: 'WebAssembly',
    ...(goos === undefined ? {} : { goos }),
    goarch: 'wasm',
    bits: 32,
    endianness: 'little',
    executable: true,
    neededLibraries: imports,
    ...(yield* readInfo(sections)),
    slices: [],
  };
}

function* readSections(sizeBytes: number): Reading<readonly Section[]> {
  const sections: Section[] = [];
  let at = 8;
  while (at < sizeBytes) {
    if (sections.length === MAX_SECTIONS)
      throw malformed(`it has more than ${MAX_SECTIONS} sections`);
    // An id and a length of at most five bytes.
    const cursor = wasmCursor(yield* readUpTo(at, 6, 'a section'), 'a section');
    const id = cursor.byte();
    const length = cursor.number();
    const section = { id, offset: at + cursor.position(), sizeBytes: length };
    requireInside(section, sizeBytes, 'a section');
    sections.push(section);
    at = section.offset + length;
  }
  return sections;
}

function* readImports(sections: readonly Section[]): Reading<readonly string[]> {
  const section = sections.find(({ id }) => id === IMPORT_SECTION);
  if (section === undefined) return [];
  const bytes = yield* readExactly(section.offset, section.sizeBytes, 'the import section');
  const cursor = wasmCursor(bytes, 'the import section');
  const modules = new Set<string>();
  // Each import takes at least four bytes, so a count that lies runs out of section soon.
  for (let left = cursor.number(); left > 0; left--) {
    modules.add(cursor.text());
    cursor.text();
    skipImportType(cursor);
  }
  return [...modules];
}

function skipImportType(cursor: WasmCursor): void {
  const kind = cursor.byte();
  switch (kind) {
    case 0: // function: a type index
      cursor.number();
      return;
    case 1: // table: an element type, then limits
      cursor.byte();
      skipLimits(cursor);
      return;
    case 2: // memory
      skipLimits(cursor);
      return;
    case 3: // global: a value type and whether it can change
    case 4: // tag: an attribute and a type index
      cursor.byte();
      cursor.number();
      return;
    default:
      throw malformed(`it imports something of the unknown kind ${kind}`);
  }
}

function skipLimits(cursor: WasmCursor): void {
  const flags = cursor.byte();
  cursor.number();
  if ((flags & 1) !== 0) cursor.number();
}

function* readInfo(sections: readonly Section[]): Reading<BuildInfoFacts> {
  const data = sections.find(({ id }) => id === DATA_SECTION);
  if (data === undefined) return { buildInfoProblem: 'no Go build info in the file' };
  return yield* readFramedBuildInfo(data, yield* readProducer(sections));
}

/**
 * The Go version in the `producers` section, which `-s` drops.
 * @see https://github.com/WebAssembly/tool-conventions/blob/main/ProducersSection.md
 */
function* readProducer(sections: readonly Section[]): Reading<string | undefined> {
  for (const section of sections.filter(({ id }) => id === CUSTOM_SECTION)) {
    const length = Math.min(section.sizeBytes, 4096);
    const bytes = yield* readExactly(section.offset, length, 'a custom section');
    const start = Buffer.from(bytes).subarray(0, 10).toString('latin1');
    if (start === '\x09producers') return goVersionIn(wasmCursor(bytes, 'the producers section'));
  }
  return undefined;
}

function goVersionIn(cursor: WasmCursor): string | undefined {
  cursor.text();
  for (let fields = cursor.number(); fields > 0; fields--) {
    const field = cursor.text();
    for (let values = cursor.number(); values > 0; values--) {
      const [name, version] = [cursor.text(), cursor.text()];
      if (field === 'language' && name === 'Go') return version;
    }
  }
  return undefined;
}
