import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitRepository } from '../support/git-repository.ts';
import { copyModule } from '../support/module-source.ts';
import { itWith } from '../support/needs.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { runUnderAct, vendorAction, VENDORED_ACTION } from './act.ts';
import { annotations, type Scene, type Shipped, startScene } from './scene.ts';

/** A real program, pinned: its own packages, eleven dependencies, a command below cmd/. */
const MODULE = 'github.com/rhysd/actionlint@v1.7.9';
const TAG = 'v1.7.9';
const NAMES = [
  'hello_1.7.9_darwin_amd64.tar.gz',
  'hello_1.7.9_darwin_arm64.tar.gz',
  'hello_1.7.9_linux_amd64.tar.gz',
  'hello_1.7.9_linux_arm64.tar.gz',
  'hello_1.7.9_windows_amd64.zip',
  'hello_1.7.9_windows_arm64.zip',
];

const run = promisify(execFile);
let folder: TemporaryFolder;
let scene: Scene;
let workspace: string;
let sha: string;
let first: Shipped;
let page: string;

/** `-x` makes go print each command it runs: compilations can be counted, seconds need not be. */
const INPUTS = {
  ldflags: '-X github.com/rhysd/actionlint.version={version}',
  'build-flags': '-x',
  'cache-on-release': 'all',
  'cache-write': 'always',
};

const WORKFLOW_FILE = '.github/workflows/ship.yml';

/** The same step as a workflow, for act; the next step sees its outputs and its Go. */
const WORKFLOW = `name: release
on: push
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - id: ship
        uses: ${VENDORED_ACTION}
        with:
${Object.entries(INPUTS)
  .map(([name, value]) => `          ${name}: '${value}'`)
  .join('\n')}
      - run: echo "shipped=\${{ steps.ship.outputs.published }} go=$(go env GOVERSION)"
`;

beforeAll(async () => {
  folder = await temporaryFolder('real-program-');
  workspace = path.join(folder.path, 'checkout');
  const repository = await createGitRepository(workspace, {
    origin: 'https://github.com/octo-org/hello',
  });
  await copyModule(MODULE, workspace);
  await vendorAction(workspace);
  sha = await repository.commit('Release 1.7.9', { [WORKFLOW_FILE]: WORKFLOW });
  await repository.tag(TAG);
  scene = await startScene({ tags: { [TAG]: sha } });
  first = await scene.ship({ workspace, sha, ref: `refs/tags/${TAG}`, with: INPUTS });
  page = path.join(folder.path, 'downloads');
  await mkdir(page);
  for (const asset of scene.github.releases('octo-org/hello')[0]?.assets ?? []) {
    await writeFile(path.join(page, asset.name), asset.bytes);
  }
}, 1_200_000);

afterAll(async () => {
  await scene.close();
  await folder.remove();
});

describe('shipping a real program for six targets', () => {
  it('publishes one complete release', () => {
    expect(annotations(first.main, 'error')).toEqual([]);
    expect(first.job.status).toBe('success');
    const [release, ...others] = scene.github.releases('octo-org/hello');
    expect(others).toEqual([]);
    expect(release).toMatchObject({ tagName: TAG, draft: false, prerelease: false, latest: true });
    expect(release?.assets.map(({ name }) => name).sort()).toEqual(['SHA256SUMS', ...NAMES].sort());
    expect(scene.github.violations).toEqual([]);
  });

  it('says so in its outputs', async () => {
    const { outputs } = first.main;
    expect(outputs).toMatchObject({
      version: '1.7.9',
      tag: TAG,
      commit: sha,
      prerelease: 'false',
      published: 'true',
      complete: 'true',
      missing: '[]',
      'already-released': 'false',
      'go-version': '1.24.0',
      'module-cache': 'miss',
      'build-cache': 'miss',
      'cache-hit': 'false',
      targets: 'linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64',
    });
    const artifacts = JSON.parse(outputs['artifacts'] ?? '') as Record<string, unknown>[];
    expect(artifacts.map((artifact) => artifact['name']).sort()).toEqual(
      ['SHA256SUMS', ...NAMES].sort(),
    );
    for (const { url } of artifacts) {
      expect(url).toMatch(/\/octo-org\/hello\/releases\/download\/v1\.7\.9\//);
    }
    expect(JSON.parse(await readFile(outputs['artifacts-file'] ?? '', 'utf8'))).toEqual(artifacts);
    expect(first.main.summary).toMatch(/1\.7\.9/);
  });

  it('uploads a SHA256SUMS that sha256sum accepts', async () => {
    const { stdout } = await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: page });
    expect(stdout.trim().split('\n')).toEqual(NAMES.map((name) => `${name}: OK`));
  });

  itWith('unzip').each(NAMES)(
    '%s unpacks to the binary, the licence, the readme and the changelog',
    async (name) => {
      const to = path.join(page, `${name}.d`);
      await mkdir(to);
      if (name.endsWith('.zip')) await run('unzip', ['-q', name, '-d', to], { cwd: page });
      else await run('tar', ['-xzf', name, '-C', to], { cwd: page });
      const binary = name.includes('windows') ? 'actionlint.exe' : 'actionlint';
      expect((await readdir(to)).sort()).toEqual([
        'CHANGELOG.md',
        'LICENSE.txt',
        'README.md',
        binary,
      ]);
    },
  );

  it('built the linux binary static, and it prints the stamped version', async () => {
    const binary = path.join(page, 'hello_1.7.9_linux_amd64.tar.gz.d', 'actionlint');
    const { stdout } = await run(binary, ['-version']);
    expect(stdout).toMatch(/^1\.7\.9\n/);
    const ldd = await run('ldd', [binary]).catch((error: unknown) => error as { stderr: string });
    expect(ldd.stderr).toMatch(/not a dynamic executable/);
  });

  itWith('unzip').each(NAMES)(
    'stamped %s with the commit, clean, without cgo, trimmed',
    async (name) => {
      const binary = name.includes('windows') ? 'actionlint.exe' : 'actionlint';
      const { stdout } = await run('go', ['version', '-m', path.join(page, `${name}.d`, binary)]);
      const [, goos, goarch] = /_([a-z]+)_([a-z0-9]+)\.(?:zip|tar\.gz)$/.exec(name) ?? [];
      expect(stdout).toMatch(/: go1\.24\.0\n/);
      for (const setting of [
        `vcs.revision=${sha}`,
        'vcs.modified=false',
        'CGO_ENABLED=0',
        '-trimpath=true',
        `GOOS=${goos ?? ''}`,
        `GOARCH=${goarch ?? ''}`,
      ]) {
        expect(stdout).toContain(`build\t${setting}\n`);
      }
    },
  );

  it('saved both caches in its post step', () => {
    expect(first.post?.outcome).toBe('success');
    expect(
      scene.cache
        .entries()
        .map(({ key }) => key.replace(/^ship-go-([a-z]+)-.*$/, '$1'))
        .sort(),
    ).toEqual(['build', 'modules']);
  });
});

describe('a second run of the unchanged tree on a fresh machine', () => {
  let second: Shipped;

  beforeAll(async () => {
    // Another repository state on GitHub's side: the release is gone, so that everything is made again.
    const [release] = scene.github.releases('octo-org/hello');
    if (release !== undefined) scene.github.deleteRelease('octo-org/hello', release.id);
    second = await scene.ship({ workspace, sha, ref: `refs/tags/${TAG}`, with: INPUTS });
  }, 600_000);

  it('restores both caches with their exact keys', () => {
    expect(second.main.outputs).toMatchObject({
      'module-cache': 'exact',
      'build-cache': 'exact',
      'cache-hit': 'true',
      published: 'true',
    });
  });

  it('compiles nothing', () => {
    expect(compilations(first)).toBeGreaterThan(500);
    expect(compilations(second)).toBe(0);
  });

  it('changes no byte of any archive', () => {
    expect(second.main.outputs['checksums']).toBe(first.main.outputs['checksums']);
  });

  it('saves nothing, since nothing is new', () => {
    expect(scene.cache.entries()).toHaveLength(2);
  });
});

describe('a re-run after the release is published', () => {
  it('says so, builds nothing and writes nothing', async () => {
    const before = writes();
    const { main, log } = await scene.ship({
      workspace,
      sha,
      ref: `refs/tags/${TAG}`,
      with: INPUTS,
    });
    expect(main.outputs).toMatchObject({
      'already-released': 'true',
      published: 'false',
      complete: 'true',
    });
    expect(log).not.toMatch(/compile/);
    expect(writes()).toBe(before);
  });
});

describe('the same workflow under act', () => {
  let output: string;

  beforeAll(async () => {
    const [release] = scene.github.releases('octo-org/hello');
    if (release !== undefined) scene.github.deleteRelease('octo-org/hello', release.id);
    const ref = `refs/tags/${TAG}`;
    const eventPath = path.join(folder.path, 'event.json');
    const event = { ref, repository: { default_branch: 'main' } };
    await writeFile(eventPath, JSON.stringify(event));
    output = await runUnderAct(scene, {
      checkout: workspace,
      workflow: WORKFLOW_FILE,
      eventPath,
      ref,
    });
  }, 900_000);

  it('publishes the same bytes', () => {
    const [release, ...others] = scene.github.releases('octo-org/hello');
    expect(others).toEqual([]);
    expect(release).toMatchObject({ tagName: TAG, draft: false });
    const sums = release?.assets.find(({ name }) => name === 'SHA256SUMS');
    expect(Buffer.from(sums?.bytes ?? []).toString()).toBe(first.main.outputs['checksums']);
    expect(scene.github.violations).toEqual([]);
  });

  it('hands its outputs and its Go to the next step', () => {
    expect(output).toContain('shipped=true go=go1.24.0');
  });

  it('runs its post step, too', () => {
    expect(output).toMatch(/Save the caches/);
  });
});

/** Requests that change something; a GraphQL question is asked by POST. */
function writes(): number {
  return scene.github.requests.filter(
    ({ method, operation }) => method !== 'GET' && operation !== 'graphql',
  ).length;
}

/** Commands of `go build -x` that run the compiler. */
function compilations({ main }: Shipped): number {
  return main.log.filter((line) => /\/compile(\.exe)?"? .*-o /.test(line)).length;
}
