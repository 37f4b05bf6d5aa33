import { describe, expect, it } from '@jest/globals';

import { parseMatcherFile } from './runner/matcher-config.ts';
import { createLineMatcher, createRegexRunner, isTimeout } from './runner/problem-matcher.ts';
import type { MatcherMatch } from './runner/problem-matcher.ts';

// docs/adrs/0276-problem-matchers.md of actions/runner; IssueMatcher.cs.

type Pattern = Readonly<Record<string, string | number | boolean>>;

function fileOf(matcher: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ problemMatcher: [{ owner: 'go', ...matcher }] });
}

function matchAll(
  pattern: readonly Pattern[],
  lines: readonly string[],
  severity = '',
): MatcherMatch[] {
  const [config] = parseMatcherFile(fileOf({ pattern, severity }));
  const matcher = createLineMatcher(config!, createRegexRunner(1000));
  return lines.map((line) => matcher.match(line)).filter((match) => match !== undefined);
}

describe('one pattern', () => {
  const go = {
    regexp: '^(.+\\.go):(\\d+)(?::(\\d+))?: (.+)$',
    file: 1,
    line: 2,
    column: 3,
    message: 4,
  };

  it('takes its fields from groups; one that took no part is empty', () => {
    expect(matchAll([go], ['./a.go:3: x', 'ok', './b.go:1:2: y'], 'warning')).toMatchObject([
      { file: './a.go', line: '3', column: '', message: 'x', severity: 'warning' },
      { file: './b.go', line: '1', column: '2', message: 'y', severity: 'warning' },
    ]);
  });
});

describe('several patterns', () => {
  const file = { regexp: '^# (.+)$', file: 1 };
  const detail = { regexp: '^ +(\\d+) (.+)$', line: 1, message: 2 };

  it('match lines that follow each other', () => {
    expect(matchAll([file, detail], ['# a.go', '  3 x'])).toMatchObject([
      { file: 'a.go', line: '3', message: 'x' },
    ]);
  });

  it('match nothing when a line stands between', () => {
    expect(matchAll([file, detail], ['# a.go', 'other', '  3 x'])).toEqual([]);
  });

  it('end after one match without loop', () => {
    expect(matchAll([file, detail], ['# a.go', '  3 x', '  4 y'])).toHaveLength(1);
  });

  it('repeat the last with loop, until it no longer matches', () => {
    const lines = ['# a.go', '  3 x', '  4 y', 'other', '  5 z'];
    expect(matchAll([file, { ...detail, loop: true }], lines)).toMatchObject([
      { file: 'a.go', line: '3' },
      { file: 'a.go', line: '4' },
    ]);
  });
});

describe('a matcher file', () => {
  const message = { regexp: '(.+)', message: 1 };
  it.each([
    {
      name: 'no owner',
      matcher: { owner: '', pattern: [message] },
      error: 'Owner must not be empty',
    },
    {
      name: 'a severity of its own',
      matcher: { severity: 'fatal', pattern: [message] },
      error: 'unexpected default severity',
    },
    { name: 'no pattern', matcher: { pattern: [] }, error: 'does not contain any patterns' },
    {
      name: 'no message',
      matcher: { pattern: [{ regexp: '(.+)', file: 1 }] },
      error: "must set 'message'",
    },
    {
      name: 'loop on a single pattern',
      matcher: { pattern: [{ ...message, loop: true }] },
      error: 'Only the last pattern',
    },
    {
      name: 'loop without message',
      matcher: { pattern: [message, { regexp: '(.)', file: 1, loop: true }] },
      error: 'The loop pattern must set',
    },
    {
      name: 'a field set twice',
      matcher: { pattern: [message, message] },
      error: "'message' is set twice",
    },
    {
      name: 'a group that is not there',
      matcher: { pattern: [{ regexp: '(.+)', message: 2 }] },
      error: 'out of range',
    },
  ])('with $name is refused', ({ matcher, error }) => {
    expect(() => parseMatcherFile(fileOf(matcher))).toThrow(error);
  });

  it('with one owner twice is refused', () => {
    const matcher = { owner: 'go', pattern: [message] };
    const text = JSON.stringify({ problemMatcher: [matcher, { ...matcher, owner: 'GO' }] });
    expect(() => parseMatcherFile(text)).toThrow("Duplicate owner name 'GO'");
  });
});

it('gives up on an expression that takes too long', () => {
  const run = createRegexRunner(50);
  let thrown: unknown;
  try {
    run(/^(a+)+$/, `${'a'.repeat(40)}b`);
  } catch (error) {
    thrown = error;
  }
  expect(isTimeout(thrown)).toBe(true);
});
