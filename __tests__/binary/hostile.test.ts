import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readBinary } from '../../src/binary/format.ts';
import { MAX_READ_BYTES } from '../../src/binary/reading.ts';
import { inspectBinary } from '../../src/binary/run.ts';

import { composeElf } from './compose-elf.ts';
import { inspectBytes } from './in-memory.ts';
import type { Sample } from './samples.ts';
import { createSample } from './samples.ts';

const TARGETS = ['linux/amd64', 'linux/mips', 'darwin/arm64', 'windows/amd64', 'js/wasm'];
const FIRST_BUILDS_MS = 600_000;

let sample: Sample;
const programs = new Map<string, Buffer>();

beforeAll(async () => {
  sample = await createSample();
  for (const target of TARGETS) programs.set(target, await readFile(await sample.build(target)));
}, FIRST_BUILDS_MS);

afterAll(() => sample.remove());

/** What became of a reading, and what it cost. */
function outcomeOf(bytes: Uint8Array): { outcome: string; reads: number; longest: number } {
  const reading = readBinary(bytes.length);
  let reads = 0;
  let longest = 0;
  try {
    let step = reading.next();
    while (step.done !== true) {
      const { offset, length } = step.value;
      reads += 1;
      longest = Math.max(longest, length);
      step = reading.next(bytes.subarray(offset, offset + length));
    }
    return { outcome: 'facts', reads, longest };
  } catch (error) {
    const typed = error instanceof Error && error.name === 'ActionError';
    return { outcome: typed ? 'refused' : String(error), reads, longest };
  }
}

function expectBounded(bytes: Uint8Array): void {
  const { outcome, reads, longest } = outcomeOf(bytes);
  expect(['facts', 'refused']).toContain(outcome);
  expect(reads).toBeLessThan(15_000);
  expect(longest).toBeLessThanOrEqual(MAX_READ_BYTES);
}

/** Where a format keeps its structure: near the start, and at the places its header points to. */
function changes(sizeBytes: number): fc.Arbitrary<readonly { at: number; value: number }[]> {
  const at = fc.oneof(
    { weight: 4, arbitrary: fc.nat(511) },
    { weight: 2, arbitrary: fc.nat(4095) },
    { weight: 1, arbitrary: fc.nat(sizeBytes - 1) },
  );
  const value = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255));
  return fc.array(fc.record({ at, value }), { minLength: 1, maxLength: 12 });
}

describe('a damaged file', () => {
  it.each(TARGETS)('made of a program for %s is read or refused, within bounds', (target) => {
    const original = programs.get(target) ?? Buffer.alloc(0);
    fc.assert(
      fc.property(changes(original.length), (edits) => {
        const restore = edits.map(({ at }) => ({ at, value: original[at] ?? 0 }));
        for (const { at, value } of edits) original[at] = value;
        try {
          expectBounded(original);
        } finally {
          for (const { at, value } of restore) original[at] = value;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('made of any bytes behind a known magic is read or refused, within bounds', () => {
    const magic = fc.constantFrom(
      '7f454c4602010100',
      '7f454c4601020100',
      '0061736d01000000',
      'cffaedfe',
      'feedface',
      'cafebabe00000002',
      'cafebabf00000001',
      '4d5a',
      '',
    );
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 600 }), (start, rest) => {
        expectBounded(Buffer.concat([Buffer.from(start, 'hex'), rest]));
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused by name, with its path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ship-go-hostile-'));
    const path = join(folder, 'tool');
    try {
      await writeFile(path, (programs.get('linux/amd64') ?? Buffer.alloc(0)).subarray(0, 3000));
      await expect(inspectBinary(path)).rejects.toMatchObject({
        name: 'ActionError',
        code: 'malformed-binary',
        message: expect.stringContaining(path),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('an unusual file', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'unknown'],
    ['a script', Buffer.from('#!/bin/sh\necho hello\n'), 'unknown'],
    ['a DOS program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'unknown'],
    ['a Java class', Buffer.from('cafebabe00000041000a0002', 'hex'), 'unknown'],
    ['an AIX program', Buffer.from('01f7000300000000', 'hex'), 'xcoff'],
    ['a Plan 9 program', Buffer.from('00008a9700000000', 'hex'), 'plan9'],
  ])('such as %s is told apart', async (_case, bytes, format) => {
    const folder = await mkdtemp(join(tmpdir(), 'ship-go-unusual-'));
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    const facts = await inspectBinary(path);
    await rm(folder, { recursive: true, force: true });
    expect(facts).toMatchObject({ format, executable: false });
  });

  it('such as a program by Go 1.17, whose build info is behind pointers, is read', () => {
    const text = `${'0'.repeat(16)}path\texample.com/old\n${'1'.repeat(16)}`;
    expect(inspectBytes(composeElf({ goVersion: 'go1.17.13', modules: text }))).toMatchObject({
      goarch: 'amd64',
      buildInfo: { goVersion: 'go1.17.13', path: 'example.com/old', settings: {} },
    });
  });

  it('such as a packed program is recognized', () => {
    expect(inspectBytes(composeElf({ stamp: 'UPX!' }))).toMatchObject({
      packer: 'upx',
      buildInfoProblem: 'no Go build info in the file',
    });
  });
});
