import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseNamedDownloads } from '../../src/cache/go-sum.ts';

describe('parseNamedDownloads', () => {
  it('names the zip and the mod file, with capitals escaped as the module cache writes them', () => {
    const { zips, mods } = parseNamedDownloads([
      'github.com/BurntSushi/toml v1.0.0-RC1 h1:abc=\ngithub.com/BurntSushi/toml v1.0.0-RC1/go.mod h1:def=\n',
    ]);
    expect([...zips]).toEqual(['github.com/!burnt!sushi/toml/@v/v1.0.0-!r!c1.zip']);
    expect([...mods]).toEqual(['github.com/!burnt!sushi/toml/@v/v1.0.0-!r!c1.mod']);
  });

  it('joins several files, with Windows line ends too', () => {
    const { zips } = parseNamedDownloads(['a.b/c v1.0.0 h1:x=\r\n', 'd.e/f v2.0.0 h1:y=\r\n']);
    expect([...zips]).toEqual(['a.b/c/@v/v1.0.0.zip', 'd.e/f/@v/v2.0.0.zip']);
  });

  it('names nothing outside the folder, whatever a pull request writes into go.sum', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'C:', '\\', '/', '..\\', 'v1/go.mod');
    fc.assert(
      fc.property(fc.array(part), fc.array(part), (module, version) => {
        const line = `${module.join('/')} ${version.join('/')} h1:x=`;
        const { zips, mods } = parseNamedDownloads([line]);
        for (const name of [...zips, ...mods]) {
          expect(name).not.toMatch(/[\\:]|^\/|(^|\/)\.{0,2}\//);
          expect(name).toMatch(/\/@v\/[^@]+\.(zip|mod)$/);
        }
      }),
    );
  });

  it('reads any text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseNamedDownloads([text]).zips.size).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
