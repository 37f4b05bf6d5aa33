import type { Target } from '../domain/target.ts';
import { formatTarget } from '../domain/target.ts';

import type { BinaryExpectation, BinaryFacts, BinaryFormat, Finding } from './plan.ts';

interface Architecture {
  readonly bits: 32 | 64;
  readonly endianness: 'little' | 'big';
}

/** Word size and byte order of every GOARCH. @see `go tool dist list`, internal/goarch in Go's source */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  '386': { bits: 32, endianness: 'little' },
  amd64: { bits: 64, endianness: 'little' },
  arm: { bits: 32, endianness: 'little' },
  arm64: { bits: 64, endianness: 'little' },
  loong64: { bits: 64, endianness: 'little' },
  mips: { bits: 32, endianness: 'big' },
  mipsle: { bits: 32, endianness: 'little' },
  mips64: { bits: 64, endianness: 'big' },
  mips64le: { bits: 64, endianness: 'little' },
  ppc64: { bits: 64, endianness: 'big' },
  ppc64le: { bits: 64, endianness: 'little' },
  riscv64: { bits: 64, endianness: 'little' },
  s390x: { bits: 64, endianness: 'big' },
  wasm: { bits: 32, endianness: 'little' },
};

const FORMATS: Readonly<Record<string, BinaryFormat>> = {
  aix: 'xcoff',
  darwin: 'macho',
  ios: 'macho',
  js: 'wasm',
  plan9: 'plan9',
  wasip1: 'wasm',
  windows: 'pe',
};

const FORMAT_NAMES: Readonly<Record<BinaryFormat, string>> = {
  elf: 'an ELF file',
  macho: 'a Mach-O file',
  'macho-universal': 'a universal Mach-O file',
  pe: 'a Windows PE file',
  wasm: 'a WebAssembly module',
  xcoff: 'an XCOFF file',
  plan9: 'a Plan 9 executable',
  unknown: 'no executable of any known format',
};

const REBUILD =
  'Look for a build flag, an `env` line or a wrapper that changes GOOS, GOARCH or -buildmode, or for a step that replaces the file.';

/** The executable format Go writes for an operating system; ELF where nothing else is known. */
export function formatOf(target: Target): BinaryFormat {
  return FORMATS[target.goos] ?? 'elf';
}

/** The finding that makes all others pointless: the file is not a program for this target. */
export function judgeImage(
  facts: BinaryFacts,
  { name, target }: BinaryExpectation,
): Finding | undefined {
  const asked = formatTarget(target);
  const wrong = (code: string, message: string): Finding => ({
    severity: 'error',
    code,
    message,
    hint: REBUILD,
  });
  if (facts.sizeBytes === 0) return wrong('not-executable', `${name} is empty`);
  const expected = formatOf(target);
  const format = facts.format === 'macho-universal' ? 'macho' : facts.format;
  if (format !== expected) {
    const found = FORMAT_NAMES[facts.format];
    return wrong(
      'wrong-format',
      `${name} is ${found}, but ${asked} needs ${FORMAT_NAMES[expected]}`,
    );
  }
  if (format === 'xcoff' || format === 'plan9') return unread(name, facts.format);
  if (!facts.executable) {
    return wrong(
      'not-executable',
      `${name} is a library or an object file for ${facts.machine}, not a program`,
    );
  }
  const candidates = facts.slices.length > 0 ? facts.slices : [facts];
  if (candidates.some((candidate) => isFor(candidate, target))) return undefined;
  return wrong('wrong-machine', `${name} is for ${describe(facts)}, not for ${asked}`);
}

function isFor(facts: BinaryFacts, target: Target): boolean {
  const architecture = ARCHITECTURES[target.goarch];
  return (
    facts.goarch === target.goarch &&
    (facts.goos ?? target.goos) === target.goos &&
    (architecture === undefined ||
      (facts.bits === architecture.bits && facts.endianness === architecture.endianness))
  );
}

function describe(facts: BinaryFacts): string {
  const { bits, endianness, goos, machine } = facts;
  const words = [goos, machine, bits === undefined ? undefined : `${bits}-bit ${endianness ?? ''}`];
  return words.filter((word) => word !== undefined).join(', ');
}

function unread(name: string, format: BinaryFormat): Finding {
  return {
    severity: 'notice',
    code: 'not-readable',
    message: `${name} is ${FORMAT_NAMES[format]}: its machine, libraries and build info are not checked`,
    hint: 'Check it by hand with `go version -m` if that matters to you.',
  };
}
