import { filePartBody, splitIntoParts } from './blob-client.ts';
import {
  type Answered,
  askWithin,
  explainStatus,
  jsonFields,
  type ServiceParts,
  textField,
} from './bounded-client.ts';
import type {
  ArchiveFile,
  CacheDeadlines,
  FindAnswer,
  SaveAnswer,
  ServiceClient,
} from './exchange.ts';
import { mapInParallel } from './in-parallel.ts';
import { ARCHIVE_VERSION } from './keys.ts';
import type { CacheService } from './service.ts';

const CHUNK_BYTES = 32 * 1024 * 1024;
const CHUNKS_AT_ONCE = 4;

/**
 * Version 1 of the cache service, as GitHub Enterprise Server and many runners of other makers have it.
 * @see actions/toolkit, packages/cache/src/internal/cacheHttpClient.ts
 */
export function createServiceV1(
  service: CacheService,
  parts: ServiceParts,
  { tryMs, callMs, uploadMs, idleMs }: CacheDeadlines,
): ServiceClient {
  const resource = (path: string): string => `${service.baseUrl}_apis/artifactcache/${path}`;
  const headers = {
    authorization: `Bearer ${service.token}`,
    accept: 'application/json;api-version=6.0-preview.1',
  };
  const call = (method: 'GET' | 'POST', path: string, message?: object): Promise<Answered> =>
    askWithin(
      {
        method,
        url: resource(path),
        headers: { ...headers, 'content-type': 'application/json' },
        ...(message === undefined ? {} : { body: JSON.stringify(message) }),
      },
      { tryMs, totalMs: callMs },
      parts,
    );

  async function upload(id: string, archive: ArchiveFile): Promise<string | undefined> {
    const endMs = parts.clock.now() + uploadMs;
    const chunks = splitIntoParts(archive.sizeBytes, CHUNK_BYTES);
    const failures = await mapInParallel(chunks, CHUNKS_AT_ONCE, async (chunk) => {
      const leftMs = Math.max(endMs - parts.clock.now(), 1);
      const last = chunk.start + chunk.sizeBytes - 1;
      const answer = await askWithin(
        {
          method: 'PATCH',
          url: resource(`caches/${id}`),
          headers: {
            ...headers,
            'content-type': 'application/octet-stream',
            'content-range': `bytes ${chunk.start}-${last}/*`,
          },
          body: filePartBody(archive.path, chunk),
        },
        { totalMs: leftMs, tryMs: leftMs },
        parts,
        idleMs,
      );
      return whyRefused(answer);
    });
    return failures.find((reason) => reason !== undefined);
  }

  return {
    async find({ primaryKey, restoreKeys }) {
      const keys = encodeURIComponent([primaryKey, ...restoreKeys].join(','));
      return readFound(await call('GET', `cache?keys=${keys}&version=${ARCHIVE_VERSION}`));
    },
    async save(key, archive) {
      const { sizeBytes } = archive;
      const message = { key, version: ARCHIVE_VERSION, cacheSize: sizeBytes };
      const reserved = readReserved(await call('POST', 'caches', message));
      if (reserved.kind !== 'reserved') return reserved;
      const reason =
        (await upload(reserved.id, archive)) ??
        whyRefused(await call('POST', `caches/${reserved.id}`, { size: sizeBytes }));
      return reason === undefined ? { kind: 'saved' } : { kind: 'failed', reason };
    },
  };
}

function readFound(answer: Answered): FindAnswer {
  if (answer.kind === 'failed') return answer;
  if (answer.status === 204) return { kind: 'miss' };
  const fields = jsonFields(answer.body);
  const url = textField(fields, 'archiveLocation');
  if (answer.status === 200 && URL.canParse(url))
    return { kind: 'hit', matchedKey: textField(fields, 'cacheKey'), url };
  return { kind: 'failed', reason: whyRefused(answer) ?? 'the cache service gave no address' };
}

function readReserved(
  answer: Answered,
): { readonly kind: 'reserved'; readonly id: string } | SaveAnswer {
  if (answer.kind === 'failed') return answer;
  if (answer.status === 409) return { kind: 'exists' };
  const id = jsonFields(answer.body).get('cacheId');
  const reason = whyRefused(answer);
  if (reason !== undefined) {
    return /already.?exists/i.test(reason) ? { kind: 'exists' } : { kind: 'failed', reason };
  }
  if (typeof id === 'number') return { kind: 'reserved', id: id.toString() };
  return { kind: 'failed', reason: 'the cache service gave no id to upload under' };
}

function whyRefused(answer: Answered): string | undefined {
  if (answer.kind === 'failed') return answer.reason;
  if (answer.status >= 200 && answer.status < 300) return undefined;
  return explainStatus(answer.status, textField(jsonFields(answer.body), 'message'));
}
