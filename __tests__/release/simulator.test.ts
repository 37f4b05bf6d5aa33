import { describe, expect, it } from '@jest/globals';
import { runHistory } from './simulator/history.ts';

/**
 * Seeds that once broke an invariant, and what was wrong then. They may tell another story after the
 * simulator was changed; their number in a fresh run is what keeps it honest.
 */
const KEPT: readonly (readonly [seed: number, was: string])[] = [
  [2, 'a second upload began before the assets of the release were read'],
  [6, 'a draft found by GraphQL alone was filled although a list would have shown an earlier one'],
  [600_362, 'an asset of a release that had just become public was replaced'],
  [600_913, 'a draft was made beside a published release that only GraphQL showed already'],
  [300_146, 'a job failed since another had published for good while it wrote the checksums'],
  [301_031, 'checksums that another job was sending were deleted as a broken upload'],
  [
    5115,
    'someone deleted an asset while the publishing update was refused, so nothing was published',
  ],
  [6930, 'a complete draft was left by a job that another one was faster than'],
  [5845, 'two replacements of one job met, and one went by a look at the checksums that was old'],
  [42, 'an immutable release without digests was not recognised as released'],
];

/** First seed and number of the histories that every run of the tests plays. */
const [FIRST, HISTORIES] = [100_000, 300];

async function problemOf(seed: number): Promise<string | undefined> {
  const { problem } = await runHistory(seed);
  if (problem === undefined) return undefined;
  const { lines } = await runHistory(seed, true);
  return `${lines.join('\n')}\nseed ${seed}: ${problem}`;
}

describe('many jobs that fill one release while everything goes wrong', () => {
  it.each(KEPT)('end well again with seed %i, where %s', async (seed) => {
    expect(await problemOf(seed)).toBeUndefined();
  });

  it(`end well in ${HISTORIES} histories`, async () => {
    for (let seed = FIRST; seed < FIRST + HISTORIES; seed += 1) {
      expect(await problemOf(seed)).toBeUndefined();
    }
  });

  it('do the same for the same seed', async () => {
    const [once, again] = [await runHistory(7, true), await runHistory(7, true)];
    expect(again).toEqual(once);
    expect(once.requests).toBeGreaterThan(10);
  });

  it('meet every kind of trouble', async () => {
    const told: string[] = [];
    for (let seed = FIRST; seed < FIRST + 100; seed += 1) {
      told.push((await runHistory(seed, true)).lines.join('\n'));
    }
    const histories = (text: string): number => told.filter((one) => one.includes(text)).length;
    const troubles = [
      ' dies before ',
      ' dies during ',
      'someone deletes the draft',
      'secondary-limit',
      'primary-limit',
      '"status":502,"when":"after"',
      '"kind":"reset","when":"after"',
      '"kind":"truncate"',
      '"kind":"starter"',
      ' -> 422',
      'Moving to the draft',
      'Deleted the spare draft',
      'hashing a download',
      '"immutable":true',
      '"classic":true',
      '--- re-run of failed jobs',
      '--- re-run of all jobs',
    ];
    expect(troubles.filter((text) => histories(text) === 0)).toEqual([]);
  });
});
