import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitRepository, type GitRepository } from '../support/git-repository.ts';
import { moduleProxy, baseEnvironment } from '../support/hermetic-env.ts';
import { createJob } from '../support/runner/job.ts';
import { itWith } from '../support/needs.ts';
import { type TemporaryFolder, temporaryFolder, writeTree } from '../support/workspace.ts';
import { ACTION, annotations, FAST, type Scene, SHARED_TOOL_CACHE, startScene } from './scene.ts';

const TAG = 'v1.0.0';
const FILES = {
  'go.mod': 'module example.com/hello\n\ngo 1.24.0\n',
  'main.go':
    'package main\n\nvar version, commit, date string\n\nfunc main() { println(version, commit, date) }\n',
  LICENSE: 'Do what you like.\n',
};
const QUICK = {
  cache: 'false',
  targets: 'linux/amd64,windows/amd64',
  // The shared build cache counts for releases, too.
  'cache-on-release': 'all',
};

let folder: TemporaryFolder;
let hello: GitRepository;
let sha: string;

beforeAll(async () => {
  folder = await temporaryFolder('robust-');
  hello = await createGitRepository(path.join(folder.path, 'hello'), { files: FILES });
  sha = await hello.git('rev-parse', 'HEAD');
  await hello.tag(TAG);
});

afterAll(async () => {
  await folder.remove();
});

async function withScene(act: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await startScene({ tags: { [TAG]: sha } });
  try {
    await act(scene);
    expect(scene.github.violations).toEqual([]);
  } finally {
    await scene.close();
  }
}

describe('a run that is no release', () => {
  it('builds, checks and packages on a branch, and writes nothing to GitHub', async () => {
    await withScene(async (scene) => {
      const branch = { workspace: hello.path, sha, ref: 'refs/heads/feature' };
      const { main } = await scene.ship({ ...branch, env: FAST, with: QUICK });
      expect(main.outcome).toBe('success');
      expect(main.outputs).toMatchObject({
        published: 'false',
        complete: 'false',
        'release-url': '',
      });
      const sums = path.join(main.outputs['output-directory'] ?? '', 'SHA256SUMS');
      expect(await readFile(sums, 'utf8')).toBe(main.outputs['checksums']);
      expect(main.summary).toMatch(/Dry run/);
      expect(scene.github.requests).toEqual([]);
    });
  });

  it('packs the licence at the top of the repository for a module in a subfolder', async () => {
    const { LICENSE, ...module } = FILES;
    const mono = await createGitRepository(path.join(folder.path, 'mono'), {
      files: {
        LICENSE,
        ...Object.fromEntries(Object.entries(module).map(([at, text]) => [`cli/${at}`, text])),
      },
    });
    await withScene(async (scene) => {
      const { main } = await scene.ship({
        workspace: mono.path,
        sha: await mono.git('rev-parse', 'HEAD'),
        env: FAST,
        with: { ...QUICK, targets: 'linux/amd64', 'working-directory': 'cli', name: 'cli' },
      });
      const folderOut = main.outputs['output-directory'] ?? '';
      const [archive] = (await readdir(folderOut)).filter((name) => name.endsWith('.tar.gz'));
      const { stdout } = await promisify(execFile)('tar', ['-tzf', archive ?? ''], {
        cwd: folderOut,
      });
      expect(stdout.trim().split('\n').sort()).toEqual(['LICENSE', 'cli']);
    });
  });

  it('goes on without git, and says what is missing then', async () => {
    await withScene(async (scene) => {
      const { main } = await scene.ship({
        workspace: hello.path,
        sha,
        ref: 'refs/heads/feature',
        env: { ...FAST, PATH: path.join(folder.path, 'no-programs-here') },
        with: { ...QUICK, targets: 'linux/amd64' },
      });
      expect(annotations(main, 'error')).toEqual([]);
      expect(main.outputs['version']).toMatch(/^0\.0\.0-snapshot/);
      expect(annotations(main, 'notice').join(' ')).toMatch(/no git program/);
    });
  });

  it('needs no permission to write on a pull request from a fork', async () => {
    await withScene(async (scene) => {
      const { main } = await scene.ship({
        workspace: hello.path,
        sha,
        ref: 'refs/pull/7/merge',
        env: FAST,
        with: QUICK,
        permissions: { contents: 'read' },
        github: {
          eventName: 'pull_request',
          event: {
            repository: { default_branch: 'main' },
            pull_request: {
              head: { repo: { full_name: 'someone/hello' } },
              base: { repo: { full_name: 'octo-org/hello' } },
            },
          },
        },
      });
      expect(main.outcome).toBe('success');
      expect(main.outputs['published']).toBe('false');
    });
  });
});

describe('a release that cannot work', () => {
  it('is refused before the build when the token may not write, naming the permission', async () => {
    await withScene(async (scene) => {
      const { main, log } = await scene.ship({
        workspace: hello.path,
        sha,
        ref: `refs/tags/${TAG}`,
        env: FAST,
        with: QUICK,
        permissions: { contents: 'read' },
      });
      expect(main.outcome).toBe('failure');
      expect(annotations(main, 'error')).toEqual([expect.stringMatching(/contents: write/)]);
      expect(log).not.toMatch(/packages compiled|from the build cache/);
    });
  });
});

describe('a release by default', () => {
  it('compiles everything anew, whatever an earlier step left in the build cache', async () => {
    await withScene(async (scene) => {
      const push = { workspace: hello.path, sha, env: FAST };
      const inputs = { cache: 'false', targets: 'linux/amd64' };
      const warm = await scene.ship({ ...push, ref: 'refs/heads/feature', with: inputs });
      const release = await scene.ship({ ...push, ref: `refs/tags/${TAG}`, with: inputs });
      expect(warm.log).toMatch(/every package from the build cache|packages compiled/);
      expect(release.main.outputs['published']).toBe('true');
      expect(release.log).not.toMatch(/every package from the build cache/);
    });
  });

  it('is made of whatever tag the run is for, and says when that is no full version', async () => {
    await hello.git('tag', '--force', 'nightly');
    await withScene(async (scene) => {
      scene.github.addTag('octo-org/hello', 'nightly', { sha });
      const push = { workspace: hello.path, sha, ref: 'refs/tags/nightly', env: FAST };
      const { main } = await scene.ship({ ...push, with: { ...QUICK, targets: 'linux/amd64' } });
      expect(main.outputs).toMatchObject({ published: 'true', version: 'nightly' });
      expect(annotations(main, 'notice').join()).toContain('"nightly" is no full version');
    });
  });

  it('is none on a branch, also where its commit has a tag', async () => {
    await withScene(async (scene) => {
      const push = { workspace: hello.path, sha, ref: 'refs/heads/main', env: FAST };
      const { main } = await scene.ship({ ...push, with: { ...QUICK, targets: 'linux/amd64' } });
      expect(main.outputs).toMatchObject({ published: 'false', tag: '' });
      expect(main.outputs['version']).toMatch(/^1\.0\.1-snapshot\./);
    });
  });
});

describe('a release that is cut off', () => {
  it('stays a draft, and a re-run finishes it', async () => {
    await withScene(async (scene) => {
      const push = { workspace: hello.path, sha, ref: `refs/tags/${TAG}`, env: FAST, with: QUICK };
      scene.github.faults.next(
        ({ host, query }) => host === 'upload' && (query['name'] ?? '').includes('windows'),
        { kind: 'status', status: 422, when: 'before' },
        50,
      );
      const first = await scene.ship(push);
      expect(first.main.outcome).toBe('failure');
      expect(scene.github.releases('octo-org/hello')).toMatchObject([{ draft: true }]);
      scene.github.faults.clear();
      const second = await scene.ship(push);
      expect(second.main.outputs['published']).toBe('true');
      const releases = scene.github.releases('octo-org/hello');
      expect(releases).toMatchObject([{ draft: false, tagName: TAG }]);
      expect(releases[0]?.assets.map(({ name }) => name).sort()).toEqual([
        'SHA256SUMS',
        'hello_1.0.0_linux_amd64.tar.gz',
        'hello_1.0.0_windows_amd64.zip',
      ]);
    });
  });
});

describe('a binary that is not what was asked', () => {
  itWith('gcc')('is refused when it needs a loader, naming it and the fix', async () => {
    await withScene(async (scene) => {
      const cgo = await createGitRepository(path.join(folder.path, 'cgo'), {
        files: {
          ...FILES,
          'main.go':
            'package main\n\n// int three(void) { return 3; }\nimport "C"\n\nfunc main() { println(C.three()) }\n',
        },
      });
      const { main } = await scene.ship({
        workspace: cgo.path,
        sha: await cgo.git('rev-parse', 'HEAD'),
        env: FAST,
        with: { cache: 'false', targets: 'host', cgo: 'true' },
      });
      expect(main.outcome).toBe('failure');
      expect(annotations(main, 'error')).toEqual([
        expect.stringMatching(/ld-linux.*libc\.so\.6.*cgo/),
      ]);
    });
  });

  it('is refused when the checkout was changed, naming the file', async () => {
    await withScene(async (scene) => {
      const dirty = await createGitRepository(path.join(folder.path, 'dirty'), { files: FILES });
      await writeTree(dirty.path, { 'generated.go': 'package main\n' });
      const { main } = await scene.ship({
        workspace: dirty.path,
        sha: await dirty.git('rev-parse', 'HEAD'),
        env: FAST,
        with: { cache: 'false', targets: 'linux/amd64' },
      });
      expect(main.outcome).toBe('failure');
      expect(annotations(main, 'error')).toEqual([expect.stringMatching(/generated\.go/)]);
    });
  });
});

describe('a job that is cancelled', () => {
  it("ends the go command and itself within the runner's patience", async () => {
    const home = path.join(folder.path, 'home');
    const job = await createJob({
      workspace: hello.path,
      processEnv: { ...baseEnvironment(), HOME: home, GOPROXY: await moduleProxy() },
      github: { sha, repository: 'octo-org/hello', apiUrl: 'http://127.0.0.1:1' },
      runner: { toolCache: SHARED_TOOL_CACHE },
    });
    // A cold build cache of its own: there is something to interrupt.
    const step = job.start(ACTION, {
      with: { cache: 'false', targets: 'linux/amd64,linux/arm64' },
    });
    const ended = step.result.then(() => true);
    const wait = async (): Promise<boolean> => (await delay(200), false);
    while (!(await isBuilding(home))) if (await Promise.race([ended, wait()])) break;
    job.cancel();
    const result = await step.result;
    const { orphans } = await job.finish();
    await job.remove();
    expect(result.signalsSent).toEqual(['SIGINT']);
    expect(result.outcome).not.toBe('success');
    expect(orphans).toEqual([]);
  });
});

/** True once the go command has begun to fill its build cache. */
async function isBuilding(home: string): Promise<boolean> {
  const found = await readdir(path.join(home, '.cache', 'go-build')).catch(() => []);
  return found.length > 3;
}
