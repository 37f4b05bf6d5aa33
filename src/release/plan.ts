import { createHash } from 'node:crypto';
import { ActionError } from '../domain/errors.ts';
import { formatTarget, type Target } from '../domain/target.ts';
import { checkAssetNames } from './asset-names.ts';
import { type ReleaseTrigger, whyNotAutomatic } from './trigger.ts';
import { isPrereleaseTag, type MakeLatest } from './versions.ts';

/** Name of the asset that lists every planned asset's digest: the release's commit record. */
export const CHECKSUMS_NAME = 'SHA256SUMS';

/** GitHub takes files below 2 GiB. @see https://docs.github.com/en/repositories/releasing-projects-on-github/about-releases */
export const MAX_ASSET_BYTES = 2 * 1024 ** 3 - 1;

/** GitHub takes 1000 assets a release. Same page as {@link MAX_ASSET_BYTES}. */
export const MAX_ASSETS = 1000;

/** Whether this run publishes: `auto` on a tag or a new release (`whyNotAutomatic`), else a dry run. */
export type ReleaseMode = 'auto' | 'true' | 'false';

/** What the user asked for, parsed from the inputs; files are read already. */
export interface ReleaseSettings {
  readonly mode: ReleaseMode;
  /** The `tag` input; absent when not given. */
  readonly tag?: string;
  /** `owner/name` to release to. */
  readonly repository: string;
  /** Title; the tag when absent. */
  readonly name?: string;
  /** The `notes` input or the text of `notes-file`. */
  readonly notes?: string;
  readonly generateNotes: boolean;
  /** Leave the finished release as a draft. */
  readonly draft: boolean;
  readonly prerelease: 'auto' | boolean;
  readonly makeLatest: MakeLatest;
  readonly discussionCategory?: string;
  /** Replace an asset with other bytes on a published, mutable release. */
  readonly overwrite: boolean;
}

/** One asset the plan promises. `target` is absent for assets that belong to no single target. */
export interface PlannedAsset {
  readonly name: string;
  readonly target?: Target;
}

/** The release as it shall be, apart from its assets. */
export interface DesiredRelease {
  /** `owner/name`. */
  readonly repository: string;
  /** Such as `https://github.com`, without a slash at the end; for links only. */
  readonly serverUrl: string;
  readonly tag: string;
  /** Prefix of this project's tags in a monorepo (`cli/`), else empty. */
  readonly tagPrefix: string;
  /** Full id of the commit that is built. */
  readonly commit: string;
  readonly name: string;
  readonly notes: string;
  readonly generateNotes: boolean;
  readonly draft: boolean;
  readonly prerelease: 'auto' | boolean;
  readonly makeLatest: MakeLatest;
  readonly discussionCategory?: string;
  readonly overwrite: boolean;
  /** True when the assets are built in the repository they are released to, so that its tag must name `commit`. */
  readonly sameRepository: boolean;
}

/**
 * Which earlier work on a release this run goes on with: of the very same `plan`; of the same
 * `build` (commit and version of Go), whatever targets it was for, since a run that leaves a draft
 * promises nothing about the whole; or of the same `commit`, for who only finishes.
 */
export type Acceptance = 'plan' | 'build' | 'commit';

/** Everything all jobs of one release agree on. Same inputs, same plan, whichever job computes it. */
export interface ReleasePlan {
  /** 64 hex digits, see {@link planRelease}. */
  readonly planId: string;
  readonly desired: DesiredRelease;
  readonly accepts: Acceptance;
  /** Exact version of Go, such as `go1.26.1`; empty when the plan only finishes what others built. */
  readonly goVersion: string;
  /** Sorted bytewise by name; `SHA256SUMS` is not among them. */
  readonly assets: readonly PlannedAsset[];
}

/** `release` when this run writes to a release, else `dry-run` with the reason in words. */
export type ReleaseIntent =
  { readonly kind: 'release' } | { readonly kind: 'dry-run'; readonly reason: string };

/**
 * Decides whether this run publishes. `tag` is the tag this run would release, if any. Throws
 * {@link ActionError} `release-without-tag` when `release: true` meets no tag.
 */
export function decideIntent(
  mode: ReleaseMode,
  trigger: ReleaseTrigger,
  tag: string | undefined,
): ReleaseIntent {
  if (mode === 'false') return { kind: 'dry-run', reason: 'release is false' };
  if (trigger.forkPullRequest) {
    return { kind: 'dry-run', reason: 'a pull request from a fork cannot publish' };
  }
  const reason = mode === 'auto' ? whyNotAutomatic(trigger) : undefined;
  if (reason !== undefined) return { kind: 'dry-run', reason };
  if (tag === undefined) {
    throw new ActionError({
      code: 'release-without-tag',
      message: `Cannot release: this run (event "${trigger.event}") has no tag`,
      hint: 'Set the input tag to an existing tag, or run the workflow on a tag.',
    });
  }
  return { kind: 'release' };
}

/** What {@link desiredRelease} needs beside the settings. */
export interface ReleaseSubject {
  readonly tag: string;
  readonly tagPrefix: string;
  readonly commit: string;
  readonly serverUrl: string;
  /** `owner/name` of the repository the workflow runs in. */
  readonly sourceRepository: string;
}

/** Fills the settings' gaps: the release exactly as it shall be. */
export function desiredRelease(settings: ReleaseSettings, subject: ReleaseSubject): DesiredRelease {
  const { repository, discussionCategory } = settings;
  return {
    repository,
    serverUrl: subject.serverUrl.replace(/\/+$/, ''),
    tag: subject.tag,
    tagPrefix: subject.tagPrefix,
    commit: subject.commit,
    name: settings.name ?? subject.tag,
    notes: settings.notes ?? '',
    generateNotes: settings.generateNotes,
    draft: settings.draft,
    prerelease: settings.prerelease,
    makeLatest: settings.makeLatest,
    ...(discussionCategory === undefined ? {} : { discussionCategory }),
    overwrite: settings.overwrite,
    // GitHub's owner and repository names are case-insensitive.
    sameRepository: repository.toLowerCase() === subject.sourceRepository.toLowerCase(),
  };
}

/**
 * The plan of one release. Its id is the SHA-256 of canonical JSON over tag, commit, exact Go
 * version, targets and asset names, so that two jobs with equal ids promise the same assets; the
 * order of `assets` does not matter. Throws {@link ActionError} `asset-name` for names that GitHub
 * would change or that collide, and `too-many-assets` beyond GitHub's limit.
 */
export function planRelease(
  desired: DesiredRelease,
  goVersion: string,
  assets: readonly PlannedAsset[],
): ReleasePlan {
  checkPlannedAssets(assets);
  const sorted = [...assets].sort((a, b) => compareBytes(a.name, b.name));
  return {
    planId: planId(desired, goVersion, sorted),
    desired,
    accepts: desired.draft ? 'build' : 'plan',
    goVersion,
    assets: sorted,
  };
}

/**
 * The plan of a run that builds nothing and finishes what other jobs uploaded: `expected` are the
 * names that must be there. Throws as {@link planRelease}.
 */
export function planFinish(desired: DesiredRelease, expected: readonly string[]): ReleasePlan {
  const assets = expected.map((name) => ({ name }));
  return { ...planRelease(desired, '', assets), accepts: 'commit' };
}

/**
 * Accepts what a release can hold beside its checksums; for a dry run too, so that it finds what the
 * release would stumble over. Throws as {@link planRelease}.
 */
export function checkPlannedAssets(assets: readonly PlannedAsset[]): void {
  checkAssetNames([...assets.map((asset) => asset.name), CHECKSUMS_NAME]);
  if (assets.length + 1 <= MAX_ASSETS) return;
  throw new ActionError({
    code: 'too-many-assets',
    message: `The plan has ${assets.length} assets and ${CHECKSUMS_NAME}; GitHub takes ${MAX_ASSETS} a release`,
    hint: 'Build fewer targets, or pack several binaries into one archive.',
  });
}

/**
 * Whether the release is marked as a pre-release. With `auto`: by semantic version, or because a
 * person ticked the box on the draft that is being filled.
 */
export function resolvePrerelease(desired: DesiredRelease, draftIsPrerelease: boolean): boolean {
  if (desired.prerelease !== 'auto') return desired.prerelease;
  return draftIsPrerelease || isPrereleaseTag(desired.tag, desired.tagPrefix);
}

/** Order of two names by their UTF-8 bytes: negative, zero or positive. Independent of any locale. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function planId(
  desired: DesiredRelease,
  goVersion: string,
  sorted: readonly PlannedAsset[],
): string {
  const targets = new Set(
    sorted.flatMap(({ target }) => (target === undefined ? [] : [formatTarget(target)])),
  );
  // Canonical: an array has one order of members, and every list in it is sorted.
  const canonical = JSON.stringify([
    'ship-go plan 1',
    desired.tag,
    desired.commit,
    goVersion,
    [...targets].sort(compareBytes),
    sorted.map((asset) => [
      asset.name,
      asset.target === undefined ? '' : formatTarget(asset.target),
    ]),
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}
