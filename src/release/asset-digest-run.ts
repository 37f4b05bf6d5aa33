import type { Digest } from '../domain/digest.ts';
import type { Filling } from './filling-run.ts';
import type { ObservedAsset } from './observed.ts';

/** Waits between looks at a digest that the server still computes: some 15 s in all. */
const DIGEST_WAITS_MS = [1000, 2000, 4000, 8000] as const;

/**
 * An asset's digest: GitHub's own where it has one, else of the downloaded bytes, for size alone
 * proves nothing. Undefined when the asset vanished.
 */
export async function findDigest(
  { deps, digests }: Filling,
  asset: ObservedAsset,
): Promise<Digest | undefined> {
  const { client, clock, log } = deps;
  let seen: ObservedAsset | undefined = asset;
  const known = seen.digest ?? digests.get(asset.id);
  if (known !== undefined) return known;
  // Null means "not yet"; a server that leaves the field out never computes it.
  for (const waitMs of seen.digest === null ? DIGEST_WAITS_MS : []) {
    await clock.sleep(waitMs);
    seen = await client.asset(asset.id);
    if (seen === undefined) return undefined;
    if (seen.digest) return remember(digests, asset.id, seen.digest);
  }
  log.debug(`${asset.name}: no digest from GitHub, hashing a download`);
  const hashed = await client.hashAsset(asset.id);
  return hashed === undefined ? undefined : remember(digests, asset.id, hashed);
}

function remember(digests: Map<number, Digest>, id: number, digest: Digest): Digest {
  digests.set(id, digest);
  return digest;
}
