import { describe, expect, it } from '@jest/globals';

import { readVerification } from '../../src/cache/verify.ts';

const UNHASHED =
  'a.b/c v1.0.0: missing ziphash: open /go/cache/download/a.b/c/@v/v1.0.0.ziphash: no such file';

describe('readVerification', () => {
  it('takes the exit status for an answer when nothing is wrong', () => {
    expect(readVerification(0, 'all modules verified\n')).toEqual({ kind: 'unmodified' });
  });

  it('names every module that was changed, and not those that go will unpack anew', () => {
    const output = [
      'go: downloading a.b/d v1.1.0',
      UNHASHED,
      'a.b/d v1.1.0: dir has been modified (/go/a.b/d@v1.1.0)',
      'a.b/e/v2 v2.0.0: zip has been modified (/go/cache/download/a.b/e/v2/@v/v2.0.0.zip)',
      'a.b/f v0.1.0: zip: not a valid zip file',
    ];
    expect(readVerification(1, output.join('\n'))).toEqual({
      kind: 'modified',
      modules: [
        'a.b/d v1.1.0 (dir has been modified)',
        'a.b/e/v2 v2.0.0 (zip has been modified)',
        'a.b/f v0.1.0 (zip: not a valid zip file)',
      ],
    });
  });

  it('finds no fault with a module whose hash is missing', () => {
    expect(readVerification(1, UNHASHED)).toEqual({ kind: 'unmodified' });
  });

  it.each([
    ['a graph that cannot be read', 'go: a.b/c@v1.0.0: reading a.b/c/go.mod: 404 Not Found'],
    ['a changed go.mod', 'verifying a.b/c@v1.0.0/go.mod: checksum mismatch'],
    ['no words at all', ''],
  ])('has no answer for %s', (_, output) => {
    expect(readVerification(1, output)).toEqual({ kind: 'failed', reason: output });
  });
});
