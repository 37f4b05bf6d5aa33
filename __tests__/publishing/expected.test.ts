import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExpected } from '../../src/publishing/expected.ts';
import { refusal } from '../build/refusal.ts';

describe('the expect input', () => {
  it('takes names by line or comma, and the checksums need not be among them', () => {
    expect(parseExpected('a.zip, b.zip\n\n c.tar.gz \r\nSHA256SUMS')).toEqual([
      'a.zip',
      'b.zip',
      'c.tar.gz',
    ]);
  });

  it('takes the assets output of plan as it is', () => {
    const name = fc.stringMatching(/^[a-z0-9_.-]{1,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
        expect(parseExpected(JSON.stringify(names))).toEqual(names);
      }),
    );
  });

  it.each([
    [undefined, 'names no asset'],
    [' \n', 'names no asset'],
    ['[]', 'names no asset'],
    ['SHA256SUMS', 'names no asset'],
    ['a, b, a', 'names "a" twice'],
    ['["a"', 'begins like a JSON list'],
    ['[1]', 'something other than names'],
  ])('refuses %j: it %s', (text, why) => {
    expect(refusal(() => parseExpected(text))).toMatchObject({
      code: 'bad-expect',
      message: expect.stringContaining(why) as unknown,
    });
  });
});
