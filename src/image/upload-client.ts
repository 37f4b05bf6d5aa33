import { createReadStream } from 'node:fs';
import { ActionError } from '../domain/errors.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import type { Clock, Log } from '../host/host.ts';
import type { Descriptor } from './plan.ts';
import { type RegistryAnswer, registryError } from './registry-answer.ts';
import type { Registry } from './registry-client.ts';

/** How content came to be in a repository. */
export type Arrival = 'present' | 'mounted' | 'uploaded';

/** One piece of content to be there. */
export interface Upload {
  readonly repository: string;
  readonly blob: Descriptor;
  /** Absolute path of its bytes. */
  readonly file: string;
  /** A repository of the same registry that has it. */
  readonly mountFrom?: string;
}

/** What uploads need of the machine. */
export interface UploadParts {
  readonly clock: Clock;
  readonly log: Pick<Log, 'debug'>;
}

/** Uploads begun in all for one piece of content, before it is given up. */
const TRIES = 4;
const FIRST_WAIT_MS = 500;
/** A longer wait is for a later run. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Puts content into a repository, unless it is there: asks, mounts it where that is possible, else uploads
 * it in one piece. An upload that was cut or refused for a moment is begun anew, since nothing says how much arrived.
 * Throws {@link ActionError} `digest-mismatch`, `registry-…` or `network`.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs
 */
export async function ensureBlob(
  registry: Registry,
  upload: Upload,
  parts: UploadParts,
): Promise<Arrival> {
  for (let attempt = 1; ; attempt += 1) {
    if (await isThere(registry, upload)) return attempt === 1 ? 'present' : 'uploaded';
    const outcome = await tryOnce(registry, upload, parts);
    if ('arrival' in outcome) return outcome.arrival;
    if (attempt >= TRIES || !outcome.mayPass) throw outcome.error;
    const waitMs = Math.max(
      outcome.waitMs,
      FIRST_WAIT_MS * 2 ** (attempt - 1) * (1 + parts.clock.random()),
    );
    if (waitMs > LONGEST_WAIT_MS) throw outcome.error;
    parts.log.debug(
      `${upload.blob.digest}: ${outcome.error.message}; upload ${attempt + 1} of ${TRIES} in ${Math.round(waitMs)} ms`,
    );
    await parts.clock.sleep(waitMs);
  }
}

type Outcome =
  | { readonly arrival: Arrival }
  | { readonly error: ActionError; readonly mayPass: boolean; readonly waitMs: number };

async function isThere(registry: Registry, { repository, blob }: Upload): Promise<boolean> {
  const url = `/v2/${repository}/blobs/${blob.digest}`;
  const answer = await registry.send({ method: 'HEAD', url });
  if (answer.status === 200) return true;
  if (answer.status === 404) return false;
  throw registryError(answer, `look for content in ${repository}`, registry.host);
}

async function tryOnce(
  registry: Registry,
  upload: Upload,
  { clock }: UploadParts,
): Promise<Outcome> {
  const { blob, repository, mountFrom } = upload;
  const mount =
    mountFrom === undefined ? '' : `?mount=${blob.digest}&from=${encodeURIComponent(mountFrom)}`;
  const begin = await registry.send({
    method: 'POST',
    url: `/v2/${repository}/blobs/uploads/${mount}`,
    // An upload that nobody continues is dropped by the registry.
    attempts: TRIES,
  });
  if (begin.status === 201 && mount !== '') return { arrival: 'mounted' };
  const location = begin.headers['location'];
  if (begin.status !== 202 || location === undefined) {
    throw registryError(begin, `begin an upload to ${repository}`, registry.host);
  }
  let answer: RegistryAnswer;
  try {
    answer = await put(registry, location, upload);
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'network') throw error;
    return { error, mayPass: true, waitMs: 0 };
  }
  const waitMs = retryAfterMs(answer.headers['retry-after'], clock.now()) ?? 0;
  return judge(answer, waitMs, upload, registry);
}

function put(
  registry: Registry,
  location: string,
  { blob, file }: Upload,
): Promise<RegistryAnswer> {
  // The query of a signed address must stay as it is, to the byte.
  const target = new URL(location, registry.origin);
  target.hash = '';
  const joint = target.search === '' ? '?' : '&';
  return registry.send({
    method: 'PUT',
    url: `${target.href.replace(/\?$/, '')}${joint}digest=${encodeURIComponent(blob.digest)}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: { sizeBytes: blob.size, open: () => createReadStream(file) },
    attempts: 1,
  });
}

function judge(
  answer: RegistryAnswer,
  waitMs: number,
  { blob, repository }: Upload,
  registry: Registry,
): Outcome {
  const stored = answer.headers['docker-content-digest'] ?? blob.digest;
  if (answer.status >= 200 && answer.status < 300) {
    if (stored === blob.digest) return { arrival: 'uploaded' };
    throw new ActionError({
      code: 'digest-mismatch',
      message: `${registry.host} stored ${stored}, but ${blob.digest} was sent`,
      hint: 'Something between the runner and the registry changes what is sent; nothing was tagged.',
    });
  }
  return {
    error: registryError(answer, `upload ${blob.digest} to ${repository}`, registry.host),
    mayPass: isPassing(answer.status),
    waitMs,
  };
}

/** 404 and 416: the registry has forgotten this upload, and knows it again when it is begun anew. */
function isPassing(status: number): boolean {
  return [401, 404, 408, 416, 429].includes(status) || (status >= 500 && status !== 501);
}
