import { describe, expect, it } from '@jest/globals';

import { findCacheService } from '../../src/cache/service.ts';

const TOKEN = { ACTIONS_RUNTIME_TOKEN: 't' };
const V2 = { ...TOKEN, ACTIONS_CACHE_SERVICE_V2: 'True', ACTIONS_RESULTS_URL: 'https://r.test/' };
const GHES = { GITHUB_SERVER_URL: 'https://git.corp.test' };

describe('findCacheService', () => {
  it.each<[string, Record<string, string>, object | undefined]>([
    ['version 2', V2, { api: 2, baseUrl: 'https://r.test/', token: 't' }],
    ['none', TOKEN, undefined],
    ['an address without a token', { ...V2, ACTIONS_RUNTIME_TOKEN: '' }, undefined],
    ['an Enterprise Server without one', { ...V2, ...GHES }, undefined],
    [
      'an Enterprise Server with version 1',
      { ...V2, ...GHES, ACTIONS_CACHE_URL: 'https://c.test' },
      { api: 1, baseUrl: 'https://c.test/' },
    ],
    [
      'another runner with version 1',
      { ...TOKEN, ACTIONS_CACHE_URL: 'https://c.test/' },
      { api: 1 },
    ],
    ['a tenant of GitHub', { ...V2, GITHUB_SERVER_URL: 'https://corp.ghe.com' }, { api: 2 }],
  ])('reads from the variables: %s', (_, env, expected) => {
    const found = findCacheService(env);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it.each([
    ['none', false, false],
    ['read', true, false],
    ['write', true, true],
    ['write-only', false, true],
    ['', true, true],
    ['a-later-mode', true, true],
  ])('reads ACTIONS_CACHE_MODE "%s"', (mode, mayRead, mayWrite) => {
    expect(findCacheService({ ...V2, ACTIONS_CACHE_MODE: mode })).toMatchObject({
      mayRead,
      mayWrite,
    });
  });
});
