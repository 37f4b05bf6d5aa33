import type { Artifact } from '../domain/artifact.ts';
import type { Digest } from '../domain/digest.ts';
import type { Clock, Log } from '../host/host.ts';
import type { ReleaseClient } from './release-api.ts';
import type { ObservedAsset, ObservedRelease } from './observed.ts';
import type { NamedDigest } from './checksums.ts';
import type { AssetChange } from './outcome.ts';
import type { ReleasePlan } from './plan.ts';

/** What filling a release needs from outside. */
export interface ReleaseDeps {
  readonly client: ReleaseClient;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What one job knows while it fills a release. It changes as the job learns; GitHub's state is what
 * counts, and everything here can be found out again.
 */
export interface Filling {
  readonly plan: ReleasePlan;
  readonly deps: ReleaseDeps;
  /** The release this job writes to; undefined until it was looked for, and after it vanished. */
  release: ObservedRelease | undefined;
  /** Set while the release is being looked for, so that parallel uploads look once. */
  opening: Promise<ObservedRelease> | undefined;
  /** Its assets by name as seen last, broken uploads included. */
  assets: Map<string, ObservedAsset>;
  /** This job's own assets by name. */
  readonly own: Map<string, Artifact>;
  /** Digests that were found out here, by asset id. */
  readonly digests: Map<number, Digest>;
  readonly changes: Map<string, AssetChange>;
  /** What every `SHA256SUMS` seen on the published release listed, the last line of each name. */
  listed: readonly NamedDigest[];
  /** Ids of the `SHA256SUMS` that were read for {@link Filling.listed}. */
  readonly readSums: Set<number>;
  /** Assets outside the plan that this job's `SHA256SUMS` lists too. */
  kept: readonly NamedDigest[];
  /** Ids of drafts that this job created: the only ones it may delete unasked. */
  readonly created: Set<number>;
  /** Settles when the last replacement that was begun is over: they go one after another. Never rejects. */
  replacing: Promise<unknown>;
}

/** The start of a job that knows nothing yet. */
export function startFilling(plan: ReleasePlan, deps: ReleaseDeps): Filling {
  return {
    plan,
    deps,
    release: undefined,
    opening: undefined,
    assets: new Map(),
    own: new Map(),
    digests: new Map(),
    changes: new Map(),
    listed: [],
    readSums: new Set(),
    kept: [],
    created: new Set(),
    replacing: Promise.resolve(),
  };
}
