import { describe, expect, it } from '@jest/globals';
import { type FailedAnswer, parseFailure } from '../../src/release/answer.ts';
import { explainAnswer } from '../../src/release/errors.ts';
import { RATE_LIMIT_BUDGET_MS, retryDelayMs, type RetryFacts } from '../../src/release/retry.ts';

function answer(parts: Partial<FailedAnswer>): FailedAnswer {
  return {
    operation: 'update',
    request: 'PATCH /repos/o/r/releases/1',
    status: 422,
    message: 'Validation Failed',
    errors: [],
    headers: {},
    ...parts,
  };
}

const CONTEXT = { repository: 'o/r', tag: 'v1' };

describe('explainAnswer', () => {
  const error = (field: string, code: string, message = ''): FailedAnswer =>
    answer({ errors: [{ field, code, message }] });
  it.each([
    ['a rejected token', answer({ status: 401 }), 'release-token-rejected', /default one needs/],
    [
      'a missing permission',
      answer({ status: 403 }),
      'release-permission',
      /permissions: \{ contents: write \}/,
    ],
    [
      'a missing workflows permission',
      answer({
        status: 403,
        headers: { 'x-accepted-github-permissions': 'contents=write,workflows=write' },
      }),
      'release-permission',
      /\.github\/workflows/,
    ],
    ['a 404 while writing', answer({ status: 404 }), 'release-permission', /contents: write/],
    [
      'a 404 while uploading',
      answer({ status: 404, operation: 'upload' }),
      'release-gone',
      /Re-run/,
    ],
    [
      'a burned tag',
      error('tag_name', 'custom', 'tag_name was used by an immutable release'),
      'release-tag-used',
      /new version/,
    ],
    [
      'a burned tag behind a ruleset text',
      answer({
        errors: [
          { field: 'pre_receive', code: 'custom', message: 'creations being restricted' },
          {
            field: 'tag_name',
            code: 'custom',
            message: 'tag_name was used by an immutable release',
          },
        ],
      }),
      'release-tag-used',
      /new version/,
    ],
    [
      'a ruleset',
      error('pre_receive', 'custom', 'creations being restricted'),
      'release-ruleset',
      /bypass/,
    ],
    [
      'an immutable release',
      answer({ message: 'Cannot upload assets to an immutable release.' }),
      'release-immutable',
      /new version/,
    ],
    ['a taken tag', error('tag_name', 'already_exists'), 'release-exists', /Re-run/],
    ['a bad target', error('target_commitish', 'invalid'), 'release-target', /pushed/],
    ['any other 422', error('body', 'custom', 'too long'), 'release-refused', /notes/],
    ['a rate limit', answer({ status: 429 }), 'release-rate-limited', /later/],
    [
      'a secondary limit without headers',
      answer({ status: 403, message: 'You have exceeded a secondary rate limit' }),
      'release-rate-limited',
      /later/,
    ],
    ['no answer', answer({ status: undefined }), 'release-unavailable', /goes on/],
    ['a conflict', answer({ status: 409 }), 'release-failed', /debugging/],
  ])('%s', (_name, failed, code, hint) => {
    const explained = explainAnswer(failed, CONTEXT);
    expect(explained.code).toBe(code);
    expect(explained.hint).toMatch(hint);
    expect(`${explained.message}${explained.hint ?? ''}`).not.toContain('\n');
  });

  it('names the permission that GitHub asks for', () => {
    const headers = { 'x-accepted-github-permissions': 'contents=write' };
    expect(explainAnswer(answer({ status: 403, headers }), CONTEXT).message).toContain(
      'needs the permission contents=write',
    );
  });

  it('names the discussion category that a 404 may be about', () => {
    const context = { ...CONTEXT, discussionCategory: 'News' };
    const explained = explainAnswer(answer({ status: 404 }), context);
    expect(explained.code).toBe('release-discussion-category');
    expect(explained.message).toContain('"News"');
    expect(explained.hint).toContain('discussion-category');
    const without = explainAnswer(answer({ status: 404, operation: 'update' }), CONTEXT);
    expect(without.message).toContain('it was deleted meanwhile, or the token may not write');
    expect(without.hint).not.toContain('discussion-category');
  });
});

describe('parseFailure', () => {
  it.each([
    [
      'a validation error',
      '{"message":"Bad\\nthing","errors":[{"field":"f","code":"c"},"plain"]}',
      'Bad thing',
      2,
    ],
    ['a gateway page', '<html>\n  Bad gateway</html>', '<html> Bad gateway</html>', 0],
    ['nothing', '', 'no message', 0],
    ['a null', 'null', 'null', 0],
  ])('reads %s', (_name, body, message, errors) => {
    const failure = parseFailure({ status: 422, headers: {}, body });
    expect(failure.message).toBe(message);
    expect(failure.errors).toHaveLength(errors);
  });
});

describe('retryDelayMs', () => {
  const facts = (failed: Partial<FailedAnswer>, rest: Partial<RetryFacts> = {}): RetryFacts => ({
    answer: answer(failed),
    tries: 1,
    repeatable: true,
    nowMs: 1_000_000,
    waitedMs: 0,
    random: 0,
    ...rest,
  });
  const limit = (headers: Record<string, string>): Partial<FailedAnswer> => ({
    status: 403,
    headers,
  });
  it.each([
    ['a gateway error', facts({ status: 502 }), 1000],
    ['the third gateway error', facts({ status: 502 }, { tries: 3 }), 4000],
    ['the last gateway error', facts({ status: 502 }, { tries: 5 }), undefined],
    [
      'a gateway error of a call that must not be repeated',
      facts({ status: 502 }, { repeatable: false }),
      undefined,
    ],
    ['a lost answer', facts({ status: undefined }), 1000],
    [
      'retry-after in seconds',
      facts(limit({ 'retry-after': '30' }), { repeatable: false }),
      30_000,
    ],
    [
      'retry-after as a date',
      facts(limit({ 'retry-after': new Date(1_045_000).toUTCString() })),
      45_000,
    ],
    [
      'a used-up limit',
      facts(limit({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1060' })),
      61_000,
    ],
    ['a limit without a time', facts({ status: 429 }), 60_000],
    [
      'a limit beyond the budget',
      facts(limit({ 'retry-after': '30' }), { waitedMs: RATE_LIMIT_BUDGET_MS - 1000 }),
      undefined,
    ],
    ['a refusal', facts({ status: 422 }), undefined],
    ['a rejected token', facts({ status: 401 }), undefined],
    ['a missing permission', facts({ status: 403 }), undefined],
  ])('%s', (_name, given, expected) => {
    expect(retryDelayMs(given)).toBe(expected);
  });
});
