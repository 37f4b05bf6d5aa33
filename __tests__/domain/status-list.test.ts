import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { includesStatus, parseStatusList } from '../../src/domain/status-list.ts';

const status = fc.integer({ min: 100, max: 599 });

describe('lists of HTTP statuses', () => {
  it.each([
    [['200'], [200], [199, 201]],
    [['2xx'], [200, 299], [199, 300]],
    [['4XX'], [400, 499], [399, 500]],
    [['200-204'], [200, 202, 204], [199, 205]],
    [['200 - 204', '302'], [204, 302], [301]],
  ])('%j holds %j and not %j', (items, inside, outside) => {
    const list = parseStatusList('expect-status', items);
    expect(inside.every((one) => includesStatus(list, one))).toBe(true);
    expect(outside.some((one) => includesStatus(list, one))).toBe(false);
  });

  it.each([
    'ok',
    '20',
    '2000',
    '600',
    '099',
    '2x',
    '6xx',
    '300-200',
    '200-',
    '-200',
    '200,201',
    '',
  ])('refuses %j', (item) => {
    expect(() => parseStatusList('expect-status', [item])).toThrow(
      expect.objectContaining({
        code: 'bad-status',
        message: `Input "expect-status" does not take "${item}"`,
      }),
    );
  });

  it('holds a status exactly when one of its ranges does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(status, status), { minLength: 1 }), status, (pairs, one) => {
        const ranges = pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
        const list = parseStatusList(
          'x',
          ranges.map(([a, b]) => `${a}-${b}`),
        );
        expect(includesStatus(list, one)).toBe(ranges.some(([a, b]) => one >= a && one <= b));
      }),
    );
  });
});
