import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type FakeGitHub, startGitHub } from '../fakes/github/server.ts';
import { createGitRepository } from '../support/git-repository.ts';
import { baseEnvironment, moduleProxy } from '../support/hermetic-env.ts';
import { createJob, type Job } from '../support/runner/job.ts';
import type { StepResult } from '../support/runner/results.ts';
import { temporaryFolder } from '../support/workspace.ts';
import { ACTION, FAST, REPOSITORY, SHARED_TOOL_CACHE } from './scene.ts';

/** One job of a matrix. */
export interface MatrixJob {
  /** Its name, unique in the scene: a process of it can be found by this. */
  readonly name: string;
  /** Folder of the action below the project; the root action when absent. */
  readonly action?: string;
  readonly with?: Readonly<Record<string, string>>;
  /** The place in the matrix; alone when absent. */
  readonly strategy?: { readonly jobIndex: number; readonly jobTotal: number };
  /** Default: the tag's push. */
  readonly ref?: string;
  readonly permissions?: 'read' | 'write';
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: { readonly name: string; readonly payload: Readonly<Record<string, string>> };
}

/** How a job ended: main's outputs and conclusion, and all that was printed. */
export interface MatrixResult {
  readonly main: StepResult;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** A small program at a tag, an Enterprise Server's releases, and runners as many as there are jobs. */
export interface MatrixScene {
  readonly github: FakeGitHub;
  readonly tag: string;
  readonly sha: string;
  readonly checkout: string;
  run(job: MatrixJob): Promise<MatrixResult>;
  close(): Promise<void>;
}

/** Starts a scene. The server is one with a path prefix, as Enterprise Servers have. */
export async function startMatrix(options: { readonly tag?: string } = {}): Promise<MatrixScene> {
  const tag = options.tag ?? 'v1.2.3';
  const folder = await temporaryFolder('matrix-');
  const checkout = path.join(folder.path, 'hello');
  const repository = await createGitRepository(checkout, {
    files: {
      'go.mod': 'module example.com/hello\n\ngo 1.24.0\n',
      'main.go': 'package main\n\nvar version string\n\nfunc main() { println(version) }\n',
      LICENSE: 'MIT\n',
    },
  });
  await repository.tag(tag);
  const sha = await repository.git('rev-parse', 'HEAD');
  const github = await startGitHub({
    apiPathPrefix: '/api/v3',
    repositories: { [REPOSITORY]: { tags: { [tag]: sha } } },
    knobs: { showUnfinishedUploads: true },
  });
  const processEnv = {
    ...baseEnvironment(),
    HOME: path.join(folder.path, 'home'),
    GOPROXY: await moduleProxy(),
  };
  const jobs: Job[] = [];
  return {
    github,
    tag,
    sha,
    checkout,
    async run(wanted) {
      const job = await createJob({
        workspace: checkout,
        env: { ...FAST, ...wanted.env },
        github: {
          repository: REPOSITORY,
          ref: wanted.ref ?? `refs/tags/${tag}`,
          sha,
          job: wanted.name,
          apiUrl: github.apiUrl,
          serverUrl: github.serverUrl,
          token: github.token({ contents: wanted.permissions ?? 'write' }),
          ...(wanted.event === undefined
            ? {}
            : { eventName: wanted.event.name, event: wanted.event.payload }),
        },
        runner: { toolCache: SHARED_TOOL_CACHE },
        ...(wanted.strategy === undefined ? {} : { strategy: wanted.strategy }),
        processEnv,
      });
      jobs.push(job);
      const caches = { cache: 'false', 'cache-on-release': 'all' };
      const main = await job.uses(path.join(ACTION, wanted.action ?? '.'), {
        with: wanted.action === undefined ? { ...caches, ...wanted.with } : { ...wanted.with },
      });
      const { posts } = await job.finish();
      const log = [...main.log, ...posts.flatMap((post) => post.log)].join('\n');
      return { main, outputs: main.outputs, log };
    },
    async close() {
      await github.close();
      for (const job of jobs) await job.remove();
      await folder.remove();
    },
  };
}

/** Ends a job's action with SIGKILL, as a runner that loses its machine does. Linux only. */
export function killActionOf(job: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [command, environment] = [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`].map(
      readOrEmpty,
    );
    const isAction = command?.includes(path.join('dist', 'ship', 'index.js')) === true;
    if (isAction && environment?.split('\0').includes(`GITHUB_JOB=${job}`) === true) {
      process.kill(Number(pid), 'SIGKILL');
    }
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended, or belongs to someone else.
    return '';
  }
}
