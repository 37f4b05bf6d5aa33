import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describeError } from '../domain/errors.ts';
import type { Clock } from '../host/host.ts';
import {
  adoptBuild,
  adoptModules,
  backdateBuild,
  removeFolder,
  type Adopted,
} from './adopt-run.ts';
import type { CacheClient } from './cache-client.ts';
import type { ActiveCache, CachePlan, CachesPlan } from './plan.ts';
import { listDownloads, readNamedDownloads } from './prune-run.ts';
import type { RestoredCache, RestoreReport } from './report.ts';

/** What restoring needs from outside. */
export interface RestoreParts {
  readonly client: CacheClient;
  readonly clock: Pick<Clock, 'now'>;
}

/** The reason where there is nothing to ask, as on a GitHub Enterprise Server without a cache. */
export const NO_SERVICE = 'this runner offers no cache service';

/**
 * Restores every cache of the plan, both at the same time. Never throws: whatever goes wrong is the
 * cache's result and reason, and leaves the folders as they were.
 */
export async function restoreCaches(plan: CachesPlan, parts: RestoreParts): Promise<RestoreReport> {
  const available = plan.caches.some((cache) => cache.on) && (await parts.client.isAvailable());
  const caches = await Promise.all(
    plan.caches.map(async (cache): Promise<RestoredCache> => {
      const startedAtMs = parts.clock.now();
      const outcome = await restoreCache(cache, plan, parts, available).catch(
        (error: unknown): Outcome => ({ result: 'unavailable', reason: describeError(error) }),
      );
      return { name: cache.name, ...outcome, ms: parts.clock.now() - startedAtMs };
    }),
  );
  const records = plan.caches.map((cache, index) => ({
    plan: cache,
    result: caches[index]?.result ?? 'unavailable',
  }));
  const restoredAtMs = parts.clock.now();
  const { write, sumFiles, warnings } = plan;
  return { caches, warnings, state: { caches: records, write, sumFiles, restoredAtMs } };
}

type Outcome = Omit<RestoredCache, 'name' | 'ms'>;

async function restoreCache(
  cache: CachePlan,
  plan: CachesPlan,
  parts: RestoreParts,
  available: boolean,
): Promise<Outcome> {
  if (!cache.on) return { result: 'off', reason: cache.reason };
  if (!available) return { result: 'unavailable', reason: NO_SERVICE };
  if (cache.name === 'modules') {
    const filled = await describeFilled(cache, plan.sumFiles);
    if (filled !== undefined) return { result: 'off', reason: filled };
  } else {
    await backdateBuild(cache.folder, parts.clock.now());
  }
  await removeFolder(cache.workFolder);
  await mkdir(cache.staging, { recursive: true });
  try {
    return await fetchCache(cache, plan, parts);
  } finally {
    await removeFolder(cache.name === 'modules' ? cache.workFolder : cache.staging);
  }
}

async function fetchCache(
  cache: ActiveCache,
  plan: CachesPlan,
  parts: RestoreParts,
): Promise<Outcome> {
  const { primaryKey, restoreKeys, staging } = cache;
  const answer = await parts.client.restore({ paths: [staging], primaryKey, restoreKeys });
  if (answer.kind === 'miss') return { result: 'miss' };
  if (answer.kind === 'failed') return { result: 'unavailable', reason: answer.reason };
  const adopted = await adopt(cache, plan.sumFiles, parts.clock.now());
  const { matchedKey } = answer;
  // The service matches the primary key as a prefix too, so a hit alone does not mean this key.
  const result = matchedKey === primaryKey ? 'exact' : 'partial';
  if (adopted.files === 0) {
    // Another go.sum may well name none of what an older one named.
    if (cache.name === 'modules' && result === 'partial') return { result: 'miss' };
    return { result: 'unavailable', matchedKey, reason: 'the archive held nothing of use' };
  }
  return {
    result,
    matchedKey,
    files: adopted.files,
    sizeBytes: adopted.sizeBytes,
  };
}

async function adopt(
  cache: ActiveCache,
  sumFiles: readonly string[],
  nowMs: number,
): Promise<Adopted> {
  if (cache.name === 'modules')
    return adoptModules(cache.staging, cache.folder, await readNamedDownloads(sumFiles));
  const adopted = await adoptBuild(cache.staging, cache.folder, nowMs);
  await writeFile(restoredListPath(cache), adopted.names.join('\n'));
  return adopted;
}

/**
 * Why modules need no restore: the folder has every one of them, from an earlier step or a kept disk.
 * Where only some are there, the others are worth a restore.
 */
async function describeFilled(
  cache: ActiveCache,
  sumFiles: readonly string[],
): Promise<string | undefined> {
  const { zips } = await readNamedDownloads(sumFiles);
  const present = await listDownloads(cache.folder, zips);
  if (zips.size === 0 || present.length < zips.size) return undefined;
  return `the folder has every module of go.sum already (${zips.size})`;
}

/** The names of what was restored, one a line, so that post can tell what is new. */
export function restoredListPath(cache: ActiveCache): string {
  return join(cache.workFolder, 'restored.txt');
}
