import type { Digest } from '../domain/digest.ts';
import type { ObservedAsset, ObservedRelease, ObservedTag } from './observed.ts';

/** The bytes of one asset. A file is opened afresh for every try: a body that was sent once is used up. */
export type AssetSource =
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** What a draft is created with. @see https://docs.github.com/en/rest/releases/releases#create-a-release */
export interface DraftFields {
  readonly tag: string;
  readonly name: string;
  readonly body: string;
  readonly prerelease: boolean;
}

/** What an update sends. The tag is part of every one: without it GitHub may take a draft's tag away. */
export interface UpdateFields {
  readonly tag: string;
  readonly name?: string;
  readonly body?: string;
  readonly draft?: false;
  readonly prerelease?: boolean;
  readonly makeLatest?: 'true' | 'false' | 'legacy';
  readonly discussionCategory?: string;
}

/**
 * The releases API of one repository. Reads return undefined for 404 and throw `AnswerError`
 * for every other failure, so that nobody takes an outage for absence. Rate limits are waited out in
 * here, within a budget; unclear failures are repeated in here only for reads and deletions. Every
 * list is read to its end, releases to the third page of 100.
 */
export interface ReleaseClient {
  /** `owner/name`. */
  readonly repository: string;
  /** False when the token cannot see the repository, or there is none. */
  repositoryVisible(): Promise<boolean>;
  tag(name: string): Promise<ObservedTag | undefined>;
  /** Published releases only: GitHub hides drafts from this call. */
  publishedRelease(tag: string): Promise<ObservedRelease | undefined>;
  latestRelease(): Promise<ObservedRelease | undefined>;
  release(id: number): Promise<ObservedRelease | undefined>;
  /**
   * A second reader for what a list may not show yet: GraphQL finds drafts by tag. Undefined also
   * when the server does not offer it; the list is what counts.
   */
  releaseByGraphql(tag: string): Promise<ObservedRelease | undefined>;
  /** Drafts included where the token may write; empty when the repository is not visible. A change may take seconds to show. */
  listReleases(): Promise<readonly ObservedRelease[]>;
  /** Notes as GitHub writes them. Needs write permission although it changes nothing. */
  generateNotes(tag: string, previousTag: string | undefined): Promise<string>;
  /** Not repeated in here: after an unclear failure look first. */
  createDraft(fields: DraftFields): Promise<ObservedRelease>;
  /**
   * Not repeated in here but for rate limits, and then only if `mayRepeat` still says so after the wait: after any
   * failure look first.
   */
  updateRelease(
    id: number,
    fields: UpdateFields,
    mayRepeat?: () => Promise<boolean>,
  ): Promise<ObservedRelease>;
  /** Absent already is fine. After a failed try `mayRepeat` is asked whether it may be tried again. */
  deleteRelease(id: number, mayRepeat: () => Promise<boolean>): Promise<void>;
  /** Broken uploads included. Undefined when the release is gone. */
  listAssets(releaseId: number): Promise<readonly ObservedAsset[] | undefined>;
  asset(id: number): Promise<ObservedAsset | undefined>;
  /** Not repeated in here: after an unclear failure look first. */
  uploadAsset(release: ObservedRelease, name: string, source: AssetSource): Promise<ObservedAsset>;
  /** Gives an asset another name. Undefined when it is gone. */
  renameAsset(id: number, name: string): Promise<ObservedAsset | undefined>;
  /** Absent already is fine. After a failed try `mayRepeat` is asked whether it may be tried again. */
  deleteAsset(id: number, mayRepeat?: () => Promise<boolean>): Promise<void>;
  /** Downloads a text of at most 1 MiB; undefined when it is gone. */
  assetText(id: number): Promise<string | undefined>;
  /** Downloads an asset and hashes it; undefined when it is gone. */
  hashAsset(id: number): Promise<Digest | undefined>;
}
