import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorsOf } from '../../scripts/reference/errors.ts';
import { readManifests } from '../../scripts/reference/manifests.ts';
import { renderReference } from '../../scripts/reference/render-actions.ts';
import { renderErrors } from '../../scripts/reference/render-errors.ts';
import { temporaryFolder, writeTree } from '../support/workspace.ts';

const ACTION = `name: one
description: Does one thing.
inputs:
  # What to do.
  first:
    description: The first | of <all>.
    default: |
      a
      b
  # How to do it.
  second:
    description: >-
      Spread over
      two lines.
    required: true
outputs:
  result:
    description: What came out.
runs:
  using: node24
  main: dist/one/index.js
  post: dist/one/index.js
  post-if: '!cancelled()'
`;

let temp: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  temp = await temporaryFolder('reference-');
  await writeTree(temp.path, { 'plan/action.yml': ACTION });
});
afterAll(async () => {
  await temp.remove();
});

describe('reading action.yml', () => {
  it('takes every field with its default and the heading above it', () => {
    const [manifest] = readManifests(temp.path);
    expect(manifest).toMatchObject({
      folder: 'plan',
      inputs: [
        { name: 'first', default: 'a\nb\n', required: false, heading: 'What to do.' },
        { name: 'second', description: 'Spread over two lines.', required: true },
      ],
      outputs: [{ name: 'result' }],
      post: 'dist/one/index.js',
    });
    expect(manifest?.inputs[1]).not.toHaveProperty('default');
  });

  it('becomes a page whose tables keep bars, tags and lines inside their cells', () => {
    const page = renderReference(readManifests(temp.path));
    expect(page).toContain('| `first` | `a`<br>`b` | The first \\| of \\<all>. |');
    expect(page).toContain('| `second` | required | Spread over two lines. |');
    expect(page.indexOf('How to do it.')).toBeGreaterThan(page.indexOf('`first`'));
    expect(page).toContain('has a post step, under `!cancelled()`');
  });
});

describe('reading the errors of a source file', () => {
  const errors = errorsOf(
    'release/x.ts',
    `
    const KIND = 'draft';
    function refuse(name: string, fault: string, hint: string) {
      return new ActionError({ code: 'bad-name', message: \`"\${name}" \${fault}\`, hint });
    }
    refuse(given, 'is empty', 'Write one.');
    refuse(given, 'is too long', 'Write less.');
    throw new ActionError({
      code: lost ? 'gone' : 'not-there',
      message: 'The ' + KIND + (lost ? ' is gone' : ' is not there'),
      hint: hint ?? 'Look.',
    });
    const other = { code: asText(code), message: asText(message) };
    const exchange = { code: 'ECONNRESET', message: 'cut' };
    `,
  );

  it('follows names to what callers hand over, pair by pair', () => {
    expect(errors).toContainEqual({
      code: 'bad-name',
      message: '"…" is empty',
      hint: 'Write one.',
      file: 'release/x.ts',
    });
    expect(errors).toContainEqual(
      expect.objectContaining({ message: '"…" is too long', hint: 'Write less.' }),
    );
  });

  it('takes both sides of a choice', () => {
    expect(errors).toContainEqual(
      expect.objectContaining({ code: 'gone', message: 'The draft is gone', hint: 'Look.' }),
    );
    expect(errors).toContainEqual(
      expect.objectContaining({ code: 'not-there', message: 'The draft is not there' }),
    );
  });

  it('leaves out what is no error of ours', () => {
    expect(errors).toHaveLength(4);
  });

  it('becomes a page that markdown does not change', () => {
    const page = renderErrors([
      { code: 'odd', message: 'a | b <c> `d|e` [f]', hint: '', file: 'host/x.ts' },
    ]);
    expect(page).toContain('| `odd` | a \\| b \\<c> `d\\|e` \\[f\\] |  |');
    expect(page).toContain('## Network and programs');
  });
});
