import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { planCaches } from '../../src/cache/plan.ts';
import { parseCacheState, type CacheState } from '../../src/cache/state.ts';
import { DEFAULTS, PUSH } from './cache-facts.ts';

const plan = planCaches(DEFAULTS, { ...PUSH, publishes: true });
const state: CacheState = {
  caches: plan.caches.map((cache) => ({
    plan: cache,
    result: cache.on ? 'partial' : 'off',
    useless: true,
    restoredList: '/temp/list',
  })),
  write: plan.write,
  sumFiles: plan.sumFiles,
  restoredAtMs: 1_760_000_000_000,
};

describe('parseCacheState', () => {
  it('gives back what went through JSON', () => {
    expect(parseCacheState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it.each([
    ['no object', 'text'],
    ['an array', []],
    ['an unknown result', { ...state, caches: [{ plan: plan.caches[0], result: 'hit' }] }],
    ['an unknown cache', { ...state, caches: [{ plan: { name: 'x', on: false }, result: 'off' }] }],
    ['a plan without keys', { ...state, caches: [{ plan: { name: 'build', on: true } }] }],
    ['no time', { ...state, restoredAtMs: '5' }],
    ['an unknown rule', { ...state, write: { when: 'perhaps', reason: '' } }],
  ])('refuses %s', (_, value) => {
    expect(parseCacheState(value)).toBeUndefined();
  });

  it('refuses any other JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseCacheState(value)).toBeUndefined();
      }),
    );
  });
});
