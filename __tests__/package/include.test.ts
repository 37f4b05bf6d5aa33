import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { findIncludes } from '../../src/package/include-run.ts';
import { DEFAULT_INCLUDES } from '../../src/package/plan.ts';

const FILES = [
  'LICENSE',
  'LICENSE-MIT.txt',
  'README.md',
  'license.go',
  '.hidden.md',
  'docs/guide.md',
  'docs/deep/more.md',
  'docs/deep/data.json',
  'docs/.git/config',
  'READMEs/inner.md',
  'a+b(c).txt',
  'v[1].txt',
];

let root: string;
let directory: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ship-go-include-'));
  directory = join(root, 'checkout', 'module');
  for (const name of FILES) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, name);
  }
  await writeFile(join(root, 'checkout', 'NOTICE'), 'shared');
  await writeFile(join(root, 'secret'), 'outside');
  await symlink('../NOTICE', join(directory, 'NOTICE'));
  await symlink('../../secret', join(directory, 'leak'));
  await symlink('.', join(directory, 'docs', 'loop'));
  await symlink('missing', join(directory, 'dangling.md'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function namesOf(...globs: string[]): Promise<readonly string[]> {
  const { files } = await findIncludes(globs, { directory, boundary: join(root, 'checkout') });
  return files.map(({ name }) => name);
}

describe('include', () => {
  it('finds licences and read-me files by default, and no folders', async () => {
    expect(await namesOf(...DEFAULT_INCLUDES)).toEqual(['LICENSE', 'LICENSE-MIT.txt', 'README.md']);
  });

  it.each([
    ['a star within one name', 'docs/*.md', ['docs/guide.md']],
    ['two stars at any depth', 'docs/**/*.md', ['docs/deep/more.md', 'docs/guide.md']],
    ['a whole folder', 'docs/**', ['docs/deep/data.json', 'docs/deep/more.md', 'docs/guide.md']],
    ['alternatives', '{README,NOTICE}*', ['NOTICE', 'README.md']],
    [
      'alternatives across folders',
      'docs/{guide,deep/more}.md',
      ['docs/deep/more.md', 'docs/guide.md'],
    ],
    ['a set', '[Ll]icense.go', ['license.go']],
    ['an inverted set', '[!LR]icense.go', ['license.go']],
    ['a question mark', 'LICENSE-MI?.txt', ['LICENSE-MIT.txt']],
    ['a hidden file by its dot', '.h*.md', ['.hidden.md']],
    ['characters that mean more elsewhere', 'a+b(c)*', ['a+b(c).txt']],
    ['a leading dot folder', './README.md', ['README.md']],
    ['a link to a file inside the checkout', 'NOTICE', ['NOTICE']],
  ])('understands %s', async (_case, glob, expected) => {
    expect(await namesOf(glob)).toEqual(expected);
  });

  it('lists a file once however many globs find it', async () => {
    expect(await namesOf('README*', '*.md', 'README.md')).toEqual(['README.md']);
  });

  it('reports globs that find nothing', async () => {
    const globs = ['README*', 'CHANGELOG*', 'nowhere/**'];
    const { unmatched } = await findIncludes(globs, { directory, boundary: directory });
    expect(unmatched).toEqual(['CHANGELOG*', 'nowhere/**']);
  });

  it.each([
    ['a link out of the checkout', 'leak', 'include-outside'],
    ['a plain name that is missing', 'COPYING', 'include-not-found'],
    ['a plain name that is a folder', 'docs', 'include-not-found'],
    ['a parent folder', '../NOTICE', 'bad-include'],
    ['a parent folder behind braces', '{..,docs}/NOTICE', 'bad-include'],
    ['an absolute path', '/etc/passwd', 'bad-include'],
    ['a drive', 'C:/x', 'bad-include'],
    ['a backslash', 'docs\\guide.md', 'bad-include'],
    ['a brace left open', '{a,b', 'bad-include'],
    ['a bracket left open', 'v[1', 'bad-include'],
    ['a reversed range', '[z-a]*', 'bad-include'],
    ['too many alternatives', '{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', 'bad-include'],
  ])('refuses %s', async (_case, glob, code) => {
    await expect(namesOf(glob)).rejects.toMatchObject({ name: 'ActionError', code });
  });
});
