import semver from 'semver';
import type { Release, Repository } from './state.ts';

function isCandidate(release: Release): boolean {
  return !release.draft && !release.prerelease;
}

function byDateThenVersion(a: Release, b: Release): number {
  if (a.createdAtMs !== b.createdAtMs) return b.createdAtMs - a.createdAtMs;
  const [left, right] = [semver.coerce(a.tagName), semver.coerce(b.tagName)];
  if (left === null || right === null) return b.id - a.id;
  return semver.rcompare(left, right) || b.id - a.id;
}

/**
 * The latest release: the one that was made latest explicitly, else the most recent full release by
 * its commit's date. @see the description of `repos/get-latest-release`
 */
export function latestOf(repository: Repository): Release | undefined {
  const candidates = repository.releases.filter(isCandidate);
  const chosen = candidates.find(({ id }) => id === repository.latestId);
  if (chosen !== undefined) return chosen;
  const willing = candidates.filter(({ makeLatest }) => makeLatest !== 'false');
  return [...willing].sort(byDateThenVersion)[0];
}

/**
 * Applies `make_latest` to a release that is public now. Without a value, a newly published full
 * release becomes the latest. @see the description of the field in `repos/create-release`
 */
export function applyMakeLatest(
  repository: Repository,
  release: Release,
  asked: 'true' | 'false' | 'legacy' | undefined,
  newlyPublished: boolean,
): void {
  const choice = asked ?? (newlyPublished && !release.prerelease ? 'true' : undefined);
  if (choice === undefined) return;
  release.makeLatest = choice;
  if (choice === 'true') repository.latestId = release.id;
  else if (choice === 'legacy' || repository.latestId === release.id) {
    repository.latestId = undefined;
  }
}
