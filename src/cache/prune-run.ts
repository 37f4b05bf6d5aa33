import { lstat, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseNamedDownloads, type NamedDownloads } from './go-sum.ts';
import { mapInParallel } from './in-parallel.ts';
import { isBuildEntry, isMainPackage, parseIndexEntry, type BuildEntry } from './prune.ts';

/** Enough to keep a disk busy without running out of file descriptors. */
const FILES_AT_ONCE = 32;
/** More than the header of a compiled package takes. */
const HEAD_BYTES = 512;

/** A download that is there. */
export interface PresentDownload {
  /** Relative to `cache/download`, with slashes. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** Every entry of a GOCACHE folder; none when the folder is missing. Foreign files are not listed. */
export async function readBuildEntries(folder: string): Promise<BuildEntry[]> {
  const shards = (await namesIn(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
  const names = await mapInParallel(shards, FILES_AT_ONCE, async (shard) =>
    (await namesIn(join(folder, shard))).map((name) => `${shard}/${name}`),
  );
  const entries = await mapInParallel(names.flat().filter(isBuildEntry), FILES_AT_ONCE, (name) =>
    readBuildEntry(folder, name),
  );
  return entries.filter((entry) => entry !== undefined);
}

/** The downloads that the given sum files name. A file that cannot be read names nothing. */
export async function readNamedDownloads(sumFiles: readonly string[]): Promise<NamedDownloads> {
  const texts = sumFiles.map((path) => readFile(path, 'utf8').catch(() => ''));
  return parseNamedDownloads(await Promise.all(texts));
}

/** Those of the named downloads that are in `folder`, sorted by name. */
export async function listDownloads(
  folder: string,
  names: Iterable<string>,
): Promise<PresentDownload[]> {
  const found = await mapInParallel([...names].sort(), FILES_AT_ONCE, async (name) => {
    const stats = await lstat(join(folder, name)).catch(() => undefined);
    return stats?.isFile() === true ? { name, sizeBytes: stats.size } : undefined;
  });
  return found.filter((download) => download !== undefined);
}

/**
 * Those of the named zips with a `.ziphash` in `folder`. Go believes it instead of reading what it
 * stands for: the zip, or the folder unpacked from it.
 * @see Go's src/cmd/go/internal/modfetch, DownloadZip and DownloadDir
 */
export async function listBelieved(
  folder: string,
  zips: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const found = await mapInParallel([...zips], FILES_AT_ONCE, (zip) =>
    lstat(join(folder, `${zip}hash`)).then(
      () => zip,
      () => undefined,
    ),
  );
  return new Set(found.filter((zip) => zip !== undefined));
}

/** Names of those outputs among `entries` that are compiled main packages. */
export async function readMainOutputs(
  folder: string,
  entries: readonly BuildEntry[],
): Promise<ReadonlySet<string>> {
  const outputs = [
    ...new Set(entries.flatMap(({ index }) => (index === undefined ? [] : [index.output]))),
  ];
  const mains = await mapInParallel(outputs, FILES_AT_ONCE, async (name) =>
    isMainPackage(await readHead(join(folder, name))) ? [name] : [],
  );
  return new Set(mains.flat());
}

async function readHead(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch {
    // A folder, for one.
    return '';
  } finally {
    await file.close();
  }
}

async function readBuildEntry(folder: string, name: string): Promise<BuildEntry | undefined> {
  const path = join(folder, name);
  // Another process may trim the cache at this moment.
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined || stats.isSymbolicLink()) return undefined;
  const sizeBytes = stats.isDirectory() ? await treeSize(path) : stats.size;
  const entry: BuildEntry = { name, sizeBytes, usedAtMs: stats.mtimeMs };
  if (!name.endsWith('-a') || !stats.isFile()) return entry;
  const index = parseIndexEntry(await readFile(path, 'latin1').catch(() => ''));
  return index === undefined ? entry : { ...entry, index };
}

async function treeSize(path: string): Promise<number> {
  const names = await readdir(path, { recursive: true });
  const stats = await Promise.all(names.map((name) => lstat(join(path, name))));
  return stats.reduce((total, file) => total + (file.isFile() ? file.size : 0), 0);
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
