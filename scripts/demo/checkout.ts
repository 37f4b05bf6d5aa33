import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';

/** A checkout to ship from, as a workflow would have it. */
export interface Checkout {
  readonly folder: string;
  /** What stands in for the GitHub repository's name. */
  readonly name: string;
  readonly commit: string;
}

/**
 * Makes `folder` a clean git checkout of the project with `tag` on its commit. A project that is a
 * git repository is cloned as committed; any other folder is copied and committed with a fixed
 * date, so that two runs ship the same commit. The project itself is only read.
 */
export function makeCheckout(project: string, folder: string, tag: string): Checkout {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  if (isRepositoryRoot(project)) {
    if (git(project, 'status', '--porcelain') !== '') {
      console.log(`Note: ${project} has uncommitted changes; what is committed is shipped.`);
    }
    git(path.dirname(folder), 'clone', '--quiet', '--no-hardlinks', project, folder);
  } else {
    copyFiles(project, folder);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message=Ship it');
  }
  git(folder, 'tag', '--force', tag);
  const commit = git(folder, 'rev-parse', 'HEAD');
  return { folder, name: path.basename(realpathSync(project)), commit };
}

function isRepositoryRoot(project: string): boolean {
  return existsSync(path.join(project, '.git'));
}

/** Only what git would take: build output and dependencies of the project's own stay out. */
function copyFiles(project: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of listFiles(project)) {
    const to = path.join(folder, file);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(path.join(project, file), to, { verbatimSymlinks: true });
  }
}

function listFiles(project: string): readonly string[] {
  try {
    const ask = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    // A file that was deleted and not yet committed is listed, too.
    return zeroSeparated(git(project, ...ask)).filter((file) =>
      existsSync(path.join(project, file)),
    );
  } catch {
    // No repository around it: everything but what never belongs to a source tree.
    return readdirSync(project, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name)))
      .filter((file) => !file.split(path.sep).includes('node_modules'));
  }
}

function zeroSeparated(text: string): readonly string[] {
  return text.split('\0').filter((part) => part !== '');
}

const FIXED = {
  GIT_AUTHOR_NAME: 'ship-go demo',
  GIT_AUTHOR_EMAIL: 'demo@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T12:00:00Z',
  GIT_COMMITTER_NAME: 'ship-go demo',
  GIT_COMMITTER_EMAIL: 'demo@example.com',
  GIT_COMMITTER_DATE: '2026-01-01T12:00:00Z',
};

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...FIXED },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  }).trim();
}
