import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAssetNames, githubAssetName } from '../../src/release/asset-names.ts';

describe('githubAssetName', () => {
  it.each([
    ['hello_1.2.3_linux_amd64.tar.gz', 'hello_1.2.3_linux_amd64.tar.gz'],
    ['hello world.zip', 'hello.world.zip'],
    ['hello~1.zip', 'hello.1.zip'],
    ['a..b.zip', 'a.b.zip'],
    ['.hidden', 'default.hidden'],
    ['größe.txt', 'große.txt'.replace('ß', '.')],
    ['日本.zip', 'default.zip'],
    ['name.', 'default.name'],
    ['a+b@c-d_e', 'a+b@c-d_e'],
  ])('%s becomes %s', (asked, stored) => {
    expect(githubAssetName(asked)).toBe(stored);
  });

  it('changes no name that it gave', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const once = githubAssetName(name);
        fc.pre(/[a-z0-9]/i.test(once.replace('default', '')));
        expect(githubAssetName(once)).toBe(once);
      }),
    );
  });
});

describe('checkAssetNames', () => {
  it('accepts names that stay as they are and differ', () => {
    expect(() => {
      checkAssetNames(['a.zip', 'b.zip', 'SHA256SUMS']);
    }).not.toThrow();
  });

  it.each([
    ['a name that GitHub changes', ['my app.zip'], /rename the asset "my app.zip" to "my.app.zip"/],
    ['names that differ only in case', ['App.zip', 'app.zip'], /differ only in case/],
    ['the same name twice', ['a.zip', 'a.zip'], /Two assets are named "a.zip"/],
  ])('refuses %s', (_name, names, message) => {
    expect(() => {
      checkAssetNames(names);
    }).toThrow(message);
  });
});
