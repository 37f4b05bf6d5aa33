import { cp, lstat, mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { NamedDownloads } from './go-sum.ts';
import { mapInParallel } from './in-parallel.ts';
import { listBelieved, listDownloads, readBuildEntries } from './prune-run.ts';
import { removeFolder } from './staging-run.ts';

const FILES_AT_ONCE = 32;
const HOUR_MS = 3_600_000;

/** What came out of an archive. */
export interface Adopted {
  /** What is now in place. */
  readonly files: number;
  readonly sizeBytes: number;
  /**
   * Names of the files that the archive had and this job can use, put in place or there before; relative to
   * the folder, with slashes.
   */
  readonly names: readonly string[];
}

/**
 * Moves from `staging` into `folder` what go can prove by itself: the zip and mod files that go.sum
 * names. Nothing else of the archive is used: no `.ziphash` (go would believe it instead of reading
 * the zip), no unpacked source, no `.info`, no link, no module outside go.sum. A file that is
 * already there stays. A zip is left out where a `.ziphash` of it lies in `folder`, for the same reason.
 * @see Go's src/cmd/go/internal/modfetch/fetch.go, checkModSum and DownloadZip
 */
export async function adoptModules(
  staging: string,
  folder: string,
  named: NamedDownloads,
): Promise<Adopted> {
  const downloads = await listDownloads(staging, [...named.zips, ...named.mods]);
  const believed = await listBelieved(folder, named.zips);
  const adopted = downloads.filter(({ name }) => !believed.has(name));
  await mapInParallel(adopted, FILES_AT_ONCE, ({ name }) =>
    moveTree(join(staging, name), join(folder, name)),
  );
  const names = downloads.map(({ name }) => name);
  return { files: adopted.length, sizeBytes: totalSize(adopted), names };
}

/**
 * Moves the entries of a build cache from `staging` into `folder` and dates them two hours back: old
 * enough that go marks each one it uses (it does so after one hour), young enough that its trim
 * (after five days) spares those it has not used yet. A younger entry that was there before is
 * dated the same, so that its use shows too; an older one keeps its time, or a runner that keeps
 * its cache would never trim it.
 * @see Go's src/cmd/go/internal/cache/cache.go, markUsed and Trim
 */
export async function adoptBuild(staging: string, folder: string, nowMs: number): Promise<Adopted> {
  const backdate = new Date(nowMs - 2 * HOUR_MS);
  const entries = await readBuildEntries(staging);
  await mapInParallel(entries, FILES_AT_ONCE, (entry) =>
    utimes(join(staging, entry.name), backdate, backdate),
  );
  await mapInParallel(entries, FILES_AT_ONCE, (entry) =>
    moveTree(join(staging, entry.name), join(folder, entry.name)),
  );
  await stampTrim(folder, nowMs);
  return {
    files: entries.length,
    sizeBytes: totalSize(entries),
    names: entries.map((entry) => entry.name),
  };
}

/**
 * Dates the entries that are already in a GOCACHE folder as {@link adoptBuild} says. Gives the names of
 * those that it dated: until now they showed that they had been used.
 */
export async function backdateBuild(folder: string, nowMs: number): Promise<readonly string[]> {
  const backdateMs = nowMs - 2 * HOUR_MS;
  const young = (await readBuildEntries(folder)).filter((entry) => entry.usedAtMs > backdateMs);
  const backdate = new Date(backdateMs);
  await mapInParallel(young, FILES_AT_ONCE, (entry) =>
    // Another process may trim the cache at this moment.
    utimes(join(folder, entry.name), backdate, backdate).catch(() => undefined),
  );
  return young.map((entry) => entry.name);
}

/** Tells go that it trimmed just now, where it does not know: a scan would find nothing old. */
async function stampTrim(folder: string, nowMs: number): Promise<void> {
  const seconds = Math.floor(nowMs / 1000).toString();
  await writeFile(join(folder, 'trim.txt'), seconds, { flag: 'wx' }).catch(() => undefined);
}

async function moveTree(from: string, to: string): Promise<void> {
  const there = await lstat(to).catch(() => undefined);
  if (there?.isDirectory() === true) {
    for (const name of await readdir(from)) await moveTree(join(from, name), join(to, name));
    return;
  }
  if (there !== undefined) return;
  await mkdir(dirname(to), { recursive: true });
  // The folder may be mounted from elsewhere.
  await rename(from, to).catch(() => copyTree(from, to));
}

/** A half of a file must not stay where go looks: the disk may be full. */
async function copyTree(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, { recursive: true, preserveTimestamps: true });
  } catch (error) {
    await removeFolder(to);
    throw error;
  }
}

function totalSize(files: readonly { readonly sizeBytes: number }[]): number {
  return files.reduce((total, file) => total + file.sizeBytes, 0);
}
