import type { Artifact } from '../domain/artifact.ts';
import { digestHex, type Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import { immutableRelease } from './election.ts';
import type { ObservedAsset, ObservedRelease } from './observed.ts';
import { MAX_ASSET_BYTES, type ReleasePlan } from './plan.ts';

/** What to do about one asset of this job. */
export type AssetDecision =
  /** It is there, byte for byte. */
  | { readonly kind: 'skip' }
  | { readonly kind: 'upload' }
  /** Something else has its name: remove that, then upload. */
  | { readonly kind: 'replace'; readonly because: 'broken-upload' | 'other-bytes' }
  /** Size equal, digest unknown: find the digest out, then decide again. */
  | { readonly kind: 'compare' };

/** The facts {@link decideAsset} judges. `existingDigest` is set when it is known by any means. */
export interface AssetFacts {
  readonly artifact: Pick<Artifact, 'name' | 'sizeBytes' | 'digest'>;
  readonly release: Pick<ObservedRelease, 'draft' | 'immutable'>;
  readonly existing: ObservedAsset | undefined;
  readonly existingDigest: Digest | undefined;
}

/**
 * Decides about one asset: equal bytes stay, broken uploads and (in a draft) other bytes are
 * replaced. Throws {@link ActionError} `asset-differs` when a published release holds other bytes
 * and replacing was not asked for, `release-immutable` when the release takes nothing any more.
 */
export function decideAsset(facts: AssetFacts, plan: ReleasePlan): AssetDecision {
  const { artifact, release, existing, existingDigest } = facts;
  const closed = !release.draft && release.immutable;
  if (existing?.state !== 'uploaded') {
    if (closed) throw immutableRelease(plan);
    return existing === undefined
      ? { kind: 'upload' }
      : { kind: 'replace', because: 'broken-upload' };
  }
  if (existing.sizeBytes === artifact.sizeBytes) {
    if (existingDigest === undefined) return { kind: 'compare' };
    if (existingDigest === artifact.digest) return { kind: 'skip' };
  }
  if (!release.draft && (closed || !plan.desired.overwrite)) {
    throw differs(facts, plan, closed);
  }
  return { kind: 'replace', because: 'other-bytes' };
}

function differs(facts: AssetFacts, plan: ReleasePlan, closed: boolean): ActionError {
  const { artifact, existing, existingDigest } = facts;
  const old =
    existingDigest === undefined
      ? `${existing?.sizeBytes ?? 0} bytes`
      : digestHex(existingDigest).slice(0, 12);
  const fresh =
    existingDigest === undefined
      ? `${artifact.sizeBytes} bytes`
      : digestHex(artifact.digest).slice(0, 12);
  return new ActionError({
    code: 'asset-differs',
    message: `${plan.desired.tag} is published with other bytes for ${artifact.name}: it has ${old}, this run built ${fresh}`,
    hint: closed
      ? 'The release is immutable; use a new version.'
      : 'Use a new version, or set overwrite: true to replace published assets.',
  });
}

/** Throws {@link ActionError} `asset-too-large` for a file that GitHub would refuse after the whole transfer. */
export function checkAssetSize(artifact: Pick<Artifact, 'name' | 'sizeBytes'>): void {
  if (artifact.sizeBytes <= MAX_ASSET_BYTES) return;
  throw new ActionError({
    code: 'asset-too-large',
    message: `${artifact.name} has ${artifact.sizeBytes} bytes; GitHub takes release assets below 2 GiB`,
    hint: 'Leave large files out of include, or use archive: tar.zst.',
  });
}

/** True when every asset in `held` is broken or stands in `others` with the same name and digest. */
export function holdsOnly(
  held: readonly ObservedAsset[],
  others: readonly ObservedAsset[],
): boolean {
  return held.every(
    ({ state, name, digest }) =>
      state !== 'uploaded' ||
      others.some((other) => other.name === name && Boolean(digest) && other.digest === digest),
  );
}
