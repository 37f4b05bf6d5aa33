import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { loadActionManifest } from './action-manifest.ts';
import type { ActionManifest } from './action-manifest.ts';
import { completeStepCondition, evaluateCondition } from './expressions.ts';
import type { ScalarValue } from './inputs.ts';
import { openJob } from './job-opening.ts';
import type { JobOptions } from './job-opening.ts';
import { expressionScope } from './job-state.ts';
import type { JobState } from './job-state.ts';
import { endOrphans, trackingVariable } from './orphans.ts';
import type { JobResult, JobStatus, StepResult } from './results.ts';
import { createStage, resultWithoutRun, runStage } from './stage.ts';
import type { StopReason } from './stage.ts';
import type { Stage, Step } from './stage-effects.ts';
import { messageOf } from './thrown.ts';

/** The keys of a workflow's step that `uses:` an action. */
export interface StepOptions {
  /** `${{ }}` in values is evaluated, again for the post. */
  readonly with?: Readonly<Record<string, ScalarValue>>;
  readonly env?: Readonly<Record<string, ScalarValue>>;
  /** Makes the outputs visible to later steps as `steps.<id>.outputs`. */
  readonly id?: string;
  /** Default `Run <path>`. */
  readonly name?: string;
  readonly continueOnError?: boolean;
  /** `timeout-minutes`, in milliseconds; main and post each have it. */
  readonly timeoutMs?: number;
  /** Default `success()`. */
  readonly if?: string;
  /** Hears each line of the log, masked, as it is written; the post's too. */
  readonly onLine?: (line: string) => void;
}

/** A step that has been started. */
export interface RunningStep {
  readonly result: Promise<StepResult>;
  /** Stops this step alone, as a cancelled background step. */
  cancel(): void;
}

/** One job on one runner. Steps run one after the other. */
export interface Job {
  readonly workspace: string;
  /** RUNNER_TEMP, absolute. */
  readonly temp: string;
  /** RUNNER_TOOL_CACHE, absolute. */
  readonly toolCache: string;
  /** `v24.x.y`. */
  readonly nodeVersion: string;
  /** `job.status` at this moment. */
  readonly status: JobStatus;
  /** Runs the main of the JavaScript action in `actionDirectory` (absolute). Rejects only when the test itself is wrong. */
  uses(actionDirectory: string, options?: StepOptions): Promise<StepResult>;
  /** As {@link Job.uses}, without waiting. */
  start(actionDirectory: string, options?: StepOptions): RunningStep;
  /** Cancels the job: a running step is signalled unless its condition still holds. */
  cancel(): void;
  /** Runs the posts, last main first, and ends what the job has left running. Once only. */
  finish(): Promise<JobResult>;
  /** Deletes the folders that the job made for itself. */
  remove(): Promise<void>;
}

/** A post that waits for the end of the job. */
interface PendingPost {
  readonly step: Step;
  readonly manifest: ActionManifest;
}

interface ActiveStage {
  readonly condition: string;
  readonly stop: AbortController;
}

/** Opens a job as a runner does, with RUNNER_TEMP emptied. Throws when there is no Node 24 to run actions with. */
export async function createJob(options: JobOptions): Promise<Job> {
  const trackingId = `github_${randomUUID()}`;
  const { state, toolCache, remove } = await openJob(options, { [trackingVariable]: trackingId });
  const posts: PendingPost[] = [];
  let active: ActiveStage | undefined;
  let finished = false;
  let stepCount = 0;

  const claim = (condition: string): ActiveStage => {
    if (active !== undefined) throw new Error('a step of this job is still running');
    active = { condition, stop: new AbortController() };
    return active;
  };

  const runIfWanted = async (
    { condition, stop }: ActiveStage,
    stage: Stage,
    manifest: ActionManifest,
  ): Promise<StepResult> => {
    const decision = decide(state, stage.step, condition);
    if (decision.kind === 'run') {
      // The post is due as soon as main starts: a main that fails, or whose file is missing, still gets it.
      if (stage.kind === 'main' && manifest.post !== undefined) {
        posts.push({ step: stage.step, manifest });
      }
      return runStage(state, stage, manifest, stop);
    }
    if (decision.kind === 'skip') return resultWithoutRun(state, stage, 'skipped');
    stage.record.error(decision.message);
    return resultWithoutRun(state, stage, 'failure');
  };

  const settle = (result: StepResult): void => {
    if (result.conclusion === 'failure' && state.status === 'success') state.status = 'failure';
  };

  const runMain = async (
    claimed: ActiveStage,
    actionDirectory: string,
    step: Step,
    known: boolean,
  ): Promise<StepResult> => {
    try {
      const manifest = await loadActionManifest(actionDirectory);
      const result = await runIfWanted(claimed, createStage(state, step, 'main'), manifest);
      settle(result);
      const { outputs, outcome, conclusion } = result;
      if (known) state.steps.set(step.id, { outputs, outcome, conclusion });
      return result;
    } finally {
      active = undefined;
    }
  };

  const start = (actionDirectory: string, stepOptions: StepOptions = {}): RunningStep => {
    if (finished) throw new Error('this job has finished');
    const claimed = claim(completeStepCondition(stepOptions.if));
    stepCount += 1;
    const step = toStep(state, actionDirectory, stepOptions, stepCount);
    const result = runMain(claimed, actionDirectory, step, stepOptions.id !== undefined);
    return {
      result,
      cancel() {
        claimed.stop.abort('cancelled' satisfies StopReason);
      },
    };
  };

  const runPost = async ({ step, manifest }: PendingPost): Promise<StepResult> => {
    try {
      const claimed = claim(manifest.postIf);
      const result = await runIfWanted(claimed, createStage(state, step, 'post'), manifest);
      settle(result);
      return result;
    } finally {
      active = undefined;
    }
  };

  return {
    workspace: state.workspace,
    temp: state.temp,
    toolCache,
    nodeVersion: state.node.version,
    get status() {
      return state.status;
    },
    uses: async (actionDirectory, stepOptions) => start(actionDirectory, stepOptions).result,
    start,
    cancel() {
      state.status = 'cancelled';
      if (active !== undefined && !holdsWhenCancelled(state, active.condition)) {
        active.stop.abort('cancelled' satisfies StopReason);
      }
    },
    async finish() {
      if (finished) throw new Error('this job has finished');
      if (active !== undefined) throw new Error('a step of this job is still running');
      finished = true;
      const results: StepResult[] = [];
      for (const post of posts.toReversed()) results.push(await runPost(post));
      const orphans = await endOrphans(trackingId);
      return { status: state.status, posts: results, orphans };
    },
    async remove() {
      await endOrphans(trackingId);
      await remove();
    },
  };
}

type Decision =
  | { readonly kind: 'run' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'error'; readonly message: string };

function decide(job: JobState, step: Step, condition: string): Decision {
  const env = { ...Object.fromEntries(job.env), ...stringValues(step.env) };
  try {
    const scope = expressionScope(job, { ...job.github, action: step.id }, env);
    return evaluateCondition(condition, scope) ? { kind: 'run' } : { kind: 'skip' };
  } catch (error) {
    return { kind: 'error', message: messageOf(error) };
  }
}

/** StepsRunner.cs asks the running step's condition again when the job is cancelled; one that fails counts as false. */
function holdsWhenCancelled(job: JobState, condition: string): boolean {
  try {
    return evaluateCondition(condition, expressionScope(job, job.github, {}));
  } catch {
    return false;
  }
}

function toStep(
  job: JobState,
  actionDirectory: string,
  options: StepOptions,
  ordinal: number,
): Step {
  const inside = path.relative(job.workspace, actionDirectory);
  const local =
    inside.startsWith('..') || path.isAbsolute(inside) ? actionDirectory : `./${inside}`;
  return {
    // The workflow parser names steps without an id so.
    id: options.id ?? (ordinal === 1 ? '__self' : `__self_${ordinal}`),
    name: options.name ?? `Run ${local}`,
    actionDirectory,
    with: options.with ?? {},
    env: options.env ?? {},
    continueOnError: options.continueOnError ?? false,
    state: new Map(),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
  };
}

function stringValues(values: Readonly<Record<string, ScalarValue>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
