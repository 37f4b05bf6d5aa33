import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packageVariables } from '../../src/project/variables.ts';

const found = (source: string): string[] =>
  [...packageVariables(`package main\n\n${source}`)].sort();

describe('the variables of a package', () => {
  it.each([
    ['one', 'var version string', ['version']],
    ['one with a value', 'var version = "dev"', ['version']],
    ['several of a type', 'var version, commit , date string', ['commit', 'date', 'version']],
    [
      'a group',
      'var (\n\tversion = "dev" // of the build\n\tcommit, date string\n)',
      ['commit', 'date', 'version'],
    ],
    ['a group in one line', 'var (a int; b = f(1, g(2)))', ['a', 'b']],
    ['one after a function', 'func f() {\n\tif x {\n\t}\n}\n\nvar version string', ['version']],
    ['one beside a struct', 'var flags = struct{ version string }{}', ['flags']],
    ['a function value', 'var run = func(date string) { var commit int; _ = commit }', ['run']],
    ['a name of other letters', 'var größe2 int', ['größe2']],
  ])('have %s', (_case, source, names) => {
    expect(found(source)).toEqual(names);
  });

  it.each([
    ['a local variable', 'func main() {\n\tvar version = "x"\n\tcommit := 1\n}'],
    ['a field', 'type build struct {\n\tversion string\n}'],
    ['a constant', 'const version = "1.0"\n\nconst (\n\tcommit = "c"\n)'],
    ['a comment', '// var version string\n/*\nvar commit string\n*/'],
    ['a text', 'const help = `\nvar version string\n`\n\nconst quoted = "\\"var date string"'],
    ['a parameter', 'func show(\n\tversion string,\n\tdate string,\n) {}'],
    ['an import', 'import (\n\t"version"\n\tcommit "date"\n)'],
  ])('do not have %s', (_case, source) => {
    expect(found(source)).toEqual([]);
  });

  it('are found whatever else is in the file, and never fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        packageVariables(text);
        expect(found(`/*${text.replaceAll('*/', '')}*/\nvar version string`)).toEqual(['version']);
      }),
    );
  });
});
