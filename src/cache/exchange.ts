/** What a lookup came to. `url` is a secret: its query is a signature. */
export type FindAnswer =
  | { readonly kind: 'hit'; readonly matchedKey: string; readonly url: string }
  | { readonly kind: 'miss' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What a download came to. */
export type DownloadAnswer =
  | { readonly kind: 'done'; readonly sizeBytes: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** What a save came to. `exists`: another run saved this key first, or is about to. */
export type SaveAnswer =
  | { readonly kind: 'saved' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'failed'; readonly reason: string };

/** An archive on disk. */
export interface ArchiveFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** The cache service of this run. Nothing here throws, and everything ends within its deadline. */
export interface CacheClient {
  /** Why nothing can be restored (or saved) here; undefined when it can. */
  refusal(action: 'restore' | 'save'): string | undefined;
  /** Finds the newest entry, without its archive. */
  find(request: FindRequest): Promise<FindAnswer>;
  /** Downloads a found archive to a new file. `withinMs` bounds all of it; a failed one leaves no file. */
  download(url: string, toFile: string, withinMs: number): Promise<DownloadAnswer>;
  save(key: string, archive: ArchiveFile): Promise<SaveAnswer>;
}

/** One lookup. Keys match as prefixes, too: `primaryKey` first. */
export interface FindRequest {
  readonly primaryKey: string;
  readonly restoreKeys: readonly string[];
}

/** What a version of the service can do; both versions look the same from here. */
export interface ServiceClient {
  find(request: FindRequest): Promise<FindAnswer>;
  save(key: string, archive: ArchiveFile): Promise<SaveAnswer>;
}

/** The longest that a job waits. */
export interface CacheDeadlines {
  /** One try of one call, and all tries of it. */
  readonly tryMs: number;
  readonly callMs: number;
  /** A transfer in which no byte moves for so long is given up. */
  readonly idleMs: number;
  /** From the first call to the last unpacked file of one cache. */
  readonly restoreMs: number;
  /** The upload of one archive. */
  readonly uploadMs: number;
}

/** Waiting longer than a cold build takes would gain nothing. */
export const CACHE_DEADLINES: CacheDeadlines = {
  tryMs: 5_000,
  callMs: 10_000,
  idleMs: 10_000,
  restoreMs: 60_000,
  uploadMs: 90_000,
};

/** The reason where there is nothing to ask, as on a GitHub Enterprise Server without a cache. */
export const NO_SERVICE = 'this runner offers no cache service';
