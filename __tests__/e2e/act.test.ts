import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CacheService, startCacheService } from '../fakes/cache-service.ts';
import { type FakeGitHub, startGitHub } from '../fakes/github/server.ts';
import { createGitRepository } from '../support/git-repository.ts';
import { baseEnvironment, goEnvironment, moduleProxy } from '../support/hermetic-env.ts';
import { defaultNodeExecutable } from '../support/runner/node-runtime.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { ACTION, SHARED_TOOL_CACHE } from './scene.ts';

// A second opinion that is not ours: the workflow runs under act, in host mode, which reads
// action.yml, evaluates its defaults and starts main and post by its own rules.

const run = promisify(execFile);
const TAG = 'v0.1.0';
const REPOSITORY = 'octo-org/hookd';

let folder: TemporaryFolder;
let github: FakeGitHub;
let cache: CacheService;
let output: string;

beforeAll(async () => {
  folder = await temporaryFolder('act-');
  const act = await buildAct();
  const checkout = path.join(folder.path, 'hookd');
  const repository = await createGitRepository(checkout, {
    origin: `https://github.com/${REPOSITORY}`,
  });
  await cp(path.join(ACTION, 'examples', 'hookd'), checkout, { recursive: true });
  // act runs `uses: ./…` from the work tree, so the action lies in it, as a vendored copy would.
  for (const part of ['action.yml', 'matchers.json', 'dist']) {
    await cp(path.join(ACTION, part), path.join(checkout, '.ship-go', part), { recursive: true });
  }
  const sha = await repository.commit('A service', {
    '.github/workflows/release.yml': WORKFLOW,
    'event.json': JSON.stringify({
      ref: `refs/tags/${TAG}`,
      repository: { default_branch: 'main' },
    }),
  });
  await repository.tag(TAG);
  github = await startGitHub({ repositories: { [REPOSITORY]: { tags: { [TAG]: sha } } } });
  cache = await startCacheService();
  const { stdout } = await run(act, actArguments(), {
    cwd: checkout,
    env: await actEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => {
    throw new Error(`act failed:\n${(error as { stdout?: string }).stdout ?? String(error)}`);
  });
  output = stdout;
}, 900_000);

afterAll(async () => {
  await cache.close();
  await github.close();
  await folder.remove();
});

const WORKFLOW = `name: release
on: push
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - id: ship
        uses: ./.ship-go
        with:
          targets: linux/amd64
          cache-on-release: all
          cache-write: always
      - run: echo "shipped=\${{ steps.ship.outputs.published }} go=$(go env GOVERSION)"
`;

/** Pinned in tools/go.mod; built once and kept in .cache. */
async function buildAct(): Promise<string> {
  const binary = path.join(ACTION, '.cache', 'bin', 'act');
  if (existsSync(binary)) return binary;
  await mkdir(path.dirname(binary), { recursive: true });
  const env = await goEnvironment({ extra: { GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' } });
  await run('go', ['build', '-o', binary, 'github.com/nektos/act'], {
    cwd: path.join(ACTION, 'tools'),
    env,
  });
  return binary;
}

function actArguments(): string[] {
  return [
    'push',
    '--eventpath',
    'event.json',
    '--platform',
    'ubuntu-latest=-self-hosted',
    '--no-cache-server',
    '--secret',
    `GITHUB_TOKEN=${github.token()}`,
    '--env',
    'ACTIONS_CACHE_SERVICE_V2=True',
    '--env',
    `ACTIONS_RESULTS_URL=${cache.resultsUrl}`,
    '--env',
    `ACTIONS_RUNTIME_TOKEN=${cache.runtimeToken({ ref: `refs/tags/${TAG}` })}`,
    '--env',
    `GITHUB_API_URL=${github.apiUrl}`,
  ];
}

async function actEnvironment(): Promise<Record<string, string>> {
  const home = path.join(folder.path, 'home');
  await mkdir(home, { recursive: true });
  const env = baseEnvironment();
  return {
    ...env,
    // act takes the first node on PATH for node24 actions.
    PATH: [path.dirname(defaultNodeExecutable()), env['PATH'] ?? ''].join(path.delimiter),
    HOME: home,
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_CONFIG_HOME: path.join(home, '.config'),
    GOPROXY: await moduleProxy(),
    RUNNER_TOOL_CACHE: SHARED_TOOL_CACHE,
  };
}

describe('the same action under act', () => {
  it('publishes the release', () => {
    const [release] = github.releases(REPOSITORY);
    expect(release).toMatchObject({ tagName: TAG, draft: false });
    expect(release?.assets.map(({ name }) => name).sort()).toEqual([
      'SHA256SUMS',
      'hookd_0.1.0_linux_amd64.tar.gz',
    ]);
    expect(github.violations).toEqual([]);
  });

  it('hands its outputs and its Go to the next step', async () => {
    const goMod = await readFile(path.join(ACTION, 'examples/hookd/go.mod'), 'utf8');
    const version = /^go (\S+)$/m.exec(goMod)?.[1] ?? '';
    expect(output).toContain(`shipped=true go=go${version}`);
  });

  it('saves both caches in its post step', () => {
    expect(cache.entries()).toHaveLength(2);
  });
});
