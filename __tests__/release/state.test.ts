import { describe, expect, it } from '@jest/globals';
import { parseReleaseState } from '../../src/release/state.ts';

const STATE = {
  version: 1,
  plan: {
    planId: 'a'.repeat(64),
    desired: { tag: 'v1', repository: 'o/r' },
    assets: [{ name: 'a.zip' }],
  },
  createdIds: [1],
  artifacts: [{ name: 'a.zip', path: '/a.zip', digest: 'sha256:0', sizeBytes: 1 }],
};

describe('parseReleaseState', () => {
  it('takes back what was written', () => {
    expect(parseReleaseState(STATE)).toEqual(STATE);
  });

  it('takes back the lines of checksums that were replaced', () => {
    const listed = [{ name: 'b.zip', digest: 'sha256:0' }];
    expect(parseReleaseState({ ...STATE, listed })).toEqual({ ...STATE, listed });
  });

  it.each([
    ['lines without a digest', { ...STATE, listed: [{ name: 'b.zip' }] }],
    ['another version', { ...STATE, version: 2 }],
    ['no plan', { ...STATE, plan: undefined }],
    ['a release id that is no number', { ...STATE, releaseId: '1' }],
    ['an artifact without a file', { ...STATE, artifacts: [{ name: 'a.zip' }] }],
    ['nothing', null],
  ])('refuses %s', (_name, json) => {
    expect(() => parseReleaseState(json)).toThrow(/cannot be read/);
  });
});
