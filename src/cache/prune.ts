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
  /** When the action was run; milliseconds since 1970. */
  readonly madeAtMs: number;
}

/** What of a build cache is worth saving. */
export interface BuildSelection {
  /** Sorted. */
  readonly kept: readonly BuildEntry[];
  readonly keptBytes: number;
  /** Entries left out because nothing used them since they were restored. */
  readonly pruned: number;
  /** Kept actions that the restored archive had. */
  readonly used: number;
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
  /** Names of the outputs that are compiled main packages. */
  readonly mains: ReadonlySet<string>;
  /** Names of entries that were used, whatever their own time says by now. */
  readonly usedBefore: ReadonlySet<string>;
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
  const match = /^v1 [0-9a-f]{64} ([0-9a-f]{64}) +(\d+) +(\d+)\n$/.exec(text);
  const [, output, size, nanoseconds] = match ?? [];
  if (output === undefined || size === undefined) return undefined;
  return {
    output: `${output.slice(0, 2)}/${output}-d`,
    outputSizeBytes: Number(size),
    madeAtMs: Number(nanoseconds) / 1e6,
  };
}

/**
 * True when the first bytes of an output are those of a compiled main package: an archive whose first
 * member describes the object, with a line `main` for that package alone.
 * @see Go's src/cmd/compile/internal/gc/obj.go, printObjHeader
 */
export function isMainPackage(head: string): boolean {
  return head.startsWith('!<arch>\n__.PKGDEF ') && /^build id "[^"]*"\nmain\n/m.test(head);
}

/**
 * Keeps what was made or used since `sinceMs`. An output stays as long as a kept action names it,
 * whatever its own time: go does not touch an output again that a new action merely shares.
 */
export function selectBuildEntries(
  entries: readonly BuildEntry[],
  rule: BuildSelectionRule,
): BuildSelection {
  const { sinceMs, keepUnused, restored, usedBefore } = rule;
  const isUsed = ({ usedAtMs, name }: BuildEntry): boolean =>
    keepUnused || usedAtMs >= sinceMs || usedBefore.has(name);
  const used = entries.filter((entry) => entry.index !== undefined && isUsed(entry));
  const actions = [...used, ...unlinkedMains(entries, used, rule)];
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
    used: actions.length - added.length,
    added: added.length,
    addedBytes: sum(added.map((entry) => entry.index?.outputSizeBytes ?? 0)),
  };
}

/**
 * Compiled main packages that look unused and are not: where the program is there already and up to
 * date, go skips the link and never asks for them, yet the next job has an empty folder. As many stay,
 * newest first, as were restored and found neither a use nor a successor, so their number never grows.
 * @see Go's src/cmd/go/internal/work/buildid.go, useCache
 */
function unlinkedMains(
  entries: readonly BuildEntry[],
  used: readonly BuildEntry[],
  { mains, restored }: BuildSelectionRule,
): BuildEntry[] {
  const isMain = ({ index }: BuildEntry): boolean => index !== undefined && mains.has(index.output);
  const all = entries.filter(isMain);
  const before = all.filter((entry) => restored.has(entry.name)).length;
  const isUsed = new Set(used);
  const missing = before - used.filter(isMain).length;
  return all
    .filter((entry) => !isUsed.has(entry))
    .toSorted((a, b) => (b.index?.madeAtMs ?? 0) - (a.index?.madeAtMs ?? 0))
    .slice(0, Math.max(missing, 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
