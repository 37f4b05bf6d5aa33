import { describe, expect, it } from '@jest/globals';
import { parseVersionFile } from '../../src/toolchain/version-files.ts';

describe('a version file', () => {
  it.each([
    [
      'the toolchain line before the go line',
      'go.mod',
      'module m\ngo 1.24.0\ntoolchain go1.25.3\n',
      '1.25.3',
    ],
    ['the go line alone', 'go.mod', 'module m\n\ngo 1.24\n', '1.24'],
    ['a go line with a comment and CRLF', 'go.mod', 'module m\r\ngo 1.24.1 // why\r\n', '1.24.1'],
    ['a release candidate', 'go.mod', 'module m\ngo 1.26rc1\n', '1.26rc1'],
    ['a release candidate as toolchain', 'go.mod', 'go 1.25\ntoolchain go1.26rc2\n', '1.26rc2'],
    ['no toolchain for "default"', 'go.mod', 'go 1.24\ntoolchain default\n', '1.24'],
    [
      "no suffix of a toolchain's builder",
      'go.mod',
      'go 1.21\ntoolchain go1.21.3-acme\n',
      '1.21.3',
    ],
    ['no commented line', 'go.mod', 'module m\n// toolchain go1.99.0\ngo 1.24\n', '1.24'],
    [
      'no required module named go',
      'go.mod',
      'module m\ngo 1.24\nrequire (\n\tgo.uber.org/x v1.0.0\n)\n',
      '1.24',
    ],
    ['go.work', 'sub/go.work', 'go 1.24\n\nuse ./a\ntoolchain go1.25.1\n', '1.25.1'],
    ['golang of .tool-versions', '.tool-versions', 'nodejs 24\ngolang 1.25.3 # pinned\n', '1.25.3'],
    ['go of .tool-versions', '.tool-versions', 'go 1.25\n', '1.25'],
    ['the first of several versions', '.tool-versions', 'golang 1.25.3 1.24.1\n', '1.25.3'],
    ['not the system version', '.tool-versions', 'golang system 1.24.1\n', '1.24.1'],
    ['mise.toml', 'mise.toml', '[tools]\nnode = "24"\ngo = "1.25"\n', '1.25'],
    ['a prefix in mise.toml', 'mise.toml', '[tools]\ngo = "prefix:1.25"\n', '1.25'],
    ['a list in mise.toml', '.mise.toml', '[tools]\ngo = ["1.25.3", "1.24"]\n', '1.25.3'],
    ['a table in mise.toml', 'mise.local.toml', '[tools]\ngo = { version = "1.25.3" }\n', '1.25.3'],
    ['latest in mise.toml', 'mise.toml', '[tools]\ngo = "latest"\n', 'stable'],
    ["mise's own folder", '.config/mise/config.toml', '[tools]\ngo = "1.25"\n', '1.25'],
    ["mise's own folder on Windows", 'mise\\config.local.toml', '[tools]\ngo = "1.25"\n', '1.25'],
    ['the latest of a minor in .tool-versions', '.tool-versions', 'golang latest:1.25\n', '1.25'],
    ['TOML after a byte order mark', 'mise.toml', '\uFEFF[tools]\ngo = "1.25"\n', '1.25'],
    ['.prototools', '.prototools', 'go = "~1.25"\n', '~1.25'],
    ['the whole of .go-version', '.go-version', '  1.25.3\n', '1.25.3'],
    [
      'the whole of any other file, without comments',
      'versions/go.txt',
      '# pinned\n1.25.3\n',
      '1.25.3',
    ],
  ])('gives %s', (_name, file, text, expected) => {
    expect(parseVersionFile(file, text)).toBe(expected);
  });

  it('gives the go line to a user who wants no toolchain switch', () => {
    const text = 'go 1.24.0\ntoolchain go1.25.3\n';
    expect(parseVersionFile('go.mod', text, { toolchainLine: false })).toBe('1.24.0');
  });

  it.each([
    ['a go.mod without versions', 'go.mod', 'module m\n'],
    ['an empty .go-version', '.go-version', '\n'],
    ['.tool-versions without Go', '.tool-versions', 'nodejs 24\n'],
    ['.tool-versions with the system Go', '.tool-versions', 'golang system\n'],
    ['mise.toml without Go', 'mise.toml', '[tools]\nnode = "24"\n'],
    ['mise.toml without tools', 'mise.toml', ''],
    ['.prototools without Go', '.prototools', 'node = "24"\n'],
  ])('is an error when it holds none: %s', (_name, file, text) => {
    expect(() => parseVersionFile(file, text)).toThrow(
      expect.objectContaining({
        code: 'no-version-in-file',
        message: expect.stringContaining(file),
      }),
    );
  });

  it.each([
    ['mise.toml', '[tools]\ngo = 1.20\n'],
    ['mise.toml', '[tools]\ngo = { version = 1.20 }\n'],
    ['.prototools', 'go = 1.20\n'],
  ])('is refused when %s gives a number, which has lost its zero: %j', (file, text) => {
    expect(() => parseVersionFile(file, text)).toThrow(
      expect.objectContaining({
        code: 'bad-version-file',
        message: `${file} gives the version of Go as the number 1.2`,
        hint: expect.stringContaining('quotes'),
      }),
    );
  });

  it('names the file when its TOML is broken', () => {
    expect(() => parseVersionFile('mise.toml', '[tools\n')).toThrow(
      expect.objectContaining({
        code: 'bad-version-file',
        message: expect.stringContaining('mise.toml'),
      }),
    );
  });
});
