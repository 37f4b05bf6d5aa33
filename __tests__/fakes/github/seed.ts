import type { Caller } from './access.ts';
import { beginUpload, completeUpload } from './asset-rules.ts';
import { gateAfter } from './lag.ts';
import { latestOf } from './latest.ts';
import type { CommitOptions } from './options.ts';
import { createRelease, type ReleaseContext, updateRelease } from './release-rules.ts';
import {
  type Asset,
  ensureCommit,
  madeUpSha,
  type Release,
  type Repository,
  type World,
} from './state.ts';

/** A release to put there as if someone had made it earlier. */
export interface ReleaseSeed {
  readonly tagName: string;
  readonly targetCommitish?: string;
  readonly name?: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
  readonly makeLatest?: 'true' | 'false' | 'legacy';
  /** Default as the repository is set. */
  readonly immutable?: boolean;
  /** Asset name to content. */
  readonly assets?: Readonly<Record<string, string | Uint8Array>>;
  /** Names of assets whose upload broke. */
  readonly starters?: readonly string[];
}

/** A tag to put there. */
export interface TagSeed {
  /** A commit; the default branch's head when absent. */
  readonly sha?: string;
  /** Makes it an annotated tag with this message. */
  readonly annotation?: string;
}

/** An asset as it really is, whatever lists show. */
export type AssetView = Readonly<
  Pick<Asset, 'id' | 'name' | 'label' | 'state' | 'contentType' | 'sizeBytes' | 'digest'>
> & {
  /** The stored bytes; empty for a starter. */
  readonly bytes: Uint8Array;
};

/** A release as it really is, whatever lists show. */
export type ReleaseView = Readonly<
  Pick<
    Release,
    'id' | 'tagName' | 'targetCommitish' | 'name' | 'body' | 'draft' | 'prerelease' | 'immutable'
  >
> & {
  /** `releases/latest` answers with it. */
  readonly latest: boolean;
  readonly discussion: boolean;
  /** In order of creation. */
  readonly assets: readonly AssetView[];
};

const SOMEONE: Caller = {
  kind: 'token',
  permissions: { contents: 'write', workflows: 'write' },
  repositories: undefined,
};

/** Adds a commit and, when `branch` is given, moves that branch to it. Returns its id. */
export function addCommit(
  world: World,
  repository: Repository,
  options: CommitOptions & { readonly branch?: string },
): string {
  const sha = options.sha ?? madeUpSha(`commit ${world.nextId()}`);
  repository.commits.delete(sha);
  ensureCommit(repository, { ...options, sha }, world.now());
  if (options.branch !== undefined) {
    repository.refs.set(`refs/heads/${options.branch}`, { type: 'commit', sha });
  }
  return sha;
}

/** Adds or moves a tag. Returns the id of its commit. */
export function addTag(
  world: World,
  repository: Repository,
  name: string,
  { sha, annotation }: TagSeed,
): string {
  const head = repository.refs.get(`refs/heads/${repository.defaultBranch}`)?.sha;
  const commit = sha ?? head ?? madeUpSha(`commit of ${name}`);
  ensureCommit(repository, { sha: commit }, world.now());
  if (annotation === undefined) {
    repository.refs.set(`refs/tags/${name}`, { type: 'commit', sha: commit });
    return commit;
  }
  const object = madeUpSha(`tag ${name} ${commit} ${annotation}`);
  const dateMs = world.now();
  repository.annotatedTags.set(object, { sha: object, name, message: annotation, commit, dateMs });
  repository.refs.set(`refs/tags/${name}`, { type: 'tag', sha: object });
  return commit;
}

function addAssets(
  world: World,
  repository: Repository,
  release: Release,
  seed: ReleaseSeed,
): void {
  const request = { label: null, contentType: 'application/octet-stream' };
  for (const [name, content] of Object.entries(seed.assets ?? {})) {
    const bytes = Buffer.from(content);
    const asset = beginUpload(world, release, { ...request, name, length: bytes.byteLength });
    completeUpload(world, repository, release, asset, bytes);
    asset.listGate = gateAfter(undefined, world.now());
    asset.digestGate = gateAfter(undefined, world.now());
  }
  for (const name of seed.starters ?? [])
    beginUpload(world, release, { ...request, name, length: 1 });
}

/** Adds a release by the same rules as the API, visible at once. Returns its id. */
export function addRelease(world: World, repository: Repository, seed: ReleaseSeed): number {
  const context: ReleaseContext = { world, repository, caller: SOMEONE, accepted: '' };
  const release = createRelease(context, {
    tag_name: seed.tagName,
    target_commitish: seed.targetCommitish,
    name: seed.name,
    body: seed.body,
    prerelease: seed.prerelease,
    draft: true,
  });
  addAssets(world, repository, release, seed);
  if (seed.draft !== true) {
    const { tagName: tag_name, makeLatest: make_latest } = seed;
    updateRelease(context, release, { tag_name, make_latest, draft: false });
  }
  release.immutable = !release.draft && (seed.immutable ?? release.immutable);
  release.listGate = gateAfter(undefined, world.now());
  release.tagGate = gateAfter(undefined, world.now());
  return release.id;
}

/** The existing releases in order of creation, drafts included. */
export function viewReleases(world: World, repository: Repository): ReleaseView[] {
  const latest = latestOf(repository);
  return repository.releases.map((release) => ({
    id: release.id,
    tagName: release.tagName,
    targetCommitish: release.targetCommitish,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    latest: release === latest,
    discussion: release.discussionNumber !== undefined,
    assets: viewAssets(world, repository, release),
  }));
}

function viewAssets(world: World, repository: Repository, release: Release): AssetView[] {
  const { fullName } = repository;
  return release.assets
    .filter(({ deletedGate }) => deletedGate === undefined)
    .map(({ id, name, label, state, contentType, sizeBytes, digest }) => ({
      id,
      name,
      label,
      state,
      contentType,
      sizeBytes,
      digest,
      get bytes(): Uint8Array {
        if (state === 'starter') return new Uint8Array();
        return world.blobs.get({ repository: fullName, releaseId: release.id, name });
      },
    }));
}
