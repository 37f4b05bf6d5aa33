import semver from 'semver';
import { semverFromGo } from './version-spec.ts';

/**
 * What to say about a version that a file of the repository asks for, when newer ones are known: a later patch of
 * the same minor, or two later minors, after which Go gives no more fixes. Undefined when there is nothing to
 * say. `known` are semantic versions, `version` is Go's own spelling.
 * @see https://go.dev/doc/devel/release#policy
 */
export function adviseNewerGo(
  version: string,
  file: string,
  known: readonly string[],
): string | undefined {
  const current = semver.parse(semverFromGo(version));
  if (current === null || current.prerelease.length > 0) return undefined;
  const newest = semver.maxSatisfying([...known], '*');
  if (newest !== null && semver.minor(newest) >= current.minor + 2) {
    return `Go ${version}, which ${file} asks for, gets no more security fixes: Go gives them to the two newest minors, and this runner has ${newest}.`;
  }
  const patch = semver.maxSatisfying([...known], `~${current.version}`);
  if (patch === null || semver.lte(patch, current)) return undefined;
  return `Go ${version}, which ${file} asks for, is not the newest patch of its minor: this runner has ${patch}. Newer patches fix security problems.`;
}
