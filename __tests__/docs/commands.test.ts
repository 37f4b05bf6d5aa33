import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fencesOf, pages, ROOT } from './markdown.ts';

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Every command line of the docs: blocks of shell, and code in prose or tables that begins with npm. */
const blocks = pages().flatMap((page) =>
  fencesOf(page).filter(({ language }) => ['sh', 'bash', 'shell', 'console'].includes(language)),
);
const inline = pages().flatMap(({ file, text }) =>
  [...text.matchAll(/`((?:npm|npx|node) [^`\n]+)`/g)].map((match) => ({
    place: file,
    text: match[1] ?? '',
  })),
);

/** `<this repository>` stands for something of the reader's. */
function withoutPlaceholders(text: string): string {
  return text.replace(/<[a-z][a-z ]*>/g, 'PLACEHOLDER');
}

describe('commands in the docs', () => {
  it('are there', () => {
    expect(blocks.length).toBeGreaterThan(3);
    expect(inline.length).toBeGreaterThan(5);
  });

  it.each(blocks.map(({ place, text }) => [place, text] as const))(
    'at %s are valid shell',
    (_place, text) => {
      expect(() =>
        execFileSync('bash', ['-n'], { input: withoutPlaceholders(text), stdio: 'pipe' }),
      ).not.toThrow();
    },
  );

  it('name npm scripts that package.json has', () => {
    const used = [...blocks, ...inline].flatMap(({ place, text }) =>
      [...text.matchAll(/\bnpm (?:run (?:-s |--silent )?([\w:-]+)|(test|start)\b)/g)].map(
        (match) => ({
          place,
          script: match[1] ?? match[2] ?? '',
        }),
      ),
    );
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter(({ script }) => manifest.scripts[script] === undefined)).toEqual([]);
  });

  it('name scripts and folders that are there', () => {
    const named = [...blocks, ...inline].flatMap(({ place, text }) =>
      [...text.matchAll(/(?<![\w/.])((?:scripts|__tests__|\.ci|bench)\/[\w./-]+)/g)].map(
        (match) => ({
          place,
          file: (match[1] ?? '').replace(/[.,]$/, ''),
        }),
      ),
    );
    expect(named.filter(({ file }) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});
