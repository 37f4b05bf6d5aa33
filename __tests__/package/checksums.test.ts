import { describe, expect, it } from '@jest/globals';

import type { Digest } from '../../src/domain/digest.ts';
import { renderChecksums } from '../../src/package/checksums.ts';

const A: Digest = `sha256:${'a'.repeat(64)}`;

describe('SHA256SUMS', () => {
  it('is sorted by the bytes of the names, whatever the locale', () => {
    const names = ['b', 'a.zip', 'é', 'a', 'B', 'a_1'];
    const text = renderChecksums(names.map((name) => ({ name, digest: A })));
    expect(text.split('\n').map((line) => line.slice(66))).toEqual([
      'B',
      'a',
      'a.zip',
      'a_1',
      'b',
      'é',
      '',
    ]);
  });

  it.each([
    ['a name twice', ['x', 'x']],
    ['a line break in a name', ['x\ny']],
  ])('refuses %s', (_case, names) => {
    expect(() => renderChecksums(names.map((name) => ({ name, digest: A })))).toThrow();
  });
});
