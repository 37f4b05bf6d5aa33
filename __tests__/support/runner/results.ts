/** How a step or a job stands, in the words of the `steps` and `job` contexts. */
export type Outcome = 'success' | 'failure' | 'cancelled' | 'skipped';

/** `job.status`: what `success()`, `failure()` and `cancelled()` ask. */
export type JobStatus = Exclude<Outcome, 'skipped'>;

export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** One annotation as the runner hands it to GitHub: masked, cut to 4096 characters, lines and columns 1-based. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly message: string;
  readonly title?: string;
  /** Relative to the workspace (or the checkout, for a problem matcher) with forward slashes where it lies inside. */
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number;
  /** Set by problem matchers only. */
  readonly code?: string;
}

/** The ten first annotations of each level, and those that only reached the log. */
export interface StepAnnotations {
  readonly kept: readonly Annotation[];
  readonly dropped: readonly Annotation[];
}

/** What one run of an action's main or post left behind. */
export interface StepResult {
  readonly stage: 'main' | 'post';
  readonly name: string;
  /** What GITHUB_ACTION said: the step's id, or one made up with two leading underscores. */
  readonly id: string;
  /** Before `continue-on-error`. */
  readonly outcome: Outcome;
  /** After `continue-on-error`. */
  readonly conclusion: Outcome;
  /** Absent when no process ran. 128 plus the signal's number when a signal ended it. */
  readonly exitCode?: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** Through GITHUB_ENV, refused names left out. */
  readonly exportedEnv: Readonly<Record<string, string>>;
  /** Through GITHUB_PATH, in the order they were written. */
  readonly addedPaths: readonly string[];
  /** The step's whole state after this stage; main and post share it. */
  readonly state: Readonly<Record<string, string>>;
  /** The job summary's Markdown, masked; empty when there is none or it was dropped. */
  readonly summary: string;
  readonly annotations: StepAnnotations;
  /** The log as a person sees it: masked, one entry a line, groups as `##[group]title`. */
  readonly log: readonly string[];
  /** Signals the runner sent, in order. */
  readonly signalsSent: readonly NodeJS.Signals[];
  readonly durationMs: number;
  /** `v24.x.y`. */
  readonly nodeVersion: string;
}

/** How the job ended, after its posts. */
export interface JobResult {
  readonly status: JobStatus;
  /** In the order they ran: the last main's post first. Skipped ones are included. */
  readonly posts: readonly StepResult[];
  /** Processes that outlived the job and were ended with it, as `name (pid)`; looked for on Linux only. */
  readonly orphans: readonly string[];
}
