import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextWaitMs } from '../../src/health/pacing.ts';

const pace = { budgetMs: 300_000, tryMs: 10_000, intervalMs: 2_000, consecutive: 3 };
const plenty = { remainingMs: 200_000, random: 0.5 };

describe('the wait between rounds', () => {
  it('is the interval after a healthy round', () => {
    expect(nextWaitMs(pace, { ...plenty, healthyInRow: 1, unhealthyInRow: 0 })).toBe(2000);
  });

  it('grows by half after each unhealthy one, up to eight intervals', () => {
    const waits = [1, 2, 3, 4, 20].map((unhealthyInRow) =>
      nextWaitMs(pace, { ...plenty, healthyInRow: 0, unhealthyInRow }),
    );
    expect(waits).toEqual([2000, 3000, 4500, 6750, 16_000]);
  });

  it('is spread by a quarter each way', () => {
    const waits = [0, 0.999].map((random) =>
      nextWaitMs(pace, { remainingMs: 99_999, random, healthyInRow: 0, unhealthyInRow: 1 }),
    );
    expect(waits).toEqual([1500, 2499]);
  });

  it('is shorter where the budget would end before enough healthy rounds', () => {
    const short = { remainingMs: 10_900, random: 0.5, healthyInRow: 1, unhealthyInRow: 0 };
    expect(nextWaitMs(pace, short)).toBe(450);
    expect(nextWaitMs(pace, { ...short, remainingMs: 900 })).toBe(0);
  });

  it('leaves a last round time for an answer, and ends after it', () => {
    const at = (remainingMs: number): number | undefined =>
      nextWaitMs(pace, { remainingMs, random: 0.5, healthyInRow: 0, unhealthyInRow: 9 });
    expect(at(15_000)).toBe(5_000);
    expect(at(26_000)).toBe(16_000);
    expect(at(10_900)).toBeUndefined();
    expect(at(0)).toBeUndefined();
    expect(at(-5)).toBeUndefined();
  });

  it('never passes the end of the budget and never asks without pause', () => {
    const standing = fc.record({
      healthyInRow: fc.constant(0),
      unhealthyInRow: fc.integer({ min: 1, max: 1000 }),
      remainingMs: fc.integer({ min: -1000, max: 300_000 }),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(standing, fc.integer({ min: 50, max: 60_000 }), (now, intervalMs) => {
        const waitMs = nextWaitMs({ ...pace, intervalMs }, now);
        if (waitMs === undefined) return;
        expect(waitMs).toBeLessThanOrEqual(now.remainingMs - pace.tryMs);
        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(intervalMs / 2));
      }),
    );
  });
});
