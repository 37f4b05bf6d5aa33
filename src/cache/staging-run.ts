import { mkdir, mkdtemp, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A living restore is a minute old; what is older than this was left by one that was killed. */
const LEFTOVER_MS = 10 * 60_000;

/**
 * Does `work` with a new empty folder inside `workFolder` (absolute), and removes it whatever happens, with
 * what killed restores have left there. Several jobs may do so at once: runners of one machine that run as
 * one user share go's folders. `nowMs`: milliseconds since 1970.
 */
export async function inStagingFolder<T>(
  workFolder: string,
  nowMs: number,
  work: (staging: string) => Promise<T>,
): Promise<T> {
  const staging = await createStaging(workFolder);
  try {
    await removeLeftovers(workFolder, nowMs);
    return await work(staging);
  } finally {
    await removeFolder(staging);
    // Fails while another job has its own in there.
    await rmdir(workFolder).catch(() => undefined);
  }
}

/** Removes a folder whatever is in it. Gives up silently: what is left is not in go's way. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
}

/** Tried again, since another job that has just finished may remove `workFolder` in between. */
async function createStaging(workFolder: string): Promise<string> {
  const create = async (): Promise<string> => {
    await mkdir(workFolder, { recursive: true });
    return mkdtemp(join(workFolder, 'restore-'));
  };
  return create().catch(create);
}

async function removeLeftovers(workFolder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(workFolder)) {
    const path = join(workFolder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
    if (nowMs - mtimeMs > LEFTOVER_MS) await removeFolder(path);
  }
}
