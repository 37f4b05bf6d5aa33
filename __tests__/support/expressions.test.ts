import { describe, expect, it } from '@jest/globals';

import {
  completeStepCondition,
  evaluateCondition,
  evaluateTemplate,
} from './runner/expressions.ts';
import type { JobStatus } from './runner/results.ts';

// "Evaluate expressions in workflows and actions".

const contexts = {
  github: { token: 'tok', ref: 'refs/heads/main', event: { inputs: { dry: false } } },
  strategy: { 'job-index': 0, 'job-total': 3 },
  matrix: null,
};

describe('templates', () => {
  it.each([
    { text: 'plain', value: 'plain' },
    { text: '${{ github.token }}', value: 'tok' },
    { text: '${{github.TOKEN}}', value: 'tok' },
    { text: "${{ github['ref'] }}", value: 'refs/heads/main' },
    { text: '${{ strategy.job-index }}/${{ strategy.job-total }}', value: '0/3' },
    { text: '${{ github.event.inputs.dry }}', value: 'false' },
    { text: '${{ github.nothing.at.all }}', value: '' },
    { text: '${{ matrix.goos }}', value: '' },
    { text: "${{ matrix.goos || 'linux' }}", value: 'linux' },
    { text: "${{ github.token && 'yes' }}", value: 'yes' },
    { text: "${{ 'it''s }} here' }}", value: "it's }} here" },
    { text: "${{ github.ref == 'REFS/heads/main' }}", value: 'true' },
    { text: '${{ strategy.job-index != 0 }}', value: 'false' },
    { text: '${{ github.event }}', value: 'Object' },
  ])('$text is "$value"', ({ text, value }) => {
    expect(evaluateTemplate(text, { contexts })).toBe(value);
  });

  it.each([
    { text: '${{ env.X }}', error: "Unrecognized named-value: 'env'" },
    { text: '${{ always() }}', error: "Unrecognized function: 'always'" },
    { text: '${{ github. }}', error: 'Unexpected end' },
    { text: '${{ github.token github }}', error: 'Unexpected github' },
    { text: '${{ a % b }}', error: 'Unexpected' },
  ])('$text is an error', ({ text, error }) => {
    expect(() => evaluateTemplate(text, { contexts })).toThrow(error);
  });
});

describe('conditions', () => {
  // Columns: success, failure, cancelled.
  it.each([
    { condition: 'always()', holds: [true, true, true] },
    { condition: 'success()', holds: [true, false, false] },
    { condition: 'failure()', holds: [false, true, false] },
    { condition: 'cancelled()', holds: [false, false, true] },
    { condition: '!cancelled()', holds: [true, true, false] },
    { condition: '${{ !cancelled() }}', holds: [true, true, false] },
    { condition: 'success() || failure()', holds: [true, true, false] },
    { condition: '!(success() || failure())', holds: [false, false, true] },
    { condition: 'success() || failure() && cancelled()', holds: [true, false, false] },
    { condition: "failure() && github.ref == 'refs/heads/main'", holds: [false, true, false] },
    { condition: 'Success()', holds: [true, false, false] },
    { condition: "github.ref == 'refs/heads/main'", holds: [true, true, true] },
  ])('$condition', ({ condition, holds }) => {
    const statuses: JobStatus[] = ['success', 'failure', 'cancelled'];
    expect(statuses.map((status) => evaluateCondition(condition, { contexts, status }))).toEqual(
      holds,
    );
  });

  it.each([
    { written: undefined, complete: 'success()' },
    { written: '  ', complete: 'success()' },
    { written: "${{ github.ref == 'x' }}", complete: "success() && (github.ref == 'x')" },
    { written: 'always() && true', complete: 'always() && true' },
    { written: '!(true || Failure())', complete: '!(true || Failure())' },
  ])('an if of $written is asked as $complete', ({ written, complete }) => {
    expect(completeStepCondition(written)).toBe(complete);
  });
});
