import { type FieldError, refuse } from './refusal.ts';
import { gateAfter } from './lag.ts';
import { commitOfRef, defaultHead, isValidTagName, resolveCommit } from './refs.ts';
import type { Commit, Release, Repository, World } from './state.ts';

const RESTRICTED =
  'pre_receive Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n';

function custom(message: string, field?: string): FieldError {
  return {
    resource: 'Release',
    code: 'custom',
    ...(field === undefined ? {} : { field }),
    message,
  };
}

const NEEDS_TAG = custom('Published releases must have a valid tag');
const INVALID_TARGET: FieldError = {
  resource: 'Release',
  code: 'invalid',
  field: 'target_commitish',
};
const BURNED = custom('tag_name was used by an immutable release', 'tag_name');

/** The tag and target that a release is about to have. */
export interface Identity {
  readonly id: number | undefined;
  readonly tagName: string;
  readonly targetCommitish: string;
  readonly draft: boolean;
}

/** A tag name that GitHub made up for a draft that lost its own. */
export function isUntagged(tagName: string): boolean {
  return /^untagged-[0-9a-f]{20}$/.test(tagName);
}

function newTagErrors(
  repository: Repository,
  { tagName, targetCommitish }: Identity,
): FieldError[] {
  if (repository.burnedTags.has(tagName)) {
    return [custom(RESTRICTED, 'pre_receive'), BURNED, NEEDS_TAG];
  }
  if (repository.restrictedTags?.test(tagName) === true) {
    return [custom(RESTRICTED, 'pre_receive'), NEEDS_TAG];
  }
  if (resolveCommit(repository, targetCommitish) !== undefined) return [];
  return [custom('tag_name is not a valid tag', 'tag_name'), NEEDS_TAG, INVALID_TARGET];
}

/**
 * Why a release may not have this tag and target; empty when it may. Wordings as reported in
 * softprops/action-gh-release#213, github-community-projects/ospo-reusable-workflows#83,
 * googleapis/release-please-action#1194 and yegor256/rultor#856.
 */
export function identityErrors(repository: Repository, identity: Identity): readonly FieldError[] {
  const { id, tagName, targetCommitish, draft } = identity;
  const tagExists = repository.refs.has(`refs/tags/${tagName}`);
  if (draft) {
    const known = tagExists || resolveCommit(repository, targetCommitish) !== undefined;
    return known ? [] : [INVALID_TARGET];
  }
  if (isUntagged(tagName)) return [];
  const taken = repository.releases.some(
    (release) => release.id !== id && !release.draft && release.tagName === tagName,
  );
  if (taken) return [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }];
  if (!isValidTagName(tagName)) {
    return [
      custom('tag_name is not a valid tag', 'tag_name'),
      custom('tag_name is not well-formed', 'tag_name'),
      NEEDS_TAG,
    ];
  }
  if (!tagExists) return newTagErrors(repository, identity);
  return repository.burnedTags.has(tagName) ? [BURNED] : [];
}

/**
 * Throws the refusal for a target that changes workflow files when the token may not change them.
 * @see the description of `repos/create-release` and `repos/update-release`
 */
export function checkWorkflowTarget(
  world: World,
  target: Commit | undefined,
  mayChangeWorkflows: boolean,
  accepted: string,
): void {
  if (target?.changesWorkflows !== true || mayChangeWorkflows) return;
  if (world.knobs.workflowRefusal === 404) throw refuse(404, 'Not Found');
  throw refuse(403, 'Resource not accessible by integration', {
    'x-accepted-github-permissions': accepted,
  });
}

/** Makes a checked release public: its tag exists, it has the commit's date, and it may be frozen. */
export function publish(world: World, repository: Repository, release: Release): void {
  const now = world.now();
  const ref = `refs/tags/${release.tagName}`;
  if (!repository.refs.has(ref) && !isUntagged(release.tagName)) {
    const target = resolveCommit(repository, release.targetCommitish) ?? defaultHead(repository);
    repository.refs.set(ref, { type: 'commit', sha: target.sha });
  }
  release.draft = false;
  release.publishedAtMs = now;
  release.createdAtMs = (commitOfRef(repository, ref) ?? defaultHead(repository)).dateMs;
  release.immutable = repository.immutableReleases;
  release.listGate = gateAfter(world.knobs.lag.publishedInList, now);
  release.tagGate = gateAfter(world.knobs.lag.publishedByTag, now);
}
