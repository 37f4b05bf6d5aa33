import { createHash } from 'node:crypto';
import type { Artifact } from '../../../src/domain/artifact.ts';
import { sha256Digest } from '../../../src/domain/digest.ts';
import { ActionError } from '../../../src/domain/errors.ts';
import type { Log } from '../../../src/host/host.ts';
import type { ReleaseDeps } from '../../../src/release/filling-run.ts';
import { clientOver } from '../../../src/release/github-client.ts';
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
import { createLocalGitHub, type LocalGitHub } from '../../fakes/github/local.ts';
import { deleteRelease } from '../../fakes/github/release-rules.ts';
import type { RequestRecord } from '../../fakes/github/record.ts';
import { type Chaos, drawChaos, worldOptions } from './chaos.ts';
import { checkPublished, type Expectation } from './invariants.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createWire } from './wire.ts';

const REPOSITORY = 'octo/hello';
const TAG = 'v1.2.3';
const COMMIT = 'c0ffee00'.repeat(5);

/** What a history came to. `problem` is undefined when every invariant held. */
export interface Told {
  readonly seed: number;
  readonly problem: string | undefined;
  readonly requests: number;
  /** How many runs of jobs said that they had made the release public. */
  readonly publishers: number;
  /** What happened, line by line; empty unless asked for. */
  readonly lines: readonly string[];
}

/** How one run of a job ended. */
type Ending =
  | { readonly kind: 'done'; readonly outcome: ReleaseOutcome }
  | { readonly kind: 'failed'; readonly error: ActionError }
  | { readonly kind: 'killed' };

interface History {
  readonly scheduler: Scheduler;
  readonly chaos: Chaos;
  readonly github: LocalGitHub;
  readonly expectation: Expectation;
  /** All planned asset names. */
  readonly names: readonly string[];
  readonly tell: (line: string) => void;
  /** A replacement and the publishing update met between one's last look and its next request: nothing can see that. */
  lostRace: boolean;
  /** First broken invariant. */
  problem: string | undefined;
  /** Steps so far with a draft there. */
  draftSteps: number;
  wasDeleted: boolean;
  publishers: number;
}

/**
 * One history: jobs that fill one release at the same time while everything goes wrong that the seed
 * says; then re-runs of what failed, of everything, and a last one that must find nothing to do.
 */
export async function runHistory(seed: number, verbose = false): Promise<Told> {
  const scheduler = createScheduler(seed);
  const chaos = drawChaos(scheduler, seed);
  const lines: string[] = [];
  const tell = (line: string): void => {
    if (verbose) lines.push(`${((scheduler.nowMs / 1000) % 100_000).toFixed(1)}s ${line}`);
  };
  tell(JSON.stringify({ ...chaos, deaths: [...chaos.deaths] }));
  const github = createLocalGitHub(worldOptions(chaos, scheduler, REPOSITORY, { [TAG]: COMMIT }));
  if (chaos.faults !== undefined) github.faults.random(chaos.faults);
  const upload = { operation: 'repos/upload-release-asset' };
  if (chaos.lostUploads > 0) {
    github.faults.next(upload, { kind: 'status', status: 404, when: 'before' });
  }
  const names = Array.from({ length: chaos.targets }, (_, at) => `hello_1.2.3_t${at}.tar.gz`);
  const files = new Map(names.map((name) => [name, (bytes: Uint8Array) => isBuilt(name, bytes)]));
  const history: History = {
    scheduler,
    chaos,
    github,
    expectation: { repository: REPOSITORY, tag: TAG, files, draft: chaos.draft },
    names,
    tell,
    lostRace: false,
    problem: undefined,
    draftSteps: 0,
    wasDeleted: false,
    publishers: 0,
  };
  try {
    await play(history);
  } catch (error) {
    history.problem ??= error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const broken = github.violations[0];
  if (broken !== undefined) history.problem ??= `violation: ${JSON.stringify(broken)}`;
  return {
    seed,
    problem: history.problem,
    requests: github.requests.length,
    publishers: history.publishers,
    lines,
  };
}

async function play(history: History): Promise<void> {
  const { chaos, github, scheduler, tell } = history;
  const all = Array.from({ length: chaos.jobs }, (_, job) => job);
  tell('--- first run');
  let open = unfinished(all, await runJobs(history, all, chaos.twice ? ['a', 't'] : ['a'], true));
  for (let round = 0; round < 4 && open.length > 0; round += 1) {
    tell(`--- re-run of failed jobs ${open.join(' ')}`);
    if (round > 0) github.faults.clear();
    const endings = await runJobs(history, open, [`b${round}`], false);
    if (history.lostRace) {
      expectLoud(history, endings);
      return;
    }
    open = unfinished(open, endings);
  }
  github.faults.clear();
  if (chaos.classic) await publish(history, 'p');
  const isWhole = checkPublished(github, history.expectation, 'complete') === undefined;
  if (!isWhole && mayNeedAll(history)) {
    tell('--- re-run of all jobs');
    scheduler.pass(60_000);
    const endings = await runJobs(history, all, ['c'], false);
    if (history.lostRace) {
      expectLoud(history, endings);
      return;
    }
    // Other bytes than those that have just become public are refused, which is a failure.
    if (!chaos.unstable) refuseFailures(endings);
    if (chaos.classic) await publish(history, 'q');
  }
  const problem = checkPublished(github, history.expectation, 'complete');
  if (problem !== undefined) throw new Error(`does not converge: ${problem}`);
  scheduler.pass(60_000);
  await expectQuiet(history, all);
}

/**
 * When re-running what failed is not enough. Someone deleted what other jobs had uploaded. Or a list
 * hid a new draft for longer than any job waits: then jobs that know their own targets alone fill two
 * drafts, each content with its own; the job that publishes names what the first one lacks.
 */
function mayNeedAll({ chaos, wasDeleted }: History): boolean {
  const lag = chaos.knobs.lag?.createdInList;
  const isLong = lag !== undefined && 'ms' in lag && lag.ms > 14_000;
  return wasDeleted || (chaos.classic && isLong);
}

/**
 * True when `request` published a draft although another job's deletion came after its sender had listed the
 * assets for the last time, or deleted from a release that another job has published since its sender saw it
 * as a draft. No server call looks and acts at once, so docs/release.md owns up to it.
 */
function isOvertaken({ requests }: LocalGitHub, request: RequestRecord): boolean {
  const [look, act] =
    request.operation === 'repos/update-release'
      ? ['repos/list-release-assets', 'repos/delete-release-asset']
      : ['repos/get-release', 'repos/update-release'];
  const isOwn = (other: RequestRecord): boolean =>
    other.headers.authorization === request.headers.authorization;
  const lastLook = requests.findLastIndex((other) => isOwn(other) && other.operation === look);
  return requests
    .slice(Math.max(0, lastLook))
    .some((other) => !isOwn(other) && other.operation === act);
}

/** What comes of a lost race is whole in the end, or the job that published says what is wrong, and fails. */
function expectLoud({ github, expectation }: History, endings: ReadonlyMap<number, Ending>): void {
  if (checkPublished(github, expectation, 'complete') === undefined) return;
  const said = [...endings.values()].map((ending) =>
    ending.kind === 'failed' ? ending.error.code : ending.kind,
  );
  if (said.includes('release-incomplete')) return;
  throw new Error(`a release is published incomplete, and jobs end with ${said.join(', ')}`);
}

/** Every job once more: each finds the release whole, and none writes. */
async function expectQuiet(history: History, all: readonly number[]): Promise<void> {
  const { chaos, github, tell } = history;
  tell('--- second full run');
  const before = github.requests.length;
  const endings = await runJobs(history, all, ['z'], false);
  refuseFailures(endings);
  if (chaos.classic) await publish(history, 'y');
  const writes = github.requests.slice(before).filter(isWrite);
  if (writes.length > 0) {
    const said = writes.map(({ method, path }) => `${method} ${path}`).join(', ');
    throw new Error(`a second full run writes: ${said}`);
  }
  for (const ending of endings.values()) {
    if (ending.kind !== 'done' || chaos.draft || ending.outcome.alreadyReleased) continue;
    throw new Error('a second full run does not say that everything is released');
  }
}

function isWrite({ method, operation }: RequestRecord): boolean {
  return (
    method !== 'GET' && operation !== 'repos/generate-release-notes' && operation !== 'graphql'
  );
}

function unfinished(jobs: readonly number[], endings: ReadonlyMap<number, Ending>): number[] {
  return jobs.filter((job) => endings.get(job)?.kind !== 'done');
}

function refuseFailures(endings: ReadonlyMap<number, Ending>): void {
  for (const [job, ending] of endings) {
    if (ending.kind === 'failed') throw new Error(`job ${job} fails: ${ending.error.message}`);
  }
}

/**
 * Runs jobs at the same time until each has ended, once for each name in `rounds`; the endings are
 * those of the first. Throws for an error that no user should see.
 */
async function runJobs(
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

function hasDraft({ world }: LocalGitHub): boolean {
  return world.repositories.get(REPOSITORY)?.releases.some(({ draft }) => draft) === true;
}

/** Someone deletes a draft in the browser. */
function deleteDraft(history: History): void {
  const { github, scheduler, tell } = history;
  const { world } = github;
  const repository = world.repositories.get(REPOSITORY);
  const drafts = repository?.releases.filter(({ draft }) => draft) ?? [];
  const draft = drafts[scheduler.integer(drafts.length)];
  if (repository === undefined || draft === undefined) return;
  tell(`someone deletes the draft ${draft.id}`);
  history.wasDeleted = true;
  deleteRelease(world, repository, draft);
}

function connect(
  history: History,
  job: string,
  death: ReturnType<Chaos['deaths']['get']>,
  onDeath: () => void,
): ReleaseDeps {
  const { github, scheduler, chaos, tell } = history;
  const clock = scheduler.clock(job);
  const log = toldLog((line) => {
    tell(`${job} | ${line}`);
  });
  const token = github.token({ contents: 'write' });
  const onEffect = (line: string, request?: RequestRecord): void => {
    tell(line);
    if (history.lostRace) return;
    const problem = checkPublished(github, history.expectation, 'published');
    if (problem === undefined || history.problem !== undefined) return;
    history.lostRace = chaos.unstable && request !== undefined && isOvertaken(github, request);
    if (history.lostRace) {
      tell(`a replacement came between the last look and the publishing update: ${problem}`);
      return;
    }
    history.problem = problem;
    tell(`PROBLEM: ${problem}`);
  };
  const read = (path: string): Uint8Array => Buffer.from(path);
  const wire = createWire(github, scheduler, { job, token, read, death, onDeath, onEffect });
  const { apiUrl } = github.world.addresses;
  return { client: clientOver(wire, { apiUrl, repository: REPOSITORY, clock, log }), clock, log };
}

function toldLog(tell: (line: string) => void): Log {
  return {
    info: tell,
    debug: tell,
    notice: tell,
    warning: tell,
    untrusted: tell,
    group: (_title, work) => work(),
  };
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
    await Promise.all(
      own.map(async (name) => {
        await deps.clock.sleep(scheduler.integer(20_000));
        await session.upload(artifactOf(name, chaos.unstable ? round : ''));
      }),
    );
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

function planOf({ chaos, names }: History, own: readonly string[]): ReleasePlan {
  const assets = (chaos.classic ? own : names).map((name) => ({ name }));
  return planRelease(desired(chaos.draft || chaos.classic), 'go1.26.1', assets);
}

/** An asset's bytes are its path: the name and what the run makes of it, of the same length in each. */
function pathOf(name: string, variant: string): string {
  return `${name} ${variant.padEnd(2)}`;
}

function isBuilt(name: string, bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString();
  return text.startsWith(name) && /^ (?: {2}|[abc][ 0-9])$/.test(text.slice(name.length));
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
async function publish(history: History, name: string): Promise<void> {
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
