import { describe, expect, it } from '@jest/globals';

import { describeRestore, describeSave, formatSize } from '../../src/cache/report.ts';

const state = {
  caches: [],
  write: { when: 'never' as const, reason: '' },
  sumFiles: [],
  restoredAtMs: 0,
};

describe('describeRestore', () => {
  it('says per cache what was restored, how much, from which key and how fast', () => {
    const caches = [
      {
        name: 'modules' as const,
        result: 'exact' as const,
        matchedKey: 'm-1',
        sizeBytes: 4_200_000,
        ms: 340,
      },
      {
        name: 'build' as const,
        result: 'partial' as const,
        matchedKey: 'b-1',
        sizeBytes: 212e6,
        ms: 1240,
      },
    ];
    expect(describeRestore({ caches, warnings: [], state })).toEqual([
      { level: 'info', text: 'restored module cache, 4.2 MB, exact match of m-1 in 0.3 s' },
      { level: 'info', text: 'restored build cache, 212 MB, prefix match of b-1 in 1.2 s' },
    ]);
  });

  it('makes a failed service a notice, and puts warnings first', () => {
    const caches = [
      { name: 'build' as const, result: 'unavailable' as const, reason: 'status 503', ms: 28_000 },
      { name: 'modules' as const, result: 'miss' as const, ms: 100 },
      { name: 'modules' as const, result: 'off' as const, reason: 'vendored', ms: 0 },
    ];
    expect(describeRestore({ caches, warnings: ['mind this'], state })).toEqual([
      { level: 'warning', text: 'mind this' },
      {
        level: 'notice',
        text: 'build cache unavailable, going on without it: status 503 (28.0 s)',
      },
      { level: 'info', text: 'no module cache to restore (looked for 0.1 s)' },
      { level: 'info', text: 'module cache not restored: vendored' },
    ]);
  });
});

describe('describeSave', () => {
  it('says per cache what became of it', () => {
    const caches = [
      {
        name: 'build' as const,
        outcome: 'saved' as const,
        key: 'b',
        sizeBytes: 31_800_000,
        files: 10,
        added: 2,
        pruned: 3,
        ms: 900,
      },
      {
        name: 'modules' as const,
        outcome: 'saved' as const,
        key: 'm',
        sizeBytes: 3000,
        files: 2,
        ms: 900,
      },
      { name: 'modules' as const, outcome: 'exists' as const, key: 'm', ms: 1 },
      { name: 'build' as const, outcome: 'failed' as const, reason: 'status 503', ms: 28_000 },
    ];
    expect(describeSave({ caches })).toEqual([
      {
        level: 'info',
        text: 'saved build cache, 31.8 MB (10 entries, 2 compilations new, 3 unused left out) as b in 0.9 s',
      },
      { level: 'info', text: 'saved module cache, 3 kB (2 files) as m in 0.9 s' },
      { level: 'info', text: 'module cache not saved: m was saved by another run' },
      { level: 'notice', text: 'build cache not saved: status 503 (28.0 s)' },
    ]);
  });
});

describe('formatSize', () => {
  it.each([
    [0, '0 kB'],
    [1, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [99_940_000, '99.9 MB'],
    [99_950_000, '100 MB'],
  ])('%i bytes: %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});
