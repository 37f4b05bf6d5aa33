import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file under another name first, so that a name only ever stands for a complete file; a file of
 * that name is replaced. Folders are made. Throws what `write` throws, and leaves nothing behind then.
 */
export async function replaceFile<T>(
  path: string,
  mode: number,
  write: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const partial = `${path}.partial`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const written = await writeNew(partial, mode, write);
    await rename(partial, path);
    return written;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function writeNew<T>(
  path: string,
  mode: number,
  write: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'w+');
  try {
    // Not left to the umask: a bare program must start wherever it lands.
    await file.chmod(mode);
    return await write(file);
  } finally {
    await file.close();
  }
}
