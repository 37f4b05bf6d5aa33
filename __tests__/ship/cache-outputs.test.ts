import { describe, expect, it } from '@jest/globals';
import { outputCaches } from '../../src/ship/cache-outputs.ts';
import { recordingRunner } from './recording-runner.ts';

describe('the cache outputs', () => {
  const report = (modules: 'exact' | 'partial' | 'off', build: 'exact' | 'miss' | 'off') => ({
    caches: [
      { name: 'modules' as const, result: modules, ms: 1 },
      { name: 'build' as const, result: build, ms: 1 },
    ],
    warnings: [],
    state: {
      caches: [],
      write: { when: 'never' as const, reason: '' },
      sumFiles: [],
      restoredAtMs: 0,
    },
  });

  it.each([
    ['both exact', report('exact', 'exact'), 'true'],
    ['one exact, one off', report('exact', 'off'), 'true'],
    ['one exact, one missed', report('exact', 'miss'), 'false'],
    ['one by prefix', report('partial', 'exact'), 'false'],
    ['both off', report('off', 'off'), undefined],
    ['none at all', undefined, undefined],
  ])('cache-hit with %s', (_name, restored, expected) => {
    const { runner, outputs } = recordingRunner();
    outputCaches(restored, runner);
    expect(outputs.get('cache-hit')).toBe(expected);
  });
});
