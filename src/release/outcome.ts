import type { Digest } from '../domain/digest.ts';
import type { ObservedAsset, ObservedRelease } from './observed.ts';
import { type NamedDigest, renderChecksums, plannedDigests } from './checksums.ts';
import { CHECKSUMS_NAME, type ReleasePlan } from './plan.ts';

/** What this run did to an asset. `others`: nothing, another job of the plan is in charge of it. */
export type AssetChange = 'new' | 'same' | 'replaced' | 'others';

/** An asset of the plan (or `SHA256SUMS`) as it is on the release. */
export interface ReleasedAsset {
  readonly name: string;
  readonly sizeBytes: number;
  readonly digest: Digest;
  /** Its address; final only on a published release. */
  readonly url: string;
  readonly change: AssetChange;
}

/** How a release stands when a run is done with it. */
export interface ReleaseOutcome {
  readonly tag: string;
  /** Undefined when there is no release at all yet. */
  readonly releaseId: number | undefined;
  /** The release's page; final once it is published. Empty without a release. */
  readonly releaseUrl: string;
  /** As GitHub gives it, template included. Empty without a release. */
  readonly uploadUrl: string;
  /** True while nobody but writers can see it. */
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** Every planned asset and the checksums are there and verified. */
  readonly complete: boolean;
  /**
   * This run made the complete release public: of all jobs of a plan, the one that did it. False when
   * somebody else did, a person or another job, although this run may have completed it.
   */
  readonly published: boolean;
  /** It was public and whole before this run, which wrote nothing. */
  readonly alreadyReleased: boolean;
  /** Planned names that are not there yet, sorted. */
  readonly missing: readonly string[];
  /** The text of `SHA256SUMS`; undefined until complete. */
  readonly checksums: string | undefined;
  /** What is there of the plan, sorted by name, `SHA256SUMS` last. */
  readonly assets: readonly ReleasedAsset[];
}

/** The facts an outcome is told from. */
export interface OutcomeFacts {
  readonly plan: ReleasePlan;
  readonly release: ObservedRelease | undefined;
  readonly assets: readonly ObservedAsset[];
  /** Digests by asset id that were found out where the server gives none. */
  readonly digests?: ReadonlyMap<number, Digest>;
  readonly changes?: ReadonlyMap<string, AssetChange>;
  /** Lines of `SHA256SUMS` about assets outside the plan. */
  readonly kept?: readonly NamedDigest[];
  readonly complete: boolean;
  readonly published?: boolean;
  readonly alreadyReleased?: boolean;
}

/** Tells an outcome from what was observed last. */
export function describeOutcome(facts: OutcomeFacts): ReleaseOutcome {
  const { plan, release, assets, digests, complete } = facts;
  const { present, missing } = plannedDigests(assets, plan, digests);
  return {
    tag: plan.desired.tag,
    releaseId: release?.id,
    releaseUrl: release?.htmlUrl ?? '',
    uploadUrl: release?.uploadUrl ?? '',
    draft: release?.draft ?? true,
    prerelease: release?.prerelease ?? false,
    complete,
    published: facts.published ?? false,
    alreadyReleased: facts.alreadyReleased ?? false,
    missing,
    checksums: complete ? renderChecksums([...present, ...(facts.kept ?? [])]) : undefined,
    assets: [...present.map(({ name }) => name), CHECKSUMS_NAME].flatMap((name) =>
      releasedAsset(name, facts),
    ),
  };
}

function releasedAsset(name: string, { assets, digests, changes }: OutcomeFacts): ReleasedAsset[] {
  const asset = assets.find((each) => each.name === name);
  const digest = asset?.digest ?? (asset === undefined ? undefined : digests?.get(asset.id));
  if (asset?.state !== 'uploaded' || digest === undefined) return [];
  const { sizeBytes, downloadUrl } = asset;
  const change = changes?.get(name) ?? 'others';
  return [{ name, sizeBytes, digest, url: downloadUrl, change }];
}
