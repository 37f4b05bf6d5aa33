import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { sendSpoiltBody, type CacheOperation, type FaultQueue } from './cache-faults.ts';
import type { CacheStore } from './cache-store.ts';

/** One request to a signed URL, its body read. */
export interface BlobRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly body: Buffer;
  readonly operation: CacheOperation;
}

/** The storage behind the signed URLs. */
export interface BlobEndpoint {
  uploadUrl(id: number): string;
  downloadUrl(id: number): string;
  /** Which step a URL belongs to; undefined when it is no blob URL. */
  operation(url: URL): 'upload' | 'download' | undefined;
  handle(blob: BlobRequest): Promise<void>;
  /** The committed upload of an entry if it has this size, and forgets it; else undefined. */
  takeUpload(id: number, sizeBytes: number): Buffer | undefined;
}

/**
 * The part of Azure's Blob service that uploads and downloads of caches use: Put Blob, Put Block,
 * Put Block List, Get Blob with a range, Get Blob Properties. Everything is kept in memory until
 * the service takes it.
 * @see https://learn.microsoft.com/en-us/rest/api/storageservices/put-block-list
 */
export function createBlobEndpoint(parts: {
  readonly origin: string;
  readonly secret: string;
  readonly store: CacheStore;
  readonly faults: FaultQueue;
}): BlobEndpoint {
  const blocks = new Map<string, Buffer>();
  const uploads = new Map<number, Buffer>();
  const signature = (path: string): string =>
    createHmac('sha256', parts.secret).update(path).digest('hex');
  // The Azure client takes the first two parts of a path on a bare host for account and container.
  const signedUrl = (path: string): string => `${parts.origin}${path}?sig=${signature(path)}`;

  function put(id: number, { request, response, url, body }: BlobRequest): void {
    const comp = url.searchParams.get('comp');
    if (comp === 'block') {
      blocks.set(`${id.toString()}/${url.searchParams.get('blockid') ?? ''}`, body);
      response.writeHead(201).end();
    } else if (comp === 'blocklist') {
      const names = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)];
      const parts = names.map((match) => blocks.get(`${id.toString()}/${match[1] ?? ''}`));
      const known = parts.filter((block) => block !== undefined);
      if (known.length !== parts.length) {
        sendError(response, 400, 'InvalidBlockList');
        return;
      }
      uploads.set(id, Buffer.concat(known));
      response.writeHead(201).end();
    } else if (request.headers['x-ms-blob-type'] === 'BlockBlob') {
      uploads.set(id, body);
      response.writeHead(201).end();
    } else {
      sendError(response, 400, 'MissingRequiredHeader');
    }
  }

  async function get(id: number, { request, response }: BlobRequest): Promise<void> {
    const archive = parts.store.archive(id);
    const fault = request.method === 'HEAD' ? undefined : parts.faults.next('download');
    if (fault !== undefined && fault.kind !== 'status' && fault.kind !== 'hang') {
      await sendSpoiltBody(response, archive, fault);
      return;
    }
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status') {
      sendError(response, fault.status, 'ServerBusy');
      return;
    }
    sendRange(request, response, archive);
  }

  return {
    uploadUrl: (id) => signedUrl(`/storage/upload/${id.toString()}`),
    downloadUrl: (id) => signedUrl(`/storage/download/${id.toString()}`),
    operation: (url) => {
      const name = /^\/storage\/(upload|download)\/\d+$/.exec(url.pathname)?.[1];
      return name === 'upload' || name === 'download' ? name : undefined;
    },
    async handle(blob) {
      const id = Number(blob.url.pathname.split('/').at(-1));
      if (blob.url.searchParams.get('sig') !== signature(blob.url.pathname)) {
        sendError(blob.response, 403, 'AuthenticationFailed');
        return;
      }
      if (blob.operation === 'download') {
        await get(id, blob);
        return;
      }
      const fault = parts.faults.next('upload');
      if (fault?.kind === 'hang') return;
      if (fault?.kind === 'status') sendError(blob.response, fault.status, 'ServerBusy');
      else put(id, blob);
    },
    takeUpload(id, sizeBytes) {
      const archive = uploads.get(id);
      if (archive?.length !== sizeBytes) return undefined;
      uploads.delete(id);
      for (const name of blocks.keys())
        if (name.startsWith(`${id.toString()}/`)) blocks.delete(name);
      return archive;
    },
  };
}

function sendRange(request: IncomingMessage, response: ServerResponse, archive: Buffer): void {
  const range = /^bytes=(\d+)-(\d*)$/.exec(
    String(request.headers['x-ms-range'] ?? request.headers.range ?? ''),
  );
  const start = range === null ? 0 : Number(range[1]);
  const last = range?.[2] ? Math.min(Number(range[2]), archive.length - 1) : archive.length - 1;
  const part = archive.subarray(start, last + 1);
  response.writeHead(range === null ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': part.length,
    'accept-ranges': 'bytes',
    ...(range === null
      ? {}
      : { 'content-range': `bytes ${[start, last].join('-')}/${archive.length.toString()}` }),
  });
  response.end(request.method === 'HEAD' ? undefined : part);
}

function sendError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml', 'x-ms-error-code': code });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}
