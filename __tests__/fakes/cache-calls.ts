import type { BlobEndpoint } from './cache-blobs.ts';
import type { CacheOperation } from './cache-faults.ts';
import type { CacheStore } from './cache-store.ts';
import type { CacheAccess } from './cache-token.ts';

/** An HTTP answer with a JSON body. */
export interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** One call of the service. `message` is the request's JSON object, `access` what its token allows. */
export interface Call {
  readonly operation: CacheOperation | 'unknown';
  readonly message: Readonly<Record<string, unknown>> | undefined;
  readonly access: CacheAccess | undefined;
}

interface ServiceParts {
  readonly store: CacheStore;
  readonly blobs: BlobEndpoint;
  readonly knobs: { readonly reserveConflict: 'already-exists' | 'not-ok' };
}

interface CheckedCall {
  readonly key: string;
  readonly version: string;
  readonly message: Readonly<Record<string, unknown>>;
  readonly access: CacheAccess;
}

/**
 * The service's answer to one Twirp call: the message on success, else `{code, msg}` with the
 * status that Twirp gives the code. @see https://twitchtv.github.io/twirp/docs/errors.html
 */
export function answerCall({ operation, message, access }: Call, parts: ServiceParts): Answer {
  if (access === undefined) return failure(401, 'unauthenticated', 'token not valid');
  if (message === undefined) return failure(400, 'malformed', 'the body is no JSON object');
  const call = { key: text(message, 'key'), version: text(message, 'version'), message, access };
  const refusal = refuseKey(call.key, call.version);
  if (refusal !== undefined) return refusal;
  switch (operation) {
    case 'find':
      return find(call, parts);
    case 'reserve':
      return reserve(call, parts);
    case 'finalize':
      return finalize(call, parts);
    default:
      return failure(404, 'bad_route', 'no such method');
  }
}

function find({ key, version, message, access }: CheckedCall, parts: ServiceParts): Answer {
  if (access.readable.length === 0)
    return failure(403, 'permission_denied', 'cache read denied: no readable cache scopes');
  const restoreKeys = message['restore_keys'] ?? message['restoreKeys'] ?? [];
  const keys = [key, ...(Array.isArray(restoreKeys) ? restoreKeys.map(String) : [])];
  const entry = parts.store.find({ keys, version, scopes: access.readable });
  if (entry === undefined) return success({ ok: false });
  const url = parts.blobs.downloadUrl(entry.id);
  return success({ ok: true, signed_download_url: url, matched_key: entry.key });
}

function reserve({ key, version, access }: CheckedCall, parts: ServiceParts): Answer {
  if (access.writable === undefined) {
    const denied = 'cache write denied: the token of this run is read-only';
    return success({ ok: false, message: denied });
  }
  const entry = parts.store.reserve(access.writable, key, version);
  if (entry !== undefined)
    return success({ ok: true, signed_upload_url: parts.blobs.uploadUrl(entry.id) });
  if (parts.knobs.reserveConflict === 'not-ok') return success({ ok: false });
  return failure(409, 'already_exists', 'cache entry with the same key and version exists');
}

function finalize({ key, version, message, access }: CheckedCall, parts: ServiceParts): Answer {
  const reserved = parts.store
    .list()
    .find(
      (entry) =>
        entry.scope === access.writable &&
        entry.key === key &&
        entry.version === version &&
        entry.state === 'reserved',
    );
  if (reserved === undefined) return failure(404, 'not_found', 'no upload under this key');
  // Protocol Buffers' JSON form writes int64 as a string.
  const size = Number(message['size_bytes'] ?? message['sizeBytes']);
  const archive = parts.blobs.takeUpload(reserved.id, size);
  if (archive === undefined)
    return failure(400, 'invalid_argument', `uploaded size is not ${size.toString()}`);
  parts.store.finalize(reserved.id, archive);
  return success({ ok: true, entry_id: reserved.id.toString() });
}

/** The documented limits of a key: 512 characters, no comma; the client checks them before it asks. */
function refuseKey(key: string, version: string): Answer | undefined {
  if (key === '' || key.length > 512) return failure(400, 'invalid_argument', 'key: 1 to 512');
  if (key.includes(',')) return failure(400, 'invalid_argument', 'key: no comma');
  if (!/^[0-9a-f]{64}$/.test(version)) return failure(400, 'invalid_argument', 'version: sha256');
  return undefined;
}

function success(json: Readonly<Record<string, unknown>>): Answer {
  return { status: 200, json };
}

function failure(status: number, code: string, msg: string): Answer {
  return { status, json: { code, msg } };
}

function text(message: Readonly<Record<string, unknown>>, name: string): string {
  const value = message[name];
  return typeof value === 'string' ? value : '';
}
