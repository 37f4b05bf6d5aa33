import { describeError } from '../domain/errors.ts';
import type { ServiceParts } from './bounded-client.ts';
import {
  CACHE_DEADLINES,
  type CacheClient,
  type CacheDeadlines,
  type DownloadAnswer,
  NO_SERVICE,
} from './exchange.ts';
import type { CacheService } from './service.ts';
import { createServiceV1 } from './service-v1-client.ts';
import { createServiceV2 } from './service-v2-client.ts';

const DOWNLOAD_TRIES = 2;

/** A client of `service`, which is undefined where the runner names none. */
export function createCacheClient(
  service: CacheService | undefined,
  parts: ServiceParts,
  deadlines: CacheDeadlines = CACHE_DEADLINES,
): CacheClient {
  const absent = { kind: 'failed', reason: NO_SERVICE } as const;
  const create = service?.api === 1 ? createServiceV1 : createServiceV2;
  const client = service === undefined ? undefined : create(service, parts, deadlines);
  return {
    refusal(action) {
      if (service === undefined) return NO_SERVICE;
      const may = action === 'restore' ? service.mayRead : service.mayWrite;
      return may ? undefined : `the workflow's cache mode "${service.mode}" forbids it`;
    },
    find: (request) => client?.find(request) ?? Promise.resolve(absent),
    save: (key, archive) => client?.save(key, archive) ?? Promise.resolve(absent),
    download: (url, toFile, withinMs) => download({ url, toFile, withinMs }, parts, deadlines),
  };
}

async function download(
  {
    url,
    toFile,
    withinMs,
  }: { readonly url: string; readonly toFile: string; readonly withinMs: number },
  { http, clock }: ServiceParts,
  { idleMs }: CacheDeadlines,
): Promise<DownloadAnswer> {
  const endMs = clock.now() + withinMs;
  let reason = 'there was no time left for it';
  for (let attempt = 1; attempt <= DOWNLOAD_TRIES && clock.now() < endMs; attempt += 1) {
    const leftMs = endMs - clock.now();
    try {
      const { status, sizeBytes } = await http.download({
        method: 'GET',
        url,
        toFile,
        attempts: 1,
        deadlineMs: leftMs,
        idleTimeoutMs: Math.min(idleMs, leftMs),
      });
      if (status === 200) return { kind: 'done', sizeBytes };
      reason = `the storage of the cache service answered HTTP ${status}`;
      if (status < 500) break;
    } catch (error) {
      reason = describeError(error);
      // A full disk will not have emptied.
      if (isSystemError(error)) break;
    }
  }
  return { kind: 'failed', reason };
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
