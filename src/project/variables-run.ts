import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageVariables } from './variables.ts';

/**
 * The package-level variables of the Go package in `dir` (absolute), those in files for any target
 * included, tests excluded. Throws what reading the folder throws.
 */
export async function readPackageVariables(dir: string): Promise<ReadonlySet<string>> {
  const names = await readdir(dir);
  const sources = names.filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
  const found = await Promise.all(
    sources.map(async (name) => packageVariables(await readFile(path.join(dir, name), 'utf8'))),
  );
  return new Set(found.flatMap((variables) => [...variables]));
}
