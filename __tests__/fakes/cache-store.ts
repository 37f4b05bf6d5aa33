import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One entry of the cache service. A reserved entry has no bytes yet and is never found. */
export interface StoredCache {
  /** Counts up from 1: the higher, the newer. */
  readonly id: number;
  readonly scope: string;
  readonly key: string;
  readonly version: string;
  readonly state: 'reserved' | 'finalized';
  readonly sizeBytes: number;
}

/** What a lookup asks for. `keys[0]` is the primary key, the others are restore keys. */
export interface CacheQuery {
  readonly keys: readonly string[];
  readonly version: string;
  /** Full refs, searched one after the other. */
  readonly scopes: readonly string[];
}

/** The entries and their archives; with a directory they outlive the process. */
export interface CacheStore {
  list(): readonly StoredCache[];
  find(query: CacheQuery): StoredCache | undefined;
  /** Undefined when scope, key and version are taken, finished or not. */
  reserve(scope: string, key: string, version: string): StoredCache | undefined;
  /** Makes a reserved entry visible. Undefined when there is none. */
  finalize(id: number, archive: Buffer): StoredCache | undefined;
  archive(id: number): Buffer;
  /** Puts other bytes under a finished entry, as an attacker or a broken disk would. */
  replaceArchive(id: number, archive: Buffer): void;
  /** Forgets an entry, as eviction does. */
  evict(id: number): void;
}

/** An empty store in memory, or the one in `directory` (made when missing). */
export function openCacheStore(directory?: string): CacheStore {
  const entries: StoredCache[] = directory === undefined ? [] : readIndex(directory);
  const archives = new Map<number, Buffer>();
  const archivePath = (id: number): string => join(directory ?? '', `${id.toString()}.archive`);

  function writeArchive(id: number, archive: Buffer): void {
    if (directory === undefined) archives.set(id, archive);
    else writeFileSync(archivePath(id), archive);
  }
  function replaceEntry(entry: StoredCache): void {
    entries[entries.findIndex((other) => other.id === entry.id)] = entry;
    writeIndex();
  }
  function writeIndex(): void {
    if (directory === undefined) return;
    writeFileSync(join(directory, 'index.json'), JSON.stringify(entries, undefined, 2));
  }

  return {
    list: () => [...entries],
    find: (query) => findNewest(entries, query),
    reserve(scope, key, version) {
      const taken = entries.some(
        (entry) => entry.scope === scope && entry.key === key && entry.version === version,
      );
      if (taken) return undefined;
      const id = 1 + Math.max(0, ...entries.map((entry) => entry.id));
      const entry: StoredCache = { id, scope, key, version, state: 'reserved', sizeBytes: 0 };
      entries.push(entry);
      writeIndex();
      return entry;
    },
    finalize(id, archive) {
      const reserved = entries.find((entry) => entry.id === id && entry.state === 'reserved');
      if (reserved === undefined) return undefined;
      writeArchive(id, archive);
      const entry: StoredCache = { ...reserved, state: 'finalized', sizeBytes: archive.length };
      replaceEntry(entry);
      return entry;
    },
    archive: (id) =>
      directory === undefined
        ? (archives.get(id) ?? Buffer.alloc(0))
        : readFileSync(archivePath(id)),
    replaceArchive(id, archive) {
      writeArchive(id, archive);
      const entry = entries.find((other) => other.id === id);
      if (entry !== undefined) replaceEntry({ ...entry, sizeBytes: archive.length });
    },
    evict(id) {
      entries.splice(0, entries.length, ...entries.filter((entry) => entry.id !== id));
      archives.delete(id);
      if (directory !== undefined) rmSync(archivePath(id), { force: true });
      writeIndex();
    },
  };
}

/**
 * The documented search: in one branch first the primary key exactly, then the primary key as a
 * prefix, then each restore key as a prefix, newest first each time; then the same in the next
 * branch. Only entries of the same version (paths and compression) count.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching
 */
function findNewest(entries: readonly StoredCache[], query: CacheQuery): StoredCache | undefined {
  const newestFirst = entries
    .filter((entry) => entry.state === 'finalized' && entry.version === query.version)
    .toSorted((left, right) => right.id - left.id);
  for (const scope of query.scopes) {
    const visible = newestFirst.filter((entry) => entry.scope === scope);
    const exact = visible.find((entry) => entry.key === query.keys[0]);
    if (exact !== undefined) return exact;
    for (const key of query.keys) {
      const match = visible.find((entry) => entry.key.startsWith(key));
      if (match !== undefined) return match;
    }
  }
  return undefined;
}

function readIndex(directory: string): StoredCache[] {
  mkdirSync(directory, { recursive: true });
  try {
    // Written by writeIndex of an earlier process; an upload that it did not finish is lost.
    const entries = JSON.parse(
      readFileSync(join(directory, 'index.json'), 'utf8'),
    ) as StoredCache[];
    return entries.filter((entry) => entry.state === 'finalized');
  } catch {
    return [];
  }
}
