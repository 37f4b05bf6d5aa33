import { createHash } from 'node:crypto';
import { type Digest, digestHex, sha256Digest } from '../domain/digest.ts';
import type { ObservedAsset } from './observed.ts';
import { compareBytes, type ReleasePlan } from './plan.ts';

/** An asset's name and digest. */
export interface NamedDigest {
  readonly name: string;
  readonly digest: Digest;
}

/**
 * The text of `SHA256SUMS`: one line per asset as `sha256sum` prints it, sorted bytewise by name, so
 * that every job of a plan writes the same bytes.
 */
export function renderChecksums(assets: readonly NamedDigest[]): string {
  return [...assets]
    .sort((a, b) => compareBytes(a.name, b.name))
    .map(({ name, digest }) => `${digestHex(digest)}  ${name}\n`)
    .join('');
}

/** The digest of {@link renderChecksums}'s bytes. */
export function checksumsDigest(assets: readonly NamedDigest[]): Digest {
  return sha256Digest(createHash('sha256').update(renderChecksums(assets)).digest('hex'));
}

/**
 * What a release holds of the plan: assets that are whole and whose digest is known, and the names
 * of the rest. `known` adds digests by asset id where the server gives none.
 */
export function plannedDigests(
  assets: readonly ObservedAsset[],
  plan: ReleasePlan,
  known: ReadonlyMap<number, Digest> = new Map(),
): { readonly present: readonly NamedDigest[]; readonly missing: readonly string[] } {
  const byName = new Map(assets.map((asset) => [asset.name, asset]));
  const present: NamedDigest[] = [];
  const missing: string[] = [];
  for (const { name } of plan.assets) {
    const asset = byName.get(name);
    const digest = asset?.digest ?? (asset === undefined ? undefined : known.get(asset.id));
    if (asset?.state === 'uploaded' && digest !== undefined) present.push({ name, digest });
    else missing.push(name);
  }
  return { present, missing };
}
