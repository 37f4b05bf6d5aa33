import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseKeyValueFile } from './runner/key-value-file.ts';

// "Workflow commands for GitHub Actions", environment files; EnvFileKeyValuePairs in FileCommandManager.cs.

/** The pairs as `name=value` lines, and the error that ended the reading. */
function read(text: string, crlf = false): { pairs: string[]; error?: string } {
  const pairs: string[] = [];
  try {
    for (const { name, value } of parseKeyValueFile(text, crlf)) pairs.push(`${name}=${value}`);
    return { pairs };
  } catch (error) {
    return { pairs, error: String(error) };
  }
}

describe('environment files', () => {
  it.each([
    { name: 'splits at the first equals sign', text: 'a=b=c\n', pairs: ['a=b=c'] },
    { name: 'trims nothing', text: ' a = b \n', pairs: [' a = b '] },
    { name: 'skips empty lines', text: '\n\na=1\n\n', pairs: ['a=1'] },
    { name: 'takes a last line without an end', text: 'a=1', pairs: ['a=1'] },
    { name: 'lets the last of one name stand too', text: 'a=1\na=2\n', pairs: ['a=1', 'a=2'] },
    { name: 'reads a heredoc', text: 'a<<EOF\n1\n2\nEOF\nb=3\n', pairs: ['a=1\n2', 'b=3'] },
    { name: 'reads an empty heredoc', text: 'a<<EOF\nEOF\n', pairs: ['a='] },
    { name: 'takes a delimiter at the very end', text: 'a<<EOF\n1\nEOF', pairs: ['a=1'] },
    { name: 'keeps empty lines of a heredoc', text: 'a<<E\n\n\nE\n', pairs: ['a=\n'] },
    { name: 'lets an earlier equals sign win over <<', text: 'a=b<<c\n', pairs: ['a=b<<c'] },
    { name: 'lets an earlier << win over an equals sign', text: 'a<<E=\n1\nE=\n', pairs: ['a=1'] },
    { name: 'keeps CR outside Windows', text: 'a=1\r\n', pairs: ['a=1\r'] },
    { name: 'drops a byte order mark', text: '\uFEFFa=1\n', pairs: ['a=1'] },
  ])('$name', ({ text, pairs }) => {
    expect(read(text)).toEqual({ pairs });
  });

  it('knows CRLF on Windows, inside values too', () => {
    expect(read('a=1\r\nb<<E\r\n1\r\n2\r\nE\r\n', true)).toEqual({ pairs: ['a=1', 'b=1\r\n2'] });
  });

  it.each([
    {
      name: 'a line of neither form',
      text: 'a=1\nnonsense\nb=2\n',
      error: "Invalid format 'nonsense'",
    },
    {
      name: 'a heredoc without its end',
      text: 'a=1\nb<<EOF\nx\n',
      error: 'Matching delimiter not found',
    },
    {
      name: 'a heredoc cut in a line',
      text: 'a=1\nb<<EOF\nx',
      error: 'EOF marker missing new line',
    },
    {
      name: 'a heredoc without a name',
      text: 'a=1\n<<EOF\nx\nEOF\n',
      error: 'Name must not be empty',
    },
    {
      name: 'a heredoc without a delimiter',
      text: 'a=1\nb<<\nx\n',
      error: 'delimiter must not be empty',
    },
  ])('has given the pairs before $name when it fails', ({ text, error }) => {
    const result = read(text);
    expect(result.pairs).toEqual(['a=1']);
    expect(result.error).toContain(error);
  });

  it('gives back any value in a heredoc whose delimiter is not in it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string(), (name, value) => {
        const [pair] = parseKeyValueFile(`${name}<<ghadelimiter\n${value}\nghadelimiter\n`, false);
        expect(pair).toEqual({ name, value });
      }),
    );
  });
});
