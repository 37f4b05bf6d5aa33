import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { Environment, Host, ProcessResult } from '../host/host.ts';
import { trustRepositories } from './git-environment.ts';
import type { CheckedOut, RevisionRequest } from './plan.ts';
import {
  chooseRevision,
  type GitFacts,
  type GitTag,
  isTagOfRun,
  needsHistory,
  requestedTag,
  revisionWithoutGit,
} from './version.ts';

/** Asks git a question in the repository; the answer may be a refusal. */
type Git = (...args: string[]) => Promise<ProcessResult>;

/**
 * The top of the git work tree that `directory` (absolute) lies in, links resolved: the nearest
 * folder with a `.git` (a folder, or a file in linked work trees and submodules). Undefined outside
 * git. Needs no git program.
 */
export function findRepositoryRoot(directory: string): string | undefined {
  let folder = realpathSync(directory);
  for (;;) {
    if (statSync(path.join(folder, '.git'), { throwIfNoEntry: false }) !== undefined) return folder;
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

/**
 * Reads commit, tag and version of what is checked out at `request.root`. Outside a git repository
 * (or in one without a commit, or without a git program) a run that publishes nothing gets a made-up
 * revision and a notice. `env` is the runner's whole environment.
 * Throws {@link ActionError} `no-git-repository`, `git-failed` and what {@link chooseRevision} throws.
 */
export async function readRevision(
  request: RevisionRequest,
  env: Environment,
  { processes }: Pick<Host, 'processes'>,
): Promise<CheckedOut> {
  const repositoryRoot = findRepositoryRoot(request.root);
  if (repositoryRoot === undefined) {
    return withoutGit(request, `${request.root} lies in no git repository`);
  }
  const options = { cwd: repositoryRoot, env: gitEnvironment(env, repositoryRoot) };
  const git: Git = (...args) => processes.capture('git', args, options);
  const commit = await readCommit(git, repositoryRoot);
  if (typeof commit === 'string') return withoutGit(request, commit);
  const [tags, dirtyFiles, history] = await Promise.all([
    readTags(git),
    readDirtyFiles(git),
    needsHistory(request) ? readHistory(git) : { reachableTags: [], shallow: false },
  ]);
  const facts: GitFacts = { ...commit, tags, reachableTags: history.reachableTags };
  return {
    revision: chooseRevision(request, facts),
    repositoryRoot,
    dirtyFiles,
    notices: notices(request, facts, history.shallow),
  };
}

/** True when git ignores everything below `directory` (absolute, need not exist). False outside git. */
export async function isGitIgnored(
  directory: string,
  repositoryRoot: string,
  env: Environment,
  { processes }: Pick<Host, 'processes'>,
): Promise<boolean> {
  // A pattern such as "/dist/" or "/dist/*" matches a file below the folder, not the folder's bare name.
  const below = path.join(directory, 'bin', 'file');
  const result = await processes.capture('git', ['check-ignore', '--quiet', '--', below], {
    cwd: repositoryRoot,
    env: gitEnvironment(env, repositoryRoot),
  });
  return result.exitCode === 0;
}

function gitEnvironment(env: Environment, repositoryRoot: string): Environment {
  return {
    ...trustRepositories(env, [repositoryRoot]),
    // Messages are matched below; a query must neither ask for a password nor write to the index.
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

/** HEAD and its date, or a sentence that says why there is none. */
async function readCommit(
  git: Git,
  root: string,
): Promise<Pick<GitFacts, 'commit' | 'commitEpochSeconds'> | string> {
  let result: ProcessResult;
  try {
    result = await git('-c', 'log.showSignature=false', 'log', '-1', '--format=%H %ct', 'HEAD');
  } catch (error) {
    if (error instanceof ActionError && error.code === 'command-not-found') {
      return `${root} is a git repository, but there is no git program on the runner`;
    }
    throw error;
  }
  const [, commit, seconds] = /^([0-9a-f]{40,64}) (\d+)\s*$/.exec(result.stdout) ?? [];
  if (result.exitCode === 0 && commit !== undefined) {
    return { commit, commitEpochSeconds: Number(seconds) };
  }
  if (/unknown revision|ambiguous argument|does not have any commits/.test(result.stderr)) {
    return `The git repository at ${root} has no commit`;
  }
  throw gitFailed('log', result, root);
}

/** Object ids of a tag and, for an annotated one, of what it leads to. */
const TAG_FORMAT = '%(refname:strip=2) %(objectname) %(*objectname)';

async function readTags(git: Git): Promise<readonly GitTag[]> {
  const lines = (await ask(git, 'for-each-ref', `--format=${TAG_FORMAT}`, 'refs/tags')).split('\n');
  return lines.filter(Boolean).map((line) => {
    const [name = '', object = '', peeled = ''] = line.split(' ');
    return { name, commit: peeled === '' ? object : peeled };
  });
}

/** What lies behind HEAD. `shallow` is true when history is cut off, so that earlier tags may be out of sight. */
async function readHistory(
  git: Git,
): Promise<{ readonly reachableTags: readonly string[]; readonly shallow: boolean }> {
  const [tags, shallow] = await Promise.all([
    ask(git, 'tag', '--merged', 'HEAD'),
    ask(git, 'rev-parse', '--is-shallow-repository'),
  ]);
  return { reachableTags: tags.split('\n').filter(Boolean), shallow: shallow.trim() === 'true' };
}

async function readDirtyFiles(git: Git): Promise<readonly string[]> {
  const fields = (await ask(git, 'status', '--porcelain=v1', '-z')).split('\0');
  const files: string[] = [];
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] ?? '';
    if (field === '') continue;
    files.push(field.slice(3));
    // A rename or copy is followed by the path it came from.
    if (/^[RC]|^.[RC]/.test(field)) index += 1;
  }
  return files.sort();
}

async function ask(git: Git, ...args: string[]): Promise<string> {
  const result = await git(...args);
  if (result.exitCode !== 0) throw gitFailed(args[0] ?? '', result, '');
  return result.stdout;
}

function gitFailed(command: string, result: ProcessResult, root: string): ActionError {
  const dubious = result.stderr.includes('dubious ownership');
  return new ActionError({
    code: 'git-failed',
    message: `"git ${command}" failed: ${result.stderr.trim().split('\n')[0] ?? ''}`,
    hint: dubious
      ? `The checkout belongs to another user and this git is too old to be told so for one command: run "git config --global --add safe.directory ${root}" before.`
      : 'Check that the checkout is complete: actions/checkout must have run in this job.',
  });
}

function withoutGit(request: RevisionRequest, why: string): CheckedOut {
  if (request.releasing) {
    throw new ActionError({
      code: 'no-git-repository',
      message: `Cannot release: ${why}`,
      hint: 'Run actions/checkout before this step, with git installed in the job’s container.',
    });
  }
  const revision = revisionWithoutGit(request);
  const notice = `${why}: building version ${revision.version} without a recorded revision`;
  return { revision, dirtyFiles: [], notices: [notice] };
}

function notices(
  request: RevisionRequest,
  facts: GitFacts,
  historyCut: boolean,
): readonly string[] {
  const tag = requestedTag(request);
  const absent = tag !== undefined && facts.tags.every((one) => one.name !== tag);
  return [
    ...(absent && isTagOfRun(tag, request, facts.commit)
      ? [
          `The clone lacks tag "${tag}": Go records another module version than a clone that has it. Give actions/checkout "ref: ${tag}".`,
        ]
      : []),
    ...(historyCut
      ? [
          'The clone is shallow, so earlier tags may be out of sight: the snapshot version may start too low. Give actions/checkout "fetch-depth: 0" for the real one.',
        ]
      : []),
  ];
}
