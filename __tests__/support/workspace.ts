import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder of a test's own. */
export interface TemporaryFolder {
  /** Absolute, with symbolic links resolved. */
  readonly path: string;
  /** Deletes it and everything in it, read-only module caches included. Safe to call twice. */
  readonly remove: () => Promise<void>;
}

/** Makes a new, empty folder below the system's temporary folder. The caller removes it. */
export async function temporaryFolder(prefix = 'ship-go-'): Promise<TemporaryFolder> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), prefix)));
  return {
    path: folder,
    async remove() {
      try {
        await rm(folder, { recursive: true, force: true });
      } catch {
        // Go makes the folders of its module cache read-only.
        await makeWritable(folder);
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

/**
 * Writes files below `folder`, making folders as needed. Keys are paths with forward slashes; each must stay inside. A `string`
 * is written as UTF-8; files that start with `#!` become executable.
 */
export async function writeTree(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.resolve(folder, name);
    if (path.relative(folder, file).startsWith('..')) {
      throw new Error(`${name} lies outside ${folder}`);
    }
    await mkdir(path.dirname(file), { recursive: true });
    const isScript = typeof content === 'string' && content.startsWith('#!');
    await writeFile(file, content, { mode: isScript ? 0o755 : 0o644 });
  }
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(path.join(folder, entry.name));
  }
}
