import type { BuildInfoPlace } from './build-info.ts';
import { readBuildInfo } from './build-info.ts';
import type { Fields } from './fields.ts';
import { fieldsOf } from './fields.ts';
import type { BinaryFacts } from './plan.ts';
import type { MappedRange, Reading } from './reading.ts';
import { malformed, readExactly, requireInside, textUntilNul, within } from './reading.ts';

interface Processor {
  readonly machine: string;
  readonly goarch: string;
}

/** CPU types that Go builds for, now or once. @see debug/macho, type Cpu */
const PROCESSORS: ReadonlyMap<number, Processor> = new Map([
  [7, { machine: 'x86', goarch: '386' }],
  [0x01000007, { machine: 'x86-64', goarch: 'amd64' }],
  [12, { machine: 'ARM', goarch: 'arm' }],
  [0x0100000c, { machine: 'arm64', goarch: 'arm64' }],
]);

/** Platforms of LC_BUILD_VERSION: macOS, iOS and the simulator, which Go also calls ios. */
const PLATFORMS: ReadonlyMap<number, string> = new Map([
  [1, 'darwin'],
  [2, 'ios'],
  [7, 'ios'],
]);

const MH_EXECUTE = 2;
const LC_SEGMENT = 0x1;
const LC_LOAD_DYLINKER = 0xe;
const LC_SEGMENT_64 = 0x19;
const LC_VERSION_MIN_MACOSX = 0x24;
const LC_VERSION_MIN_IPHONEOS = 0x25;
const LC_BUILD_VERSION = 0x32;
/** LC_LOAD_DYLIB and its weak, re-exported, lazy and upward forms: each names a library dyld must find. */
const DYLIB_COMMANDS: ReadonlySet<number> = new Set([
  0xc, 0x80000018, 0x8000001f, 0x20, 0x80000023,
]);
const READ_WRITE = 3;
/** More than any linker writes; the kernel refuses far fewer. */
const MAX_COMMANDS = 10_000;
const MAX_SLICES = 30;

interface LoadCommand {
  readonly type: number;
  readonly fields: Fields;
}

interface Segment extends MappedRange {
  readonly writableData: boolean;
  readonly buildInfo: { readonly address: number; readonly sizeBytes: number } | undefined;
}

/**
 * Reads a Mach-O file for one processor. Every segment must lie inside its `sizeBytes`.
 * Throws `malformed-binary`. @see mach-o/loader.h in Apple's xnu sources
 */
export function* readMacho(sizeBytes: number): Reading<BinaryFacts> {
  const magic = yield* readExactly(0, 4, 'the Mach-O header');
  const littleEndian = magic[3] === 0xfe;
  const wide = (littleEndian ? magic[0] : magic[3]) === 0xcf;
  const headerBytes = wide ? 32 : 28;
  const header = fieldsOf(
    yield* readExactly(0, headerBytes, 'the Mach-O header'),
    littleEndian,
    'the Mach-O header',
  );
  const commands = yield* readCommands(header, headerBytes, littleEndian);
  const segments = commands
    .filter(({ type }) => type === LC_SEGMENT || type === LC_SEGMENT_64)
    .map(parseSegment);
  for (const segment of segments) requireInside(segment, sizeBytes, 'a segment');
  const cpu = header.u32(4);
  const processor = PROCESSORS.get(cpu);
  const goos = systemOf(commands);
  const interpreter = commands.filter(({ type }) => type === LC_LOAD_DYLINKER).map(nameIn)[0];
  const libraries = commands.filter(({ type }) => DYLIB_COMMANDS.has(type)).map(nameIn);
  return {
    format: 'macho',
    sizeBytes,
    machine: processor?.machine ?? `Mach-O CPU type ${cpu}`,
    ...(goos === undefined ? {} : { goos }),
    ...(processor === undefined ? {} : { goarch: processor.goarch }),
    bits: wide ? 64 : 32,
    endianness: littleEndian ? 'little' : 'big',
    executable: header.u32(12) === MH_EXECUTE,
    ...(interpreter === undefined ? {} : { interpreter }),
    neededLibraries: [...new Set(libraries)],
    ...(yield* readBuildInfo(buildInfoPlace(segments))),
    slices: [],
  };
}

/**
 * Reads a universal (fat) Mach-O file: a big-endian table of files for one processor each.
 * Throws `malformed-binary` when a slice is not inside the file or is itself damaged.
 */
export function* readUniversalMacho(sizeBytes: number): Reading<BinaryFacts> {
  const what = 'the universal header';
  const header = fieldsOf(yield* readExactly(0, 8, what), false, what);
  const wide = header.u32(0) === 0xcafebabf;
  const count = header.u32(4);
  if (count === 0 || count > MAX_SLICES) throw malformed(`${what} counts ${count} slices`);
  const rowBytes = wide ? 32 : 20;
  const table = fieldsOf(yield* readExactly(8, count * rowBytes, what), false, what);
  const slices: BinaryFacts[] = [];
  for (let row = 0; row < count * rowBytes; row += rowBytes) {
    const offset = wide ? table.u64(row + 8) : table.u32(row + 8);
    const length = wide ? table.u64(row + 16) : table.u32(row + 12);
    requireInside({ offset, sizeBytes: length }, sizeBytes, 'a slice');
    slices.push(yield* readSlice(offset, length));
  }
  return {
    format: 'macho-universal',
    sizeBytes,
    machine: slices.map(({ machine }) => machine).join(' and '),
    executable: slices.every(({ executable }) => executable),
    neededLibraries: [...new Set(slices.flatMap(({ neededLibraries }) => neededLibraries))],
    buildInfoProblem: 'a universal file has build info in each of its slices',
    slices,
  };
}

function* readSlice(offset: number, sizeBytes: number): Reading<BinaryFacts> {
  const magic = yield* readExactly(offset, 4, 'a slice');
  if (!isThinMacho(magic)) throw malformed('a slice is no Mach-O file');
  return yield* within(readMacho(sizeBytes), offset, sizeBytes);
}

/** True when a file that begins with these bytes is a Mach-O file for one processor, of either byte order. */
export function isThinMacho(start: Uint8Array): boolean {
  const magic = Buffer.from(start.subarray(0, 4)).toString('hex');
  return ['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe'].includes(magic);
}

function* readCommands(
  header: Fields,
  headerBytes: number,
  littleEndian: boolean,
): Reading<readonly LoadCommand[]> {
  const count = header.u32(16);
  if (count > MAX_COMMANDS) throw malformed(`it counts ${count} load commands`);
  const bytes = yield* readExactly(headerBytes, header.u32(20), 'the load commands');
  const all = fieldsOf(bytes, littleEndian, 'the load commands');
  const commands: LoadCommand[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const length = all.u32(at + 4);
    if (length < 8) throw malformed('a load command has no length');
    const fields = fieldsOf(all.bytes(at, length), littleEndian, 'a load command');
    commands.push({ type: all.u32(at), fields });
    at += length;
  }
  return commands;
}

/** The path in a dylib or dylinker command: an offset from the command's start, then text up to NUL. */
function nameIn({ fields }: LoadCommand): string {
  const at = fields.u32(8);
  return textUntilNul(fields.bytes(at, Math.max(fields.sizeBytes - at, 0)));
}

function systemOf(commands: readonly LoadCommand[]): string | undefined {
  for (const { type, fields } of commands) {
    if (type === LC_BUILD_VERSION) return PLATFORMS.get(fields.u32(8));
    if (type === LC_VERSION_MIN_MACOSX) return 'darwin';
    if (type === LC_VERSION_MIN_IPHONEOS) return 'ios';
  }
  return undefined;
}

function parseSegment({ type, fields }: LoadCommand): Segment {
  const wide = type === LC_SEGMENT_64;
  const range = wide
    ? { address: fields.u64(24), offset: fields.u64(40), sizeBytes: fields.u64(48) }
    : { address: fields.u32(24), offset: fields.u32(32), sizeBytes: fields.u32(36) };
  const protectionAt = wide ? 56 : 40;
  return {
    ...range,
    writableData:
      range.address !== 0 &&
      fields.u32(protectionAt) === READ_WRITE &&
      fields.u32(protectionAt + 4) === READ_WRITE,
    buildInfo: buildInfoSection(fields, wide),
  };
}

function buildInfoSection(
  fields: Fields,
  wide: boolean,
): { readonly address: number; readonly sizeBytes: number } | undefined {
  const [firstAt, rowBytes] = wide ? [72, 80] : [56, 68];
  // The count is not trusted: rows are read only as far as the command goes.
  const fitting = Math.floor((fields.sizeBytes - firstAt) / rowBytes);
  const count = Math.min(fields.u32(wide ? 64 : 48), fitting);
  for (let index = 0; index < count; index++) {
    const at = firstAt + index * rowBytes;
    if (textUntilNul(fields.bytes(at, 16)) !== '__go_buildinfo') continue;
    return wide
      ? { address: fields.u64(at + 32), sizeBytes: fields.u64(at + 40) }
      : { address: fields.u32(at + 32), sizeBytes: fields.u32(at + 36) };
  }
  return undefined;
}

function buildInfoPlace(segments: readonly Segment[]): BuildInfoPlace {
  const memory = segments.filter(({ sizeBytes }) => sizeBytes > 0);
  const named = segments.find(({ buildInfo }) => buildInfo !== undefined)?.buildInfo;
  return { memory, area: named ?? memory.find(({ writableData }) => writableData) };
}
