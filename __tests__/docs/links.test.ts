import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { anchorsOf, type Page, pages, proseOf, ROOT } from './markdown.ts';

const all = pages();

/** Targets of inline links, images and definitions, outside code. */
function targetsOf(page: Page): readonly string[] {
  const prose = proseOf(page).replace(/`[^`\n]*`/g, '');
  return [
    ...[...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map((match) => match[1] ?? ''),
    ...[...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)].map((match) => match[1] ?? ''),
    ...[...prose.matchAll(/\b(?:src|srcset|href)="([^"\s]+)"/g)].map((match) => match[1] ?? ''),
  ];
}

/** What is wrong with a link, in words; undefined where nothing is. */
function fault(target: string, from: Page): string | undefined {
  if (/^[a-z]+:/i.test(target)) return /^(https|mailto):/.test(target) ? undefined : 'is not https';
  const [relative = '', anchor] = target.split('#');
  const file =
    relative === ''
      ? from.file
      : path.posix.normalize(path.posix.join(path.posix.dirname(from.file), relative));
  if (file.startsWith('..')) return 'leaves the repository';
  if (!existsSync(path.join(ROOT, file))) return 'is not there';
  if (anchor === undefined) return undefined;
  const page = all.find((one) => one.file === file);
  if (page === undefined) return 'has an anchor, but is no page';
  return anchorsOf(page).has(anchor) ? undefined : 'has no such heading';
}

describe('links inside the repository', () => {
  it('are found at all', () => {
    expect(all.flatMap(targetsOf).length).toBeGreaterThan(20);
  });

  it.each(all.map((page) => [page.file, page] as const))('of %s all resolve', (_file, page) => {
    const broken = targetsOf(page).flatMap((target) => {
      const said = fault(target, page);
      return said === undefined ? [] : [`${target} ${said}`];
    });
    expect(broken).toEqual([]);
  });

  it('would be found broken', () => {
    const [page] = all.filter(({ file }) => file === 'README.md');
    if (page === undefined) throw new Error('there is no README.md');
    expect(fault('docs/no-such-page.md', page)).toBe('is not there');
    expect(fault('CONTRIBUTING.md#no-such-heading', page)).toBe('has no such heading');
    expect(fault('../elsewhere.md', page)).toBe('leaves the repository');
    expect(fault('CONTRIBUTING.md#rules-of-the-house', page)).toBeUndefined();
  });
});
