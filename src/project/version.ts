import { compareBuild, inc, parse, type SemVer } from 'semver';
import { ActionError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import type { Revision } from '../domain/version.ts';
import type { RevisionRequest } from './plan.ts';

/** What git knows, as far as names and versions depend on it. */
export interface GitFacts {
  /** HEAD, in full. */
  readonly commit: string;
  /** Its committer date in seconds since 1970. */
  readonly commitEpochSeconds: number;
  /** Every tag there is, in any order. */
  readonly tags: readonly GitTag[];
  /** Names of the tags that HEAD descends from or stands on; may be empty unless {@link needsHistory}. */
  readonly reachableTags: readonly string[];
}

/** A tag and the commit it leads to; an annotated tag is followed to its commit. */
export interface GitTag {
  readonly name: string;
  readonly commit: string;
}

/** The fixed date where there is no commit: the first one that a zip file can hold. */
const NO_COMMIT_EPOCH_SECONDS = Date.UTC(1980, 0, 1) / 1000;

/**
 * Names the revision that is checked out. The tag is the `tag` input, else the ref's. Without one the version is a
 * snapshot, also on a commit that has a tag: what a branch builds is not what the tag released.
 * Throws {@link ActionError} `tag-not-found`, `tag-not-checked-out`, `tag-prefix-mismatch`,
 * `no-tag` (releasing only) or `bad-version`.
 */
export function chooseRevision(request: RevisionRequest, git: GitFacts): Revision {
  const tag = requestedTag(request);
  if (tag !== undefined) checkTag(tag, request, git);
  if (tag === undefined && request.releasing) throw noTag(request);
  const version = request.versionInput ?? versionOrSnapshot(tag, request.tagPrefix, git);
  return {
    ...revisionAt(git.commit, git.commitEpochSeconds, checkVersion(version, request)),
    ...(tag === undefined ? {} : { tag }),
    snapshot: tag === undefined && request.versionInput === undefined,
  };
}

/** True when the version is counted on from an earlier tag, since nothing names it. */
export function needsHistory(request: RevisionRequest): boolean {
  return (requestedTag(request) ?? request.versionInput) === undefined;
}

/**
 * The revision of a folder that is in no git repository: the commit GitHub names (all zeros without
 * one), dated 1980-01-01, version `0.0.0-snapshot.<commit>` unless one was given. Only for runs that
 * publish nothing.
 */
export function revisionWithoutGit(request: RevisionRequest): Revision {
  const sha = request.sha ?? '';
  const version =
    request.versionInput ?? (sha === '' ? '0.0.0-snapshot' : snapshot(undefined, sha));
  return {
    ...revisionAt(
      sha === '' ? '0'.repeat(40) : sha,
      NO_COMMIT_EPOCH_SECONDS,
      checkVersion(version, request),
    ),
    snapshot: request.versionInput === undefined,
  };
}

/** The tag that the run asks for by name: the `tag` input, else the ref's. */
export function requestedTag({ tag, ref }: RevisionRequest): string | undefined {
  const name = tag ?? (ref?.startsWith('refs/tags/') === true ? ref : undefined);
  return name?.replace(/^refs\/tags\//, '');
}

/** True when GitHub itself says that `tag` names the checked out commit, though the clone lacks the tag. */
export function isTagOfRun(tag: string, request: RevisionRequest, commit: string): boolean {
  return request.ref === `refs/tags/${tag}` && request.sha === commit;
}

/** The part of a tag that is a version: without `prefix`, and without a `v` before a digit. */
export function versionOfTag(tag: string, prefix: string): string {
  return tag.slice(prefix.length).replace(/^v(?=\d)/, '');
}

function revisionAt(
  commit: string,
  commitEpochSeconds: number,
  version: string,
): Omit<Revision, 'tag' | 'snapshot'> {
  return {
    commit,
    commitDate: new Date(commitEpochSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    commitEpochSeconds,
    version,
    prerelease: (parse(version)?.prerelease.length ?? 0) > 0,
  };
}

function checkTag(tag: string, request: RevisionRequest, git: GitFacts): void {
  if (!tag.startsWith(request.tagPrefix)) throw prefixMismatch(tag, request.tagPrefix);
  const found = git.tags.find((one) => one.name === tag);
  if (found === undefined) {
    if (!isTagOfRun(tag, request, git.commit)) throw tagNotFound(tag, git);
  } else if (found.commit !== git.commit) {
    throw new ActionError({
      code: 'tag-not-checked-out',
      message: `Tag "${tag}" names commit ${found.commit.slice(0, 12)}, but ${git.commit.slice(0, 12)} is checked out`,
      hint: `Check the tag out: give actions/checkout "ref: ${tag}".`,
    });
  }
}

function tagNotFound(tag: string, git: GitFacts): ActionError {
  const near = nearest(
    tag,
    git.tags.map((one) => one.name),
  );
  const there =
    near.length > 0 ? `; near it: ${near.join(', ')}` : `; the clone has ${git.tags.length} tags`;
  return new ActionError({
    code: 'tag-not-found',
    message: `Tag "${tag}" does not exist in this clone${there}`,
    hint: `Push the tag and check it out: give actions/checkout "ref: ${tag}" or "fetch-depth: 0".`,
  });
}

function prefixMismatch(tag: string, prefix: string): ActionError {
  return new ActionError({
    code: 'tag-prefix-mismatch',
    message: `Tag "${tag}" does not start with the tag prefix "${prefix}"`,
    hint: `Run this workflow only for its own tags: on: { push: { tags: ['${prefix}v*'] } }.`,
  });
}

function noTag({ ref }: RevisionRequest): ActionError {
  return new ActionError({
    code: 'no-tag',
    message: `There is no tag to release: the run${ref === undefined ? '' : ` (${ref})`} is for none`,
    hint: 'Push a tag such as v1.2.3, set "tag" to an existing one, or set "release: false".',
  });
}

/** Moving tags such as `v1` are no full version and never chosen. */
function highestTag(tags: readonly string[], prefix: string): string | undefined {
  return tags
    .flatMap((name) => {
      const version = tagSemver(name, prefix);
      return version === undefined ? [] : [{ name, version }];
    })
    .sort((a, b) => compareBuild(b.version, a.version) || (a.name < b.name ? 1 : -1))[0]?.name;
}

function tagSemver(tag: string, prefix: string): SemVer | undefined {
  if (!tag.startsWith(prefix) || !/^v?\d/.test(tag.slice(prefix.length))) return undefined;
  return parse(versionOfTag(tag, prefix)) ?? undefined;
}

function versionOrSnapshot(tag: string | undefined, prefix: string, git: GitFacts): string {
  if (tag !== undefined) return versionOfTag(tag, prefix);
  const last = highestTag(git.reachableTags, prefix);
  return snapshot(last === undefined ? undefined : versionOfTag(last, prefix), git.commit);
}

function snapshot(last: string | undefined, commit: string): string {
  const base = last === undefined ? '0.0.0' : (inc(last, 'patch') ?? '0.0.0');
  return `${base}-snapshot.${shortForSemver(commit)}`;
}

/** Seven digits, or as many as it takes: semver forbids a numeric identifier with a leading zero. */
function shortForSemver(commit: string): string {
  let length = 7;
  while (length < commit.length && /^0\d*$/.test(commit.slice(0, length))) length += 1;
  return commit.slice(0, length);
}

/** A version is part of file names and of a linker flag. */
function checkVersion(version: string, request: RevisionRequest): string {
  if (/^[0-9A-Za-z][0-9A-Za-z._+~-]*$/.test(version)) return version;
  const tag = requestedTag(request);
  const slash = tag?.lastIndexOf('/') ?? -1;
  throw new ActionError({
    code: 'bad-version',
    message: `"${version}" cannot be a version: it is part of file names`,
    hint:
      request.versionInput === undefined && slash > 0
        ? `Set "tag-prefix" to "${tag?.slice(0, slash + 1) ?? ''}".`
        : 'Use letters, digits and . _ + ~ - only, such as 1.2.3-rc.1.',
  });
}
