import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running stand-in for version 1 of the cache service. Its token is `v1`. */
export interface CacheServiceV1 {
  /** For ACTIONS_CACHE_URL. */
  readonly url: string;
  close(): Promise<void>;
}

interface Entry {
  readonly key: string;
  readonly version: string;
  readonly chunks: { readonly start: number; readonly bytes: Buffer }[];
  archive?: Buffer;
}

const PATH = '/_apis/artifactcache/';

/**
 * Starts the stand-in on a free port of the loopback interface: lookup by exact key and prefix, reserve,
 * chunks, commit with the size checked. One scope; what scopes do is the other stand-in's subject.
 * @see actions/toolkit, packages/cache/src/internal/cacheHttpClient.ts and contracts.d.ts
 */
export async function startCacheServiceV1(): Promise<CacheServiceV1> {
  const entries: Entry[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const [status, json] = answer(request, body);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(json instanceof Buffer ? json : json === undefined ? '' : JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;

  function answer(
    request: IncomingMessage,
    body: Buffer,
  ): [number, (object | Buffer | undefined)?] {
    const url = new URL(request.url ?? '', origin);
    const archive = /^\/archive\/(\d+)$/.exec(url.pathname)?.[1];
    if (archive !== undefined) return [200, entries[Number(archive)]?.archive];
    if (request.headers.authorization !== 'Bearer v1') return [401, { message: 'bad credentials' }];
    const resource = url.pathname.startsWith(PATH) ? url.pathname.slice(PATH.length) : '';
    const id = /^caches\/(\d+)$/.exec(resource)?.[1];
    const entry = id === undefined ? undefined : entries[Number(id)];
    const route = `${request.method ?? ''} ${entry === undefined ? resource : 'entry'}`;
    switch (route) {
      case 'GET cache':
        return find(url.searchParams);
      case 'POST caches':
        return reserve(JSON.parse(body.toString()) as { key: string; version: string });
      case 'PATCH entry':
        return takeChunk(entry!, request, body);
      case 'POST entry':
        return commit(entry!, (JSON.parse(body.toString()) as { size: number }).size);
      default:
        return [404, { message: 'no such resource' }];
    }
  }

  function find(query: URLSearchParams): [number, object?] {
    const keys = (query.get('keys') ?? '').split(',');
    const done = entries.filter(
      (entry) => entry.version === query.get('version') && entry.archive !== undefined,
    );
    const found =
      done.find((entry) => entry.key === keys[0]) ??
      keys
        .map((key) => done.findLast((entry) => entry.key.startsWith(key)))
        .find((entry) => entry !== undefined);
    if (found === undefined) return [204];
    const archiveLocation = `${origin}/archive/${entries.indexOf(found).toString()}`;
    return [200, { archiveLocation, cacheKey: found.key, scope: 'refs/heads/main' }];
  }

  function reserve({ key, version }: { key: string; version: string }): [number, object] {
    if (entries.some((entry) => entry.key === key && entry.version === version))
      return [409, { message: `Cache already exists. Scope: refs/heads/main, Key: ${key}` }];
    entries.push({ key, version, chunks: [] });
    return [201, { cacheId: entries.length - 1 }];
  }

  return {
    url: `${origin}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function takeChunk(entry: Entry, request: IncomingMessage, bytes: Buffer): [number, object?] {
  const range = /^bytes (\d+)-(\d+)\/\*$/.exec(request.headers['content-range'] ?? '');
  const start = Number(range?.[1]);
  if (range === null || Number(range[2]) - start + 1 !== bytes.length)
    return [400, { message: 'the range is not that of the body' }];
  entry.chunks.push({ start, bytes });
  return [204];
}

function commit(entry: Entry, size: number): [number, object?] {
  const sorted = entry.chunks.toSorted((a, b) => a.start - b.start);
  const archive = Buffer.concat(sorted.map(({ bytes }) => bytes));
  if (archive.length !== size)
    return [400, { message: `the size is ${archive.length.toString()}` }];
  entry.archive = archive;
  return [204];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
