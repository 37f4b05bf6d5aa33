import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CacheService } from '../fakes/cache-service.ts';
import { type FakeGoProxy, startGoProxy } from '../fakes/go-proxy.ts';
import { baseEnvironment } from '../support/hermetic-env.ts';
import type { GitHubOptions } from '../support/runner/contexts.ts';
import { createJob, type Job } from '../support/runner/job.ts';
import type { JobOptions } from '../support/runner/job-opening.ts';
import type { StepResult } from '../support/runner/results.ts';
import { temporaryFolder, writeTree } from '../support/workspace.ts';

/** The folder that `uses: OWNER/ship-go/setup@v1` names, with its committed bundle. */
export const SETUP = path.resolve(import.meta.dirname, '../../setup');

/** One job that calls setup/ once: main, then post. */
export interface SetUp {
  readonly main: StepResult;
  readonly post: StepResult | undefined;
  /** What both printed. */
  readonly log: string;
}

/** How a job differs from a push of the default branch with no input. */
export interface SetupOptions {
  readonly with?: Readonly<Record<string, string>>;
  /** The job's `env:`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly github?: GitHubOptions;
  readonly job?: Pick<JobOptions, 'strategy' | 'processEnv' | 'nodeExecutable'>;
  /** A cache service; none by default. */
  readonly cache?: CacheService;
  /** What the job does between main and post. */
  readonly work?: (main: StepResult) => void | Promise<void>;
}

/** A machine with a tool cache, a workspace, a home and a module proxy that has nothing yet. */
export interface SetupScene {
  readonly workspace: string;
  readonly toolCache: string;
  readonly home: string;
  /** GOPROXY of every job. */
  readonly proxy: FakeGoProxy;
  /** Opens a job, for tests that call setup/ more than once or end it themselves. */
  open(options?: SetupOptions): Promise<Job>;
  /** Runs main and post in a job of their own; caches are off unless `with` or `cache` says otherwise. */
  setUp(options?: SetupOptions): Promise<SetUp>;
  /** Puts a stand-in for a Go into the tool cache; returns its GOROOT. */
  putGo(
    version: string,
    options?: { readonly folder?: string; readonly script?: string },
  ): Promise<string>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

/**
 * A go command that says what it is and nothing more: enough for the choice of a version, and for versions that
 * are too old to be had from the module proxy.
 */
export const GO_SCRIPT = `#!/bin/sh
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(head -n 1 "$root/VERSION")
path=\${GOPATH:-$HOME/go}
case "$*" in
  'env -json'*) printf '{"GOVERSION":"%s","GOROOT":"%s","GOPATH":"%s","GOMODCACHE":"%s/pkg/mod","GOCACHE":"%s/.cache/go-build","GOHOSTOS":"linux","GOHOSTARCH":"amd64","GOTOOLCHAIN":"%s"}\\n' \\
    "$version" "\${GOROOT:-$root}" "$path" "$path" "$HOME" "$GOTOOLCHAIN" ;;
  version) echo "go version $version linux/amd64" ;;
  *) exit 2 ;;
esac
`;

/** Starts a scene. The caller closes it. */
export async function startSetupScene(): Promise<SetupScene> {
  const folder = await temporaryFolder('setup-');
  const [workspace, toolCache, home] = ['work/hello/hello', 'tools', 'home'].map((name) =>
    path.join(folder.path, name),
  ) as [string, string, string];
  for (const made of [workspace, toolCache, home]) await mkdir(made, { recursive: true });
  const proxy = await startGoProxy();
  const jobs: Job[] = [];
  const open = async (options: SetupOptions = {}): Promise<Job> => {
    const { cache, github } = options;
    const ref = github?.ref ?? 'refs/heads/main';
    const job = await createJob({
      workspace,
      processEnv: {
        ...baseEnvironment(),
        HOME: home,
        XDG_CONFIG_HOME: path.join(home, '.config'),
        GOPROXY: proxy.url,
      },
      ...options.job,
      ...(options.env === undefined ? {} : { env: options.env }),
      github: {
        sha: '1'.repeat(40),
        event: { repository: { default_branch: 'main' } },
        apiUrl: proxy.url,
        token: 'token-of-the-job',
        ...github,
      },
      runner: { toolCache },
      ...(cache === undefined
        ? {}
        : {
            services: {
              resultsUrl: cache.resultsUrl,
              runtimeToken: cache.runtimeToken({ ref }),
              cacheServiceV2: true,
            },
          }),
    });
    jobs.push(job);
    return job;
  };
  return {
    workspace,
    toolCache,
    home,
    proxy,
    open,
    async setUp(options = {}) {
      const job = await open(options);
      const off = options.cache === undefined ? { cache: 'false' } : {};
      const main = await job.uses(SETUP, { with: { ...off, ...options.with } });
      await options.work?.(main);
      const { posts } = await job.finish();
      const post = posts[0];
      return { main, post, log: [...main.log, ...(post?.log ?? [])].join('\n') };
    },
    async putGo(version, { folder: name = version, script = GO_SCRIPT } = {}) {
      const goroot = path.join(toolCache, 'go', name, process.arch);
      await writeTree(goroot, { VERSION: `go${version}\n`, 'bin/go': script });
      await writeFile(`${goroot}.complete`, '');
      return goroot;
    },
    write: (files) => writeTree(workspace, files),
    async close() {
      for (const job of jobs) await job.remove();
      await proxy.close();
      await folder.remove();
    },
  };
}

/** Messages of one level that GitHub keeps. */
export function told(step: StepResult, level: 'error' | 'warning' | 'notice'): string[] {
  return step.annotations.kept
    .filter((annotation) => annotation.level === level)
    .map((annotation) => annotation.message);
}

/** The archive of a tiny Go of `version`, made below `folder`, as Go publishes it for linux. */
export async function tarOfGo(version: string, folder: string): Promise<Buffer> {
  const made = path.join(folder, `made-${version}`);
  await writeTree(made, { 'go/VERSION': `go${version}\n`, 'go/bin/go': GO_SCRIPT });
  execFileSync('tar', ['-czf', `${made}.tar.gz`, '-C', made, 'go']);
  return readFile(`${made}.tar.gz`);
}
