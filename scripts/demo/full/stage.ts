import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { startCacheService } from '../../../__tests__/fakes/cache-service.ts';
import { startGitHub } from '../../../__tests__/fakes/github/server.ts';
import { createJob, type Job } from '../../../__tests__/support/runner/job.ts';
import type { StepResult } from '../../../__tests__/support/runner/results.ts';
import { baseGoEnvironment } from '../../go-for-scripts.ts';
import { printLogLine } from '../report.ts';

/** The repository that the chain releases. */
export const REPOSITORY = 'demo/hookd';

/** Where the chain plays: the stand-ins, the folders, and the actions of this project. */
export interface Stage {
  readonly root: string;
  readonly state: string;
  /** Environment of programs that the chain starts itself: Go, its proxy, a home of its own. */
  readonly env: Readonly<Record<string, string>>;
  readonly github: Awaited<ReturnType<typeof startGitHub>>;
  /** Opens the job of a pushed tag on a runner of its own. */
  openJob(
    checkout: string,
    tag: string,
    commit: string,
    secrets?: Readonly<Record<string, string>>,
  ): Promise<Job>;
  close(): Promise<void>;
}

/** Starts the stand-ins in an emptied folder below `state`. `tags` are what the repository has. */
export async function openStage(
  root: string,
  state: string,
  tags: Readonly<Record<string, string>>,
): Promise<Stage> {
  for (const folder of ['home', 'github', 'temp']) {
    await rm(path.join(state, folder), { recursive: true, force: true });
    await mkdir(path.join(state, folder), { recursive: true });
  }
  const env = baseGoEnvironment(root, path.join(state, 'home'));
  const github = await startGitHub({
    repositories: { [REPOSITORY]: { tags } },
    directory: path.join(state, 'github'),
  });
  const cache = await startCacheService({ directory: path.join(state, 'cache-service') });
  return {
    root,
    state,
    env,
    github,
    openJob(checkout, tag, commit, secrets = {}) {
      const ref = `refs/tags/${tag}`;
      return createJob({
        workspace: checkout,
        processEnv: env,
        secrets,
        github: {
          repository: REPOSITORY,
          ref,
          sha: commit,
          eventName: 'push',
          event: { repository: { default_branch: 'main' } },
          apiUrl: github.apiUrl,
          token: github.token(),
        },
        runner: { toolCache: path.join(state, 'tool-cache') },
        services: {
          resultsUrl: cache.resultsUrl,
          runtimeToken: cache.runtimeToken({ ref }),
          cacheServiceV2: true,
        },
      });
    },
    async close() {
      await cache.close();
      await github.close();
    },
  };
}

/** One step of a workflow. Throws with the step's first error where it fails and was not meant to. */
export async function step(
  job: Job,
  action: string,
  name: string,
  inputs: Readonly<Record<string, string>>,
  expected: 'success' | 'failure' = 'success',
): Promise<StepResult> {
  const result = await job.uses(action, {
    name,
    with: inputs,
    ...(expected === 'failure' ? { continueOnError: true } : {}),
    onLine: printLogLine,
  });
  if (result.outcome !== expected) {
    const why = result.annotations.kept.find(({ level }) => level === 'error')?.message;
    throw new Error(`${name} ended with ${result.outcome}: ${why ?? 'see the log above'}`);
  }
  return result;
}
