import { createHash } from 'node:crypto';
import type { Artifact } from '../../../src/domain/artifact.ts';
import { sha256Digest } from '../../../src/domain/digest.ts';
import { ActionError } from '../../../src/domain/errors.ts';
import type { ReleaseDeps } from '../../../src/release/filling-run.ts';
import type { ReleaseOutcome } from '../../../src/release/outcome.ts';
import {
  type DesiredRelease,
  planFinish,
  planRelease,
  type ReleasePlan,
} from '../../../src/release/plan.ts';
import { preflightRelease } from '../../../src/release/preflight-run.ts';
import { finishRelease, startFinishing, startRelease } from '../../../src/release/run.ts';
import { parseReleaseState } from '../../../src/release/state.ts';
import { connect } from './connect.ts';
import { addStranger, deleteDraft, hasDraft } from './people.ts';
import { COMMIT, type Ending, type History, pathOf, REPOSITORY, TAG } from './state.ts';

/**
 * Runs jobs at the same time until each has ended, once for each name in `rounds`; the endings are
 * those of the first. Throws for an error that no user should see.
 */
export async function runJobs(
  history: History,
  jobs: readonly number[],
  rounds: readonly string[],
  deadly: boolean,
): Promise<ReadonlyMap<number, Ending>> {
  const { scheduler, chaos, github } = history;
  const endings = new Map<number, Ending>();
  const bugs: unknown[] = [];
  for (const [job, round] of rounds.flatMap((each) => jobs.map((job) => [job, each] as const))) {
    const name = `${round}${job}`;
    const isFirst = round === rounds[0];
    const death = deadly && isFirst ? chaos.deaths.get(job) : undefined;
    const deps = connect(history, name, death, () => {
      endings.set(job, { kind: 'killed' });
    });
    scheduler.later(name, () => {
      runJob(history, job, { round, deps })
        .then(
          (outcome): Ending => ({ kind: 'done', outcome }),
          (error: unknown): Ending => {
            if (!(error instanceof ActionError)) throw error;
            return { kind: 'failed', error };
          },
        )
        .then(
          (ending) => {
            history.tell(`${name} ${describeEnding(ending)}`);
            if (isFirst) endings.set(job, ending);
            if (ending.kind === 'done' && ending.outcome.published) history.publishers += 1;
          },
          (error: unknown) => bugs.push(error),
        );
    });
  }
  await scheduler.drain(() => {
    if (!deadly || !hasDraft(github)) return;
    history.draftSteps += 1;
    if (history.draftSteps === chaos.deletion) deleteDraft(history);
    if (history.draftSteps === chaos.stranger) {
      addStranger(history, { tagName: TAG, draft: true, assets: { 'photo.png': 'mine' } });
    }
  });
  if (bugs.length > 0) throw bugs[0];
  const hanging = jobs.filter((job) => !endings.has(job));
  if (hanging.length > 0) throw new Error(`jobs ${hanging.join(' ')} never end`);
  if (github.requests.length > 20_000) throw new Error('more than 20000 requests');
  return endings;
}

function describeEnding(ending: Ending): string {
  if (ending.kind === 'killed') return 'killed';
  if (ending.kind === 'failed') return `fails: ${ending.error.code}: ${ending.error.message}`;
  const { published, alreadyReleased, complete, missing } = ending.outcome;
  return `ends ${JSON.stringify({ published, alreadyReleased, complete, missing })}`;
}

function desired(draft: boolean): DesiredRelease {
  return {
    repository: REPOSITORY,
    serverUrl: 'http://web.local',
    tag: TAG,
    tagPrefix: '',
    commit: COMMIT,
    name: TAG,
    notes: '',
    generateNotes: true,
    draft,
    prerelease: 'auto',
    makeLatest: 'auto',
    overwrite: false,
    sameRepository: true,
  };
}

/** As the root action goes: look, build and upload, finish; then post, when anything is left to do. */
async function runJob(
  history: History,
  job: number,
  { round, deps }: { readonly round: string; readonly deps: ReleaseDeps },
): Promise<ReleaseOutcome> {
  const { chaos, scheduler, names } = history;
  const own = names.filter((_, at) => at % chaos.jobs === job);
  const plan = planOf(history, own);
  await deps.clock.sleep(scheduler.integer(5000));
  const before = await preflightRelease(plan, deps.client, deps.log);
  if (before.kind === 'already-released') return before.outcome;
  const session = startRelease(plan, deps);
  let failure: unknown;
  try {
    // The post step begins when the main step is over, so no upload of it goes on by then.
    const settled = await Promise.allSettled(
      own.map(async (name) => {
        await deps.clock.sleep(scheduler.integer(20_000));
        const artifact = artifactOf(name, chaos.unstable ? round : '');
        await session.upload(artifact);
        expectThere(history, artifact);
      }),
    );
    for (const upload of settled) if (upload.status === 'rejected') throw upload.reason;
    const outcome = await session.finish('brief');
    if (outcome.complete) return outcome;
  } catch (error) {
    failure = error;
  }
  const state = parseReleaseState(JSON.parse(JSON.stringify(session.state())));
  // What post finds too late for main does not turn a failed job green.
  try {
    const outcome = await finishRelease(state, deps);
    if (failure === undefined) return outcome;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    deps.log.warning(error.message);
    if (failure === undefined) failure = error;
  }
  throw failure;
}

/** An upload that is done is proven: right then some release holds those very bytes. */
function expectThere(history: History, { name, digest }: Artifact): void {
  const { chaos, github, wasDeleted, wasMeddled } = history;
  history.unproven.delete(name);
  if (chaos.unstable || wasDeleted || wasMeddled) return;
  const releases = github.world.repositories.get(REPOSITORY)?.releases ?? [];
  const isThere = releases.some(({ assets }) =>
    assets.some((asset) => asset.name === name && asset.digest === digest),
  );
  if (!isThere) history.problem ??= `${name} counts as uploaded, and is not there`;
}

function planOf({ chaos, names }: History, own: readonly string[]): ReleasePlan {
  const assets = (chaos.classic ? own : names).map((name) => ({ name }));
  return planRelease(desired(chaos.draft || chaos.classic), 'go1.26.1', assets);
}

function artifactOf(name: string, variant: string): Artifact {
  const path = pathOf(name, variant);
  const hex = createHash('sha256').update(path).digest('hex');
  return {
    name,
    path,
    kind: 'archive',
    sizeBytes: Buffer.byteLength(path),
    digest: sha256Digest(hex),
  };
}

/** The job of a classic matrix that needs all others. */
export async function publish(history: History, name: string): Promise<void> {
  const { scheduler, names, tell } = history;
  tell(`--- publish`);
  const deps = connect(history, name, undefined, () => undefined);
  const plan = planFinish(desired(false), names);
  const failures: Error[] = [];
  scheduler.later(name, () => {
    const run = async (): Promise<void> => {
      const before = await preflightRelease(plan, deps.client, deps.log);
      if (before.kind === 'already-released') return;
      const outcome = await startFinishing(plan, deps).finish();
      tell(`${name} ${describeEnding({ kind: 'done', outcome })}`);
    };
    run().catch((error: unknown) => {
      failures.push(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await scheduler.drain(() => undefined);
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}
