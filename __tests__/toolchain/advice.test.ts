import { describe, expect, it } from '@jest/globals';
import { adviseNewerGo } from '../../src/toolchain/advice.ts';

describe('a Go that a file of the repository asks for', () => {
  it.each([
    ['a newer patch is there', '1.25.3', ['1.25.3', '1.25.9'], /this runner has 1\.25\.9/],
    [
      'two newer minors are there',
      '1.24.9',
      ['1.24.9', '1.26.0'],
      /no more security fixes.*1\.26\.0/,
    ],
    ['both', '1.24.1', ['1.24.9', '1.26.1'], /no more security fixes/],
  ])('gets a word when %s', (_name, version, known, words) => {
    expect(adviseNewerGo(version, 'go.mod', known)).toMatch(words);
  });

  it.each([
    ['it is the newest there', '1.25.9', ['1.25.3', '1.25.9', '1.24.11']],
    ['one newer minor is there', '1.25.9', ['1.25.9', '1.26.1']],
    ['only a pre-release is newer', '1.25.9', ['1.25.9', '1.26.0-rc.1', '1.27.0-rc.1']],
    ['nothing else is known', '1.25.9', []],
    ['it is a pre-release itself', '1.26rc1', ['1.28.0']],
    ['it is no release', 'devel', ['1.28.0']],
  ])('gets none when %s', (_name, version, known) => {
    expect(adviseNewerGo(version, 'go.mod', known)).toBeUndefined();
  });
});
