import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseWorkflowCommand } from './runner/workflow-command.ts';

// "Workflow commands for GitHub Actions"; ActionCommand.cs.

const known = new Set(['error', 'debug', 'set-output']);

function parse(line: string): string | undefined {
  const command = parseWorkflowCommand(line, known);
  if (command === undefined) return undefined;
  return JSON.stringify([command.name, Object.fromEntries(command.properties), command.data]);
}

describe('workflow commands', () => {
  it.each([
    { name: 'a command with data', line: '::error::oh no', parsed: ['error', {}, 'oh no'] },
    { name: 'leading space', line: '  \t::error::x', parsed: ['error', {}, 'x'] },
    { name: 'any case of the name', line: '::ERROR::x', parsed: ['error', {}, 'x'] },
    {
      name: 'properties',
      line: '::error file=a.go,line=3,endLine=4::x',
      parsed: ['error', { file: 'a.go', line: '3', endline: '4' }, 'x'],
    },
    {
      name: 'escapes in data, the percent sign last',
      line: '::error::a%0Ab%0Dc%25d%253Ae%3A%2C',
      parsed: ['error', {}, 'a\nb\rc%d%3Ae%3A%2C'],
    },
    {
      name: 'escapes in properties',
      line: '::error title=a%3Ab%2Cc%25%0A::x',
      parsed: ['error', { title: 'a:b,c%\n' }, 'x'],
    },
    {
      name: 'a value with an equals sign',
      line: '::error title=a=b::x',
      parsed: ['error', { title: 'a=b' }, 'x'],
    },
    { name: 'no property without a value', line: '::error file=::x', parsed: ['error', {}, 'x'] },
    { name: 'data with colons', line: '::error::a::b', parsed: ['error', {}, 'a::b'] },
    {
      name: 'the bracket form anywhere in a line',
      line: 'go: ##[error file=a;line=2]x%5D%3B',
      parsed: ['error', { file: 'a', line: '2' }, 'x];'],
    },
  ])('reads $name', ({ line, parsed }) => {
    expect(parse(line)).toBe(JSON.stringify(parsed));
  });

  it.each([
    { name: 'plain text', line: 'hello' },
    { name: 'a command that does not start its line', line: 'x ::error::y' },
    { name: 'an unknown name', line: '::eror::y' },
    { name: 'a command without its second mark', line: '::error' },
    { name: 'a bracket that stays open', line: '##[error x' },
  ])('leaves $name alone', ({ line }) => {
    expect(parse(line)).toBeUndefined();
  });

  it('gives back what the toolkit escaped, whatever it was', () => {
    // The escaping of @actions/core: src/command.ts.
    const escapeData = (text: string) =>
      text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    const escapeProperty = (text: string) =>
      escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (data, title) => {
        fc.pre(title.trim() === title);
        const line = `::error title=${escapeProperty(title)}::${escapeData(data)}`;
        const command = parseWorkflowCommand(line, known);
        expect(command?.data).toBe(data);
        expect(command?.properties.get('title')).toBe(title);
      }),
    );
  });
});
