import { parseChecksums, type NamedDigest } from './checksums.ts';
import type { Filling } from './filling-run.ts';
import type { ObservedAsset } from './observed.ts';
import { CHECKSUMS_NAME } from './plan.ts';
import type { ReleaseClient } from './release-api.ts';

/** No release has so many assets that a list of them is longer; a download is cut there anyway. */
const MAX_CHECKSUMS_BYTES = 1024 * 1024;

/** What a `SHA256SUMS` asset lists; nothing when it is broken, gone or no list. Throws `AnswerError`. */
export async function readChecksums(
  client: Pick<ReleaseClient, 'assetText'>,
  sums: ObservedAsset | undefined,
): Promise<readonly NamedDigest[]> {
  if (sums?.state !== 'uploaded' || sums.sizeBytes > MAX_CHECKSUMS_BYTES) return [];
  return parseChecksums((await client.assetText(sums.id)) ?? '');
}

/**
 * Remembers what the release's `SHA256SUMS` lists now. A job that replaces it deletes it first, so
 * what it said must not only be on the server at that moment. Each file is read once.
 */
export async function rememberListed(filling: Filling): Promise<void> {
  const sums = filling.assets.get(CHECKSUMS_NAME);
  if (sums === undefined || filling.readSums.has(sums.id)) return;
  for (const line of await readChecksums(filling.deps.client, sums)) {
    const lines = filling.listed.filter(({ name }) => name !== line.name);
    filling.listed = [...lines, line];
  }
  filling.readSums.add(sums.id);
}
