import { describe, expect, it } from '@jest/globals';
import { keepRunState, parseRunState, RUN_STATE } from '../../src/ship/state.ts';
import { recordingRunner } from './recording-runner.ts';

const caches = {
  caches: [
    {
      plan: { name: 'modules' as const, on: false as const, reason: 'off' },
      result: 'off' as const,
    },
  ],
  write: { when: 'always' as const, reason: 'asked' },
  sumFiles: [],
  restoredAtMs: 5,
};

describe('the state that main leaves for post', () => {
  it('reads back as it was after the last update', () => {
    const { runner, states } = recordingRunner();
    const state = keepRunState(runner, { caches, succeeded: false });
    state.update({ succeeded: true });
    expect(parseRunState(states.get(RUN_STATE))).toEqual({ caches, succeeded: true });
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one of another version', JSON.stringify({ version: 99, succeeded: true })],
  ])('is nothing when there is %s', (_name, text) => {
    expect(parseRunState(text)).toBeUndefined();
  });

  it('is refused when the release in it cannot be read', () => {
    const text = JSON.stringify({ version: 1, succeeded: true, release: { version: 1 } });
    expect(() => parseRunState(text)).toThrow(/cannot be read/);
  });
});
