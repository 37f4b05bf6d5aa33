import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitRepository } from '../support/git-repository.ts';
import { baseEnvironment, moduleProxy } from '../support/hermetic-env.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { type ExampleStep, missingParts, runExample } from './example-workflow.ts';
import { REPOSITORY, type Scene, SHARED_TOOL_CACHE, startScene } from './scene.ts';

// The workflows that users copy, as they stand in examples/workflows, run against stand-ins: each job and step
// of ours with its own inputs and the permissions that its job has.

const PROGRAM = 'package main\n\nvar version = "dev"\n\nfunc main() { println(version) }\n';
const LIBRARY = 'package greet\n\nconst Hello = "hello"\n';
const moduleFile = (name: string): string => `module example.com/${name}\n\ngo 1.25.3\n`;

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder('examples-');
});
afterAll(async () => {
  await folder.remove();
});

interface Setting {
  readonly files: Readonly<Record<string, string>>;
  readonly tag: string;
  readonly instead?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Tags a repository of `files` and runs an example for the tag. */
async function release(
  file: string,
  { files, tag, ...rest }: Setting,
): Promise<{ readonly steps: readonly ExampleStep[]; readonly scene: Scene }> {
  const workspace = path.join(folder.path, path.basename(file, '.yml'));
  const repository = await createGitRepository(workspace, {
    origin: `https://github.com/${REPOSITORY}`,
    files: { LICENSE: 'MIT\n', ...files },
  });
  await repository.tag(tag);
  const sha = await repository.git('rev-parse', 'HEAD');
  const scene = await startScene({ tags: { [tag]: sha } });
  const home = path.join(folder.path, 'home');
  const steps = await runExample({
    file,
    token: (contents) => scene.github.token({ contents }),
    ...rest,
    job: {
      workspace,
      processEnv: { ...baseEnvironment(), HOME: home, GOPROXY: await moduleProxy() },
      github: {
        repository: REPOSITORY,
        ref: `refs/tags/${tag}`,
        sha,
        event: { repository: { default_branch: 'main' } },
        apiUrl: scene.github.apiUrl,
      },
      runner: { toolCache: SHARED_TOOL_CACHE },
      services: {
        resultsUrl: scene.cache.resultsUrl,
        runtimeToken: scene.cache.runtimeToken({ ref: `refs/tags/${tag}` }),
        cacheServiceV2: true,
      },
    },
  });
  return { steps, scene };
}

/** What every example must come to: no step failed, and one public release with these assets and their sums. */
function expectReleased(
  { steps, scene }: { readonly steps: readonly ExampleStep[]; readonly scene: Scene },
  tag: string,
  names: readonly string[],
): void {
  const failed = steps.filter(({ result }) => result.conclusion !== 'success');
  expect(failed.map(({ job, result }) => `${job}: ${result.log.join('\n')}`)).toEqual([]);
  const releases = scene.github.releases(REPOSITORY);
  expect(releases).toMatchObject([{ tagName: tag, draft: false }]);
  expect(releases[0]?.assets.map(({ name }) => name).sort()).toEqual(
    ['SHA256SUMS', ...names].sort(),
  );
  const published = steps.filter(({ result }) => result.outputs['published'] === 'true');
  expect(published).toHaveLength(1);
}

/** Runs the example where the tree has all that it uses; else says so and leaves it out. */
function itRuns(file: string, title: string, test: () => Promise<void>): void {
  const missing = [...new Set(missingParts(file))];
  if (missing.length > 0) console.warn(`SKIPPED: ${file} needs ${missing.join(', ')}`);
  (missing.length === 0 ? it : it.skip)(`${file}: ${title}`, test, 600_000);
}

const archives = (name: string, ...targets: string[]): string[] =>
  targets.map(
    (target) => `${name}_1.2.3_${target}.${target.startsWith('windows') ? 'zip' : 'tar.gz'}`,
  );

describe('the example workflows', () => {
  const one = { 'go.mod': moduleFile('hello'), 'main.go': PROGRAM };

  itRuns('release.yml', 'releases six targets from a tag', async () => {
    const run = await release('release.yml', { files: one, tag: 'v1.2.3' });
    expectReleased(
      run,
      'v1.2.3',
      ['darwin', 'linux', 'windows'].flatMap((os) =>
        archives('hello', `${os}_amd64`, `${os}_arm64`),
      ),
    );
    await run.scene.close();
  });

  itRuns('monorepo.yml', 'releases the module of the tag and leaves the other alone', async () => {
    const files = {
      'cli/go.mod': moduleFile('cli'),
      'cli/main.go': PROGRAM,
      'server/go.mod': moduleFile('server'),
      'server/main.go': PROGRAM,
    };
    const run = await release('monorepo.yml', { files, tag: 'server/v1.2.3' });
    expect(run.steps.map(({ job }) => job)).toEqual(['server']);
    expectReleased(run, 'server/v1.2.3', archives('server', 'linux_amd64', 'linux_arm64'));
    await run.scene.close();
  });

  itRuns(
    'self-hosted-offline.yml',
    'builds what is vendored, with the Go of the tool cache',
    async () => {
      const files = {
        'go.mod': `${moduleFile('hello')}\nrequire example.com/greet v1.0.0\n`,
        'go.sum': '',
        'main.go':
          'package main\n\nimport "example.com/greet"\n\nfunc main() { println(greet.Hello) }\n',
        'vendor/modules.txt':
          '# example.com/greet v1.0.0\n## explicit; go 1.25\nexample.com/greet\n',
        'vendor/example.com/greet/greet.go': LIBRARY,
      };
      const run = await release('self-hosted-offline.yml', {
        files,
        tag: 'v1.2.3',
        instead: { 'go-version': '1.25.3' },
      });
      expectReleased(
        run,
        'v1.2.3',
        ['darwin', 'linux', 'windows'].flatMap((os) =>
          archives('hello', `${os}_amd64`, `${os}_arm64`),
        ),
      );
      await run.scene.close();
    },
  );

  itRuns('ghes.yml', 'releases through the server that it runs on', async () => {
    const env = { GOPROXY: await moduleProxy() };
    const run = await release('ghes.yml', { files: one, tag: 'v1.2.3', env });
    expectReleased(
      run,
      'v1.2.3',
      ['darwin', 'linux', 'windows'].flatMap((os) =>
        archives('hello', `${os}_amd64`, `${os}_arm64`),
      ),
    );
    await run.scene.close();
  });

  itRuns('matrix-shards.yml', 'ends in one release, published by one job', async () => {
    const targets = 'linux/amd64, linux/arm64, darwin/arm64, windows/amd64';
    const run = await release('matrix-shards.yml', {
      files: one,
      tag: 'v1.2.3',
      instead: { targets },
    });
    expect(run.steps).toHaveLength(3);
    expectReleased(
      run,
      'v1.2.3',
      archives('hello', 'linux_amd64', 'linux_arm64', 'darwin_arm64', 'windows_amd64'),
    );
    await run.scene.close();
  });

  itRuns('matrix-goos-goarch.yml', 'ends in one release, published by the last job', async () => {
    const run = await release('matrix-goos-goarch.yml', { files: one, tag: 'v1.2.3' });
    expect(run.steps.map(({ action }) => action)).toEqual([
      'plan',
      '.',
      '.',
      '.',
      '.',
      '.',
      'publish',
    ]);
    expectReleased(
      run,
      'v1.2.3',
      archives(
        'hello',
        'linux_amd64',
        'linux_arm64',
        'darwin_amd64',
        'darwin_arm64',
        'windows_amd64',
      ),
    );
    await run.scene.close();
  });
});
