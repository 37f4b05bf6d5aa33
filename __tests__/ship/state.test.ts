import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepRunState, readRunState, RUN_STATE } from '../../src/ship/state.ts';
import { recordingRunner } from './recording-runner.ts';

const caches = {
  caches: [
    {
      plan: { name: 'modules' as const, on: false as const, reason: 'x'.repeat(200_000) },
      result: 'off' as const,
    },
  ],
  write: { when: 'always' as const, reason: 'asked' },
  sumFiles: [],
  restoredAtMs: 5,
};

let temp: string;

beforeEach(() => {
  temp = mkdtempSync(path.join(os.tmpdir(), 'state-'));
});

afterEach(() => {
  rmSync(temp, { recursive: true });
});

function keep(): { readonly states: Map<string, string>; readonly reference: () => string } {
  const { runner, states } = recordingRunner();
  const state = keepRunState({ ...runner, context: { temp } }, { caches, succeeded: false });
  state.update({ succeeded: true });
  return { states, reference: () => states.get(RUN_STATE) ?? '' };
}

describe('the state that main leaves for post', () => {
  it('reads back as it was after the last update', () => {
    expect(readRunState(keep().reference())).toEqual({ caches, succeeded: true });
  });

  it('fits into an environment variable however large it is', () => {
    expect(keep().reference().length).toBeLessThan(1000);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one that is no reference', '{}'],
  ])('is nothing when there is %s', (_name, text) => {
    expect(readRunState(text)).toBeUndefined();
  });

  it('is refused when its file was changed, and when it is gone', () => {
    const reference = keep().reference();
    const file = reference.split(' ').slice(1).join(' ');
    writeFileSync(file, '{"version":1,"succeeded":true}');
    expect(() => readRunState(reference)).toThrow(/is gone or was changed/);
    rmSync(file);
    expect(() => readRunState(reference)).toThrow(/is gone or was changed/);
  });
});
