import type { Lag } from './lag.ts';

/** What a token may do, in the words of a workflow's `permissions:`. Absent means none. */
export interface Permissions {
  readonly contents?: 'read' | 'write';
  /** Not available to a job's own token: only to an App or a personal token. */
  readonly workflows?: 'write';
  readonly administration?: 'read' | 'write';
}

/** A commit that the stand-in knows. */
export interface CommitOptions {
  /** 40 hex digits; made up when absent. */
  readonly sha?: string;
  readonly message?: string;
  /** Committer date in milliseconds since 1970; the clock's time when absent. */
  readonly dateMs?: number;
  /** It adds or changes files under `.github/workflows/` against the default branch. */
  readonly changesWorkflows?: boolean;
}

/** One repository at the start. */
export interface RepositoryOptions {
  /** Default `main`; its head is a made-up commit unless `branches` names one. */
  readonly defaultBranch?: string;
  /** Branch name to commit. Commits that nobody described are made up. */
  readonly branches?: Readonly<Record<string, string>>;
  /** Tag name to commit; lightweight tags. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly private?: boolean;
  /** Releases published from now on are immutable. */
  readonly immutableReleases?: boolean;
  /** Names that discussions can be filed under. Default none. */
  readonly discussionCategories?: readonly string[];
  /** Tags that a ruleset keeps everyone from creating. */
  readonly restrictedTags?: RegExp;
}

/** Behaviour that is not the same everywhere or every time; change it at any moment. */
export interface Knobs {
  /** A PATCH of a draft without `tag_name` turns its tag into `untagged-…`. Default true. */
  untagOnPatch: boolean;
  /** `null` is what older servers answer for assets. Default `sha256`. */
  digests: 'sha256' | 'null';
  /** Leaves out what older Enterprise Servers do not know: `digest`, `immutable`. Default false. */
  olderServer: boolean;
  /** How an asset's bytes are handed out by the API. Default `redirect` to another origin. */
  download: 'redirect' | 'direct';
  /** The refusal of a target that changes workflow files. Default 403. */
  workflowRefusal: 403 | 404;
  /** An asset is listed as `starter` from the first byte of its upload on. Default false. */
  showUnfinishedUploads: boolean;
  readonly lag: {
    /** A new release in lists. */
    createdInList?: Lag;
    /** A release in lists after it was published. */
    publishedInList?: Lag;
    /** A published release by its tag and as the latest. */
    publishedByTag?: Lag;
    /** A deleted release is still listed. */
    deletedInList?: Lag;
    /** An uploaded asset in lists of assets. */
    assetInList?: Lag;
    /** A deleted asset is still listed. */
    assetDeletedInList?: Lag;
    /** The digest of an asset; the answer to the upload counts as a read. */
    digest?: Lag;
  };
}

/** GitHub's limits; tests lower them. */
export interface Limits {
  /** Requests of one token in an hour. Default 1000, a job token's. */
  readonly requestsPerHour: number;
  /** Writes of one token in a minute before the secondary limit answers. Default none. */
  readonly writesPerMinute: number;
  /** Default 1000. */
  readonly assetsPerRelease: number;
  /** An asset must be smaller. Default 2 GiB. */
  readonly assetBytes: number;
  /** Releases that lists ever show (iree-org/iree#16506). Default 10000. */
  readonly listedReleases: number;
  /** Characters of a release's body. Default 125000. */
  readonly bodyCharacters: number;
}

export interface GitHubOptions {
  /** `owner/name` to its start. */
  readonly repositories: Readonly<Record<string, RepositoryOptions>>;
  /** Keeps asset bytes and `releases.json` below this folder; memory when absent. */
  readonly directory?: string;
  /** `''` as on github.com (default), `/api/v3` as on an Enterprise Server. */
  readonly apiPathPrefix?: '' | '/api/v3';
  /** Milliseconds since 1970. Default the machine's clock. */
  readonly now?: () => number;
  readonly knobs?: Partial<Knobs>;
  readonly limits?: Partial<Limits>;
}

/** Knobs with what was not given filled in. */
export function completeKnobs(given: Partial<Knobs> = {}): Knobs {
  return {
    untagOnPatch: true,
    digests: 'sha256',
    olderServer: false,
    download: 'redirect',
    workflowRefusal: 403,
    showUnfinishedUploads: false,
    ...given,
    lag: { ...given.lag },
  };
}

/** Limits with what was not given filled in. */
export function completeLimits(given: Partial<Limits> = {}): Limits {
  return {
    requestsPerHour: 1000,
    writesPerMinute: Number.POSITIVE_INFINITY,
    assetsPerRelease: 1000,
    assetBytes: 2 ** 31,
    listedReleases: 10_000,
    bodyCharacters: 125_000,
    ...given,
  };
}
