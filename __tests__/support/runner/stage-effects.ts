import type { FileCommandTargets } from './file-commands.ts';
import type { ScalarValue } from './inputs.ts';
import type { JobState } from './job-state.ts';
import type { ProcessEnd } from './node-process.ts';
import type { Outcome, StepResult } from './results.ts';
import type { StepRecord } from './step-record.ts';

/** One `uses:` step of a job: its main and its post are two stages of it. */
export interface Step {
  readonly id: string;
  readonly name: string;
  readonly actionDirectory: string;
  readonly with: Readonly<Record<string, ScalarValue>>;
  readonly env: Readonly<Record<string, ScalarValue>>;
  readonly continueOnError: boolean;
  readonly timeoutMs?: number;
  readonly onLine?: (line: string) => void;
  /** From main to post; names are compared without regard to case, as the runner's dictionary does. */
  readonly state: Map<string, string>;
}

/** One stage about to run. */
export interface Stage {
  readonly kind: 'main' | 'post';
  readonly step: Step;
  /** `Post …` for a post. */
  readonly name: string;
  /** The stage's own annotations and log. */
  readonly record: StepRecord;
}

/** What a stage has said and done, growing while it runs. */
export interface Effects {
  readonly outputs: Map<string, string>;
  readonly exportedEnv: Map<string, string>;
  readonly addedPaths: string[];
  summary: string;
}

/** Nothing said or done yet. */
export function newEffects(): Effects {
  return { outputs: new Map(), exportedEnv: new Map(), addedPaths: [], summary: '' };
}

/** Where outputs and state go, whichever way they are written. */
export function valueTargets(
  { step }: Stage,
  effects: Effects,
): Pick<FileCommandTargets, 'setOutput' | 'saveState'> {
  return {
    setOutput: (name: string, value: string) => {
      setIgnoringCase(effects.outputs, name, value);
    },
    saveState: (name: string, value: string) => {
      setIgnoringCase(step.state, name, value);
    },
  };
}

/** Where the file commands of a stage go: into its effects, and into the job for the steps after it. */
export function fileTargets(job: JobState, stage: Stage, effects: Effects): FileCommandTargets {
  return {
    ...valueTargets(stage, effects),
    record: stage.record,
    masks: job.masks,
    exportVariable(name, value) {
      effects.exportedEnv.set(name, value);
      job.env.set(name, value);
      stage.record.debug(`${name}='${value}'`);
    },
    addPath(folder) {
      effects.addedPaths.push(folder);
      // A folder that is added again moves to the front.
      const known = job.paths.indexOf(folder);
      if (known >= 0) job.paths.splice(known, 1);
      job.paths.push(folder);
    },
    setSummary(markdown) {
      effects.summary = markdown;
    },
  };
}

/** Keeps the first spelling of a name, as a .NET dictionary without regard to case does. */
function setIgnoringCase(values: Map<string, string>, name: string, value: string): void {
  const known = [...values.keys()].find((key) => key.toLowerCase() === name.toLowerCase());
  values.set(known ?? name, value);
}

/** The stage's result. Without `end`, no process ran. */
export function toResult(
  job: JobState,
  stage: Stage,
  outcome: Outcome,
  effects: Effects,
  end?: ProcessEnd,
): StepResult {
  const { step, record } = stage;
  return {
    stage: stage.kind,
    name: stage.name,
    id: step.id,
    outcome,
    conclusion: outcome === 'failure' && step.continueOnError ? 'success' : outcome,
    ...(end === undefined ? {} : { exitCode: end.exitCode }),
    outputs: Object.fromEntries(effects.outputs),
    exportedEnv: Object.fromEntries(effects.exportedEnv),
    addedPaths: effects.addedPaths,
    state: Object.fromEntries(step.state),
    summary: effects.summary,
    annotations: { kept: record.kept, dropped: record.dropped },
    log: record.log,
    signalsSent: end?.signalsSent ?? [],
    durationMs: end?.durationMs ?? 0,
    nodeVersion: job.node.version,
  };
}
