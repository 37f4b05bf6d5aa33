import type { KeyFacts } from './keys.ts';
import type { CacheOrigin } from './origin.ts';

/** What the keys and rules depend on, beside the settings. */
export interface CacheFacts extends KeyFacts {
  /** GOMODCACHE and GOCACHE as go understands them; absolute. */
  readonly goModCache: string;
  readonly goCache: string;
  /** Every `go.sum` and `go.work.sum` of the project, whatever keys the caches; absolute. */
  readonly sumFiles: readonly string[];
  /** True when this run may publish a release. */
  readonly publishes: boolean;
  readonly origin: CacheOrigin;
  /** True when go reads dependencies from a vendor folder. */
  readonly vendored: boolean;
}
