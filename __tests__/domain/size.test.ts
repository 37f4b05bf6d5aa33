import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatSize } from '../../src/domain/size.ts';

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [99_940_000, '99.9 MB'],
    [99_950_000, '100 MB'],
    [2_147_483_648, '2.1 GB'],
    [5e15, '5000 TB'],
  ])('of %i bytes is %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it('is never shown smaller for more bytes, nor off by more than its last digit', () => {
    const value = (text: string): number => {
      const [amount = '', unit = ''] = text.split(' ');
      return Number(amount) * 1000 ** ['B', 'kB', 'MB', 'GB', 'TB'].indexOf(unit);
    };
    const bytes = fc.integer({ min: 0, max: 900_000_000_000 });
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(value(formatSize(less))).toBeLessThanOrEqual(value(formatSize(more)));
        expect(Math.abs(value(formatSize(one)) - one)).toBeLessThanOrEqual(
          Math.max(one * 0.06, 500),
        );
      }),
    );
  });
});
