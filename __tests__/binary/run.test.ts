import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { BinaryExpectation, BinaryFacts } from '../../src/binary/plan.ts';
import { judgeBinary } from '../../src/binary/verdict.ts';
import { describeWith, itWith } from '../support/needs.ts';
import { inspectBinary } from '../../src/binary/run.ts';
import type { Target } from '../../src/domain/target.ts';

import { universal } from './compose-universal.ts';
import { inspectBytes } from './in-memory.ts';
import type { Sample } from './samples.ts';
import { createSample, run } from './samples.ts';

const FIRST_BUILDS_MS = 600_000;

interface Case {
  readonly target: Target;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly facts: Partial<BinaryFacts>;
}

const ELF = { format: 'elf', executable: true, neededLibraries: [] } as const;

const CASES: Readonly<Record<string, Case>> = {
  'linux/amd64/v3': {
    target: { goos: 'linux', goarch: 'amd64', variant: 'v3' },
    env: { GOAMD64: 'v3' },
    facts: { ...ELF, goarch: 'amd64', bits: 64, endianness: 'little' },
  },
  'linux/arm/6': {
    target: { goos: 'linux', goarch: 'arm', variant: '6' },
    env: { GOARM: '6' },
    facts: { ...ELF, goarch: 'arm', bits: 32, endianness: 'little' },
  },
  'linux/mips/softfloat': {
    target: { goos: 'linux', goarch: 'mips', variant: 'softfloat' },
    env: { GOMIPS: 'softfloat' },
    facts: { ...ELF, goarch: 'mips', bits: 32, endianness: 'big' },
  },
  'linux/s390x': {
    target: { goos: 'linux', goarch: 's390x' },
    facts: { ...ELF, goarch: 's390x', bits: 64, endianness: 'big' },
  },
  'openbsd/amd64': {
    target: { goos: 'openbsd', goarch: 'amd64' },
    facts: {
      format: 'elf',
      goos: 'openbsd',
      goarch: 'amd64',
      interpreter: '/usr/libexec/ld.so',
      neededLibraries: ['libc.so', 'libpthread.so'],
    },
  },
  'darwin/arm64': {
    target: { goos: 'darwin', goarch: 'arm64' },
    facts: {
      format: 'macho',
      goos: 'darwin',
      goarch: 'arm64',
      bits: 64,
      interpreter: '/usr/lib/dyld',
      neededLibraries: ['/usr/lib/libSystem.B.dylib'],
    },
  },
  'windows/amd64': {
    target: { goos: 'windows', goarch: 'amd64' },
    facts: {
      format: 'pe',
      goos: 'windows',
      goarch: 'amd64',
      bits: 64,
      neededLibraries: ['kernel32.dll'],
    },
  },
  'windows/386 stripped': {
    target: { goos: 'windows', goarch: '386' },
    flags: ['-ldflags=-s -w'],
    facts: { format: 'pe', goarch: '386', bits: 32, neededLibraries: ['kernel32.dll'] },
  },
  'js/wasm': {
    target: { goos: 'js', goarch: 'wasm' },
    facts: { format: 'wasm', goos: 'js', goarch: 'wasm', neededLibraries: ['gojs'] },
  },
};

let sample: Sample;
let goVersion: string;
const built = new Map<string, string>();

beforeAll(async () => {
  sample = await createSample();
  goVersion = (await run('go', ['env', 'GOVERSION'])).trim();
  for (const [name, { target, env = {}, flags = [] }] of Object.entries(CASES)) {
    built.set(name, await sample.build(`${target.goos}/${target.goarch}`, { env, flags }));
  }
}, FIRST_BUILDS_MS);

afterAll(() => sample.remove());

function pathOf(name: string): string {
  const path = built.get(name);
  if (path === undefined) throw new Error(`no sample was built for ${name}`);
  return path;
}

function expectationFor(target: Target): BinaryExpectation {
  return {
    name: 'sample',
    target,
    goVersion,
    commit: sample.commit,
    cgo: false,
    static: 'require',
    trimpath: true,
  };
}

describe.each(Object.entries(CASES))('a program for %s', (name, { target, facts }) => {
  it('is read as what it is', async () => {
    expect(await inspectBinary(pathOf(name))).toMatchObject(facts);
  });

  it('is accepted without findings', async () => {
    const inspected = await inspectBinary(pathOf(name));
    expect(judgeBinary(inspected, expectationFor(target))).toEqual([]);
  });

  it('is refused when cut short anywhere', async () => {
    const bytes = await readFile(pathOf(name));
    const lengths = [...Array(256).keys(), 512, 1024, 4096, 65536, bytes.length >> 1];
    for (const length of [...lengths, bytes.length - 4096, bytes.length - 1]) {
      expect({ length, outcome: outcomeOf(bytes.subarray(0, length), target) }).toEqual({
        length,
        outcome: 'refused',
      });
    }
  });
});

/** `refused` for a typed error, or for facts that are found wanting: some cuts leave a valid wasm module. */
function outcomeOf(bytes: Uint8Array, target: Target): string {
  try {
    const findings = judgeBinary(inspectBytes(bytes), expectationFor(target));
    return findings.some(({ severity }) => severity === 'error') ? 'refused' : 'accepted';
  } catch (error) {
    return error instanceof Error && error.name === 'ActionError' ? 'refused' : String(error);
  }
}

describe('foreign tools', () => {
  const goReadable = Object.keys(CASES).filter((name) => !name.includes('wasm'));

  it.each(goReadable)('`go version -m` reads the same build info from %s', async (name) => {
    const { buildInfo } = await inspectBinary(pathOf(name));
    const report: unknown = JSON.parse(await run('go', ['version', '-m', '-json', pathOf(name)]));
    const settings = Object.entries(buildInfo?.settings ?? {});
    expect(report).toMatchObject({
      GoVersion: buildInfo?.goVersion,
      Path: buildInfo?.path,
      Main: { Path: buildInfo?.mainModule?.path, Version: buildInfo?.mainModule?.version },
      Deps: buildInfo?.dependencies.map(({ path, version, replace }) => ({
        Path: path,
        Version: version,
        Replace: { Path: replace?.path, Version: replace?.version },
      })),
      Settings: settings.map(([Key, Value]) => (Value === '' ? { Key } : { Key, Value })),
    });
  });

  itWith('readelf')('`readelf` lists the same loader and libraries', async () => {
    const facts = await inspectBinary(pathOf('openbsd/amd64'));
    const report = await run('readelf', ['-l', '-d', '-W', pathOf('openbsd/amd64')]);
    const libraries = [...report.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map((match) => match[1]);
    expect(libraries).toEqual(facts.neededLibraries);
    expect(/program interpreter: (.*)\]/.exec(report)?.[1]).toBe(facts.interpreter);
  });
});

describeWith('gcc')('a program that needs the C library', () => {
  let facts: BinaryFacts;

  beforeAll(async () => {
    const path = await sample.build('linux/amd64', {
      main: './withc',
      env: { CGO_ENABLED: '1' },
    });
    facts = await inspectBinary(path);
  }, FIRST_BUILDS_MS);

  it('is refused by an error that names the loader, the libraries, the package and the fix', () => {
    const expectation = expectationFor({ goos: 'linux', goarch: 'amd64' });
    const findings = judgeBinary(facts, {
      ...expectation,
      cgo: true,
      cgoPackages: ['example.com/sample/withc'],
    });
    expect(findings).toEqual([
      {
        severity: 'error',
        code: 'not-static',
        message: `sample is not static: it needs the loader ${facts.interpreter ?? ''} and the libraries libc.so.6`,
        hint: expect.stringMatching(/cgo: false.*example\.com\/sample\/withc/),
      },
    ]);
  });

  it('is a warning under static: warn and nothing under static: off', () => {
    const expectation = {
      ...expectationFor({ goos: 'linux', goarch: 'amd64' }),
      cgo: true,
    };
    const warned = judgeBinary(facts, { ...expectation, static: 'warn' });
    expect(warned.map(({ severity }) => severity)).toEqual(['warning']);
    expect(judgeBinary(facts, { ...expectation, static: 'off' })).toEqual([]);
  });

  it('is refused twice over where cgo was not asked for', () => {
    const findings = judgeBinary(facts, expectationFor({ goos: 'linux', goarch: 'amd64' }));
    expect(findings.map(({ code }) => code)).toEqual(['not-static', 'cgo-enabled']);
  });
});

describe('odd programs', () => {
  it('refuses a position-independent program linked against a loader', async () => {
    const path = await sample.build('linux/amd64', { flags: ['-buildmode=pie'] });
    const facts = await inspectBinary(path);
    const findings = judgeBinary(facts, expectationFor({ goos: 'linux', goarch: 'amd64' }));
    // Go 1.26 links PIE on its own, yet still asks for the loader.
    expect(findings).toEqual([
      expect.objectContaining({ code: 'not-static', hint: expect.stringMatching(/pie/) }),
    ]);
  });

  it('names the changed files when the checkout was dirty', async () => {
    await writeFile(join(sample.directory, 'stray.txt'), 'x');
    const path = await sample.build('linux/amd64', { env: { GOAMD64: 'v3' } });
    const facts = await inspectBinary(path);
    const expectation = expectationFor({ goos: 'linux', goarch: 'amd64', variant: 'v3' });
    const findings = judgeBinary(facts, { ...expectation, changedFiles: ['stray.txt'] });
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'modified-checkout',
        message: expect.stringMatching(/stray\.txt/),
      }),
    ]);
  });

  it('reads each slice of a universal file and accepts it for the target it holds', async () => {
    const arm = await readFile(pathOf('darwin/arm64'));
    const path = join(sample.directory, '..', 'universal');
    await writeFile(path, universal([{ cpu: 0x0100000c, bytes: arm }]));
    const facts = await inspectBinary(path);
    const judge = (goarch: string) =>
      judgeBinary(facts, expectationFor({ goos: 'darwin', goarch })).map(({ code }) => code);
    expect(facts.slices.map(({ goarch }) => goarch)).toEqual(['arm64']);
    expect(judge('arm64')).toEqual([]);
    expect(judge('amd64')).toEqual(['wrong-machine']);
  });

  it('refuses a folder and a missing file with the path', async () => {
    const folder = join(sample.directory, '..', 'folder');
    await mkdir(folder, { recursive: true });
    await expect(inspectBinary(folder)).rejects.toMatchObject({ code: 'unreadable-file' });
    await expect(inspectBinary(join(folder, 'none'))).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringContaining(join(folder, 'none')),
    });
  });
});
