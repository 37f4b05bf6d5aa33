import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from '../../src/domain/retry-after.ts';

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
