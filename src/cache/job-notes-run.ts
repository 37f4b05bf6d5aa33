import { appendFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { backdateBuild } from './adopt-run.ts';
import type { ActiveCache, CachesPlan } from './plan.ts';
import { listDownloads } from './prune-run.ts';

/**
 * What the steps of one job must know of each other's caches, beside their own states: several of them
 * (setup/ and the root action, for one) share go's folders.
 */
type JobNote =
  /** Entries of a GOCACHE that had been used, and lost the date that showed it. */
  | {
      readonly kind: 'dated-back';
      readonly folder: string;
      /** Milliseconds since 1970. */
      readonly atMs: number;
      readonly names: readonly string[];
    }
  /** Modules that came out of the archive of `key`. */
  | {
      readonly kind: 'restored-modules';
      readonly folder: string;
      readonly key: string;
      /** {@link purposeOf} the step that took them. */
      readonly purpose: string;
      readonly names: readonly string[];
    };

/** What decides which modules of an archive a step takes, and whether it saves what it adds. */
type Purpose = Pick<CachesPlan, 'sumFiles' | 'write'>;

function purposeOf({ sumFiles, write }: Purpose): string {
  return [write.when, ...sumFiles.toSorted()].join('\n');
}

const FILE = 'ship-go-cache-notes.jsonl';

/**
 * Dates the entries of a GOCACHE folder back, so that this step sees what is used from now on, and notes
 * those that showed an earlier use. `tempFolder`: the job's; all paths absolute. Throws when nothing can be written.
 */
export async function dateBack(folder: string, nowMs: number, tempFolder: string): Promise<void> {
  const names = await backdateBuild(folder, nowMs);
  if (names.length === 0) return;
  await addNote(tempFolder, { kind: 'dated-back', folder, atMs: nowMs, names });
}

/** Names of the entries of a GOCACHE folder that were used after `sinceMs`, and were dated back by a later step. */
export async function readUsedBefore(
  folder: string,
  sinceMs: number,
  tempFolder: string,
): Promise<ReadonlySet<string>> {
  const notes = await readNotes(tempFolder);
  const names = notes.flatMap((note) =>
    note.kind === 'dated-back' && note.folder === folder && note.atMs > sinceMs ? note.names : [],
  );
  return new Set(names);
}

/** Notes for later steps that these modules came from the archive of `key`, for a step with this plan. */
export async function noteRestored(
  { name, folder }: ActiveCache,
  key: string,
  { names, plan }: { readonly names: readonly string[]; readonly plan: Purpose },
  tempFolder: string,
): Promise<void> {
  if (name !== 'modules') return;
  const purpose = purposeOf(plan);
  await addNote(tempFolder, { kind: 'restored-modules', folder, key, purpose, names });
}

/**
 * True when an earlier step of this job has taken from the archive of `key` what this plan would take, all of it
 * is still there, and that step saves what this one would. Steps for other go.sum files take other modules.
 */
export async function isRestored(
  { name, folder }: ActiveCache,
  key: string,
  plan: Purpose,
  tempFolder: string,
): Promise<boolean> {
  if (name !== 'modules') return false;
  const notes = await readNotes(tempFolder);
  const purpose = purposeOf(plan);
  const note = notes.findLast(
    (one) =>
      one.kind === 'restored-modules' &&
      one.folder === folder &&
      one.key === key &&
      one.purpose === purpose,
  );
  if (note === undefined || note.names.length === 0) return false;
  return (await listDownloads(folder, note.names)).length === note.names.length;
}

async function addNote(tempFolder: string, note: JobNote): Promise<void> {
  await mkdir(tempFolder, { recursive: true });
  // In one go: both caches are restored at the same time, and a long line must not be cut by another.
  appendFileSync(join(tempFolder, FILE), `${JSON.stringify(note)}\n`);
}

async function readNotes(tempFolder: string): Promise<readonly JobNote[]> {
  const text = await readFile(join(tempFolder, FILE), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => parseNote(line) ?? []);
}

function parseNote(line: string): JobNote | undefined {
  const value = parseJson(line);
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const [kind, folder, names] = ['kind', 'folder', 'names'].map((name) => fields.get(name));
  if (typeof folder !== 'string' || !isTexts(names)) return undefined;
  const [atMs, key, purpose] = ['atMs', 'key', 'purpose'].map((name) => fields.get(name));
  if (kind === 'dated-back' && typeof atMs === 'number') return { kind, folder, atMs, names };
  if (kind === 'restored-modules' && typeof key === 'string' && typeof purpose === 'string')
    return { kind, folder, key, purpose, names };
  return undefined;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
