import { notFound } from './refusal.ts';
import type { Commit, Repository } from './state.ts';

/** The commit that a full ref name leads to, through an annotated tag if need be. */
export function commitOfRef(repository: Repository, ref: string): Commit | undefined {
  const target = repository.refs.get(ref);
  if (target === undefined) return undefined;
  const sha = target.type === 'tag' ? repository.annotatedTags.get(target.sha)?.commit : target.sha;
  return sha === undefined ? undefined : repository.commits.get(sha);
}

/**
 * The commit that a branch, a tag, a full ref or a commit id (at least 7 digits) names; undefined
 * when nothing has that name.
 */
export function resolveCommit(repository: Repository, name: string): Commit | undefined {
  const byRef = [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name]
    .map((ref) => commitOfRef(repository, ref))
    .find((commit) => commit !== undefined);
  if (byRef !== undefined || !/^[0-9a-f]{7,40}$/.test(name)) return byRef;
  return [...repository.commits.values()].find(({ sha }) => sha.startsWith(name));
}

/** The head of the default branch. Throws 404 for a repository without commits. */
export function defaultHead(repository: Repository): Commit {
  const head = commitOfRef(repository, `refs/heads/${repository.defaultBranch}`);
  if (head === undefined) throw notFound();
  return head;
}

/** Whether git accepts the tag name. @see git-check-ref-format(1) */
export function isValidTagName(name: string): boolean {
  return (
    name !== '' &&
    // eslint-disable-next-line no-control-regex -- git forbids exactly these
    !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[/.-]|\/\.|[/.]$|\.lock(?:\/|$)/.test(name)
  );
}
