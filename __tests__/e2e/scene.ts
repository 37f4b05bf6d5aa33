import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type CacheService, startCacheService } from '../fakes/cache-service.ts';
import type { RepositoryOptions } from '../fakes/github/options.ts';
import { type FakeGitHub, startGitHub } from '../fakes/github/server.ts';
import { baseEnvironment, moduleProxy } from '../support/hermetic-env.ts';
import { createJob, type Job } from '../support/runner/job.ts';
import type { GitHubOptions } from '../support/runner/contexts.ts';
import type { ServiceOptions } from '../support/runner/services.ts';
import type { JobResult, StepResult } from '../support/runner/results.ts';
import { temporaryFolder } from '../support/workspace.ts';

/** The repository of this project: the action under test, with its committed bundles. */
export const ACTION = path.resolve(import.meta.dirname, '../..');

/** Tool cache shared by the tests, so that a toolchain is downloaded and proved once. Ignored by git. */
export const SHARED_TOOL_CACHE = path.join(ACTION, '.cache', 'test', 'tool-cache');

/** Environment of runs that are not about caches: each Go compiles the standard library once for a target. */
export const FAST = { GOCACHE: path.join(ACTION, '.cache', 'test', 'e2e-gocache') };

/** The repository name that jobs run in. */
export const REPOSITORY = 'octo-org/hello';

/** One run of the root action: main, then post. */
export interface Shipped {
  readonly main: StepResult;
  readonly post: StepResult | undefined;
  readonly job: JobResult;
  /** What both printed. */
  readonly log: string;
}

/** How one run differs from a push of the default branch. */
export interface ShipOptions {
  readonly workspace: string;
  readonly sha: string;
  /** Default `refs/heads/main`. */
  readonly ref?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly github?: GitHubOptions;
  /** Permissions of the job's token. Default `contents: write`. */
  readonly permissions?: { readonly contents?: 'read' | 'write' };
  /** False keeps what an earlier run of this scene left in the home folder. Default: a fresh machine. */
  readonly freshHome?: boolean;
  readonly toolCache?: string;
  /** Further services of the job, such as the one that gives identity tokens. */
  readonly services?: Pick<ServiceOptions, 'idTokenUrl'>;
}

/** The stand-ins and folders that several runs share. */
export interface Scene {
  readonly github: FakeGitHub;
  readonly cache: CacheService;
  /** Home of the runner's user; Go's caches lie below. */
  readonly home: string;
  ship(options: ShipOptions): Promise<Shipped>;
  close(): Promise<void>;
}

/** Starts the stand-ins. `repository` describes {@link REPOSITORY}. */
export async function startScene(repository: RepositoryOptions = {}): Promise<Scene> {
  const folder = await temporaryFolder('scene-');
  const home = path.join(folder.path, 'home');
  const github = await startGitHub({ repositories: { [REPOSITORY]: repository } });
  const cache = await startCacheService();
  const jobs: Job[] = [];
  return {
    github,
    cache,
    home,
    ship: (options) => ship(options, { github, cache, home, jobs }),
    async close() {
      await cache.close();
      await github.close();
      for (const job of jobs) await job.remove();
      await emptyHome(home);
      await folder.remove();
    },
  };
}

async function ship(
  options: ShipOptions,
  parts: Pick<Scene, 'github' | 'cache' | 'home'> & { readonly jobs: Job[] },
): Promise<Shipped> {
  const { github, cache, home, jobs } = parts;
  if (options.freshHome ?? true) await emptyHome(home);
  await mkdir(home, { recursive: true });
  const ref = options.ref ?? 'refs/heads/main';
  const job = await createJob({
    workspace: options.workspace,
    processEnv: {
      ...baseEnvironment(),
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      GOPROXY: await moduleProxy(),
    },
    ...(options.env === undefined ? {} : { env: options.env }),
    github: {
      repository: REPOSITORY,
      ref,
      sha: options.sha,
      event: { repository: { default_branch: 'main' } },
      apiUrl: github.apiUrl,
      token: github.token(options.permissions),
      ...options.github,
    },
    runner: { toolCache: options.toolCache ?? SHARED_TOOL_CACHE },
    services: {
      resultsUrl: cache.resultsUrl,
      runtimeToken: cache.runtimeToken({ ref }),
      cacheServiceV2: true,
      ...options.services,
    },
  });
  jobs.push(job);
  const main = await job.uses(ACTION, options.with === undefined ? {} : { with: options.with });
  const result = await job.finish();
  const post = result.posts[0];
  return { main, post, job: result, log: [...main.log, ...(post?.log ?? [])].join('\n') };
}

/** Go makes its module cache read-only; `go clean` is not at hand in every test, so permissions are reset here. */
async function emptyHome(home: string): Promise<void> {
  await promisify(execFile)('chmod', ['-R', 'u+w', home]).catch(() => undefined);
  await rm(home, { recursive: true, force: true });
}

/** Messages of the annotations of one level that GitHub keeps. */
export function annotations(step: StepResult, level: 'error' | 'warning' | 'notice'): string[] {
  return step.annotations.kept
    .filter((annotation) => annotation.level === level)
    .map((annotation) => annotation.message);
}
