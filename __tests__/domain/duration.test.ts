import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../src/domain/duration.ts';

const any = { leastMs: 0, mostMs: Number.MAX_SAFE_INTEGER };

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1m30s', 90_000],
    ['1.5s', 1_500],
    ['90', 90_000],
    ['0.25', 250],
    [' 10s ', 10_000],
  ])('reads %s as %i ms', (text, ms) => {
    expect(parseDuration('timeout', text, any)).toBe(ms);
  });

  it.each(['', 's', '5 minutes', '-1s', '1e3', '5M', '1s ago', '.5s', '5s5', 'Infinity', '٣s'])(
    'refuses %j and says how to write one',
    (text) => {
      expect(() => parseDuration('timeout', text, any)).toThrow(
        expect.objectContaining({
          code: 'bad-duration',
          message: `Input "timeout" does not take "${text}"`,
          hint: 'Write it as 500ms, 30s or 5m.',
        }),
      );
    },
  );

  it('refuses one outside its range and names the range', () => {
    const range = { leastMs: 100, mostMs: 3_600_000 };
    expect(() => parseDuration('interval', '0', range)).toThrow(
      expect.objectContaining({ hint: 'It may be from 100 ms to 1 h.' }),
    );
    expect(() => parseDuration('interval', '61m', range)).toThrow(/"61m"/);
    expect(parseDuration('interval', '1h', range)).toBe(3_600_000);
  });

  it('reads back whatever is written in any of its units', () => {
    const units = [
      ['ms', 1],
      ['s', 1000],
      ['m', 60_000],
      ['h', 3_600_000],
    ] as const;
    fc.assert(
      fc.property(fc.nat(10_000), fc.constantFrom(...units), (amount, [unit, ms]) => {
        expect(parseDuration('x', `${amount}${unit}`, any)).toBe(amount * ms);
      }),
    );
  });

  it('either gives a finite time within the range or an error of its own for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const ms = parseDuration('x', text, { leastMs: 1, mostMs: 1_000_000 });
          expect(ms >= 1 && ms <= 1_000_000).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ActionError', code: 'bad-duration' });
        }
      }),
    );
  });

  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [12_340, '12.3 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [4_200_000, '1 h 10 min'],
  ])('writes %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
