import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { ActionError } from '../../src/domain/errors.ts';
import { joinForGo, parseBuildFlags, splitWords } from '../../src/build/arguments.ts';
import { refusal } from './refusal.ts';

describe('splitWords', () => {
  it.each([
    { name: 'blanks and line ends', text: ' a  b\n\tc ', words: ['a', 'b', 'c'] },
    { name: 'single quotes, literally', text: `'a "b" \\n'`, words: ['a "b" \\n'] },
    { name: 'double quotes with escapes', text: `"a \\"b\\" \\\\ \\n"`, words: ['a "b" \\ \\n'] },
    { name: 'quotes inside a word', text: `-X=main.a='b c'"d"e`, words: ['-X=main.a=b cde'] },
    { name: 'an empty word', text: `a '' ""`, words: ['a', '', ''] },
    { name: 'an escaped blank', text: 'a\\ b', words: ['a b'] },
    {
      name: 'nothing a shell would run',
      text: '$(touch x) `id` ; $HOME *',
      words: ['$(touch', 'x)', '`id`', ';', '$HOME', '*'],
    },
    { name: 'nothing at all', text: ' \n', words: [] },
  ])('reads $name', ({ text, words }) => {
    expect(splitWords(text, 'build-flags')).toEqual(words);
  });

  it.each([`'a`, `a "b`, `a "b\\"`, 'a\\'])('refuses the unbalanced %s', (text) => {
    const error = refusal(() => splitWords(text, 'build-flags'));
    expect(error.code).toBe('unbalanced-quotes');
    expect(error.message).toContain('"build-flags"');
  });

  it('splits as sh does, where sh would run nothing', () => {
    // Characters that sh itself gives a meaning to are left out; the rest must agree with the real one.
    const text = fc.array(fc.constantFrom('a', '=', '-', ' ', "'", '"', '\\', '\t', 'é'), {
      maxLength: 14,
    });
    const cases = fc.sample(text, { numRuns: 60, seed: 7 }).map((parts) => parts.join(''));
    const compared = cases.filter((one) => {
      const shell = spawnSync(
        'sh',
        ['-c', `set -- ${one}\n for word do printf '%s\\0' "$word"; done`],
        { encoding: 'utf8' },
      );
      try {
        const words = splitWords(one, 'x');
        // A word that starts with a hyphen could be an option of "set".
        if (shell.status !== 0 || /^\s*-/.test(one)) return false;
        expect({ one, words }).toEqual({ one, words: shell.stdout.split('\0').slice(0, -1) });
        return words.length > 0;
      } catch (error) {
        if (!(error instanceof ActionError)) throw error;
        return false;
      }
    });
    expect(compared.length).toBeGreaterThan(10);
  });

  it('returns any words that were quoted for it', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const text = words.map((one) => `'${one.replaceAll("'", `'\\''`)}'`).join(' ');
        expect(splitWords(text, 'x')).toEqual(words);
      }),
    );
  });
});

describe('joinForGo', () => {
  it('writes what the rules of the go command split into the same words', () => {
    const word = fc
      .string({ maxLength: 10 })
      .filter((one) => !(one.includes('"') && one.includes("'")));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        expect(splitAsGo(joinForGo(words, 'ldflags'))).toEqual(words);
      }),
    );
  });

  it('refuses a word with both kinds of quotes', () => {
    expect(refusal(() => joinForGo([`a"b'c`], 'ldflags')).code).toBe('unquotable');
  });
});

describe('parseBuildFlags', () => {
  it('joins each flag with its value', () => {
    expect(parseBuildFlags(`-race --gcflags 'all=-N -l' -mod=vendor -a=false`)).toEqual([
      '-race',
      '-gcflags=all=-N -l',
      '-mod=vendor',
      '-a=false',
    ]);
  });

  it.each(['o', 'C', 'ldflags', 'tags', 'p', 'trimpath', 'buildvcs', 'v', 'n', 'json'])(
    'refuses -%s, which is not its business, and says what is',
    (name) => {
      const error = refusal(() => parseBuildFlags(`-${name}=x`));
      expect(error.code).toBe('build-flag-conflict');
      expect(error.hint).not.toBe('');
    },
  );

  it.each([
    { text: '-gcflag=x', code: 'unknown-build-flag' },
    { text: './cmd/app', code: 'bad-build-flag' },
    { text: '-gcflags', code: 'bad-build-flag' },
    { text: '-mod=mod', code: 'bad-build-flag' },
    { text: '-mod mod', code: 'bad-build-flag' },
    { text: '-buildmode=c-shared', code: 'bad-build-flag' },
    { text: '--', code: 'bad-build-flag' },
  ])('refuses $text', ({ text, code }) => {
    expect(refusal(() => parseBuildFlags(text)).code).toBe(code);
  });
});

/** The go command's own rule: whole words in quotes of one kind, no escapes. */
function splitAsGo(text: string): readonly string[] {
  return [...text.matchAll(/'([^']*)'(?=\s|$)|"([^"]*)"(?=\s|$)|([^\s'"][^\s]*)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}
