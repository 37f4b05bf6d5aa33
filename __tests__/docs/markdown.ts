import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The root of the repository. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/** A markdown file of the repository. */
export interface Page {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface Fence {
  /** `file:line` of its first line, for a message. */
  readonly place: string;
  /** What stands behind the backticks, such as `yaml`; empty where nothing does. */
  readonly language: string;
  readonly text: string;
}

/** Files that git knows or would take, by pathspec. Never empty: a list of nothing proves nothing. */
export function repositoryFiles(...pathspecs: string[]): readonly string[] {
  const args = ['ls-files', '-co', '--exclude-standard', '-z', '--', ...pathspecs];
  const files = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
  if (files.length === 0) throw new Error(`no file matches ${pathspecs.join(' ')}`);
  return [...new Set(files)].sort();
}

/** Every markdown page of the repository. */
export function pages(): readonly Page[] {
  return repositoryFiles('*.md').map((file) => ({
    file,
    text: readFileSync(path.join(ROOT, file), 'utf8'),
  }));
}

/** The fenced blocks of a page, in order, without the indentation that the fence itself has. */
export function fencesOf({ file, text }: Page): readonly Fence[] {
  const fences: Fence[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = '', marks, language = ''] =
      /^( *)(`{3,}|~{3,})\s*([\w-]*)/.exec(lines[index] ?? '') ?? [];
    if (marks === undefined) continue;
    const first = index + 1;
    const isEnd = (line: string): boolean => line.trim() === marks;
    let last = first;
    while (last < lines.length && !isEnd(lines[last] ?? '')) last += 1;
    const body = lines.slice(first, last).map((line) => withoutIndent(line, indent.length));
    fences.push({ place: `${file}:${first + 1}`, language, text: `${body.join('\n')}\n` });
    index = last;
  }
  return fences;
}

function withoutIndent(line: string, width: number): string {
  return line.slice(0, width).trim() === '' ? line.slice(width) : line;
}

/** The page with its fenced blocks blanked, so that only prose is left; lines keep their numbers. */
export function proseOf({ text }: Page): string {
  return text.replace(/^( *)(`{3,}|~{3,})[^]*?^\1\2\s*$/gm, (block) => block.replace(/[^\n]/g, ''));
}

/**
 * The anchors that GitHub gives to the headings of a page.
 * @see https://docs.github.com/en/get-started/writing-on-github (section links)
 */
export function anchorsOf(page: Page): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(page).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
