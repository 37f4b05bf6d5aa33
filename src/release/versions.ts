import { parse, rcompare, type SemVer } from 'semver';
import type { ObservedRelease } from './observed.ts';

/**
 * GitHub's words for "is this the latest release", and `auto`: by semantic version.
 * @see https://docs.github.com/en/rest/releases/releases#create-a-release `make_latest`
 */
export type MakeLatest = 'auto' | 'true' | 'false' | 'legacy';

/** The semantic version a tag names below its prefix, leading `v` optional; undefined when it names none. */
export function tagVersion(tag: string, prefix: string): SemVer | undefined {
  if (!tag.startsWith(prefix)) return undefined;
  const text = tag.slice(prefix.length);
  // semver itself would also take "=v1.2.3" and blanks, which no Go tag means.
  return /^v?\d/.test(text) ? (parse(text) ?? undefined) : undefined;
}

/** True when the tag is a semantic version with a pre-release part. */
export function isPrereleaseTag(tag: string, prefix: string): boolean {
  return (tagVersion(tag, prefix)?.prerelease.length ?? 0) > 0;
}

/**
 * The tag that generated notes start from: the highest published version below `tag`. A stable
 * version looks past pre-releases, whose changes belong in its notes too. Undefined when `tag` is no
 * semantic version or nothing lower is published: then GitHub chooses.
 */
export function previousTag(
  tag: string,
  prefix: string,
  releases: readonly ObservedRelease[],
): string | undefined {
  const version = tagVersion(tag, prefix);
  if (version === undefined) return undefined;
  const stableOnly = version.prerelease.length === 0;
  const lower = published(prefix, releases).filter(
    (other) =>
      other.version.compare(version) < 0 && !(stableOnly && other.version.prerelease.length > 0),
  );
  return lower.sort((a, b) => rcompare(a.version, b.version))[0]?.tag;
}

/**
 * The `make_latest` to send when publishing. With `auto`: a pre-release or a backport (a higher
 * stable version is published under the same prefix) is not the latest, any other semantic version
 * is; a tag that is no semantic version leaves it to GitHub (`legacy`). GitHub's own default is
 * `true`, which lets a backport take "latest" from a higher version.
 */
export function resolveMakeLatest(
  asked: MakeLatest,
  release: { readonly tag: string; readonly prefix: string; readonly prerelease: boolean },
  releases: readonly ObservedRelease[],
): 'true' | 'false' | 'legacy' {
  if (asked !== 'auto') return asked;
  if (release.prerelease) return 'false';
  const version = tagVersion(release.tag, release.prefix);
  if (version === undefined) return 'legacy';
  const higher = published(release.prefix, releases).some(
    (other) => !other.prerelease && other.version.compare(version) > 0,
  );
  return higher ? 'false' : 'true';
}

interface PublishedVersion {
  readonly tag: string;
  readonly version: SemVer;
  readonly prerelease: boolean;
}

function published(prefix: string, releases: readonly ObservedRelease[]): PublishedVersion[] {
  return releases.flatMap((release) => {
    const version = tagVersion(release.tag, prefix);
    if (release.draft || version === undefined) return [];
    const prerelease = release.prerelease || version.prerelease.length > 0;
    return [{ tag: release.tag, version, prerelease }];
  });
}
