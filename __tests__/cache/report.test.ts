import { describe, expect, it } from '@jest/globals';

import { describeRestore, describeSave, summariseSave } from '../../src/cache/report.ts';

import { planCaches } from '../../src/cache/plan.ts';
import { DEFAULTS, PUSH } from './cache-facts.ts';

const [modules, build] = planCaches(DEFAULTS, PUSH).caches;
const state = {
  caches: [
    { plan: modules!, result: 'miss' as const },
    { plan: build!, result: 'partial' as const },
  ],
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
        archiveBytes: 4e6,
        files: 40,
        ms: 340,
      },
      {
        name: 'build' as const,
        result: 'partial' as const,
        matchedKey: 'b-1',
        sizeBytes: 212e6,
        archiveBytes: 90e6,
        files: 900,
        ms: 1240,
      },
    ];
    expect(describeRestore({ caches, warnings: [], state })).toEqual([
      {
        level: 'info',
        text: 'restored module cache, 4.0 MB unpacked to 4.2 MB in 40 files, exact match of m-1 in 0.3 s',
      },
      {
        level: 'info',
        text: 'restored build cache, 90.0 MB unpacked to 212 MB in 900 files, prefix match of b-1 in 1.2 s',
      },
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
        archiveBytes: 9e6,
        files: 10,
        used: 4,
        added: 2,
        pruned: 3,
        ms: 900,
      },
      {
        name: 'modules' as const,
        outcome: 'saved' as const,
        key: 'm',
        sizeBytes: 3000,
        archiveBytes: 2000,
        files: 2,
        added: 1,
        ms: 900,
      },
      { name: 'modules' as const, outcome: 'exists' as const, key: 'm', ms: 1 },
      { name: 'build' as const, outcome: 'failed' as const, reason: 'status 503', ms: 28_000 },
    ];
    expect(describeSave({ caches }, state)).toEqual([
      {
        level: 'info',
        text: 'saved build cache, 31.8 MB packed to 9.0 MB (10 entries: 4 compilations used, 2 new, 3 unused entries left out) as b in 0.9 s; the next run compiles what changed',
      },
      {
        level: 'info',
        text: 'saved module cache, 3 kB packed to 2 kB (2 files, 1 new) as m in 0.9 s; the next run downloads what go.sum gained',
      },
      {
        level: 'info',
        text: 'module cache not saved: m was saved by another run; the next run downloads what go.sum gained',
      },
      {
        level: 'notice',
        text: 'build cache not saved: status 503 (28.0 s); the next run compiles what changed',
      },
    ]);
    const summary = summariseSave({ caches }, state);
    expect(summary).toContain(
      '| build | saved | 9.0 MB | 10 | 4 | 2 | 3 | compiles what changed |',
    );
    expect(summary).toContain('| build | failed: status 503 |');
  });

  it('promises nothing of a cache that found and saved nothing, or is off', () => {
    const failed = { outcome: 'failed' as const, reason: 'down `|`', ms: 0 };
    const caches = [{ name: 'modules' as const, ...failed }];
    expect(describeSave({ caches }, state)[0]?.text).toMatch(
      /the next run downloads every module$/,
    );
    expect(summariseSave({ caches }, state)).toContain('failed: down     |');
    const off = planCaches({ ...DEFAULTS, mode: 'off' }, PUSH).caches[0]!;
    const none = { ...state, caches: [{ plan: off, result: 'off' as const }] };
    expect(describeSave({ caches }, none)[0]?.text).not.toMatch(/next run/);
    expect(summariseSave({ caches }, none)).toBeUndefined();
  });
});
