import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { BinaryExpectation } from '../../src/binary/plan.ts';
import { inspectBinary } from '../../src/binary/run.ts';
import { judgeBinary } from '../../src/binary/verdict.ts';
import { ActionError } from '../../src/domain/errors.ts';
import type { Target } from '../../src/domain/target.ts';
import { describeWith, itWith } from '../support/needs.ts';

import { universal } from './compose-universal.ts';
import { inspectBytes } from './in-memory.ts';
import type { Sample } from './samples.ts';
import { createSample, run } from './samples.ts';

const FIRST_BUILDS_MS = 600_000;
const LINUX: Target = { goos: 'linux', goarch: 'amd64' };
const MAC: Target = { goos: 'darwin', goarch: 'arm64' };
/** CPU types of Mach-O. @see mach/machine.h */
const CPU = { amd64: 0x01000007, arm64: 0x0100000c } as const;

let sample: Sample;
let goVersion: string;
let linux: string;
let macArm: string;
let macIntel: string;

beforeAll(async () => {
  sample = await createSample();
  goVersion = (await run('go', ['env', 'GOVERSION'])).trim();
  linux = await sample.build('linux/amd64');
  macArm = await sample.build('darwin/arm64');
  macIntel = await sample.build('darwin/amd64');
}, FIRST_BUILDS_MS);

afterAll(() => sample.remove());

/** Codes of the findings for a file, worst first as they come; the code of the error when it is unreadable. */
async function verdict(
  path: string,
  target: Target = LINUX,
  asked: Partial<BinaryExpectation> = {},
): Promise<readonly string[]> {
  const expectation: BinaryExpectation = {
    name: 'sample',
    target,
    goVersion,
    commit: sample.commit,
    cgo: false,
    static: 'require',
    trimpath: true,
    ...asked,
  };
  try {
    return judgeBinary(await inspectBinary(path), expectation).map(({ code }) => code);
  } catch (error) {
    if (error instanceof ActionError) return [error.code];
    throw error;
  }
}

function file(name: string): string {
  return join(sample.directory, '..', name);
}

async function written(name: string, bytes: Uint8Array | string): Promise<string> {
  await writeFile(file(name), bytes);
  return file(name);
}

/** A changed copy of the linux program. */
async function changed(name: string, tool: string, ...args: readonly string[]): Promise<string> {
  await copyFile(linux, file(name));
  await run(tool, [...args, file(name)]);
  return file(name);
}

describe('a file that is no program', () => {
  it('is refused when it is empty', async () => {
    expect(await verdict(await written('empty', ''))).toEqual(['not-executable']);
  });

  it('is refused when it is a text, for every format', async () => {
    const script = await written('script', '#!/bin/sh\necho hello\n');
    for (const goos of ['linux', 'darwin', 'windows']) {
      expect(await verdict(script, { goos, goarch: 'amd64' })).toEqual(['wrong-format']);
    }
    expect(await verdict(script, { goos: 'js', goarch: 'wasm' })).toEqual(['wrong-format']);
  });

  it('is refused when it is the first half of one', async () => {
    const bytes = await readFile(linux);
    const half = await written('half', bytes.subarray(0, bytes.length >> 1));
    expect(await verdict(half)).toEqual(['malformed-binary']);
  });
});

describe('a program for something else', () => {
  it('is refused by its machine', async () => {
    expect(await verdict(linux, { goos: 'linux', goarch: 'arm64' })).toEqual(['wrong-machine']);
    expect(await verdict(macArm, { goos: 'darwin', goarch: 'amd64' })).toEqual(['wrong-machine']);
  });

  it('is refused by its system, where only its build info tells that', async () => {
    const path = await sample.build('netbsd/amd64');
    expect(await verdict(path)).not.toEqual([]);
    expect(await verdict(path, { goos: 'netbsd', goarch: 'amd64' })).toEqual([]);
  });

  it('is refused by its format', async () => {
    expect(await verdict(macArm, LINUX)).toEqual(['wrong-format']);
  });

  it('is refused when it is of another commit or of none', async () => {
    expect(await verdict(linux, LINUX, { commit: 'd'.repeat(40) })).toEqual(['wrong-revision']);
    const unstamped = await sample.build('linux/amd64', { flags: ['-buildvcs=false'] });
    expect(await verdict(unstamped)).toEqual(['no-revision']);
  });
});

describeWith('gcc')('a file that a C compiler made or had a hand in', () => {
  const cgo = { CGO_ENABLED: '1' };
  const source = 'int main(void) { return 0; }\n';

  it('is refused when it needs the C library', async () => {
    const path = await sample.build('linux/amd64', { main: './withc', env: cgo });
    expect(await verdict(path, LINUX, { cgo: true })).toEqual(['not-static']);
    expect(await verdict(path, LINUX, { cgo: true, static: 'off' })).toEqual([]);
    expect(await verdict(path)).toEqual(['not-static', 'cgo-enabled']);
  });

  it('is accepted when cgo was asked for and the C library is linked in', async () => {
    const flags = ['-ldflags=-linkmode=external -extldflags=-static'];
    const path = await sample.build('linux/amd64', { main: './withc', env: cgo, flags });
    expect(await verdict(path, LINUX, { cgo: true })).toEqual([]);
  });

  it('is accepted as a static position-independent program', async () => {
    const flags = ['-buildmode=pie', '-ldflags=-linkmode=external -extldflags=-static-pie'];
    const path = await sample.build('linux/amd64', { main: './withc', env: cgo, flags });
    expect(await verdict(path, LINUX, { cgo: true })).toEqual([]);
  });

  it.each([
    ['a static program without Go', ['-static'], ['no-build-info']],
    ['a dynamic program without Go', [], ['not-static', 'no-build-info']],
    ['an object file', ['-c'], ['not-executable']],
    ['a shared library', ['-shared', '-fPIC'], ['not-executable']],
  ])('is refused when it is %s', async (name, flags, codes) => {
    const input = await written(`${name}.c`, source);
    await run('gcc', [...flags, '-o', file(name), input]);
    expect(await verdict(file(name))).toEqual(codes);
  });
});

describe('a position-independent program', () => {
  it('is refused: Go lets it ask for a loader', async () => {
    const path = await sample.build('linux/amd64', { flags: ['-buildmode=pie'] });
    expect(await verdict(path)).toEqual(['not-static']);
  });
});

describe('a program with odd sections', () => {
  itWith('objcopy')('is read when another one was added', async () => {
    const notes = await written('notes', 'x'.repeat(5000));
    const path = await changed('added', 'objcopy', `--add-section=.notes=${notes}`);
    expect(await verdict(path)).toEqual([]);
  });

  itWith('objcopy')('is read when its debug sections are packed anew', async () => {
    expect(
      await verdict(await changed('zlib', 'objcopy', '--compress-debug-sections=zlib')),
    ).toEqual([]);
    expect(await verdict(await changed('plain', 'objcopy', '--decompress-debug-sections'))).toEqual(
      [],
    );
  });

  itWith('strip')('is read when it was stripped by foreign hands', async () => {
    expect(await verdict(await changed('stripped', 'strip', '--strip-all'))).toEqual([]);
  });

  it('is read when it has no section table at all', async () => {
    const bytes = await readFile(linux);
    // e_shoff, e_shnum and e_shstrndx of a 64-bit file.
    bytes.writeBigUInt64LE(0n, 40);
    bytes.writeUInt16LE(0, 60);
    bytes.writeUInt16LE(0, 62);
    expect(await verdict(await written('sectionless', bytes))).toEqual([]);
  });

  it('is read with something appended, as self-unpacking programs have it', async () => {
    await copyFile(linux, file('appended'));
    await appendFile(file('appended'), 'PK\u0003\u0004 and so on');
    expect(await verdict(file('appended'))).toEqual([]);
  });
});

describe('a universal Mach-O file', () => {
  it('is accepted for each machine it has a slice for, and for no other', async () => {
    const slices = [
      { cpu: CPU.amd64, bytes: await readFile(macIntel) },
      { cpu: CPU.arm64, bytes: await readFile(macArm) },
    ];
    const path = await written('universal', universal(slices));
    expect(await verdict(path, MAC)).toEqual([]);
    expect(await verdict(path, { goos: 'darwin', goarch: 'amd64' })).toEqual([]);
    expect(await verdict(path, LINUX)).toEqual(['wrong-format']);
  });

  it('is refused when a slice is cut off, or is no program', async () => {
    const arm = await readFile(macArm);
    const whole = universal([{ cpu: CPU.arm64, bytes: arm }]);
    const cut = await written('cut', whole.subarray(0, whole.length >> 1));
    const other = await written(
      'other',
      universal([{ cpu: CPU.arm64, bytes: Buffer.from('text') }]),
    );
    expect(await verdict(cut, MAC)).toEqual(['malformed-binary']);
    expect(await verdict(other, MAC)).not.toEqual([]);
  });

  it('is read or refused whatever its table says', async () => {
    const arm = await readFile(macArm);
    const whole = universal([{ cpu: CPU.arm64, bytes: arm }]);
    const word = fc.oneof(fc.nat(0xffff), fc.integer({ min: 0, max: 0xffffffff }));
    fc.assert(
      fc.property(fc.nat(12), fc.array(word, { minLength: 5, maxLength: 60 }), (count, words) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt32BE(count, 4);
        words.forEach((value, index) => bytes.writeUInt32BE(value, 8 + index * 4));
        try {
          inspectBytes(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError);
        }
      }),
      { numRuns: 200 },
    );
  });
});
