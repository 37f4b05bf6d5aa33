import path from 'node:path';

import type { ExpressionValue } from './expressions.ts';

/** The part of the `github` context that a test may want to say. Everything has a default that fits together. */
export interface GitHubOptions {
  /** `owner/name`. Default `octo-org/hello`. */
  readonly repository?: string;
  readonly repositoryId?: string;
  readonly repositoryOwnerId?: string;
  /** Full ref. Default `refs/heads/main`; `refName` and `refType` follow from it. */
  readonly ref?: string;
  readonly refName?: string;
  readonly refType?: 'branch' | 'tag';
  readonly refProtected?: boolean;
  readonly sha?: string;
  /** Of pull requests only. */
  readonly baseRef?: string;
  readonly headRef?: string;
  /** Default `push`. */
  readonly eventName?: string;
  /** The webhook payload, written to GITHUB_EVENT_PATH and seen by expressions as `github.event`. Default `{}`. */
  readonly event?: Readonly<Record<string, ExpressionValue>>;
  readonly actor?: string;
  readonly workflow?: string;
  /** The job's key in the workflow. Default `build`. */
  readonly job?: string;
  readonly runId?: string;
  readonly runNumber?: string;
  readonly runAttempt?: string;
  readonly serverUrl?: string;
  readonly apiUrl?: string;
  readonly graphqlUrl?: string;
  /** `github.token`; masked. Never in the environment: an action gets it through an input. Default empty. */
  readonly token?: string;
}

/** The part of the `runner` context that a test may want to say. */
export interface RunnerOptions {
  /** Default: this machine's. */
  readonly os?: 'Linux' | 'macOS' | 'Windows';
  readonly arch?: 'X64' | 'ARM64' | 'ARM' | 'X86';
  readonly name?: string;
  readonly environment?: 'github-hosted' | 'self-hosted';
  /** Absolute; emptied when the job is created. Default: a folder of the job's own. */
  readonly temp?: string;
  /** Absolute; give the same one to two jobs to see what a warm runner does. Default: an empty folder of the job's own. */
  readonly toolCache?: string;
  /** Step debugging: RUNNER_DEBUG=1, debug lines in the log. */
  readonly debug?: boolean;
}

/** A context whose members are all text, as `github` and `runner` hold them for the environment. */
export type TextContext = Readonly<Record<string, string>>;

/** `github` members that become GITHUB_* (GitHubContext.cs). `token` and `event` are not among them. */
const githubAllowlist = new Set(
  `action action_path action_ref action_repository actor actor_id api_url artifacts artifacts_list base_ref env
  event_name event_path graphql_url head_ref job output path ref ref_name ref_protected ref_type repository repository_id
  repository_owner repository_owner_id retention_days run_attempt run_id run_number server_url sha state step_summary
  triggering_actor workflow workflow_ref workflow_sha workspace`.split(/\s+/),
);

/** The job's `github` context, `event` and the per-step members left out. */
export function githubContext(options: GitHubOptions, workspace: string): TextContext {
  const repository = options.repository ?? 'octo-org/hello';
  const ref = options.ref ?? 'refs/heads/main';
  const serverUrl = options.serverUrl ?? 'https://github.com';
  const actor = options.actor ?? 'octocat';
  const sha = options.sha ?? '0'.repeat(40);
  const workflow = options.workflow ?? 'Release';
  return {
    actor,
    actor_id: '1',
    api_url: options.apiUrl ?? 'https://api.github.com',
    base_ref: options.baseRef ?? '',
    event_name: options.eventName ?? 'push',
    graphql_url: options.graphqlUrl ?? 'https://api.github.com/graphql',
    head_ref: options.headRef ?? '',
    job: options.job ?? 'build',
    ref,
    ref_name: options.refName ?? ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_protected: String(options.refProtected ?? false),
    ref_type: options.refType ?? (ref.startsWith('refs/tags/') ? 'tag' : 'branch'),
    repository,
    repository_id: options.repositoryId ?? '1296269',
    repository_owner: repository.split('/')[0] ?? '',
    repository_owner_id: options.repositoryOwnerId ?? '583231',
    retention_days: '90',
    run_attempt: options.runAttempt ?? '1',
    run_id: options.runId ?? '1000001',
    run_number: options.runNumber ?? '1',
    server_url: serverUrl,
    sha,
    token: options.token ?? '',
    triggering_actor: actor,
    workflow,
    workflow_ref: `${repository}/.github/workflows/release.yml@${ref}`,
    workflow_sha: sha,
    workspace,
  };
}

/** The job's `runner` context. */
export function runnerContext(
  options: RunnerOptions,
  folders: { readonly workspace: string; readonly temp: string; readonly toolCache: string },
): TextContext {
  return {
    os: options.os ?? runnerOs(),
    arch: options.arch ?? runnerArch(),
    name: options.name ?? 'GitHub Actions 1',
    environment: options.environment ?? 'github-hosted',
    tool_cache: folders.toolCache,
    temp: folders.temp,
    workspace: path.dirname(folders.workspace),
    ...(options.debug === true ? { debug: '1' } : {}),
  };
}

/** GITHUB_* for one stage. */
export function githubVariables(context: TextContext): Record<string, string> {
  return prefixed(
    'GITHUB_',
    Object.entries(context).filter(([name]) => githubAllowlist.has(name)),
  );
}

/** RUNNER_* for one stage. */
export function runnerVariables(context: TextContext): Record<string, string> {
  return prefixed('RUNNER_', Object.entries(context));
}

function prefixed(
  prefix: string,
  entries: readonly (readonly [string, string])[],
): Record<string, string> {
  return Object.fromEntries(
    entries.map(([name, value]) => [`${prefix}${name.toUpperCase()}`, value]),
  );
}

function runnerOs(): string {
  if (process.platform === 'win32') return 'Windows';
  return process.platform === 'darwin' ? 'macOS' : 'Linux';
}

function runnerArch(): string {
  return process.arch === 'ia32' ? 'X86' : process.arch.toUpperCase();
}
