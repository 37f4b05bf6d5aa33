import { describe, expect, it } from '@jest/globals';

import { readRestoreAnswer, readSaveAnswer } from '../../src/cache/toolkit-answer.ts';

// The lines that cacheTwirpClient.ts and cache.ts of @actions/cache print when the service is down.
const DOWN = 'Failed to make request after 5 attempts: Failed request: (503) Service Unavailable';

describe('readRestoreAnswer', () => {
  it.each([
    ['nothing printed', [], { kind: 'miss' }],
    [
      'a warning over two lines',
      ['::warning::Failed to restore: 100%25 wrong%0Aand more'],
      { kind: 'failed', reason: '100% wrong and more' },
    ],
    [
      'a server error',
      [`::error::Failed to restore: Failed to GetCacheEntryDownloadURL: ${DOWN}`],
      { kind: 'failed', reason: `Failed to GetCacheEntryDownloadURL: ${DOWN}` },
    ],
  ])('%s', (_, printed, expected) => {
    expect(readRestoreAnswer(undefined, printed)).toEqual(expected);
  });

  it('believes a key even when something was printed', () => {
    expect(readRestoreAnswer('k', ['::warning::Failed to restore: x'])).toEqual({
      kind: 'hit',
      matchedKey: 'k',
    });
  });
});

describe('readSaveAnswer', () => {
  const blamed =
    'Failed to save: Unable to reserve cache with key k, another job may be creating it.';

  it.each([
    [
      'a service that is down, though another job is blamed',
      [`::debug::Failed to reserve cache: Error: Failed to CreateCacheEntry: ${DOWN}`, blamed],
      { kind: 'failed', reason: `Failed to CreateCacheEntry: ${DOWN}` },
    ],
    [
      'a conflict',
      ['::debug::Failed to reserve cache: Error: Failed request: (409) Conflict', blamed],
      { kind: 'exists' },
    ],
    [
      'a conflict of version 1',
      ['Failed to save: Unable to reserve cache. More details: Cache already exists. Scope: main'],
      { kind: 'exists' },
    ],
    [
      'a warning without the usual words',
      ['::warning::could not finalize'],
      { kind: 'failed', reason: 'could not finalize' },
    ],
    ['silence', [], { kind: 'failed', reason: 'the cache service did not say why' }],
  ])('%s', (_, printed, expected) => {
    expect(readSaveAnswer(-1, printed)).toEqual(expected);
  });

  it('takes any other number for a saved entry', () => {
    expect(readSaveAnswer(0, [])).toEqual({ kind: 'saved' });
  });
});
