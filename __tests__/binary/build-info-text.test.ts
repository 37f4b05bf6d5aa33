import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseBuildInfoText } from '../../src/binary/build-info-text.ts';
import { cutGoString } from '../../src/binary/go-quote.ts';

describe('build info text', () => {
  it('reads modules, replacements and settings', () => {
    const text = [
      'path\texample.com/tool/cmd/tool',
      'mod\texample.com/tool\tv1.2.3\th1:main=',
      'dep\texample.com/plain\tv0.1.0\th1:plain=',
      'dep\texample.com/old\tv1.0.0',
      '=>\texample.com/fork\tv1.0.1\th1:fork=',
      'build\tGOOS=linux',
      'build\t-ldflags="-X \'main.name=a b\'\\t\\u00e9"',
      'build\t"odd key"=`raw`',
      'build\tCGO_CFLAGS=',
      'future\tunknown',
      '',
    ].join('\n');
    expect(parseBuildInfoText(text, 'go1.26.8')).toEqual({
      goVersion: 'go1.26.8',
      path: 'example.com/tool/cmd/tool',
      mainModule: { path: 'example.com/tool', version: 'v1.2.3', sum: 'h1:main=' },
      dependencies: [
        { path: 'example.com/plain', version: 'v0.1.0', sum: 'h1:plain=' },
        {
          path: 'example.com/old',
          version: 'v1.0.0',
          replace: { path: 'example.com/fork', version: 'v1.0.1', sum: 'h1:fork=' },
        },
      ],
      settings: {
        GOOS: 'linux',
        '-ldflags': "-X 'main.name=a b'\té",
        'odd key': 'raw',
        CGO_CFLAGS: '',
      },
    });
  });

  it.each([
    ['a module without a version', 'dep\texample.com/x'],
    ['a replacement of nothing', '=>\texample.com/x\tv1\th1:x='],
    ['a setting without a name', 'build\t=x'],
    ['a setting without a value', 'build\tGOOS'],
    ['a quote left open', 'build\tGOOS="linux'],
    ['text behind a quoted value', 'build\tGOOS="linux"x'],
  ])('says which line has %s', (_case, line) => {
    expect(parseBuildInfoText(`path\tx\n${line}\n`, undefined)).toEqual({
      damage: expect.stringMatching(/^line 2: /),
    });
  });

  it('keeps a setting named like an object property to itself', () => {
    const parsed = parseBuildInfoText('build\t__proto__=x\n', undefined);
    expect('settings' in parsed && Object.entries(parsed.settings)).toEqual([['__proto__', 'x']]);
    expect({}).not.toHaveProperty('x');
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'path',
      'mod',
      'dep',
      '=>',
      'build',
      '\t',
      '\n',
      '=',
      '"',
      '\\',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(parseBuildInfoText(pieces.join(''), undefined)).toBeDefined();
      }),
    );
  });
});

describe('a Go string literal', () => {
  it('is read back from what JSON writes, whose escapes Go shares', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (value, rest) => {
        expect(cutGoString(`${JSON.stringify(value)}${rest}`)).toEqual({ value, rest });
      }),
    );
  });

  it.each([
    ['bytes', '"\\xc3\\xa9"', 'é'],
    ['octal', '"\\303\\251"', 'é'],
    ['a long code point', '"\\U0001F600"', '😀'],
    ['raw text', '`a\\n"b`', 'a\\n"b'],
  ])('may hold %s', (_case, literal, value) => {
    expect(cutGoString(literal)).toEqual({ value, rest: '' });
  });

  it.each(['', 'x', '"', '"\\', '"\\q"', '"\\U00110000"', '`open'])('is not %j', (text) => {
    expect(cutGoString(text)).toBeUndefined();
  });
});
