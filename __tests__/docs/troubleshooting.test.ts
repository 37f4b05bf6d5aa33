import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readErrors } from '../../scripts/reference/errors.ts';
import { ROOT } from './markdown.ts';

const page = readFileSync(path.join(ROOT, 'docs/troubleshooting.md'), 'utf8');
const listing = readFileSync(path.join(ROOT, 'docs/errors.md'), 'utf8');
const errors = readErrors(ROOT);
const documented = [...page.matchAll(/^### `(.+)`$/gm)].map((match) => match[1] ?? '');

/** True when the source has a text that a user who reads `documented` would recognise: `…` is any value. */
function isInSource(documented: string): boolean {
  const parts = documented.split('…').map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`, 's');
  return errors.some(({ message }) => pattern.test(message));
}

describe('the errors in docs/troubleshooting.md', () => {
  it('are many', () => {
    expect(documented.length).toBeGreaterThan(30);
  });

  it.each(documented)('%s is one that the source has', (text) => {
    expect(isInSource(text)).toBe(true);
  });

  it('would be missed if the source changed its words', () => {
    expect(isInSource('The tag "…" does not exist in …')).toBe(true);
    expect(isInSource('The tag "…" is not there in …')).toBe(false);
  });
});

describe('docs/errors.md', () => {
  it('lists every code of the source', () => {
    const codes = [...new Set(errors.map(({ code }) => code))];
    expect(codes.length).toBeGreaterThan(80);
    expect(codes.filter((code) => !listing.includes(`\`${code}\``))).toEqual([]);
  });
});
