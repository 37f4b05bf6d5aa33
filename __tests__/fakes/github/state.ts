import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Blobs, fileBlobs, memoryBlobs } from './blobs.ts';
import type { Gate } from './lag.ts';
import {
  type CommitOptions,
  completeKnobs,
  completeLimits,
  type GitHubOptions,
  type Knobs,
  type Limits,
  type RepositoryOptions,
} from './options.ts';

export interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly dateMs: number;
  readonly changesWorkflows: boolean;
}

/** What a ref points at: a commit, or an annotated tag that points at one. */
export interface RefTarget {
  readonly type: 'commit' | 'tag';
  readonly sha: string;
}

export interface AnnotatedTag {
  readonly sha: string;
  readonly name: string;
  readonly message: string;
  readonly commit: string;
  readonly dateMs: number;
}

export interface Asset {
  readonly id: number;
  name: string;
  label: string | null;
  /** `starter`: its bytes never arrived. */
  state: 'starter' | 'uploaded';
  contentType: string;
  sizeBytes: number;
  /** `sha256:…`; null for a starter. */
  digest: string | null;
  downloadCount: number;
  readonly createdAtMs: number;
  updatedAtMs: number;
  listGate: Gate;
  digestGate: Gate;
  /** Set when deleted: still listed until it opens. */
  deletedGate?: Gate;
}

export interface Release {
  readonly id: number;
  tagName: string;
  targetCommitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  makeLatest: 'true' | 'false' | 'legacy';
  /** The commit's date once published, until then when the draft was made. */
  createdAtMs: number;
  publishedAtMs: number | undefined;
  updatedAtMs: number;
  discussionNumber: number | undefined;
  /** Stands for the tag in a draft's addresses. */
  readonly untaggedName: string;
  assets: Asset[];
  listGate: Gate;
  tagGate: Gate;
  /** Set when deleted: still listed until it opens. */
  deletedGate?: Gate;
}

export interface Repository {
  readonly id: number;
  readonly fullName: string;
  readonly defaultBranch: string;
  private: boolean;
  immutableReleases: boolean;
  discussionCategories: readonly string[];
  restrictedTags: RegExp | undefined;
  /** Full ref names (`refs/tags/v1`), in order of creation. */
  readonly refs: Map<string, RefTarget>;
  readonly commits: Map<string, Commit>;
  readonly annotatedTags: Map<string, AnnotatedTag>;
  releases: Release[];
  /** Deleted releases, for lists that lag. */
  deleted: Release[];
  /** Tags of immutable releases that were deleted. */
  readonly burnedTags: Set<string>;
  /** The release that was made latest explicitly. */
  latestId: number | undefined;
}

/** The addresses that answers are made of; all without a trailing slash. */
export interface Addresses {
  apiUrl: string;
  uploadUrl: string;
  serverUrl: string;
  storageUrl: string;
}

/** Everything the stand-in knows. */
export interface World {
  readonly addresses: Addresses;
  readonly knobs: Knobs;
  readonly limits: Limits;
  readonly now: () => number;
  readonly blobs: Blobs;
  /** Lower-case `owner/name` to repository: GitHub's names ignore case. */
  readonly repositories: Map<string, Repository>;
  /** A number that was never given out before. */
  nextId(): number;
  /** Writes `releases.json` when a folder was asked for. */
  save(): void;
}

/** 40 hex digits that follow from `seed`: made-up object names are the same in every run. */
export function madeUpSha(seed: string): string {
  return createHash('sha1').update(seed).digest('hex');
}

/** The commit with this name, known from now on. */
export function ensureCommit(
  repository: Repository,
  options: CommitOptions & { readonly sha: string },
  nowMs: number,
): Commit {
  const known = repository.commits.get(options.sha);
  if (known !== undefined) return known;
  const commit: Commit = {
    sha: options.sha,
    message: options.message ?? `commit ${options.sha.slice(0, 7)}`,
    dateMs: options.dateMs ?? nowMs,
    changesWorkflows: options.changesWorkflows ?? false,
  };
  repository.commits.set(commit.sha, commit);
  return commit;
}

function createRepository(
  fullName: string,
  options: RepositoryOptions,
  id: number,
  nowMs: number,
): Repository {
  const defaultBranch = options.defaultBranch ?? 'main';
  const repository: Repository = {
    id,
    fullName,
    defaultBranch,
    private: options.private ?? false,
    immutableReleases: options.immutableReleases ?? false,
    discussionCategories: options.discussionCategories ?? [],
    restrictedTags: options.restrictedTags,
    refs: new Map(),
    commits: new Map(),
    annotatedTags: new Map(),
    releases: [],
    deleted: [],
    burnedTags: new Set(),
    latestId: undefined,
  };
  const branches = { [defaultBranch]: madeUpSha(`${fullName} head`), ...options.branches };
  const refs = [
    ...Object.entries(branches).map(([name, sha]) => [`refs/heads/${name}`, sha] as const),
    ...Object.entries(options.tags ?? {}).map(([name, sha]) => [`refs/tags/${name}`, sha] as const),
  ];
  for (const [ref, sha] of refs) {
    ensureCommit(repository, { sha }, nowMs);
    repository.refs.set(ref, { type: 'commit', sha });
  }
  return repository;
}

/** What a folder shows beside the asset bytes: tags and releases of every repository. */
function overview(repositories: Iterable<Repository>): string {
  const shown = [...repositories].map(({ fullName, refs, latestId, releases }) => ({
    repository: fullName,
    refs: Object.fromEntries([...refs].map(([ref, { sha }]) => [ref, sha])),
    latestId,
    releases,
  }));
  // Gates only say how far reads lag behind.
  const leaveOut = (key: string, value: unknown): unknown =>
    key.endsWith('Gate') ? undefined : value;
  return `${JSON.stringify(shown, leaveOut, 2)}\n`;
}

/** The world at the start; addresses are filled in once the servers listen. */
export function createWorld(options: GitHubOptions): World {
  const now = options.now ?? Date.now;
  const { directory } = options;
  const repositories = new Map<string, Repository>();
  let lastId = 1000;
  const nextId = (): number => (lastId += 1);
  for (const [fullName, start] of Object.entries(options.repositories)) {
    repositories.set(fullName.toLowerCase(), createRepository(fullName, start, nextId(), now()));
  }
  return {
    addresses: { apiUrl: '', uploadUrl: '', serverUrl: '', storageUrl: '' },
    knobs: completeKnobs(options.knobs),
    limits: completeLimits(options.limits),
    now,
    blobs: directory === undefined ? memoryBlobs() : fileBlobs(directory),
    repositories,
    nextId,
    save() {
      if (directory === undefined) return;
      mkdirSync(directory, { recursive: true });
      writeFileSync(path.join(directory, 'releases.json'), overview(repositories.values()));
    },
  };
}
