import { describe, expect, it } from '@jest/globals';
import { parseDiagnostics, remedyFor } from '../../src/build/diagnostics.ts';

const at = (file: string, line: number, column?: number) => ({
  file,
  line,
  ...(column === undefined ? {} : { column }),
});

describe('parseDiagnostics', () => {
  it('tells compiled packages, headings, progress and errors apart', () => {
    const output = [
      'go: downloading golang.org/x/time v0.15.0',
      'internal/goarch',
      'example.com/app/lib',
      '# example.com/app/lib',
      'lib/lib.go:3:12: undefined: x',
      './main.go:7:2: cannot use y (variable of type int) as string value in argument to f',
      '\thave f(int)',
      '\twant f(string)',
      'lib/lib.go:9:1: too many errors',
    ].join('\n');
    expect(parseDiagnostics(output, '/src', '/src')).toEqual({
      compiledPackages: 2,
      general: [],
      located: [
        { message: 'undefined: x', location: at('/src/lib/lib.go', 3, 12) },
        {
          message:
            'cannot use y (variable of type int) as string value in argument to f have f(int) want f(string)',
          location: at('/src/main.go', 7, 2),
        },
      ],
    });
  });

  it.each([
    {
      name: 'an import without a module',
      text: 'main.go:3:28: no required module provides package example.com/x; to add it:\n\tgo get example.com/x',
      message: 'no required module provides package example.com/x; to add it: go get example.com/x',
      location: at('/src/main.go', 3, 28),
    },
    {
      name: 'a line of go.mod',
      text: 'go: errors parsing go.mod:\ngo.mod:5: unknown directive: bogus',
      message: 'unknown directive: bogus',
      location: at('/src/go.mod', 5),
    },
    {
      name: 'an absolute path',
      text: '/src/a/b.go:1:1: expected package',
      message: 'expected package',
      location: at('/src/a/b.go', 1, 1),
    },
    {
      name: 'a file beside the module',
      text: '../lib/b.go:1:1: boom',
      message: 'boom',
      location: at('/lib/b.go', 1, 1),
    },
    {
      name: 'assembly',
      text: './a_amd64.s:4: unrecognized instruction "FOO"',
      message: 'unrecognized instruction "FOO"',
      location: at('/src/a_amd64.s', 4),
    },
    {
      name: 'CRLF line ends',
      text: 'main.go:3:1: boom\r\n',
      message: 'boom',
      location: at('/src/main.go', 3, 1),
    },
  ])('locates $name', ({ text, message, location }) => {
    expect(parseDiagnostics(text, '/src', '/').located).toEqual([{ message, location }]);
  });

  it('keeps errors in dependencies out of the annotations, but not out of sight', () => {
    const text = '../../go/pkg/mod/example.com/x@v1.0.0/x.go:3:5: undefined: y';
    expect(parseDiagnostics(text, '/home/src', '/home/src')).toEqual({
      compiledPackages: 0,
      located: [],
      general: [text],
    });
  });

  it('keeps what has no place', () => {
    const { general } = parseDiagnostics(
      'go: updates to go.mod needed; to update it:\n\tgo mod tidy',
      '/src',
      '/src',
    );
    expect(general).toEqual(['go: updates to go.mod needed; to update it: go mod tidy']);
  });
});

describe('remedyFor', () => {
  it.each([
    {
      message: 'missing go.sum entry for module providing package x; to add: go get x',
      remedy: 'go mod tidy',
    },
    { message: 'go: inconsistent vendoring in /src:', remedy: 'go mod vendor' },
    {
      message: 'go: go.mod requires go >= 1.99.0 (running go 1.26.8; GOTOOLCHAIN=local)',
      remedy: 'go-version',
    },
    { message: 'error obtaining VCS status: exit status 128', remedy: 'git' },
    { message: '/usr/lib/go/pkg/tool/linux_amd64/link: signal: killed', remedy: 'memory' },
    { message: 'package x: build constraints exclude all Go files in /src/x', remedy: 'targets' },
  ])('knows what to do about: $message', ({ message, remedy }) => {
    expect(remedyFor([message])).toContain(remedy);
  });

  it('has no advice for plain mistakes in the code', () => {
    expect(remedyFor(['undefined: x'])).toBeUndefined();
  });
});
