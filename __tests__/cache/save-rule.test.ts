import { describe, expect, it } from '@jest/globals';

import { planCaches, type WritePlan } from '../../src/cache/plan.ts';
import { judgeSelection, whyNotSaved, type Selection } from '../../src/cache/save-rule.ts';
import type { RestoreResult } from '../../src/cache/state.ts';
import { DEFAULTS, PUSH } from './cache-facts.ts';

/** Why the module cache is not saved, for these results of (modules, build) and this rule. */
function why(
  results: readonly [RestoreResult, RestoreResult],
  when: WritePlan['when'],
): string | undefined {
  const plan = planCaches(DEFAULTS, PUSH);
  const caches = plan.caches.map((cache, index) => ({ plan: cache, result: results[index]! }));
  const write = { when, reason: 'the rule' };
  return whyNotSaved(caches[0]!, { caches, write, sumFiles: [], restoredAtMs: 0 });
}

describe('whyNotSaved', () => {
  it.each<[string, [RestoreResult, RestoreResult], WritePlan['when'], RegExp | undefined]>([
    ['an exact hit', ['exact', 'miss'], 'always', /same key/],
    ['a prefix match', ['partial', 'miss'], 'always', undefined],
    ['a miss', ['miss', 'miss'], 'always', undefined],
    ['a failed restore', ['unavailable', 'miss'], 'always', undefined],
    ['a folder that was filled before', ['off', 'miss'], 'always', /filled/],
    ['no permission', ['miss', 'miss'], 'never', /the rule/],
    ['a branch that restored nothing', ['miss', 'miss'], 'if-nothing-restored', undefined],
    ['a branch that restored the other', ['miss', 'exact'], 'if-nothing-restored', /the rule/],
    ['a branch whose service failed', ['miss', 'unavailable'], 'if-nothing-restored', /the rule/],
    ['a branch without the other', ['miss', 'off'], 'if-nothing-restored', undefined],
  ])('%s', (_, results, when, reason) => {
    if (reason === undefined) expect(why(results, when)).toBeUndefined();
    else expect(why(results, when)).toMatch(reason);
  });
});

describe('judgeSelection', () => {
  const build: Selection = {
    kind: 'build',
    names: ['x'],
    keptBytes: 1000,
    pruned: 0,
    added: 1,
    addedBytes: 10,
  };
  const modules: Selection = {
    kind: 'modules',
    names: ['x'],
    keptBytes: 1,
    zips: 1,
    complete: false,
  };

  it.each<[string, Selection, RestoreResult, boolean, 'empty' | 'skipped' | undefined]>([
    ['one per cent new', build, 'partial', true, undefined],
    ['less than that', { ...build, addedBytes: 9 }, 'partial', true, 'skipped'],
    ['the same after a miss', { ...build, addedBytes: 9 }, 'miss', true, undefined],
    ['nothing compiled', { ...build, names: [], keptBytes: 0 }, 'miss', true, 'empty'],
    ['modules', modules, 'miss', true, undefined],
    ['no modules', { ...modules, zips: 0 }, 'miss', true, 'empty'],
    ['some modules of a failed build', modules, 'miss', false, 'skipped'],
    ['all modules of a failed build', { ...modules, complete: true }, 'miss', false, undefined],
  ])('%s', (_, selection, result, succeeded, expected) => {
    expect(judgeSelection(selection, result, succeeded)?.outcome).toBe(expected);
  });
});
