import { readFileSync } from 'node:fs';
import { ActionError } from '../domain/errors.ts';
import type { Environment } from '../host/host.ts';

/** What the runner says about the job: the default environment variables of GitHub Actions. */
export interface RunnerContext {
  /** Absolute path of the checkout. */
  readonly workspace: string;
  /** Absolute path of the job's temporary folder. */
  readonly temp: string;
  /** Absolute path of the tool cache. */
  readonly toolCache: string;
  /** `owner/name`. */
  readonly repository: string;
  /** `refs/tags/v1.2.3`, `refs/heads/main`, `refs/pull/1/merge`. */
  readonly ref: string;
  readonly refName: string;
  readonly refType: 'branch' | 'tag' | 'other';
  readonly sha: string;
  readonly eventName: string;
  /** What the event's payload says, as far as we use it. */
  readonly event: EventFacts;
  /** `https://api.github.com`, or the server's own API; no slash at the end. */
  readonly apiUrl: string;
  /** `https://github.com`, or the server's own address; no slash at the end. */
  readonly serverUrl: string;
  readonly job: string;
  readonly runId: string;
  readonly runAttempt: string;
  /** The hosted image's system, such as `ubuntu24`; absent on self-hosted runners. */
  readonly imageOs?: string;
}

/** The parts of an event payload that decide something here. */
export interface EventFacts {
  readonly defaultBranch?: string;
  /** What happened to the event's subject: `published`, `edited`, `opened`, … */
  readonly action?: string;
  /** The tag of a `release` event. */
  readonly releaseTag?: string;
  /** True for a pull request whose head lies in another repository, and for what such a run set off. */
  readonly fromFork: boolean;
}

/** Reads the context. Throws `not-a-runner` when a variable that the runner always sets is missing. */
export function readContext(env: Environment): RunnerContext {
  const imageOs = env['ImageOS'];
  return {
    workspace: required(env, 'GITHUB_WORKSPACE'),
    temp: required(env, 'RUNNER_TEMP'),
    toolCache: required(env, 'RUNNER_TOOL_CACHE'),
    repository: required(env, 'GITHUB_REPOSITORY'),
    ref: env['GITHUB_REF'] ?? '',
    refName: env['GITHUB_REF_NAME'] ?? '',
    refType: refType(env['GITHUB_REF'] ?? ''),
    sha: env['GITHUB_SHA'] ?? '',
    eventName: env['GITHUB_EVENT_NAME'] ?? '',
    event: readEvent(env['GITHUB_EVENT_PATH']),
    apiUrl: withoutSlash(env['GITHUB_API_URL'] ?? 'https://api.github.com'),
    serverUrl: withoutSlash(env['GITHUB_SERVER_URL'] ?? 'https://github.com'),
    job: env['GITHUB_JOB'] ?? '',
    runId: env['GITHUB_RUN_ID'] ?? '',
    runAttempt: env['GITHUB_RUN_ATTEMPT'] ?? '1',
    ...(imageOs === undefined || imageOs === '' ? {} : { imageOs }),
  };
}

function required(env: Environment, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw new ActionError({
    code: 'not-a-runner',
    message: `The environment variable ${name} is not set`,
    hint: 'Run this as a step of a GitHub Actions job; on a self-hosted runner, update the runner.',
  });
}

/** The ref itself decides: the runner gives the merge ref of a pull request (`refs/pull/1/merge`) the type "branch". */
function refType(ref: string): RunnerContext['refType'] {
  if (ref.startsWith('refs/tags/')) return 'tag';
  return ref.startsWith('refs/heads/') ? 'branch' : 'other';
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** The payload is written by GitHub, yet it is foreign JSON: only what has the right shape is taken. */
function readEvent(path: string | undefined): EventFacts {
  const payload = path === undefined || path === '' ? undefined : readJson(path);
  const head = textAt(payload, ['pull_request', 'head', 'repo', 'full_name']);
  const base = textAt(payload, ['pull_request', 'base', 'repo', 'full_name']);
  const repository = textAt(payload, ['repository', 'full_name']);
  const upstream = textAt(payload, ['workflow_run', 'head_repository', 'full_name']);
  const defaultBranch = textAt(payload, ['repository', 'default_branch']);
  const releaseTag = textAt(payload, ['release', 'tag_name']);
  const action = textAt(payload, ['action']);
  return {
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    ...(releaseTag === undefined ? {} : { releaseTag }),
    ...(action === undefined ? {} : { action }),
    fromFork:
      (base !== undefined && head !== base) || (upstream !== undefined && upstream !== repository),
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // A job without a payload (a local run) has no event facts; nothing depends on them alone.
    return undefined;
  }
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = new Map(Object.entries(current)).get(key);
  }
  return typeof current === 'string' && current !== '' ? current : undefined;
}
