import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ActionError } from '../../src/domain/errors.ts';
import { createProcesses } from '../../src/host/processes.ts';
import { findRepositoryRoot, isGitIgnored, readRevision } from '../../src/project/git-run.ts';
import type { CheckedOut, RevisionRequest } from '../../src/project/plan.ts';
import {
  createGitRepository,
  firstCommitDate,
  type GitRepository,
} from '../support/git-repository.ts';
import { baseEnvironment } from '../support/hermetic-env.ts';
import { type TemporaryFolder, temporaryFolder, writeTree } from '../support/workspace.ts';

const host = { processes: createProcesses() };

let scratch: TemporaryFolder;
let sequence = 0;
/** No setting of the machine's git user gets in: it might itself trust every folder. */
let env: Record<string, string>;

beforeAll(async () => {
  scratch = await temporaryFolder();
  const home = await newFolder();
  env = { ...baseEnvironment(), HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
});
afterAll(() => scratch.remove());

async function newFolder(): Promise<string> {
  sequence += 1;
  const folder = path.join(scratch.path, `case-${sequence}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

async function newRepository(): Promise<GitRepository> {
  return createGitRepository(await newFolder(), {
    files: { 'go.mod': 'module example.com/app\n' },
  });
}

function read(root: string, request: Partial<RevisionRequest> = {}): Promise<CheckedOut> {
  return readRevision({ root, tagPrefix: '', releasing: false, ...request }, env, host);
}

describe('readRevision', () => {
  it('reads commit, committer date in UTC and an annotated tag', async () => {
    const repository = await newRepository();
    await repository.tag('v1.2.3', 'Release 1.2.3');
    const { revision, repositoryRoot } = await read(repository.path, {
      ref: 'refs/tags/v1.2.3',
      releasing: true,
    });
    expect(revision).toEqual({
      commit: await repository.git('rev-parse', 'HEAD'),
      commitDate: firstCommitDate,
      commitEpochSeconds: Date.parse(firstCommitDate) / 1000,
      tag: 'v1.2.3',
      version: '1.2.3',
      prerelease: false,
      snapshot: false,
    });
    expect(repositoryRoot).toBe(repository.path);
  });

  it('works with a detached HEAD and from a folder below the top', async () => {
    const repository = await newRepository();
    await repository.commit('Second', { 'cmd/app/main.go': 'package main\n' });
    await repository.tag('cli/v2.0.0');
    await repository.git('checkout', '--quiet', '--detach');
    const below = path.join(repository.path, 'cmd', 'app');
    const { revision, repositoryRoot } = await read(below, {
      tag: 'cli/v2.0.0',
      tagPrefix: 'cli/',
    });
    expect(revision).toMatchObject({ tag: 'cli/v2.0.0', version: '2.0.0' });
    expect(repositoryRoot).toBe(repository.path);
  });

  it('counts a snapshot on from the last tag that the commit descends from', async () => {
    const repository = await newRepository();
    await repository.tag('v1.4.0');
    await repository.git('checkout', '--quiet', '-b', 'next');
    await repository.commit('A later line');
    await repository.tag('v2.0.0');
    await repository.git('checkout', '--quiet', 'main');
    const commit = await repository.commit('On the old line');
    const { revision, notices } = await read(repository.path);
    expect(revision.version.startsWith('1.4.1-snapshot.')).toBe(true);
    expect(revision).toMatchObject({ commit, snapshot: true });
    expect(notices).toEqual([]);
  });

  it('says that a shallow clone may hide earlier tags', async () => {
    const repository = await newRepository();
    await repository.tag('v1.4.0');
    await repository.commit('Second');
    const clone = await repository.shallowClone(await newFolder());
    const { revision, notices } = await read(clone.path);
    expect(revision.version).toMatch(/^0\.0\.0-snapshot\./);
    expect(notices.join()).toContain('fetch-depth: 0');
  });

  it('finds the tag that a shallow clone of a tag has', async () => {
    const repository = await newRepository();
    await repository.tag('v1.4.0', 'Release');
    const clone = await repository.shallowClone(await newFolder(), { ref: 'v1.4.0', tags: true });
    const { revision, notices } = await read(clone.path, {
      ref: 'refs/tags/v1.4.0',
      releasing: true,
    });
    expect(revision.version).toBe('1.4.0');
    expect(notices).toEqual([]);
  });

  it('notices when the clone lacks the tag that the run is about', async () => {
    const repository = await newRepository();
    const sha = await repository.git('rev-parse', 'HEAD');
    const { revision, notices } = await read(repository.path, {
      ref: 'refs/tags/v1.0.0',
      sha,
      releasing: true,
    });
    expect(revision.tag).toBe('v1.0.0');
    expect(notices.join()).toContain('lacks tag "v1.0.0"');
  });

  it('names every file that would mark a build as modified', async () => {
    const repository = await newRepository();
    await repository.commit('Second', {
      'old.go': 'package app\n\n// Same in both.\n',
      'with blank.go': 'package app\n',
    });
    await repository.git('mv', 'old.go', 'new.go');
    await writeTree(repository.path, {
      'with blank.go': 'package app // changed\n',
      'stray/ä.txt': 'x',
    });
    expect((await read(repository.path)).dirtyFiles).toEqual(['new.go', 'stray/', 'with blank.go']);
  });

  it('reads a checkout of another user, as containers have it', async () => {
    const repository = await newRepository();
    // git's own switch for its tests: every folder then seems to belong to someone else.
    const foreign = { ...env, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const untrusted = await host.processes.capture('git', ['status'], {
      cwd: repository.path,
      env: foreign,
    });
    expect(untrusted.stderr).toContain('dubious ownership');
    const request = { root: repository.path, tagPrefix: '', releasing: false };
    const { revision } = await readRevision(request, foreign, host);
    expect(revision.commit).toBe(await repository.git('rev-parse', 'HEAD'));
  });

  it('keeps git settings that the environment already passes', async () => {
    const repository = await newRepository();
    await repository.commit('Second', { 'Ä.txt': 'x' });
    await writeTree(repository.path, { hidden: 'x' });
    const excludes = path.join(await newFolder(), 'ignore');
    await writeFile(excludes, 'hidden\n');
    const passed = {
      ...env,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.excludesFile',
      GIT_CONFIG_VALUE_0: excludes,
    };
    const request = { root: repository.path, tagPrefix: '', releasing: false };
    expect((await readRevision(request, passed, host)).dirtyFiles).toEqual([]);
  });
});

describe('readRevision without a usable repository', () => {
  it('builds a made-up version with a notice when nothing is published', async () => {
    const { revision, notices, repositoryRoot } = await read(await newFolder(), {
      sha: 'b'.repeat(40),
    });
    expect(revision).toMatchObject({ version: '0.0.0-snapshot.bbbbbbb', snapshot: true });
    expect(notices).toHaveLength(1);
    expect(repositoryRoot).toBeUndefined();
  });

  it('treats a repository without a commit as none', async () => {
    const repository = await createGitRepository(await newFolder());
    expect((await read(repository.path)).notices.join()).toContain('has no commit');
  });

  it('treats a runner without git as none', async () => {
    const repository = await newRepository();
    const request = { root: repository.path, tagPrefix: '', releasing: false };
    const noGit = {
      processes: {
        ...host.processes,
        capture: () =>
          Promise.reject(new ActionError({ code: 'command-not-found', message: 'no git' })),
      },
    };
    expect((await readRevision(request, env, noGit)).notices.join()).toContain('no git program');
  });

  it('refuses to release from there', async () => {
    await expect(read(await newFolder(), { releasing: true })).rejects.toMatchObject({
      code: 'no-git-repository',
    });
  });
});

describe('findRepositoryRoot', () => {
  it('follows a symbolic link into the repository', async () => {
    const repository = await newRepository();
    const link = path.join(await newFolder(), 'link');
    await symlink(repository.path, link);
    expect(findRepositoryRoot(link)).toBe(repository.path);
  });
});

describe('isGitIgnored', () => {
  it.each([
    ['dist', true],
    ['out', true],
    ['build', false],
  ])('%s, which does not exist yet: %s', async (folder, ignored) => {
    const repository = await createGitRepository(await newFolder(), {
      files: { '.gitignore': '/dist/\nout/*\n' },
    });
    expect(await isGitIgnored(path.join(repository.path, folder), repository.path, env, host)).toBe(
      ignored,
    );
  });
});
