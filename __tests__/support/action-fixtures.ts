import path from 'node:path';

import { createJob } from './runner/job.ts';
import type { Job } from './runner/job.ts';
import type { JobOptions } from './runner/job-opening.ts';
import { temporaryFolder, writeTree } from './workspace.ts';

/** A small JavaScript action, as source text. */
export interface ActionParts {
  /** Body of `main.mjs`; {@link prelude} stands before it. Absent: action.yml names a main that is not there. */
  readonly main?: string;
  /** Body of `post.mjs`; absent: no post. */
  readonly post?: string;
  readonly postIf?: string;
  /** What stands below `inputs:` in action.yml, as JSON. */
  readonly inputs?: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;
  /** Further keys of `runs:`. */
  readonly runs?: Readonly<Record<string, string>>;
}

/** What every body may use: `env`, `append(name, text)` to a file command, `print(line)`, `sleep(ms)`. */
const prelude = `import fs from 'node:fs';
const env = process.env;
const append = (name, text) => fs.appendFileSync(env[name], text);
const print = (line) => console.log(line);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
`;

/** Workspace, actions and jobs of one test file, all below one temporary folder. */
export interface ActionFixtures {
  /** Absolute; the workspace of every job. */
  readonly workspace: string;
  /** Writes an action and returns its folder. */
  readonly action: (parts: ActionParts) => Promise<string>;
  readonly job: (options?: Omit<JobOptions, 'workspace'>) => Promise<Job>;
  /** Removes the jobs and everything else. */
  readonly remove: () => Promise<void>;
}

/** Fixtures for tests of the harness itself. The caller removes them. */
export async function createActionFixtures(): Promise<ActionFixtures> {
  const root = await temporaryFolder('actions-');
  const workspace = path.join(root.path, 'hello', 'hello');
  await writeTree(workspace, { 'main.go': 'package main\n' });
  const jobs: Job[] = [];
  let count = 0;
  return {
    workspace,
    async action(parts) {
      count += 1;
      const folder = path.join(root.path, `action-${count}`);
      await writeTree(folder, actionFiles(parts));
      return folder;
    },
    async job(options = {}) {
      const job = await createJob({ ...options, workspace });
      jobs.push(job);
      return job;
    },
    async remove() {
      await Promise.all(jobs.map((job) => job.remove()));
      await root.remove();
    },
  };
}

function actionFiles(parts: ActionParts): Record<string, string> {
  const manifest = {
    name: 'fixture',
    inputs: parts.inputs ?? {},
    runs: {
      using: 'node24',
      main: 'main.mjs',
      ...(parts.post === undefined ? {} : { post: 'post.mjs' }),
      ...(parts.postIf === undefined ? {} : { 'post-if': parts.postIf }),
      ...parts.runs,
    },
  };
  // JSON is YAML.
  return {
    'action.yml': JSON.stringify(manifest),
    ...(parts.main === undefined ? {} : { 'main.mjs': prelude + parts.main }),
    ...(parts.post === undefined ? {} : { 'post.mjs': prelude + parts.post }),
  };
}
