import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, isTransientStatus, retryAfterMs } from '../../src/host/http-retry.ts';

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

describe('Retry-After', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  it.each([
    ['seconds', '5', 5000],
    ['a date ahead', 'Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['a date gone by', 'Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['nonsense', 'soon', undefined],
    ['no header', undefined, undefined],
  ])('reads %s', (_name, header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
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
