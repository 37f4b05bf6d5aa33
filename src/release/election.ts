import type { Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import { bodyMatchesPlan, parseMarker } from './body.ts';
import type { ObservedAsset, ObservedRelease } from './observed.ts';
import type { ReleasePlan } from './plan.ts';
import { CHECKSUMS_NAME } from './plan.ts';
import { checksumsDigest, keptLines, type NamedDigest, plannedDigests } from './checksums.ts';

/**
 * The draft that every job of the plan fills, and the others that exist beside it. Drafts are not
 * unique per tag: two jobs can both have created one. The lowest id wins everywhere. A draft whose
 * tag was lost (`untagged-…`) still counts when its marker is ours.
 */
export function electDraft(
  releases: readonly ObservedRelease[],
  plan: ReleasePlan,
): { readonly elected?: ObservedRelease; readonly others: readonly ObservedRelease[] } {
  const drafts = releases
    .filter((release) => release.draft && belongsToTag(release, plan))
    .sort((a, b) => a.id - b.id)
    .filter((release, at, sorted) => sorted[at - 1]?.id !== release.id);
  const [elected, ...others] = drafts;
  return elected === undefined ? { others } : { elected, others };
}

function belongsToTag(release: ObservedRelease, plan: ReleasePlan): boolean {
  if (release.tag === plan.desired.tag) return true;
  return release.tag.startsWith('untagged-') && bodyMatchesPlan(release.body, plan);
}

/**
 * Refuses a release that another plan filled: {@link ActionError} `release-plan-differs`. A release
 * without our marker is someone's own and passes.
 */
export function checkMarker(release: ObservedRelease, plan: ReleasePlan): void {
  const marker = parseMarker(release.body);
  if (marker === undefined || bodyMatchesPlan(release.body, plan)) return;
  const { tag, commit } = plan.desired;
  const kind = release.draft ? 'draft' : 'release';
  throw new ActionError({
    code: 'release-plan-differs',
    message: `The ${kind} of ${tag} was filled by another plan: ${planDifference(marker, plan)}`,
    hint: release.draft
      ? `Delete the draft ${release.htmlUrl} to start over from commit ${commit.slice(0, 12)}, or re-run what began it.`
      : 'Use a new version; to replace its assets on purpose set overwrite: true.',
  });
}

function planDifference(
  marker: { readonly commit: string; readonly goVersion?: string },
  plan: ReleasePlan,
): string {
  const { commit } = plan.desired;
  if (marker.commit !== commit) {
    return `its commit is ${marker.commit.slice(0, 12)}, this run builds ${commit.slice(0, 12)}`;
  }
  if (marker.goVersion !== undefined && marker.goVersion !== plan.goVersion) {
    return `it was built with ${marker.goVersion}, this run uses ${plan.goVersion}`;
  }
  return 'its targets or asset names are others than this run plans';
}

/** What a published release means for a run that has not built anything yet. */
export type PublishedVerdict =
  /** Ours and whole: nothing to build, nothing to write. */
  | { readonly kind: 'already-released' }
  /** It takes assets: they go straight into what users see. */
  | { readonly kind: 'fill' };

/** What is known of a release beside what the server says of each asset. */
export interface KnownDigests {
  /** What its `SHA256SUMS` lists, where that was read. */
  readonly listed?: readonly NamedDigest[];
  /** Digests by asset id where the server gives none. */
  readonly digests?: ReadonlyMap<number, Digest>;
}

/**
 * Judges the published release of the plan's tag, before a build. Throws {@link ActionError}
 * `release-immutable` when it can take no assets any more, `release-plan-differs` when another plan
 * filled it and replacing was not asked for.
 */
export function judgePublished(
  release: ObservedRelease,
  assets: readonly ObservedAsset[],
  plan: ReleasePlan,
  known: KnownDigests = {},
): PublishedVerdict {
  const { overwrite } = plan.desired;
  const whole = bodyMatchesPlan(release.body, plan) && holdsWholePlan(assets, plan, known);
  // With overwrite the user wants this build's bytes, which only a build can tell from the present
  // ones: asset names say neither commit nor version of Go, so whole assets under the planned names
  // that SHA256SUMS lists may be another plan's. When the build is done, equal bytes are recognised
  // and nothing is written. A published body is never touched, so it keeps the first plan's marker.
  if (whole && (release.immutable || !overwrite)) return { kind: 'already-released' };
  if (release.immutable) throw immutableRelease(plan);
  if (!overwrite) checkMarker(release, plan);
  return { kind: 'fill' };
}

/**
 * True when every planned asset is uploaded and `SHA256SUMS` is exactly the text that follows from
 * them and from what else it rightly lists.
 */
export function holdsWholePlan(
  assets: readonly ObservedAsset[],
  plan: ReleasePlan,
  { listed = [], digests }: KnownDigests = {},
): boolean {
  const { present, missing } = plannedDigests(assets, plan, digests);
  if (missing.length > 0) return false;
  const kept = keptLines(listed, assets, plan, digests);
  const sums = assets.find((asset) => asset.name === CHECKSUMS_NAME);
  const sumsDigest = sums?.digest ?? digests?.get(sums?.id ?? 0);
  return sums?.state === 'uploaded' && sumsDigest === checksumsDigest([...present, ...kept]);
}

/** The error for a published release that GitHub has closed for good. */
export function immutableRelease(plan: ReleasePlan): ActionError {
  const { tag } = plan.desired;
  return new ActionError({
    code: 'release-immutable',
    message: `${tag} is already published and immutable, so GitHub refuses new assets`,
    hint:
      "Push the tag and let ship-go create the release (on: { push: { tags: ['v*'] } }), or create it as a draft and start " +
      'this workflow by workflow_dispatch. Published assets cannot be added later; use a new version.',
  });
}
