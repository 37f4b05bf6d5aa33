import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { licenceOf } from './licence.ts';

const LICENCE_FILE = /^(LICEN[CS]E|COPYING)([.-].*)?$/i;

/** The SPDX expression of the licence files at the top of `folder` (absolute). Undefined where they do not agree on one. */
export async function findLicence(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => LICENCE_FILE.test(name));
  const texts = names.map((name) => readFile(path.join(folder, name), 'utf8').catch(() => ''));
  const found = new Set((await Promise.all(texts)).map(licenceOf));
  return found.size === 1 ? [...found][0] : undefined;
}
