import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createBlobEndpoint } from './cache-blobs.ts';
import { createFaultQueue, type CacheOperation, type FaultQueue } from './cache-faults.ts';
import { answerCall, type Answer } from './cache-calls.ts';
import { openCacheStore, type CacheStore, type StoredCache } from './cache-store.ts';
import { mintRuntimeToken, readRuntimeToken, type TokenScope } from './cache-token.ts';

/** How to start the stand-in. */
export interface CacheServiceOptions {
  /** Keeps entries here instead of in memory, so that a second process finds them. */
  readonly directory?: string;
  /** Every job may read this branch's caches. Default `refs/heads/main`. */
  readonly defaultBranch?: string;
}

/** One request that reached the stand-in, in order of arrival. */
export interface CacheRequest {
  readonly operation: CacheOperation | 'unknown';
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly userAgent: string;
  /** The JSON of a service call; undefined for blobs. */
  readonly message?: Readonly<Record<string, unknown>>;
}

/** Behaviour that a test may switch while the stand-in runs. */
export interface CacheKnobs {
  /** How a taken key is refused: GitHub answers 409; other servers answer 200 with `ok: false`. */
  reserveConflict: 'already-exists' | 'not-ok';
  readonly faults: FaultQueue;
}

/** A running stand-in for GitHub's cache service v2, with the storage behind its signed URLs. */
export interface CacheService {
  /** For ACTIONS_RESULTS_URL. Ends in a slash, as GitHub's does. */
  readonly resultsUrl: string;
  /** For ACTIONS_RUNTIME_TOKEN of a job in `scope`. */
  runtimeToken(scope: TokenScope): string;
  entries(): readonly StoredCache[];
  readonly store: Pick<CacheStore, 'archive' | 'replaceArchive' | 'evict'>;
  readonly requests: readonly CacheRequest[];
  readonly knobs: CacheKnobs;
  close(): Promise<void>;
}

const SERVICE = '/twirp/github.actions.results.api.v1.CacheService/';
const OPERATIONS: Readonly<Record<string, CacheOperation>> = {
  GetCacheEntryDownloadURL: 'find',
  CreateCacheEntry: 'reserve',
  FinalizeCacheEntryUpload: 'finalize',
};

/**
 * Starts the stand-in on a free port of the loopback interface. It speaks the Twirp JSON of
 * `github.actions.results.api.v1.CacheService` and the part of Azure's Put Blob, Put Block and
 * Put Block List that uploads use. Signed URLs point back at itself.
 * @see https://github.com/actions/toolkit/tree/main/packages/cache
 */
export async function startCacheService(options: CacheServiceOptions = {}): Promise<CacheService> {
  const defaultBranch = options.defaultBranch ?? 'refs/heads/main';
  const secret = 'stand-in for a cache service';
  const store = openCacheStore(options.directory);
  const knobs: CacheKnobs = { reserveConflict: 'already-exists', faults: createFaultQueue() };
  const requests: CacheRequest[] = [];

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, { status: 500, json: { code: 'internal', msg: String(error) } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  const blobs = createBlobEndpoint({ origin, secret, store, faults: knobs.faults });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    const method = url.pathname.startsWith(SERVICE) ? url.pathname.slice(SERVICE.length) : '';
    const operation = OPERATIONS[method] ?? blobs.operation(url) ?? 'unknown';
    const body = await readBody(request);
    const message = url.pathname.startsWith(SERVICE) ? parseMessage(body) : undefined;
    requests.push({
      operation,
      method: request.method ?? '',
      url: `${url.pathname}${url.search}`,
      userAgent: request.headers['user-agent'] ?? '',
      ...(message === undefined ? {} : { message }),
    });
    if (operation === 'upload' || operation === 'download') {
      await blobs.handle({ request, response, url, body, operation });
      return;
    }
    const fault = operation === 'unknown' ? undefined : knobs.faults.next(operation);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status') {
      const wait = fault.retryAfterSeconds;
      if (wait !== undefined) response.setHeader('retry-after', wait);
      sendJson(response, { status: fault.status, json: { code: 'unavailable', msg: 'fault' } });
      return;
    }
    const access = readRuntimeToken(request.headers.authorization, secret);
    sendJson(response, answerCall({ operation, message, access }, { store, blobs, knobs }));
  }

  return {
    resultsUrl: `${origin}/`,
    runtimeToken: (scope) => mintRuntimeToken(scope, defaultBranch, secret),
    entries: () => store.list(),
    store,
    requests,
    knobs,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function parseMessage(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function sendJson(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.json));
}
