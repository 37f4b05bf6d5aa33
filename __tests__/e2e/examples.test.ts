import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { moduleProxy } from '../support/hermetic-env.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import {
  archives,
  DEFAULT_ARCHIVES,
  expectReleased,
  expectSuccess,
  moduleFile,
  play,
  PROGRAM,
  release,
  closeScenes,
} from './example-scene.ts';
import { ACTION, REPOSITORY } from './scene.ts';

// The workflows that users copy, as they stand in examples/workflows, run against stand-ins: each job and step
// of ours with its own inputs and the permissions that its job has. One more is in example-deployment.test.ts.

const LIBRARY = 'package greet\n\nconst Hello = "hello"\n';
/** Fails with any Go but the one that go.mod asks for. */
const GO_TEST = `package main

import (
	"runtime"
	"testing"
)

func TestGo(t *testing.T) {
	if runtime.Version() != "go1.24.0" {
		t.Fatal(runtime.Version())
	}
}
`;

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder('examples-');
});
afterAll(async () => {
  await closeScenes();
  await folder.remove();
});

const withTest = ['image-deploy-verify.yml'];

function itRuns(file: string, title: string, test: () => Promise<void>): void {
  withTest.push(file);
  it(`${file}: ${title}`, test, 600_000);
}

describe('the example workflows', () => {
  const one = { 'go.mod': moduleFile('hello'), 'main.go': PROGRAM };

  itRuns('release.yml', 'releases six targets from a tag', async () => {
    const run = await release(folder.path, 'release.yml', { files: one, tag: 'v1.2.3', also: {} });
    expectReleased(run, 'v1.2.3', DEFAULT_ARCHIVES);
    await run.scene.close();
  });

  itRuns('monorepo.yml', 'releases the module of the tag and leaves the other alone', async () => {
    const files = {
      'cli/go.mod': moduleFile('cli'),
      'cli/main.go': PROGRAM,
      'server/go.mod': moduleFile('server'),
      'server/main.go': PROGRAM,
    };
    const run = await release(folder.path, 'monorepo.yml', { files, tag: 'server/v1.2.3' });
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
          '# example.com/greet v1.0.0\n## explicit; go 1.24\nexample.com/greet\n',
        'vendor/example.com/greet/greet.go': LIBRARY,
      };
      const run = await release(folder.path, 'self-hosted-offline.yml', {
        files,
        tag: 'v1.2.3',
        instead: { 'go-version': '1.24.0' },
      });
      expectReleased(run, 'v1.2.3', DEFAULT_ARCHIVES);
      await run.scene.close();
    },
  );

  itRuns('ghes.yml', 'releases through the server that it runs on', async () => {
    const env = { GOPROXY: await moduleProxy() };
    const run = await release(folder.path, 'ghes.yml', { files: one, tag: 'v1.2.3', env });
    expectReleased(run, 'v1.2.3', DEFAULT_ARCHIVES);
    await run.scene.close();
  });

  itRuns('matrix-shards.yml', 'ends in one release, published by one job', async () => {
    const targets = 'linux/amd64, linux/arm64, darwin/arm64, windows/amd64';
    const run = await release(folder.path, 'matrix-shards.yml', {
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
    const run = await release(folder.path, 'matrix-goos-goarch.yml', {
      files: one,
      tag: 'v1.2.3',
    });
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

  itRuns(
    'pull-request.yml',
    'tests with the Go that it set up, and publishes nothing',
    async () => {
      const files = { ...one, 'main_test.go': GO_TEST };
      const run = await play(folder.path, 'pull-request.yml', {
        files,
        ref: 'refs/pull/7/merge',
        github: {
          eventName: 'pull_request',
          baseRef: 'main',
          headRef: 'topic',
          event: {
            repository: { default_branch: 'main' },
            pull_request: {
              head: { repo: { full_name: 'someone/hello' } },
              base: { repo: { full_name: REPOSITORY } },
            },
          },
        },
      });
      expectSuccess(run.steps);
      expect(run.steps.map(({ action }) => action)).toEqual(['setup', '.']);
      expect(run.steps[0]?.result.outputs['go-version']).toBe('1.24.0');
      expect(run.commands.map(({ command }) => command)).toEqual(['go vet ./...', 'go test ./...']);
      expect(run.commands[1]?.output).toMatch(/^ok\s+example\.com\/hello\s/);

      const { outputs } = run.steps[1]!.result;
      expect(outputs['published']).toBe('false');
      const artifacts = JSON.parse(outputs['artifacts'] ?? '') as { kind: string; goos: string }[];
      const packed = artifacts.filter(({ kind }) => kind === 'archive').map(({ goos }) => goos);
      expect(packed.sort()).toEqual(['darwin', 'darwin', 'linux', 'linux', 'windows', 'windows']);
      expect(run.scene.github.releases(REPOSITORY)).toEqual([]);
      const written = run.scene.github.requests.filter(({ method }) => method !== 'GET');
      expect(written).toEqual([]);
      await run.scene.close();
    },
  );

  it('have a test, every one of them', async () => {
    const files = await readdir(path.join(ACTION, 'examples', 'workflows'));
    expect(files.sort()).toEqual([...withTest].sort());
  });
});
