import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { baseEnvironment } from '../hermetic-env.ts';
import { temporaryFolder } from '../workspace.ts';
import { githubContext, runnerContext } from './contexts.ts';
import type { GitHubOptions, RunnerOptions } from './contexts.ts';
import type { ExpressionValue } from './expressions.ts';
import type { JobState } from './job-state.ts';
import { createMasks } from './masks.ts';
import { createMatcherRegistry } from './matcher-registry.ts';
import { runnerPatience } from './node-process.ts';
import type { Patience } from './node-process.ts';
import { defaultNodeExecutable, findNode } from './node-runtime.ts';
import { createRegexRunner } from './problem-matcher.ts';
import { serviceSecrets, serviceVariables } from './services.ts';
import type { ServiceOptions } from './services.ts';

/** What a job is made of. Only the workspace has no default. */
export interface JobOptions {
  /** GITHUB_WORKSPACE, absolute; must exist. */
  readonly workspace: string;
  /** The job's `env:`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly github?: GitHubOptions;
  readonly runner?: RunnerOptions;
  readonly services?: ServiceOptions;
  /** The `strategy` context. Default: one job, index 0. */
  readonly strategy?: { readonly jobIndex: number; readonly jobTotal: number };
  /** The `matrix` context. */
  readonly matrix?: Readonly<Record<string, ExpressionValue>>;
  /** The `needs` context: jobs by their keys, with `outputs`. Default: none. */
  readonly needs?: Readonly<Record<string, ExpressionValue>>;
  /** The `vars` context: variables of the repository and its environment. Default: none. */
  readonly vars?: Readonly<Record<string, string>>;
  /** The `secrets` context; every value is masked from the start. */
  readonly secrets?: Readonly<Record<string, string>>;
  /**
   * The environment that the runner was started with; nothing else of the test's own environment reaches an action.
   * Default {@link baseEnvironment}.
   */
  readonly processEnv?: Readonly<Record<string, string>>;
  /** Shorter waits for tests of cancelling. Default {@link runnerPatience}. */
  readonly patience?: Partial<Patience>;
  /** A problem matcher's time for one line. Default 1 s, as in the runner. */
  readonly matcherTimeoutMs?: number;
  /** The Node to run actions with. Default {@link defaultNodeExecutable}. */
  readonly nodeExecutable?: string;
}

/** A job's state before its first step, and the folders it has made for itself. */
export interface OpenedJob {
  readonly state: JobState;
  readonly toolCache: string;
  readonly remove: () => Promise<void>;
}

/** Makes the folders and contexts of a job. `extraEnv` joins the environment that the runner was started with. */
export async function openJob(
  options: JobOptions,
  extraEnv: Readonly<Record<string, string>>,
): Promise<OpenedJob> {
  const node = await findNode(options.nodeExecutable ?? defaultNodeExecutable());
  const workspace = await realpath(options.workspace);
  const runnerOptions = options.runner ?? {};
  if (runnerOptions.temp !== undefined) refuseSharedFolder(runnerOptions.temp, workspace);
  const own = await temporaryFolder('runner-');
  const temp = runnerOptions.temp ?? path.join(own.path, '_temp');
  const toolCache = runnerOptions.toolCache ?? path.join(own.path, 'hostedtoolcache');
  await emptyFolder(temp);
  await mkdir(toolCache, { recursive: true });

  const event = options.github?.event ?? {};
  const eventPath = path.join(temp, '_github_workflow', 'event.json');
  await mkdir(path.dirname(eventPath));
  await writeFile(eventPath, JSON.stringify(event, null, 2));

  const services = options.services ?? {};
  const masks = createMasks();
  for (const secret of [
    ...Object.values(options.secrets ?? {}),
    ...serviceSecrets(services),
    options.github?.token ?? '',
  ]) {
    masks.add(secret);
  }
  const state: JobState = {
    workspace,
    temp,
    node,
    patience: { ...runnerPatience, ...options.patience },
    runRegex: createRegexRunner(options.matcherTimeoutMs ?? 1000),
    debug: runnerOptions.debug ?? false,
    processEnv: { ...(options.processEnv ?? baseEnvironment()), ...extraEnv },
    serviceVariables: serviceVariables(services),
    github: { ...githubContext(options.github ?? {}, workspace), event_path: eventPath },
    event,
    runner: runnerContext(runnerOptions, { workspace, temp, toolCache }),
    fixedContexts: fixedContexts(options),
    env: new Map(Object.entries(options.env ?? {})),
    paths: [],
    masks,
    matchers: createMatcherRegistry(),
    steps: new Map(),
    status: 'success',
  };
  return { state, toolCache, remove: own.remove };
}

function fixedContexts(options: JobOptions): Record<string, ExpressionValue> {
  const { jobIndex, jobTotal } = options.strategy ?? { jobIndex: 0, jobTotal: 1 };
  return {
    strategy: {
      'fail-fast': true,
      'job-index': jobIndex,
      'job-total': jobTotal,
      'max-parallel': jobTotal,
    },
    matrix: options.matrix ?? null,
    secrets: options.secrets ?? {},
    inputs: {},
    needs: options.needs ?? {},
    vars: options.vars ?? {},
  };
}

/** Emptying is what a runner does; here never a folder that clearly holds other things too. */
function refuseSharedFolder(folder: string, workspace: string): void {
  const holds = (inner: string): boolean => {
    const below = path.relative(folder, inner);
    return !below.startsWith('..') && !path.isAbsolute(below);
  };
  if (!path.isAbsolute(folder) || [workspace, os.tmpdir(), os.homedir()].some(holds)) {
    throw new Error(`RUNNER_TEMP is emptied when a job starts; ${folder} is no folder for that`);
  }
}

/** As TempDirectoryManager.cs before the first step. */
async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
}
