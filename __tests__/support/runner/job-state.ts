import type { GitHubOptions, TextContext } from './contexts.ts';
import type { ExpressionScope, ExpressionValue } from './expressions.ts';
import type { Masks } from './masks.ts';
import type { MatcherRegistry } from './matcher-registry.ts';
import type { Patience } from './node-process.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { RegexRunner } from './problem-matcher.ts';
import type { JobStatus } from './results.ts';

/** What the steps of one job share. Only `status` and the contents of the collections change. */
export interface JobState {
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temp: string;
  readonly node: NodeRuntime;
  readonly patience: Patience;
  readonly runRegex: RegexRunner;
  readonly debug: boolean;
  /** The environment that the runner was started with. */
  readonly processEnv: Readonly<Record<string, string>>;
  readonly serviceVariables: Readonly<Record<string, string>>;
  readonly github: TextContext;
  readonly event: NonNullable<GitHubOptions['event']>;
  readonly runner: TextContext;
  /** `strategy`, `matrix`, `secrets`, `inputs`: contexts that no step changes. */
  readonly fixedContexts: Readonly<Record<string, ExpressionValue>>;
  /** The job's `env:` and what GITHUB_ENV added. */
  readonly env: Map<string, string>;
  /** What GITHUB_PATH added, oldest first. */
  readonly paths: string[];
  readonly masks: Masks;
  readonly matchers: MatcherRegistry;
  /** The `steps` context. */
  readonly steps: Map<string, ExpressionValue>;
  status: JobStatus;
}

/** What the expressions of a step see: `github` as the step has it, and the environment it starts from. */
export function expressionScope(
  job: JobState,
  github: TextContext,
  env: Readonly<Record<string, string>>,
): ExpressionScope & { readonly status: JobStatus } {
  return {
    status: job.status,
    contexts: {
      ...job.fixedContexts,
      github: { ...github, event: job.event },
      runner: job.runner,
      env,
      job: { status: job.status },
      steps: Object.fromEntries(job.steps),
    },
  };
}
