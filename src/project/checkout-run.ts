import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Project } from './plan.ts';

/** What of a checkout decides about caches, whatever modules it holds. */
export type Checkout = Pick<Project, 'root' | 'goModPath' | 'sumFiles' | 'vendored'>;

/** A checkout may hold anything; looking for modules must stay a matter of milliseconds. */
const MOST_FOLDERS = 4000;
const DEEPEST = 6;
/** The go command's `./...` passes over the first four kinds, and node_modules holds no module of the project. */
const PASSED_OVER = /^(?:[._].*|testdata|vendor|node_modules)$/;

/**
 * Looks for every module below `directory` (absolute), at the root or not, nearest first. Undefined when there is
 * none; folders that cannot be read are passed over.
 */
export async function findCheckout(directory: string): Promise<Checkout | undefined> {
  const modFiles: string[] = [];
  const sumFiles: string[] = [];
  let level = [directory];
  let seen = 0;
  for (let depth = 0; depth <= DEEPEST && level.length > 0 && seen < MOST_FOLDERS; depth += 1) {
    seen += level.length;
    const listed = await Promise.all(level.map(listFolder));
    level = listed.flatMap(({ folders }) => folders).sort();
    for (const { files } of listed) {
      modFiles.push(...files.filter((file) => /[\\/]go\.(?:mod|work)$/.test(file)));
      sumFiles.push(...files.filter((file) => /[\\/]go\.(?:work\.)?sum$/.test(file)));
    }
  }
  const goModPath = modFiles.find((file) => file.endsWith('go.mod')) ?? modFiles[0];
  if (goModPath === undefined) return undefined;
  const vendored = modFiles.every((file) =>
    existsSync(path.join(path.dirname(file), 'vendor', 'modules.txt')),
  );
  return { root: path.dirname(goModPath), goModPath, sumFiles: sumFiles.sort(), vendored };
}

async function listFolder(
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const paths = (wanted: typeof entries): string[] =>
    wanted.map((entry) => path.join(folder, entry.name)).sort();
  return {
    files: paths(entries.filter((entry) => entry.isFile())),
    folders: paths(entries.filter((entry) => entry.isDirectory() && !PASSED_OVER.test(entry.name))),
  };
}
