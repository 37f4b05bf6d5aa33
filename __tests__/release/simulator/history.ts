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
import {
  createLocalGitHub,
  type LocalGitHub,
  type LocalRequest,
} from '../../fakes/github/local.ts';
import { deleteAsset } from '../../fakes/github/asset-rules.ts';
import { deleteRelease } from '../../fakes/github/release-rules.ts';
import type { Release } from '../../fakes/github/state.ts';
import { gateAfter } from '../../fakes/github/lag.ts';
import type { LocalOutcome } from '../../fakes/github/local.ts';
import type { RequestRecord } from '../../fakes/github/record.ts';
import { addRelease, type ReleaseSeed, viewReleases } from '../../fakes/github/seed.ts';
import { type Chaos, drawChaos, worldOptions } from './chaos.ts';
import { checkPublished, type Expectation } from './invariants.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createWatch } from './watch.ts';
import { createWire } from './wire.ts';

const REPOSITORY = 'octo/hello';
const TAG = 'v1.2.3';
const [OLD_TAG, NEXT_TAG] = ['v1.2.2', 'v1.2.4'];
/** What someone wrote into a draft before any job ran. */
const OWN_WORDS = 'Words of our own.';
const COMMIT = 'c0ffee00'.repeat(5);

/** What a history came to. `problem` is undefined when every invariant held. */
export interface Told {
  readonly seed: number;
  readonly problem: string | undefined;
  readonly requests: number;
  /** It ended early since nobody could have seen what went wrong: a byte that was stored wrongly. */
  readonly unseen: boolean;
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
  readonly expectation: Expectation & { readonly strangers: Set<number> };
  /** All planned asset names. */
  readonly names: readonly string[];
  readonly tell: (line: string) => void;
  readonly watch: (outcome: LocalOutcome) => string | undefined;
  /** Releases that jobs must leave as they are, and how they are. */
  readonly strangers: Map<number, string>;
  isFirstRun: boolean;
  /** Assets that were stored with another byte, and whose sender has not told yet. */
  readonly unproven: Set<string>;
  /**
   * A release became public between such an upload and its sender's next request, which perhaps never came:
   * only the sender knows what the bytes shall be.
   */
  unseen: boolean;
  /** Someone deleted an asset at the moment of the publishing update. */
  wasMeddled: boolean;
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
  const tags = { [TAG]: COMMIT, [OLD_TAG]: COMMIT };
  const github = createLocalGitHub(worldOptions(chaos, scheduler, REPOSITORY, tags));
  if (chaos.faults !== undefined) github.faults.random(chaos.faults);
  const upload = { operation: 'repos/upload-release-asset' };
  if (chaos.lostUploads > 0) {
    github.faults.next(upload, { kind: 'status', status: 404, when: 'before' });
  }
  if (chaos.corruptUploads > 0) github.faults.next(upload, { kind: 'corrupt' });
  const names = Array.from({ length: chaos.targets }, (_, at) => `hello_1.2.3_t${at}.tar.gz`);
  const files = new Map(names.map((name) => [name, (bytes: Uint8Array) => isBuilt(name, bytes)]));
  const strangers = new Map<number, string>();
  const history: History = {
    strangers,
    watch: createWatch(github, {
      repository: REPOSITORY,
      tag: TAG,
      names: new Set([...names, 'SHA256SUMS']),
    }),
    isFirstRun: true,
    wasMeddled: false,
    unproven: new Set(),
    unseen: false,
    scheduler,
    chaos,
    github,
    expectation: {
      repository: REPOSITORY,
      tag: TAG,
      files,
      draft: chaos.draft,
      strangers: new Set(),
    },
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
    unseen: history.unseen,
    publishers: history.publishers,
    lines,
  };
}

async function play(history: History): Promise<void> {
  const { chaos, github, scheduler, tell } = history;
  const all = Array.from({ length: chaos.jobs }, (_, job) => job);
  addStrangers(history);
  tell('--- first run');
  const first = await runJobs(history, all, chaos.twice ? ['a', 't'] : ['a'], true);
  history.isFirstRun = false;
  if (isOver(history)) return;
  if (chaos.gentle && !chaos.unstable) refuseFailures(first);
  if (history.wasMeddled) {
    expectLoud(history, first);
    return;
  }
  let open = unfinished(all, first);
  for (let round = 0; round < 4 && open.length > 0; round += 1) {
    tell(`--- re-run of failed jobs ${open.join(' ')}`);
    if (round > 0) github.faults.clear();
    const endings = await runJobs(history, open, [`b${round}`], false);
    if (isOver(history)) return;
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
    refuseFailures(endings, chaos.unstable ? ['asset-differs', 'release-immutable'] : []);
    if (chaos.classic) await publish(history, 'q');
  }
  const problem = checkPublished(github, history.expectation, 'complete');
  if (problem !== undefined) throw new Error(`does not converge: ${problem}`);
  scheduler.pass(60_000);
  await expectQuiet(history, all);
}

/** True when what went wrong could be seen by nobody, so that nothing more can be asked of the jobs. */
function isOver({ unseen }: History): boolean {
  return unseen;
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
  if (said.includes('release-incomplete') || said.includes('asset-differs')) return;
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
  for (const [id, was] of history.strangers) {
    const is = stranger(history, id);
    if (is !== was) throw new Error(`a release that is nobody's business was ${was} and is ${is}`);
  }
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

function refuseFailures(
  endings: ReadonlyMap<number, Ending>,
  except: readonly string[] = [],
): void {
  for (const [job, ending] of endings) {
    if (ending.kind === 'failed' && !except.includes(ending.error.code))
      throw new Error(`job ${job} fails: ${ending.error.message}`);
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

function hasDraft({ world }: LocalGitHub): boolean {
  return draftsOf(world).length > 0;
}

function draftsOf(world: LocalGitHub['world']): readonly Release[] {
  const releases = world.repositories.get(REPOSITORY)?.releases ?? [];
  return releases.filter(({ draft, tagName }) => draft && tagName !== NEXT_TAG);
}

/** Releases of other tags, and sometimes an empty draft of this one that someone wrote a text for. */
function addStrangers(history: History): void {
  const { chaos } = history;
  const assets = { 'hello_t0.tar.gz': 'old', SHA256SUMS: 'old' };
  addStranger(history, { tagName: OLD_TAG, assets });
  addStranger(history, { tagName: NEXT_TAG, draft: true, assets });
  if (!chaos.prepared) return;
  const repository = history.github.world.repositories.get(REPOSITORY);
  if (repository === undefined) return;
  addRelease(history.github.world, repository, { tagName: TAG, draft: true, body: OWN_WORDS });
}

function addStranger(history: History, seed: ReleaseSeed): void {
  const { world } = history.github;
  const repository = world.repositories.get(REPOSITORY);
  if (repository === undefined) return;
  const id = addRelease(world, repository, seed);
  history.strangers.set(id, stranger(history, id));
  history.expectation.strangers.add(id);
}

/** All that users see of a release that is nobody's business. Jobs may add their marker to a draft. */
function stranger({ names, github: { world } }: History, id: number): string {
  const repository = world.repositories.get(REPOSITORY);
  const release = (repository === undefined ? [] : viewReleases(world, repository)).find(
    (each) => each.id === id,
  );
  const { tagName, draft } = release ?? {};
  // While the jobs' own draft is hidden they fill one of the same tag, whoever made it.
  const own = (release?.assets ?? []).filter(
    ({ name }) => tagName !== TAG || !names.includes(name),
  );
  const assets = own.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]);
  return JSON.stringify({ tagName, draft, assets });
}

function isPublishing({ method, bytes }: LocalRequest): boolean {
  return method === 'PATCH' && Buffer.from(bytes).toString().includes('"draft":false');
}

/** Someone deletes an asset of the draft that is about to be published. */
function meddle(history: History): void {
  const { chaos, github, scheduler, tell } = history;
  const { world } = github;
  const repository = world.repositories.get(REPOSITORY);
  const draft = draftsOf(world)[0];
  if (!chaos.meddler || !history.isFirstRun || history.wasMeddled || repository === undefined)
    return;
  const there = draft?.assets.filter(({ deletedGate }) => deletedGate === undefined) ?? [];
  const asset = there[scheduler.integer(there.length)];
  if (draft === undefined || asset === undefined) return;
  tell(`someone deletes ${asset.name} of the draft ${draft.id}`);
  history.wasMeddled = true;
  deleteAsset(world, repository, draft, asset);
  // While lists still show it nobody can know.
  asset.deletedGate = gateAfter(undefined, world.now());
}

/** Someone deletes a draft in the browser. */
function deleteDraft(history: History): void {
  const { github, scheduler, tell } = history;
  const { world } = github;
  const repository = world.repositories.get(REPOSITORY);
  const drafts = draftsOf(world);
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
  const onEffect = (line: string, outcome?: LocalOutcome): void => {
    tell(line);
    if (history.lostRace || history.wasMeddled || history.unseen) return;
    const request = outcome?.record;
    if (request?.fault?.kind === 'corrupt' && request.query['name'] !== undefined) {
      history.unproven.add(request.query['name']);
    }
    const problem =
      (outcome === undefined ? undefined : history.watch(outcome)) ??
      checkPublished(github, history.expectation, 'published');
    if (problem === undefined || history.problem !== undefined) return;
    history.unseen = [...history.unproven].some(
      (name) => problem === `${name} holds wrong bytes` && name !== 'SHA256SUMS',
    );
    if (history.unseen) {
      tell(`nobody could see it: ${problem}`);
      return;
    }
    history.lostRace = request !== undefined && isOvertaken(github, request);
    if (history.lostRace) {
      tell(`a replacement came between the last look and the publishing update: ${problem}`);
      return;
    }
    history.problem = problem;
    tell(`PROBLEM: ${problem}`);
  };
  const read = (path: string): Uint8Array => Buffer.from(path);
  const { uploadMs } = chaos;
  const beforeEffect = (request: LocalRequest): void => {
    if (isPublishing(request)) meddle(history);
  };
  const common = { job, token, read, death, uploadMs };
  const wire = createWire(github, scheduler, { ...common, onDeath, beforeEffect, onEffect });
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
