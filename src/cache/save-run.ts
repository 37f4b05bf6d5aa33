import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { describeError } from '../domain/errors.ts';
import type { Clock } from '../host/host.ts';
import type { CacheClient } from './exchange.ts';
import { readUsedBefore } from './job-notes-run.ts';
import { packFiles } from './pack-run.ts';
import { type ActiveCache, saveKey } from './plan.ts';
import { selectBuildEntries } from './prune.ts';
import {
  listDownloads,
  readBuildEntries,
  readMainOutputs,
  readNamedDownloads,
} from './prune-run.ts';
import type { SavedCache, SaveReport } from './report.ts';
import { judgeSelection, whyNotSaved, type Selection } from './save-rule.ts';
import type { CacheRecord, CacheState } from './state.ts';

/** What saving needs from outside. */
export interface SaveParts {
  readonly client: CacheClient;
  readonly clock: Pick<Clock, 'now'>;
  /** For the archives; absolute. */
  readonly tempFolder: string;
  /** True when every target was built and linked; only then does "unused" mean anything. */
  readonly buildSucceeded: boolean;
}

const HOUR_MS = 3_600_000;

/**
 * Saves what the run used or made, one cache after the other. Never throws: whatever goes wrong is
 * the cache's outcome and reason. The folders of go are left as they are. A service that did not answer
 * for the first cache is not waited for again.
 */
export async function saveCaches(state: CacheState, parts: SaveParts): Promise<SaveReport> {
  const caches: SavedCache[] = [];
  for (const record of state.caches) {
    const startedAtMs = parts.clock.now();
    const failed = caches.find((cache) => cache.outcome === 'failed');
    const outcome = await saveCache(record, state, parts, failed).catch(
      (error: unknown): Outcome => ({ outcome: 'failed', reason: describeError(error) }),
    );
    caches.push({ name: record.plan.name, ...outcome, ms: parts.clock.now() - startedAtMs });
  }
  return { caches };
}

type Outcome = Omit<SavedCache, 'name' | 'ms'>;

async function saveCache(
  record: CacheRecord,
  state: CacheState,
  parts: SaveParts,
  failed: SavedCache | undefined,
): Promise<Outcome> {
  const { plan: cache } = record;
  const reason = whyNotSaved(record, state) ?? parts.client.refusal('save');
  if (reason !== undefined || !cache.on) return { outcome: 'skipped', reason: reason ?? 'off' };
  if (failed !== undefined)
    return { outcome: 'skipped', reason: `saving the ${failed.name} has failed` };
  const selection = await select(cache, record, state, parts);
  const key = saveKey(cache, selection.names);
  const counts = countsOf(selection);
  const verdict = judgeSelection(selection, record.result);
  if (verdict !== undefined) return { ...verdict, key, ...counts };
  // Packing takes seconds of processor time: whoever would lose the race need not start.
  if (parts.client.refusal('restore') === undefined) {
    const found = await parts.client.find({ primaryKey: key, restoreKeys: [] });
    if (found.kind === 'failed') return { outcome: 'failed', key, reason: found.reason };
    if (found.kind === 'hit' && found.matchedKey === key) return { outcome: 'exists', key };
  }
  return { key, ...counts, ...(await packAndSave(cache, key, selection, parts)) };
}

async function packAndSave(
  cache: ActiveCache,
  key: string,
  selection: Selection,
  { client, tempFolder }: SaveParts,
): Promise<Pick<Outcome, 'outcome' | 'reason' | 'archiveBytes'>> {
  const path = join(tempFolder, `ship-go-${cache.name}-${process.pid}.tar.zst`);
  try {
    await mkdir(tempFolder, { recursive: true });
    const { sizeBytes } = await packFiles(cache.folder, selection.names, path);
    const answer = await client.save(key, { path, sizeBytes });
    if (answer.kind === 'failed') return { outcome: 'failed', reason: answer.reason };
    return { outcome: answer.kind, archiveBytes: sizeBytes };
  } finally {
    await rm(path, { force: true });
  }
}

async function select(
  cache: ActiveCache,
  record: CacheRecord,
  state: CacheState,
  { buildSucceeded, tempFolder }: Pick<SaveParts, 'buildSucceeded' | 'tempFolder'>,
): Promise<Selection> {
  const listed = await readFile(record.restoredList ?? '', 'utf8').catch(() => '');
  const restored = new Set(listed.split('\n'));
  if (cache.name === 'modules') return selectModules(cache, state, restored);
  const entries = await readBuildEntries(cache.folder);
  const selection = selectBuildEntries(entries, {
    // Everything unused is dated at least two hours before the restore; the hour between forgives
    // file systems whose clock differs from ours.
    sinceMs: state.restoredAtMs - HOUR_MS,
    keepUnused: !buildSucceeded,
    restored,
    mains: buildSucceeded ? await readMainOutputs(cache.folder, entries) : new Set(),
    usedBefore: await readUsedBefore(cache.folder, state.restoredAtMs, tempFolder),
  });
  const { kept, ...counts } = selection;
  return { kind: 'build', names: kept.map((entry) => entry.name), ...counts };
}

async function selectModules(
  cache: ActiveCache,
  state: CacheState,
  restored: ReadonlySet<string>,
): Promise<Selection> {
  const named = await readNamedDownloads(state.sumFiles);
  const files = await listDownloads(cache.folder, [...named.zips, ...named.mods]);
  const names = files.map((file) => file.name);
  return {
    kind: 'modules',
    names,
    keptBytes: files.reduce((total, file) => total + file.sizeBytes, 0),
    added: names.filter((name) => !restored.has(name)).length,
  };
}

function countsOf(selection: Selection): Partial<Outcome> {
  const { keptBytes, names, added } = selection;
  const counts = { sizeBytes: keptBytes, files: names.length, added };
  return selection.kind === 'modules'
    ? counts
    : { ...counts, pruned: selection.pruned, used: selection.used };
}
