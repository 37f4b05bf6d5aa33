import { describe, expect, it } from '@jest/globals';

import { planCaches, type WritePlan } from '../../src/cache/plan.ts';
import { judgeSelection, whyNotSaved, type Selection } from '../../src/cache/save-rule.ts';
import type { RestoreResult } from '../../src/cache/state.ts';
import { DEFAULTS, PUSH } from './cache-facts.ts';

/** Why the module cache is not saved, for these results of (modules, build) and this rule; or the build cache. */
function why(
  results: readonly [RestoreResult, RestoreResult],
  when: WritePlan['when'],
  name: 'modules' | 'build' = 'modules',
  useless = false,
): string | undefined {
  const plan = planCaches(DEFAULTS, PUSH);
  const caches = plan.caches.map((cache, index) => ({
    plan: cache,
    result: results[index]!,
    ...(results[index] === 'unavailable' ? { useless } : {}),
  }));
  const write = { when, reason: 'the rule' };
  return whyNotSaved(caches[name === 'modules' ? 0 : 1]!, {
    caches,
    write,
    sumFiles: [],
    restoredAtMs: 0,
  });
}

describe('whyNotSaved', () => {
  it.each<[string, [RestoreResult, RestoreResult], WritePlan['when'], RegExp | undefined]>([
    ['an exact hit, which may lack what this job needs', ['exact', 'miss'], 'always', undefined],
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

it('counts an archive that is of no use as none, so that a branch can put a sound one beside it', () => {
  expect(why(['miss', 'unavailable'], 'if-nothing-restored', 'modules', true)).toBeUndefined();
  expect(why(['unavailable', 'exact'], 'if-nothing-restored', 'modules', true)).toBe('the rule');
});

it('is not saved again as a build cache of the same commit', () => {
  expect(why(['miss', 'exact'], 'always', 'build')).toMatch(/same key/);
});

describe('judgeSelection', () => {
  const build: Selection = {
    kind: 'build',
    names: ['x'],
    keptBytes: 1000,
    pruned: 0,
    used: 5,
    added: 1,
    addedBytes: 10,
  };
  const modules: Selection = {
    kind: 'modules',
    names: ['x'],
    keptBytes: 1,
    added: 1,
  };

  it.each<[string, Selection, RestoreResult, 'empty' | 'skipped' | undefined]>([
    ['one per cent new', build, 'partial', undefined],
    ['less than that', { ...build, addedBytes: 9 }, 'partial', 'skipped'],
    ['the same after a miss', { ...build, addedBytes: 9 }, 'miss', undefined],
    ['nothing compiled', { ...build, names: [], keptBytes: 0 }, 'miss', 'empty'],
    ['modules', modules, 'miss', undefined],
    ['no modules', { ...modules, names: [] }, 'miss', 'empty'],
    ['modules that the archive of the same go.sum lacked', modules, 'exact', undefined],
    ['modules that it had', { ...modules, added: 0 }, 'exact', 'skipped'],
    ['modules of another go.sum', { ...modules, added: 0 }, 'partial', undefined],
  ])('%s', (_, selection, result, expected) => {
    expect(judgeSelection(selection, result)?.outcome).toBe(expected);
  });
});
