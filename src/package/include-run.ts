import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

import { ActionError, describeError } from '../domain/errors.ts';

import type { GlobStep, IncludeGlob } from './include.ts';
import { parseInclude } from './include.ts';
import { bytewise } from './order.ts';
import type { IncludedFile } from './plan.ts';

/** The files that globs found, and the globs that found none. */
export interface FoundIncludes {
  /** Sorted by name, each once. */
  readonly files: readonly IncludedFile[];
  /** In the order given. */
  readonly unmatched: readonly string[];
}

/** Far above any sensible archive; `**` in a folder with dependencies stops here. */
const MAX_FILES = 10_000;

/**
 * Finds the files for every archive. Globs are relative to `directory`, and so are the names in the
 * archive. Links to files are packed as files, if they end inside `boundary` (the checkout); linked
 * folders are not entered. A glob that finds nothing is reported, not refused.
 * Throws {@link ActionError} `bad-include`, `include-not-found` (a plain name that is not there or is
 * a folder), `include-outside` or `too-many-includes`.
 */
export async function findIncludes(
  globs: readonly string[],
  { directory, boundary }: { readonly directory: string; readonly boundary: string },
): Promise<FoundIncludes> {
  const found = new Set<string>();
  const unmatched: string[] = [];
  for (const text of globs) {
    const names = await findNames(parseInclude(text), directory);
    if (names.length === 0) unmatched.push(text);
    for (const name of names) found.add(name);
    if (found.size > MAX_FILES) throw tooMany(text);
  }
  const inside = await realpath(boundary);
  const sorted = [...found].sort(bytewise);
  const files: IncludedFile[] = [];
  for (const name of sorted) files.push(await resolveFile(name, directory, inside));
  return { files, unmatched };
}

async function findNames(globs: readonly IncludeGlob[], directory: string): Promise<string[]> {
  const names: string[] = [];
  for (const glob of globs) {
    const found = await descend(directory, '', glob.steps);
    const plain = glob.steps.every(({ kind }) => kind === 'literal');
    if (plain && found.length === 0) throw notFound(glob.text, directory);
    names.push(...found);
  }
  return names;
}

/** Names below `prefix` (empty, or a path that ends in a slash) that the remaining steps lead to. */
async function descend(
  directory: string,
  prefix: string,
  [step, ...rest]: readonly GlobStep[],
): Promise<string[]> {
  if (step === undefined) return [];
  const entries = await list(join(directory, prefix));
  const found: string[] = [];
  if (step.kind === 'folders') found.push(...(await descend(directory, prefix, rest)));
  for (const entry of entries) {
    if (!applies(step, entry)) continue;
    const path = `${prefix}${entry.name}`;
    const next = step.kind === 'folders' ? [step, ...rest] : rest;
    if (next.length > 0) {
      if (entry.isDirectory()) found.push(...(await descend(directory, `${path}/`, next)));
    } else if (await isFile(join(directory, path), entry)) {
      found.push(path);
    }
    if (found.length > MAX_FILES) throw tooMany(`${path} and more`);
  }
  return found;
}

function applies(step: GlobStep, entry: Dirent): boolean {
  switch (step.kind) {
    case 'folders':
      return !entry.name.startsWith('.');
    case 'literal':
      return entry.name === step.name;
    case 'names':
      return step.matches(entry.name);
  }
}

async function list(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new ActionError({
      code: 'include-not-found',
      message: `Cannot look for files to include in ${folder}: ${describeError(error)}`,
      hint: 'Check working-directory and the permissions of the checkout.',
      cause: error,
    });
  }
}

async function isFile(path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const status = await stat(path).catch(() => undefined);
  return status?.isFile() === true;
}

async function resolveFile(
  name: string,
  directory: string,
  boundary: string,
): Promise<IncludedFile> {
  const path = await realpath(join(directory, name));
  const inside = relative(boundary, path);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new ActionError({
      code: 'include-outside',
      message: `include matched ${name}, a link to ${path} outside the checkout`,
      hint: 'Commit the file itself, or write a glob that leaves it out.',
    });
  }
  // A line break or backslash would mean something else in a checksum file or on another system.
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(name)) {
    throw new ActionError({
      code: 'bad-include',
      message: `include matched ${JSON.stringify(name)}, which is no file name on every system`,
      hint: 'Rename the file, or write a glob that leaves it out.',
    });
  }
  return { name, path };
}

function notFound(text: string, directory: string): ActionError {
  return new ActionError({
    code: 'include-not-found',
    message: `include names "${text}", and there is no such file in ${directory}`,
    hint: `Correct the name, or write \`${text}/**\` if it is a folder and \`${text}*\` if it may be absent.`,
  });
}

function tooMany(text: string): ActionError {
  return new ActionError({
    code: 'too-many-includes',
    message: `include "${text}" finds more than ${MAX_FILES} files`,
    hint: 'Name the folders that hold what an archive needs.',
  });
}
