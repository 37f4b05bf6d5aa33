import type { Artifact } from '../domain/artifact.ts';
import { placeAsset } from './asset-run.ts';
import { wantedFromArtifact } from './commit-run.ts';
import { type Filling, type ReleaseDeps, startFilling } from './filling-run.ts';
import { finishFilling, type Patience } from './finish-run.ts';
import type { ReleaseOutcome } from './outcome.ts';
import { CHECKSUMS_NAME, compareBytes, type ReleasePlan } from './plan.ts';
import type { ReleaseState } from './state.ts';

/** Uploads of one job at the same time: more run into GitHub's secondary limits. */
const MAX_PARALLEL_UPLOADS = 3;

/** One job's work on one release. */
export interface ReleaseSession {
  /**
   * Brings one planned asset onto the release, which is created just before the first. May be called
   * for many assets at once, and again for the same one. Throws `ActionError` when the release
   * cannot or must not take it.
   */
  upload(artifact: Artifact): Promise<void>;
  /** What {@link finishRelease} needs in another process; take it after every change worth keeping. */
  state(): ReleaseState;
  /**
   * Completes and publishes when all planned assets are there; see {@link ReleaseOutcome}. `patience` is how
   * long to wait for what other jobs upload, by default `full`. Throws `ActionError`.
   */
  finish(patience?: Patience): Promise<ReleaseOutcome>;
}

/** Begins a job's work on the plan's release. Nothing is written before the first upload. */
export function startRelease(plan: ReleasePlan, deps: ReleaseDeps): ReleaseSession {
  return sessionOver(startFilling(plan, deps));
}

/**
 * The second chance of a post step: goes on where `state` was taken, and does nothing when the
 * release is finished. Throws as {@link ReleaseSession.finish}.
 */
export async function finishRelease(
  state: ReleaseState,
  deps: ReleaseDeps,
): Promise<ReleaseOutcome> {
  const filling = startFilling(state.plan, deps);
  for (const artifact of state.artifacts) filling.own.set(artifact.name, artifact);
  for (const id of state.createdIds) filling.created.add(id);
  filling.listed = state.listed ?? [];
  if (state.releaseId !== undefined) {
    filling.release = await deps.client.release(state.releaseId);
  }
  return finishFilling(filling);
}

/** The end of a release whose assets other jobs uploaded. */
export interface Finishing {
  /** As {@link ReleaseSession.finish}. */
  finish(): Promise<ReleaseOutcome>;
  /** Names of whole assets that were seen on the release and are not in the plan, sorted. */
  unexpected(): readonly string[];
}

/** Begins to finish the plan's release without assets of one's own. */
export function startFinishing(plan: ReleasePlan, deps: ReleaseDeps): Finishing {
  const filling = startFilling(plan, deps);
  const planned = new Set([...plan.assets.map(({ name }) => name), CHECKSUMS_NAME]);
  return {
    finish: () => finishFilling(filling),
    unexpected: () =>
      [...filling.assets.values()]
        .filter(({ name, state }) => state === 'uploaded' && !planned.has(name))
        .map(({ name }) => name)
        .sort(compareBytes),
  };
}

function sessionOver(filling: Filling): ReleaseSession {
  const inTurn = createTurnstile(MAX_PARALLEL_UPLOADS);
  const planned = new Set(filling.plan.assets.map(({ name }) => name));
  return {
    async upload(artifact) {
      if (!planned.has(artifact.name)) throw new Error(`not in the plan: ${artifact.name}`);
      filling.own.set(artifact.name, artifact);
      await inTurn(() => placeAsset(filling, wantedFromArtifact(artifact)));
    },
    state() {
      const releaseId = filling.release?.id;
      return {
        version: 1,
        plan: filling.plan,
        ...(releaseId === undefined ? {} : { releaseId }),
        ...(filling.listed.length === 0 ? {} : { listed: filling.listed }),
        createdIds: [...filling.created],
        artifacts: [...filling.own.values()],
      };
    },
    finish: (patience) => finishFilling(filling, patience),
  };
}

/** Lets at most `limit` pieces of work run at a time, in the order they came. */
function createTurnstile(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place passes straight to the next in line, so that nobody slips in between.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
