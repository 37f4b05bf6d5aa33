import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/domain/errors.ts';
import { parseModFile } from '../../src/project/gomod.ts';

const FILE = '/checkout/go.mod';

describe('parseModFile', () => {
  it('reads every line that decides something here', () => {
    const text = `// Deprecated: use v2 instead.
module example.com/app // the app

go 1.25.0
toolchain go1.25.3

require (
	golang.org/x/time v0.15.0
	example.com/lib v1.2.3 // indirect
)

replace example.com/lib v1.2.3 => ../lib
replace (
	example.com/fork => example.com/mine v1.0.0
)
`;
    expect(parseModFile(text, FILE)).toEqual({
      module: 'example.com/app',
      go: '1.25.0',
      toolchain: 'go1.25.3',
      use: [],
      replace: [
        { path: 'example.com/lib', version: 'v1.2.3', newPath: '../lib' },
        { path: 'example.com/fork', newPath: 'example.com/mine', newVersion: 'v1.0.0' },
      ],
    });
  });

  it.each([
    ['lines', 'use ./api\nuse ./cli\n'],
    ['a block', 'use (\n\t./api\n\t./cli // the tool\n)\n'],
    ['quoted paths', 'use "./api"\nuse `./cli`\n'],
    ['CRLF line ends', 'use (\r\n\t./api\r\n\t./cli\r\n)\r\n'],
    ['a block without a blank before it', 'use(\n./api\n./cli\n)'],
  ])('reads the folders of go.work from %s', (_, text) => {
    expect(parseModFile(`go 1.25\n${text}`, '/checkout/go.work').use).toEqual(['./api', './cli']);
  });

  it.each([
    ['a byte order mark', '\uFEFFmodule example.com/app', 'example.com/app'],
    ['a comment straight behind a word', 'module example.com/app//x', 'example.com/app'],
    ['a quoted path with a blank', 'module "example.com/a b"', 'example.com/a b'],
    ['a module block', 'module (\n\texample.com/app\n)', 'example.com/app'],
    ['an empty block first', 'require ()\nmodule example.com/app', 'example.com/app'],
    [
      'brackets in a retract line',
      'module example.com/app\nretract [v1.0.0, v1.1.0]',
      'example.com/app',
    ],
  ])('copes with %s', (_, text, module) => {
    expect(parseModFile(text, FILE).module).toBe(module);
  });

  it('does not take the word "module" in a comment or a require block for a module line', () => {
    const text = '// module example.com/no\nrequire (\n\tmodule v1.0.0\n)\n';
    expect(parseModFile(text, FILE).module).toBeUndefined();
  });

  it.each([
    ['a block that is never closed', 'module a\nrequire (\n\tb v1.0.0\n', 2],
    ['a string that is never closed', 'module "a', 1],
    ['a replace line without an arrow', 'module a\n\nreplace b ../b', 3],
  ])('refuses %s, with the line', (_, text, line) => {
    const error = thrownBy(() => parseModFile(text, FILE));
    expect(error.code).toBe('bad-go-mod');
    expect(error.location).toEqual({ file: FILE, line });
    expect(error.located).toEqual([]);
  });

  const modulePath = fc.stringMatching(/^[a-z]{1,8}\.[a-z]{2,3}(\/[a-zA-Z0-9._~-]{1,8}){0,3}$/);
  const blank = fc.stringMatching(/^[ \t]{1,3}$/);
  const comment = fc.constantFrom('', ' // indirect', '//x', ' // "quoted" (here)');

  it('finds the module path whatever the blanks, quotes and comments around it', () => {
    fc.assert(
      fc.property(
        modulePath,
        blank,
        comment,
        fc.constantFrom('"', '`', ''),
        (path, gap, end, quote) => {
          const text = `\n// head\nmodule${gap}${quote}${path}${quote}${end}\ngo 1.25\n`;
          const parsed = parseModFile(text, FILE);
          expect(parsed).toMatchObject({ module: path, go: '1.25' });
        },
      ),
    );
  });

  it('answers or refuses any text, and never fails in another way', () => {
    const piece = fc.constantFrom(
      'module',
      ' ',
      '\n',
      '(',
      ')',
      '"',
      '`',
      '//',
      '=>',
      'replace',
      'a',
      '\\',
      ',',
      '[',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          parseModFile(pieces.join(''), FILE);
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError);
        }
      }),
    );
  });
});

function thrownBy(work: () => unknown): ActionError {
  try {
    work();
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
