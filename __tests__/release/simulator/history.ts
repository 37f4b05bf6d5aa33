import type { RequestRecord } from '../../fakes/github/record.ts';
import type { Chaos } from './chaos.ts';
import { checkPublished } from './invariants.ts';
import { publish, runJobs } from './jobs.ts';
import { addStrangers, isPublic, spareDrafts, stranger } from './people.ts';
import { startHistory } from './start.ts';
import type { Ending, History } from './state.ts';

/** What a history came to. `problem` is undefined when every invariant held. */
export interface Told {
  readonly seed: number;
  readonly problem: string | undefined;
  readonly requests: number;
  /** It ended early since nobody could have seen what went wrong: a byte that was stored wrongly. */
  readonly unseen: boolean;
  /** A draft is left beside the published release. */
  readonly leftSpare: boolean;
  /** How many runs of jobs said that they had made the release public. */
  readonly publishers: number;
  /** What happened, line by line; empty unless asked for. */
  readonly lines: readonly string[];
}

/**
 * One history: jobs that fill one release at the same time while everything goes wrong that the seed
 * says; then re-runs of what failed, of everything, and a last one that must find nothing to do.
 */
export async function runHistory(seed: number, verbose = false): Promise<Told> {
  const lines: string[] = [];
  const history = startHistory(seed, verbose ? lines : undefined);
  const { github } = history;
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
    leftSpare: history.leftSpare,
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
    if (isPublic(github)) {
      expectLoud(history, first);
      return;
    }
    // The update that the deletion came before was refused, and the job that looked again did not publish.
    history.wasDeleted = true;
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
  // A job that dies, or whose clean-up is refused, leaves the draft it made too much; one without trouble never does.
  history.leftSpare = !chaos.draft && spareDrafts(history).length > 0;
  if (history.leftSpare && chaos.gentle && !hidesDrafts(chaos))
    throw new Error('a spare draft is left');
  scheduler.pass(60_000);
  await expectQuiet(history, all);
}

/** True when what went wrong could be seen by nobody, so that nothing more can be asked of the jobs. */
function isOver({ unseen }: History): boolean {
  return unseen;
}

/**
 * When re-running what failed is not enough. Someone deleted what other jobs had uploaded. Or jobs that know
 * their own targets alone fill two drafts, each content with its own; the job that publishes names what the
 * first one lacks.
 */
function mayNeedAll({ chaos, wasDeleted }: History): boolean {
  return wasDeleted || (chaos.classic && hidesDrafts(chaos));
}

/** A list hides a new draft for longer than any job waits. */
function hidesDrafts({ knobs: { lag } }: Chaos): boolean {
  const hidden = lag?.createdInList;
  return hidden !== undefined && 'ms' in hidden && hidden.ms > 14_000;
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
