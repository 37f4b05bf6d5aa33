import { createReadStream } from 'node:fs';

import { askWithin, type Answered, type ServiceParts } from './bounded-client.ts';
import type { ArchiveFile } from './exchange.ts';
import { mapInParallel } from './in-parallel.ts';

/** Up to here one request is enough. */
const SINGLE_BYTES = 64 * 1024 * 1024;
const BLOCK_BYTES = 32 * 1024 * 1024;
const BLOCKS_AT_ONCE = 4;
/** A version that knows blocks of this size; an address with a signature may say another. */
const STORAGE_VERSION = '2021-12-02';

/**
 * Uploads a file to a signed address of Azure's blob storage: Put Blob, or Put Block and Put Block List
 * for a large one. Returns why it failed, undefined when it worked.
 * @see https://learn.microsoft.com/en-us/rest/api/storageservices/put-block-list
 */
export async function uploadBlob(
  url: string,
  archive: ArchiveFile,
  bounds: { readonly totalMs: number; readonly idleMs: number },
  parts: ServiceParts,
): Promise<string | undefined> {
  const endMs = parts.clock.now() + bounds.totalMs;
  const put = async (
    query: Readonly<Record<string, string>>,
    body: string | FilePart,
  ): Promise<string | undefined> => {
    const target = new URL(url);
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
    const leftMs = Math.max(endMs - parts.clock.now(), 1);
    const answer = await askWithin(
      {
        method: 'PUT',
        url: target.href,
        headers: {
          'content-type': 'application/octet-stream',
          'x-ms-version': STORAGE_VERSION,
          ...(query['comp'] === undefined ? { 'x-ms-blob-type': 'BlockBlob' } : {}),
        },
        body: typeof body === 'string' ? body : filePartBody(archive.path, body),
      },
      { totalMs: leftMs, tryMs: leftMs },
      parts,
      bounds.idleMs,
    );
    return whyNotStored(answer);
  };

  if (archive.sizeBytes <= SINGLE_BYTES) return put({}, { start: 0, sizeBytes: archive.sizeBytes });
  const blocks = splitIntoParts(archive.sizeBytes, BLOCK_BYTES).map((part, index) => ({
    part,
    // All ids of a blob have the same length.
    id: Buffer.from(index.toString().padStart(8, '0')).toString('base64'),
  }));
  const failures = await mapInParallel(blocks, BLOCKS_AT_ONCE, ({ part, id }) =>
    put({ comp: 'block', blockid: id }, part),
  );
  const failure = failures.find((reason) => reason !== undefined);
  if (failure !== undefined) return failure;
  const list = blocks.map(({ id }) => `<Latest>${id}</Latest>`).join('');
  return put(
    { comp: 'blocklist' },
    `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`,
  );
}

/** A stretch of a file. */
export interface FilePart {
  readonly start: number;
  readonly sizeBytes: number;
}

/** The stretches of at most `partBytes` that make up `sizeBytes`, in order. */
export function splitIntoParts(sizeBytes: number, partBytes: number): FilePart[] {
  return Array.from({ length: Math.ceil(sizeBytes / partBytes) }, (_, index) => {
    const start = index * partBytes;
    return { start, sizeBytes: Math.min(partBytes, sizeBytes - start) };
  });
}

/** The body of a request that sends a stretch of a file. */
export function filePartBody(
  path: string,
  { start, sizeBytes }: FilePart,
): { readonly sizeBytes: number; readonly open: () => ReturnType<typeof createReadStream> } {
  const end = start + sizeBytes - 1;
  return { sizeBytes, open: () => createReadStream(path, { start, end, highWaterMark: 1 << 20 }) };
}

function whyNotStored(answer: Answered): string | undefined {
  if (answer.kind === 'failed') return answer.reason;
  if (answer.status >= 200 && answer.status < 300) return undefined;
  const code = answer.headers['x-ms-error-code'];
  const words = code === undefined ? '' : ` ${code}`;
  return `the storage of the cache service answered HTTP ${answer.status}${words}`;
}
