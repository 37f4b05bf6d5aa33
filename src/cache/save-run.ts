import { readFile } from 'node:fs/promises';

import { describeError } from '../domain/errors.ts';
import type { Clock } from '../host/host.ts';
import { removeFolder } from './adopt-run.ts';
import type { CacheClient } from './cache-client.ts';
import type { ActiveCache } from './plan.ts';
import { selectBuildEntries } from './prune.ts';
import { listDownloads, readBuildEntries, readNamedDownloads, stageFiles } from './prune-run.ts';
import type { SavedCache, SaveReport } from './report.ts';
import { NO_SERVICE, restoredListPath } from './restore-run.ts';
import { judgeSelection, whyNotSaved, type Selection } from './save-rule.ts';
import type { CacheRecord, CacheState } from './state.ts';

/** What saving needs from outside. */
export interface SaveParts {
  readonly client: CacheClient;
  readonly clock: Pick<Clock, 'now'>;
  /** True when every target was built and linked; only then does "unused" mean anything. */
  readonly buildSucceeded: boolean;
}

const HOUR_MS = 3_600_000;

/**
 * Saves what the run used or made, one cache after the other. Never throws: whatever goes wrong is
 * the cache's outcome and reason. The folders of go are left as they are.
 */
export async function saveCaches(state: CacheState, parts: SaveParts): Promise<SaveReport> {
  const caches: SavedCache[] = [];
  for (const record of state.caches) {
    const startedAtMs = parts.clock.now();
    const outcome = await saveCache(record, state, parts).catch((error: unknown): Outcome => ({
      outcome: 'failed',
      reason: describeError(error),
    }));
    caches.push({ name: record.plan.name, ...outcome, ms: parts.clock.now() - startedAtMs });
  }
  return { caches };
}

type Outcome = Omit<SavedCache, 'name' | 'ms'>;

async function saveCache(
  record: CacheRecord,
  state: CacheState,
  parts: SaveParts,
): Promise<Outcome> {
  const { plan: cache } = record;
  const reason = whyNotSaved(record, state);
  if (reason !== undefined || !cache.on) return { outcome: 'skipped', reason: reason ?? 'off' };
  if (!(await parts.client.isAvailable())) return { outcome: 'skipped', reason: NO_SERVICE };
  const key = cache.primaryKey;
  const selection = await select(cache, state, parts.buildSucceeded);
  const verdict = judgeSelection(selection, record.result, parts.buildSucceeded);
  if (verdict !== undefined) return { ...verdict, key, ...countsOf(selection) };
  // Packing takes seconds of processor time: whoever would lose the race need not start.
  const found = await parts.client.lookup({
    paths: [cache.staging],
    primaryKey: key,
    restoreKeys: [],
  });
  if (found.kind === 'failed') return { outcome: 'failed', key, reason: found.reason };
  if (found.kind === 'hit' && found.matchedKey === key) return { outcome: 'exists', key };
  return { key, ...countsOf(selection), ...(await upload(cache, selection, parts)) };
}

async function upload(
  cache: ActiveCache,
  selection: Selection,
  parts: SaveParts,
): Promise<Pick<Outcome, 'outcome' | 'reason'>> {
  try {
    await removeFolder(cache.staging);
    await stageFiles(cache.folder, cache.staging, selection.names);
    const answer = await parts.client.save([cache.staging], cache.primaryKey);
    if (answer.kind === 'failed') return { outcome: 'failed', reason: answer.reason };
    return { outcome: answer.kind };
  } finally {
    await removeFolder(cache.workFolder);
  }
}

async function select(
  cache: ActiveCache,
  state: CacheState,
  buildSucceeded: boolean,
): Promise<Selection> {
  if (cache.name === 'modules') return selectModules(cache, state);
  const listed = await readFile(restoredListPath(cache), 'utf8').catch(() => '');
  const selection = selectBuildEntries(await readBuildEntries(cache.folder), {
    // Everything unused is dated at least two hours before the restore; the hour between forgives
    // file systems whose clock differs from ours.
    sinceMs: state.restoredAtMs - HOUR_MS,
    keepUnused: !buildSucceeded,
    restored: new Set(listed.split('\n')),
  });
  const { keptBytes, pruned, added, addedBytes } = selection;
  const names = selection.kept.map((entry) => entry.name);
  return { kind: 'build', names, keptBytes, pruned, added, addedBytes };
}

async function selectModules(cache: ActiveCache, state: CacheState): Promise<Selection> {
  const named = await readNamedDownloads(state.sumFiles);
  const zips = await listDownloads(cache.folder, named.zips);
  const mods = await listDownloads(cache.folder, named.mods);
  const files = [...zips, ...mods];
  return {
    kind: 'modules',
    names: files.map((file) => file.name),
    keptBytes: files.reduce((total, file) => total + file.sizeBytes, 0),
    zips: zips.length,
    complete: zips.length === named.zips.size,
  };
}

function countsOf(selection: Selection): Partial<Outcome> {
  const counts = { sizeBytes: selection.keptBytes, files: selection.names.length };
  if (selection.kind === 'modules') return counts;
  return { ...counts, pruned: selection.pruned, added: selection.added };
}
