import {
  type Answered,
  askWithin,
  explainStatus,
  jsonFields,
  type ServiceParts,
  textField,
} from './bounded-client.ts';
import { uploadBlob } from './blob-client.ts';
import type { CacheDeadlines, FindAnswer, SaveAnswer, ServiceClient } from './exchange.ts';
import { ARCHIVE_VERSION } from './keys.ts';
import type { CacheService } from './service.ts';

const METHODS = 'twirp/github.actions.results.api.v1.CacheService';

/**
 * Version 2 of the cache service: three Twirp calls in JSON, and Azure's blob storage behind signed
 * addresses. @see actions/toolkit, packages/cache/src/generated/results/api/v1/cache.ts
 */
export function createServiceV2(
  service: CacheService,
  parts: ServiceParts,
  { tryMs, callMs, uploadMs, idleMs }: CacheDeadlines,
): ServiceClient {
  const call = (method: string, message: object): Promise<Answered> =>
    askWithin(
      {
        method: 'POST',
        url: new URL(`${METHODS}/${method}`, service.baseUrl).href,
        headers: {
          authorization: `Bearer ${service.token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ ...message, version: ARCHIVE_VERSION }),
      },
      { tryMs, totalMs: callMs },
      parts,
    );

  return {
    async find({ primaryKey, restoreKeys }) {
      const message = { key: primaryKey, restore_keys: restoreKeys };
      return readFound(await call('GetCacheEntryDownloadURL', message));
    },
    async save(key, archive) {
      const reserved = readReserved(await call('CreateCacheEntry', { key }));
      if (reserved.kind !== 'reserved') return reserved;
      const failure = await uploadBlob(reserved.url, archive, { totalMs: uploadMs, idleMs }, parts);
      if (failure !== undefined) return { kind: 'failed', reason: failure };
      const message = { key, size_bytes: archive.sizeBytes.toString() };
      return readFinalized(await call('FinalizeCacheEntryUpload', message));
    },
  };
}

function readFound(answer: Answered): FindAnswer {
  if (answer.kind === 'failed') return answer;
  const fields = jsonFields(answer.body);
  if (answer.status !== 200) return refused(answer.status, fields);
  if (fields.get('ok') !== true) return { kind: 'miss' };
  const url = textField(fields, 'signed_download_url', 'signedDownloadUrl');
  const matchedKey = textField(fields, 'matched_key', 'matchedKey');
  if (URL.canParse(url)) return { kind: 'hit', matchedKey, url };
  return { kind: 'failed', reason: 'the cache service gave no address to download from' };
}

type Reserved = { readonly kind: 'reserved'; readonly url: string } | SaveAnswer;

/** GitHub refuses a taken key with 409; other servers say `ok: false` without a word. */
function readReserved(answer: Answered): Reserved {
  if (answer.kind === 'failed') return answer;
  const fields = jsonFields(answer.body);
  const words = textField(fields, 'message', 'msg');
  if (answer.status === 409 || /already.?exists/i.test(words)) return { kind: 'exists' };
  if (answer.status !== 200) return refused(answer.status, fields);
  if (fields.get('ok') !== true)
    return words === '' ? { kind: 'exists' } : { kind: 'failed', reason: words };
  const url = textField(fields, 'signed_upload_url', 'signedUploadUrl');
  if (URL.canParse(url)) return { kind: 'reserved', url };
  return { kind: 'failed', reason: 'the cache service gave no address to upload to' };
}

function readFinalized(answer: Answered): SaveAnswer {
  if (answer.kind === 'failed') return answer;
  const fields = jsonFields(answer.body);
  if (answer.status !== 200) return refused(answer.status, fields);
  if (fields.get('ok') === true) return { kind: 'saved' };
  const words = textField(fields, 'message', 'msg');
  return { kind: 'failed', reason: words === '' ? 'the upload was not accepted' : words };
}

function refused(
  status: number,
  fields: ReadonlyMap<string, unknown>,
): { readonly kind: 'failed'; readonly reason: string } {
  return { kind: 'failed', reason: explainStatus(status, textField(fields, 'msg', 'message')) };
}
