import { describe, expect, it } from '@jest/globals';

import { classifyLinkage, describeLinkage } from '../../src/binary/linkage.ts';
import type { BinaryExpectation, BinaryFacts, BuildInfo } from '../../src/binary/plan.ts';
import { judgeBinary } from '../../src/binary/verdict.ts';

const COMMIT = 'c'.repeat(40);

const BUILD_INFO: BuildInfo = {
  goVersion: 'go1.26.8',
  path: 'example.com/tool',
  dependencies: [],
  settings: {
    GOOS: 'linux',
    GOARCH: 'amd64',
    GOAMD64: 'v1',
    CGO_ENABLED: '0',
    '-trimpath': 'true',
    'vcs.revision': COMMIT,
    'vcs.modified': 'false',
  },
};

const HEADERS: BinaryFacts = {
  format: 'elf',
  sizeBytes: 1000,
  machine: 'x86-64',
  goarch: 'amd64',
  bits: 64,
  endianness: 'little',
  executable: true,
  neededLibraries: [],
  slices: [],
};

const FACTS: BinaryFacts = { ...HEADERS, buildInfo: BUILD_INFO };

const UNSTAMPED: BinaryExpectation = {
  name: 'tool',
  target: { goos: 'linux', goarch: 'amd64' },
  goVersion: '1.26.8',
  cgo: false,
  static: 'require',
  trimpath: true,
};

const EXPECTATION: BinaryExpectation = { ...UNSTAMPED, commit: COMMIT, tags: [] };

function codesFor(
  facts: Partial<BinaryFacts>,
  expectation: Partial<BinaryExpectation> = {},
): string[] {
  const findings = judgeBinary({ ...FACTS, ...facts }, { ...EXPECTATION, ...expectation });
  return findings.map(({ severity, code }) => `${severity} ${code}`);
}

function withSettings(settings: Readonly<Record<string, string>>): Partial<BinaryFacts> {
  return { buildInfo: { ...BUILD_INFO, settings: { ...BUILD_INFO.settings, ...settings } } };
}

describe('build tags', () => {
  it('must be those that were asked for, in their order', () => {
    const built = withSettings({ '-tags': 'netgo,pro' });
    expect(codesFor(built, { tags: ['netgo', 'pro'] })).toEqual([]);
    expect(codesFor({}, { tags: ['pro'] })).toEqual(['error wrong-tags']);
  });
});

describe('linkage', () => {
  it.each([
    [
      'a system framework',
      'darwin',
      '/System/Library/Frameworks/Security.framework/Security',
      'system',
    ],
    ['the resolver', 'darwin', '/usr/lib/libresolv.9.dylib', 'system'],
    ['a Homebrew library', 'darwin', '/opt/homebrew/lib/libgit2.dylib', 'dynamic'],
    ['a library beside the program', 'darwin', '@rpath/libfoo.dylib', 'dynamic'],
    ['a local library', 'darwin', '/usr/local/lib/libfoo.dylib', 'dynamic'],
    ['a system DLL in capitals', 'windows', 'KERNEL32.DLL', 'system'],
    ['a part of the universal C runtime', 'windows', 'api-ms-win-crt-stdio-l1-1-0.dll', 'system'],
    ["a compiler's runtime", 'windows', 'libgcc_s_seh-1.dll', 'dynamic'],
    ['a DLL that only ends like one of the system', 'windows', 'notkernel32.dll', 'dynamic'],
    ['the C library of OpenBSD', 'openbsd', 'libc.so.97.1', 'system'],
    ['the C library of Linux', 'linux', 'libc.so.6', 'dynamic'],
    ['any library on a system without an exception', 'freebsd', 'libc.so.7', 'dynamic'],
  ])('takes %s on %s for what it is', (_case, goos, library, kind) => {
    expect(classifyLinkage({ ...FACTS, neededLibraries: [library] }, goos).kind).toBe(kind);
  });

  it('says why system libraries are accepted', () => {
    const libraries = ['/usr/lib/libSystem.B.dylib'];
    const linkage = classifyLinkage({ ...FACTS, neededLibraries: libraries }, 'darwin');
    expect(describeLinkage(linkage)).toBe(
      "only the system's own libraries (/usr/lib/libSystem.B.dylib): macOS has no stable system-call interface and no static libSystem",
    );
  });

  it('names only the foreign libraries', () => {
    const neededLibraries = ['kernel32.dll', 'libwinpthread-1.dll'];
    const linkage = classifyLinkage({ ...FACTS, neededLibraries }, 'windows');
    expect(describeLinkage(linkage)).toBe('dynamic: the libraries libwinpthread-1.dll');
  });
});

describe('verdict', () => {
  it('has no findings for what was asked', () => {
    expect(codesFor({})).toEqual([]);
  });

  it.each([
    ['an empty file', { sizeBytes: 0, format: 'unknown' }, 'error not-executable'],
    ['a text file', { format: 'unknown' }, 'error wrong-format'],
    ['a program of another format', { format: 'pe' }, 'error wrong-format'],
    ['an object file', { executable: false }, 'error not-executable'],
    ['another machine', { goarch: 'arm64', machine: 'AArch64' }, 'error wrong-machine'],
    ['the other byte order', { endianness: 'big' }, 'error wrong-machine'],
    ['the other word size', { bits: 32 }, 'error wrong-machine'],
    ['another system', { goos: 'freebsd' }, 'error wrong-machine'],
    [
      'another Go',
      { buildInfo: { ...BUILD_INFO, goVersion: 'go1.26.80' } },
      'error wrong-go-version',
    ],
    ['no settings', { buildInfo: { ...BUILD_INFO, settings: {} } }, 'warning build-info-too-old'],
    [
      'a system only the build info knows',
      withSettings({ GOOS: 'dragonfly' }),
      'error wrong-target',
    ],
    ['local paths', withSettings({ '-trimpath': 'false' }), 'error not-trimmed'],
    ['build tags nobody asked for', withSettings({ '-tags': 'debug' }), 'error wrong-tags'],
    ['cgo', withSettings({ CGO_ENABLED: '1' }), 'error cgo-enabled'],
    ['another commit', withSettings({ 'vcs.revision': 'd'.repeat(40) }), 'error wrong-revision'],
    ['local changes', withSettings({ 'vcs.modified': 'true' }), 'error modified-checkout'],
  ] satisfies [string, Partial<BinaryFacts>, string][])('finds %s', (_case, facts, finding) => {
    expect(codesFor(facts)).toEqual([finding]);
  });

  it('finds a missing commit, and accepts it where none is to be stamped', () => {
    const recorded = Object.entries(BUILD_INFO.settings);
    const settings = Object.fromEntries(recorded.filter(([key]) => key !== 'vcs.revision'));
    const facts = { buildInfo: { ...BUILD_INFO, settings } };
    expect(codesFor(facts)).toEqual(['error no-revision']);
    expect(judgeBinary({ ...FACTS, ...facts }, UNSTAMPED)).toEqual([]);
  });

  it('finds a program without build info and names its packer', () => {
    const packed: BinaryFacts = {
      ...HEADERS,
      buildInfoProblem: 'no Go build info in the file',
      packer: 'upx',
    };
    expect(judgeBinary(packed, EXPECTATION)).toEqual([
      expect.objectContaining({
        code: 'no-build-info',
        message: 'tool: no Go build info in the file; it was packed with upx',
      }),
    ]);
  });

  it.each([
    ['7', '7', true],
    ['7', '7,hardfloat', true],
    ['7,softfloat', '7', false],
    ['7,softfloat', '7,softfloat', true],
    ['6', '7', false],
  ])('compares GOARM asked %s with recorded %s', (variant, recorded, accepted) => {
    const target = { goos: 'linux', goarch: 'arm', variant };
    const { buildInfo } = withSettings({ GOARCH: 'arm', GOARM: recorded });
    const codes = codesFor(
      { goarch: 'arm', bits: 32, ...(buildInfo === undefined ? {} : { buildInfo }) },
      { target },
    );
    expect(codes).toEqual(accepted ? [] : ['error wrong-variant']);
  });

  it('compares the options of GOWASM as a set', () => {
    const target = { goos: 'js', goarch: 'wasm', variant: 'signext,satconv' };
    const settings = { GOOS: 'js', GOARCH: 'wasm', GOWASM: 'satconv,signext' };
    const wasm = { format: 'wasm', goarch: 'wasm', bits: 32, neededLibraries: ['gojs'] } as const;
    expect(codesFor({ ...withSettings(settings), ...wasm }, { target })).toEqual([]);
  });

  it('only notes what it cannot read', () => {
    const target = { goos: 'aix', goarch: 'ppc64' };
    expect(codesFor({ format: 'xcoff' }, { target })).toEqual(['notice not-readable']);
  });
});
