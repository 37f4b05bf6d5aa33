/** One entry of GOCACHE: an `-a` file (what an action produced) or a `-d` (the output itself). */
export interface BuildEntry {
  /** Relative to GOCACHE, with a slash: `0f/0f…-a`. */
  readonly name: string;
  readonly sizeBytes: number;
  /** When the entry was made or, to within an hour, last used; milliseconds since 1970. */
  readonly usedAtMs: number;
  /** What an `-a` file says; absent for a `-d` and for an `-a` that cannot be read. */
  readonly index?: IndexEntry;
}

/** The content of an `-a` file. */
export interface IndexEntry {
  /** Name of the `-d` that holds the output, as {@link BuildEntry.name}. */
  readonly output: string;
  readonly outputSizeBytes: number;
}

/** What of a build cache is worth saving. */
export interface BuildSelection {
  /** Sorted. */
  readonly kept: readonly BuildEntry[];
  readonly keptBytes: number;
  /** Entries left out because nothing used them since they were restored. */
  readonly pruned: number;
  /** Kept actions that the restored archive did not have, and the size of their outputs. */
  readonly added: number;
  readonly addedBytes: number;
}

/** What tells a used entry from an unused one. */
export interface BuildSelectionRule {
  /** Entries used at or after this moment are kept; milliseconds since 1970. */
  readonly sinceMs: number;
  /** Leaves nothing out: a run that stopped early used too little to judge by. */
  readonly keepUnused: boolean;
  /** Names of the entries that came from the restored archive. */
  readonly restored: ReadonlySet<string>;
}

/** True for a path of GOCACHE that is a cache entry, in the folder that its hash belongs to. */
export function isBuildEntry(name: string): boolean {
  return /^([0-9a-f]{2})\/\1[0-9a-f]{62}-[ad]$/.test(name);
}

/**
 * Reads an `-a` file: `v1 <action> <output> <size> <nanoseconds since 1970>`, hashes in hex, numbers
 * padded with blanks. Undefined for anything else, which go itself treats as a miss.
 * @see Go's src/cmd/go/internal/cache/cache.go, DiskCache.get
 */
export function parseIndexEntry(text: string): IndexEntry | undefined {
  const match = /^v1 [0-9a-f]{64} ([0-9a-f]{64}) +(\d+) +\d+\n$/.exec(text);
  const [, output, size] = match ?? [];
  if (output === undefined || size === undefined) return undefined;
  return { output: `${output.slice(0, 2)}/${output}-d`, outputSizeBytes: Number(size) };
}

/**
 * Keeps what was made or used since `sinceMs`. An output stays as long as a kept action names it,
 * whatever its own time: go does not touch an output again that a new action merely shares.
 */
export function selectBuildEntries(
  entries: readonly BuildEntry[],
  { sinceMs, keepUnused, restored }: BuildSelectionRule,
): BuildSelection {
  const isUsed = (entry: BuildEntry): boolean => keepUnused || entry.usedAtMs >= sinceMs;
  const actions = entries.filter((entry) => entry.index !== undefined && isUsed(entry));
  const named = new Set(actions.map((entry) => entry.index?.output));
  const outputs = entries.filter(
    (entry) => entry.name.endsWith('-d') && (named.has(entry.name) || isUsed(entry)),
  );
  const kept = [...actions, ...outputs].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const added = actions.filter((entry) => !restored.has(entry.name));
  return {
    kept,
    keptBytes: sum(kept.map((entry) => entry.sizeBytes)),
    pruned: entries.length - kept.length,
    added: added.length,
    addedBytes: sum(added.map((entry) => entry.index?.outputSizeBytes ?? 0)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
