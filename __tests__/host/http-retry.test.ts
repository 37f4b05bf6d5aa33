import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, isTransientStatus } from '../../src/host/http-retry.ts';

describe('backoff', () => {
  it('stays between a quarter of a second and eight seconds, whatever the try', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const wait = backoffMs(attempt, random);
          expect(wait).toBeGreaterThanOrEqual(250);
          expect(wait).toBeLessThanOrEqual(8000);
        },
      ),
    );
  });
});

describe('transient statuses', () => {
  it.each([408, 429, 500, 502, 503, 504])('tries again after %i', (status) => {
    expect(isTransientStatus(status)).toBe(true);
  });
  it.each([200, 301, 400, 401, 403, 404, 409, 422, 501, 505])('accepts %i as final', (status) => {
    expect(isTransientStatus(status)).toBe(false);
  });
});
