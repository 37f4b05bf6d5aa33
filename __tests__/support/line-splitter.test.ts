import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createLineSplitter } from './runner/line-splitter.ts';

// ProcessInvoker.cs reads with StreamReader.ReadLine, which ends lines at LF, CRLF and CR.

function split(chunks: readonly string[]): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

describe('output lines', () => {
  it.each([
    { name: 'LF', chunks: ['a\nb\n'], lines: ['a', 'b'] },
    { name: 'CRLF', chunks: ['a\r\nb\r\n'], lines: ['a', 'b'] },
    { name: 'a CRLF in two chunks', chunks: ['a\r', '\nb'], lines: ['a', 'b'] },
    { name: 'a lone CR, as progress bars print', chunks: ['1%\r2%\r'], lines: ['1%', '2%'] },
    { name: 'an empty line', chunks: ['\n\n'], lines: ['', ''] },
    { name: 'a last line without an end', chunks: ['a\nb'], lines: ['a', 'b'] },
  ])('are cut at $name', ({ chunks, lines }) => {
    expect(split(chunks)).toEqual(lines);
  });

  it('do not depend on how the stream is cut into chunks', () => {
    const text = fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', 'bc'));
    fc.assert(
      fc.property(text, (parts) => {
        expect(split(parts.join('').split(''))).toEqual(split([parts.join('')]));
      }),
    );
  });
});
