import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { baseEnvironment } from './hermetic-env.ts';
import { writeTree } from './workspace.ts';

/** The committer date of the first commit; each later one is an hour younger. RFC 3339, UTC. */
export const firstCommitDate = '2026-03-01T12:00:00Z';

/** A git repository on disk that no setting of the user or the machine reaches. */
export interface GitRepository {
  /** Absolute. */
  readonly path: string;
  /** Runs `git` here and returns what it printed, trimmed. Rejects with git's own words when it fails. */
  git(...args: string[]): Promise<string>;
  /** Writes `files`, commits everything and returns the commit's id. The date follows from the number of commits. */
  commit(message: string, files?: Readonly<Record<string, string | Uint8Array>>): Promise<string>;
  /** Tags HEAD; with a message the tag is annotated. */
  tag(name: string, message?: string): Promise<void>;
  /** Clones into `folder` with so many commits and no more, as actions/checkout does; tags only where asked. */
  shallowClone(
    folder: string,
    options?: { readonly depth?: number; readonly ref?: string; readonly tags?: boolean },
  ): Promise<GitRepository>;
}

/** What {@link createGitRepository} may be asked for. */
export interface GitRepositoryOptions {
  /** URL of `origin`. Default: none. The runner keeps a problem matcher's file only with `<server>/<owner>/<name>` here. */
  readonly origin?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** Makes `folder` a repository on branch `main`, with one commit if there are `files`. */
export async function createGitRepository(
  folder: string,
  options: GitRepositoryOptions = {},
): Promise<GitRepository> {
  await mkdir(folder, { recursive: true });
  const repository = gitRepositoryAt(folder);
  await repository.git('init', '--quiet', '--initial-branch=main');
  if (options.origin !== undefined) await repository.git('remote', 'add', 'origin', options.origin);
  if (options.files !== undefined) await repository.commit('First commit', options.files);
  return repository;
}

function gitRepositoryAt(folder: string): GitRepository {
  const git = (...args: string[]): Promise<string> => runGit(folder, args, firstCommitDate);
  return {
    path: folder,
    git,
    async commit(message, files = {}) {
      await writeTree(folder, files);
      await git('add', '--all');
      const count = await git('rev-list', '--count', '--all');
      const date = new Date(Date.parse(firstCommitDate) + Number(count) * 3_600_000).toISOString();
      await runGit(folder, ['commit', '--quiet', '--allow-empty', `--message=${message}`], date);
      return git('rev-parse', 'HEAD');
    },
    async tag(name, message) {
      await git('tag', ...(message === undefined ? [] : [`--message=${message}`]), name);
    },
    async shallowClone(target, { depth = 1, ref = 'main', tags = false } = {}) {
      // A plain path would be copied whole: git honours a depth only for URLs.
      await git(
        'clone',
        '--quiet',
        `--depth=${depth}`,
        `--branch=${ref}`,
        tags ? '--tags' : '--no-tags',
        pathToFileURL(folder).href,
        target,
      );
      return gitRepositoryAt(target);
    },
  };
}

async function runGit(folder: string, args: readonly string[], date: string): Promise<string> {
  const env = {
    ...baseEnvironment(),
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Octo Cat',
    GIT_AUTHOR_EMAIL: 'octocat@example.com',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Octo Cat',
    GIT_COMMITTER_EMAIL: 'octocat@example.com',
    GIT_COMMITTER_DATE: date,
  };
  const { stdout } = await promisify(execFile)(
    'git',
    ['-c', 'core.autocrlf=false', '-c', 'safe.directory=*', ...args],
    { cwd: folder, env },
  );
  return stdout.trim();
}
