import type { Digest } from '../domain/digest.ts';
import type { KeyFacts } from './keys.ts';

/** A file that decides which modules are needed: `go.sum`, `go.work.sum`, or `go.mod` where there is no sum. */
export interface SumFile {
  /** Absolute. */
  readonly path: string;
  readonly digest: Digest;
}

/** What the keys and rules depend on, beside the settings. */
export interface CacheFacts extends KeyFacts {
  /** GOMODCACHE and GOCACHE as go understands them; absolute. */
  readonly goModCache: string;
  readonly goCache: string;
  readonly sumFiles: readonly SumFile[];
  /** True when this run may publish a release. */
  readonly publishes: boolean;
  readonly isTag: boolean;
  readonly isDefaultBranch: boolean;
  /** True when go reads dependencies from a vendor folder. */
  readonly vendored: boolean;
}
