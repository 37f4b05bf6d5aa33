import path from 'node:path';
import { expect } from '@jest/globals';
import { createGitRepository } from '../support/git-repository.ts';
import { baseEnvironment, moduleProxy } from '../support/hermetic-env.ts';
import type { GitHubOptions } from '../support/runner/contexts.ts';
import type { JobOptions } from '../support/runner/job-opening.ts';
import {
  type ExampleResult,
  type ExampleRun,
  type ExampleStep,
  runExample,
} from './example-workflow.ts';
import { FAST, REPOSITORY, type Scene, SHARED_TOOL_CACHE, startScene } from './scene.ts';

/** The smallest program that can tell its version. */
export const PROGRAM = 'package main\n\nvar version = "dev"\n\nfunc main() { println(version) }\n';

/** A go.mod that asks for the Go of the tests' tool cache. */
export const moduleFile = (name: string): string => `module example.com/${name}\n\ngo 1.24.0\n`;

/** A run of an example in a repository of its own. */
export interface Setting extends Pick<ExampleRun, 'instead' | 'also' | 'host' | 'env'> {
  readonly files: Readonly<Record<string, string>>;
  /** Of the run; a tag is there, in the checkout and on the server. */
  readonly ref: string;
  readonly github?: GitHubOptions;
  readonly job?: Pick<JobOptions, 'secrets' | 'vars'>;
}

/** What came of it, and the stand-ins that saw it. */
export type Run = ExampleResult & { readonly scene: Scene };

/** Scenes that a test has not closed, because it failed. */
const opened = new Set<Scene>();

/** Closes what failed tests left open; open servers would keep the test run from ending. */
export async function closeScenes(): Promise<void> {
  for (const scene of opened) await scene.close();
}

async function openScene(tags: Readonly<Record<string, string>>): Promise<Scene> {
  const started = await startScene({ tags });
  const scene: Scene = {
    ...started,
    close: async () => {
      if (opened.delete(scene)) await started.close();
    },
  };
  opened.add(scene);
  return scene;
}

/** A release compiles everything anew; of these, one does, and the others would compile the same again. */
const COMPILED_BEFORE = { 'cache-on-release': 'all' };

/** Runs an example below `folder`, in a repository of `files`; `also` is by default what makes it quick. */
export async function play(
  folder: string,
  file: string,
  { files, ref, github, job, also = COMPILED_BEFORE, ...rest }: Setting,
): Promise<Run> {
  const workspace = path.join(folder, path.basename(file, '.yml'));
  const repository = await createGitRepository(workspace, {
    origin: `https://github.com/${REPOSITORY}`,
    files: { LICENSE: 'MIT\n', ...files },
  });
  const sha = await repository.git('rev-parse', 'HEAD');
  const tags: Record<string, string> = {};
  if (ref.startsWith('refs/tags/')) {
    const tag = ref.replace('refs/tags/', '');
    await repository.tag(tag);
    tags[tag] = sha;
  }
  const scene = await openScene(tags);
  const home = path.join(folder, 'home');
  const result = await runExample({
    file,
    token: (contents) => scene.github.token({ contents }),
    also,
    ...rest,
    job: {
      workspace,
      processEnv: {
        ...baseEnvironment(),
        HOME: home,
        ...FAST,
        GOPROXY: await moduleProxy(),
      },
      github: {
        repository: REPOSITORY,
        ref,
        sha,
        event: { repository: { default_branch: 'main' } },
        apiUrl: scene.github.apiUrl,
        ...github,
      },
      runner: { toolCache: SHARED_TOOL_CACHE },
      services: {
        resultsUrl: scene.cache.resultsUrl,
        runtimeToken: scene.cache.runtimeToken({ ref }),
        cacheServiceV2: true,
      },
      ...job,
    },
  });
  return { ...result, scene };
}

/** Tags a repository of `files` and runs an example for the tag. */
export async function release(
  folder: string,
  file: string,
  { tag, ...rest }: Omit<Setting, 'ref'> & { readonly tag: string },
): Promise<Run> {
  return play(folder, file, { ...rest, ref: `refs/tags/${tag}` });
}

/** No step of ours failed; else shows what it printed. */
export function expectSuccess(steps: readonly ExampleStep[]): void {
  const failed = steps.filter(({ result }) => result.conclusion !== 'success');
  expect(failed.map(({ job, result }) => `${job}: ${result.log.join('\n')}`)).toEqual([]);
}

/** What every release must come to: no step failed, and one public release with these assets and their sums. */
export function expectReleased({ steps, scene }: Run, tag: string, names: readonly string[]): void {
  expectSuccess(steps);
  const releases = scene.github.releases(REPOSITORY);
  expect(releases).toMatchObject([{ tagName: tag, draft: false }]);
  expect(releases[0]?.assets.map(({ name }) => name).sort()).toEqual(
    ['SHA256SUMS', ...names].sort(),
  );
  const published = steps.filter(({ result }) => result.outputs['published'] === 'true');
  expect(published).toHaveLength(1);
}

/** The archives of version 1.2.3 for targets such as `linux_amd64`. */
export const archives = (name: string, ...targets: string[]): string[] =>
  targets.map(
    (target) => `${name}_1.2.3_${target}.${target.startsWith('windows') ? 'zip' : 'tar.gz'}`,
  );

/** Those of the program `hello` for the targets that are the default. */
export const DEFAULT_ARCHIVES = ['darwin', 'linux', 'windows'].flatMap((os) =>
  archives('hello', `${os}_amd64`, `${os}_arm64`),
);
