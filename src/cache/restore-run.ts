import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describeError } from '../domain/errors.ts';
import type { Clock } from '../host/host.ts';
import { adoptBuild, adoptModules, type Adopted } from './adopt-run.ts';
import type { CacheClient, CacheDeadlines } from './exchange.ts';
import { dateBack, isRestored, noteRestored } from './job-notes-run.ts';
import { type ActiveCache, type CachePlan, type CachesPlan, isExactMatch } from './plan.ts';
import { listDownloads, readNamedDownloads } from './prune-run.ts';
import type { RestoredCache, RestoreReport } from './report.ts';
import { inStagingFolder } from './staging-run.ts';
import { unpackArchive, UselessArchiveError } from './unpack-run.ts';

/** What restoring needs from outside. */
export interface RestoreParts {
  readonly client: CacheClient;
  readonly clock: Pick<Clock, 'now'>;
  /** For the archives, and for what post must know of them; absolute, kept until post ends. */
  readonly tempFolder: string;
  readonly deadlines: Pick<CacheDeadlines, 'restoreMs'>;
}

/**
 * Restores every cache of the plan, both at the same time. Never throws: whatever goes wrong is the
 * cache's result and reason, and leaves the folders as they were.
 */
export async function restoreCaches(plan: CachesPlan, parts: RestoreParts): Promise<RestoreReport> {
  const outcomes = await Promise.all(
    plan.caches.map(async (cache) => {
      const startedAtMs = parts.clock.now();
      const outcome = await restoreCache(cache, plan, parts).catch((error: unknown): Outcome => ({
        told: { result: 'unavailable', reason: describeError(error) },
      }));
      return { cache, outcome, ms: parts.clock.now() - startedAtMs };
    }),
  );
  const caches = outcomes.map(({ cache, outcome, ms }): RestoredCache => {
    return { name: cache.name, ...outcome.told, ms };
  });
  const records = outcomes.map(({ cache, outcome: { told, restoredList, useless } }) => ({
    plan: cache,
    result: told.result,
    ...(useless === true ? { useless } : {}),
    ...(restoredList === undefined ? {} : { restoredList }),
  }));
  const restoredAtMs = parts.clock.now();
  const { write, sumFiles, warnings } = plan;
  return { caches, warnings, state: { caches: records, write, sumFiles, restoredAtMs } };
}

type Told = Omit<RestoredCache, 'name' | 'ms'>;

interface Outcome {
  readonly told: Told;
  readonly restoredList?: string;
  readonly useless?: boolean;
}

async function restoreCache(
  cache: CachePlan,
  plan: CachesPlan,
  parts: RestoreParts,
): Promise<Outcome> {
  if (!cache.on) return { told: { result: 'off', reason: cache.reason } };
  const deadlineMs = parts.clock.now() + parts.deadlines.restoreMs;
  const refusal = parts.client.refusal('restore');
  if (refusal !== undefined) return { told: { result: 'unavailable', reason: refusal } };
  if (cache.name === 'modules') {
    const filled = await describeFilled(cache, plan.sumFiles);
    if (filled !== undefined) return { told: { result: 'off', reason: filled } };
  } else {
    await dateBack(cache.folder, parts.clock.now(), parts.tempFolder);
  }
  const found = await parts.client.find(cache);
  if (found.kind === 'miss') return { told: { result: 'miss' } };
  if (found.kind === 'failed') return { told: { result: 'unavailable', reason: found.reason } };
  if (await isRestored(cache, found.matchedKey, plan, parts.tempFolder)) {
    const reason = `an earlier step of this job has restored ${found.matchedKey}`;
    return { told: { result: 'off', matchedKey: found.matchedKey, reason } };
  }
  const temporary = join(parts.tempFolder, `ship-go-${cache.name}-${process.pid}`);
  const archive = `${temporary}.tar.zst`;
  const { matchedKey } = found;
  try {
    await mkdir(parts.tempFolder, { recursive: true });
    const leftMs = deadlineMs - parts.clock.now();
    const downloaded = await parts.client.download(found.url, archive, leftMs);
    if (downloaded.kind === 'failed')
      return { told: { result: 'unavailable', matchedKey, reason: downloaded.reason } };
    const signal = AbortSignal.timeout(Math.max(deadlineMs - parts.clock.now(), 1));
    const adopted = await unpackAndAdopt(cache, plan, { archive, signal, clock: parts.clock });
    const restoredList = `${temporary}.txt`;
    await writeFile(restoredList, adopted.names.join('\n'));
    await noteRestored(cache, matchedKey, { names: adopted.names, plan }, parts.tempFolder);
    const told = { ...judge(cache, matchedKey, adopted), archiveBytes: downloaded.sizeBytes };
    return { told, restoredList, useless: told.result === 'unavailable' };
  } catch (error) {
    const told = { result: 'unavailable', matchedKey, reason: describeError(error) } as const;
    return { told, useless: error instanceof UselessArchiveError };
  } finally {
    await rm(archive, { force: true });
  }
}

async function unpackAndAdopt(
  cache: ActiveCache,
  { sumFiles }: CachesPlan,
  parts: {
    readonly archive: string;
    readonly signal: AbortSignal;
    readonly clock: RestoreParts['clock'];
  },
): Promise<Adopted> {
  const { archive, signal, clock } = parts;
  return inStagingFolder(cache.workFolder, clock.now(), async (staging) => {
    await unpackArchive(cache.name, archive, staging, signal);
    return cache.name === 'modules'
      ? adoptModules(staging, cache.folder, await readNamedDownloads(sumFiles))
      : adoptBuild(staging, cache.folder, clock.now());
  });
}

function judge(cache: ActiveCache, matchedKey: string, adopted: Adopted): Told {
  const { files, sizeBytes, names } = adopted;
  const result = isExactMatch(cache, matchedKey) ? 'exact' : 'partial';
  if (names.length > 0) return { result, matchedKey, files, sizeBytes };
  // Another go.sum may well name none of what an older one named.
  if (cache.name === 'modules' && result === 'partial') return { result: 'miss' };
  return { result: 'unavailable', matchedKey, reason: 'the archive held nothing of use' };
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
