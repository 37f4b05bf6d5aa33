import path from 'node:path';
import { baseEnvironment } from '../support/hermetic-env.ts';
import { createJob, type Job } from '../support/runner/job.ts';
import type { StepResult } from '../support/runner/results.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { ACTION } from './scene.ts';

/** One step of `deploy/` or `verify/` in a job of its own. */
export interface DeploymentStep {
  readonly result: StepResult;
  /** What the action itself printed; the runner shows the inputs before it, as a workflow wrote them. */
  readonly log: string;
}

/** Runs steps of the actions of a deployment, and clears away after them. */
export interface DeploymentRunner {
  readonly workspace: TemporaryFolder;
  /** Runs `action` once. `env` joins the environment of the runner itself. */
  run(
    action: 'deploy' | 'verify',
    inputs: Readonly<Record<string, string>>,
    env?: Readonly<Record<string, string>>,
  ): Promise<DeploymentStep>;
  /** A job for tests that need more than one finished step. */
  job(env?: Readonly<Record<string, string>>): Promise<Job>;
  close(): Promise<void>;
}

/** Opens a workspace. */
export async function createDeploymentRunner(): Promise<DeploymentRunner> {
  const workspace = await temporaryFolder('deployment-');
  const jobs: Job[] = [];
  const open = async (env: Readonly<Record<string, string>> = {}): Promise<Job> => {
    const job = await createJob({
      workspace: workspace.path,
      processEnv: { ...withoutProxies(baseEnvironment()), ...env },
      github: {
        repository: 'octo-org/hello',
        ref: 'refs/tags/v1.2.3',
        sha: '0123456789abcdef0123456789abcdef01234567',
      },
    });
    jobs.push(job);
    return job;
  };
  return {
    workspace,
    job: open,
    async run(action, inputs, env) {
      const job = await open(env);
      const result = await job.uses(path.join(ACTION, action), { with: inputs });
      await job.finish();
      const own = result.log.slice(result.log.indexOf('##[endgroup]') + 1);
      return { result, log: own.join('\n') };
    },
    async close() {
      for (const job of jobs) await job.remove();
      await workspace.remove();
    },
  };
}

/** The proxies of the machine are none of these tests. */
function withoutProxies(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/_proxy$/i.test(name)));
}
