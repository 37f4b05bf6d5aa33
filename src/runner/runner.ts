import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { describeError } from '../domain/errors.ts';
import type { Environment, Host } from '../host/host.ts';
import { renderCommand, renderFileCommand } from './commands.ts';
import type { RunnerContext } from './context.ts';
import type { Inputs } from './inputs.ts';
import type { RunnerLog } from './log.ts';

/** The runner as an entry sees it: what came in, and everything that can be said back. */
export interface Runner {
  /** The process environment as it was at the start. */
  readonly env: Environment;
  readonly inputs: Inputs;
  readonly context: RunnerContext;
  readonly host: Host;
  readonly log: RunnerLog;
  /** One step of the story: a log group, whose title also names the step in an error. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  setOutput(name: string, value: string): void;
  /** Sets a variable for the later steps of the job. */
  exportVariable(name: string, value: string): void;
  /** Puts a folder first on PATH for the later steps of the job. */
  addPath(folder: string): void;
  /** Keeps a value for the post step. */
  saveState(name: string, value: string): void;
  /** A value that the main step kept. */
  state(name: string): string | undefined;
  /** Adds markdown to the job summary. */
  addSummary(markdown: string): Promise<void>;
  /** Registers a problem matcher file. */
  addMatcher(path: string): void;
}

/** The same runner, with further variables in the environment. */
export function withVariables(runner: Runner, variables: Environment): Runner {
  return { ...runner, env: { ...runner.env, ...variables } };
}

/** The part of {@link Runner} that writes the runner's file commands. */
export function fileCommands(
  env: Environment,
  write: (line: string) => void,
): Pick<Runner, 'setOutput' | 'exportVariable' | 'addPath' | 'saveState' | 'state' | 'addMatcher'> {
  const append = (variable: string, text: string): void => {
    const file = env[variable];
    if (file === undefined || file === '') {
      throw new Error(`the runner gave no file for ${variable}`);
    }
    appendFileSync(file, text);
  };
  const pair = (variable: string, name: string, value: string): void => {
    append(variable, renderFileCommand(name, value, `ship_go_${randomUUID()}`));
  };
  return {
    setOutput: (name, value) => {
      pair('GITHUB_OUTPUT', name, value);
    },
    exportVariable: (name, value) => {
      pair('GITHUB_ENV', name, value);
    },
    addPath: (folder) => {
      append('GITHUB_PATH', `${folder}\n`);
    },
    saveState: (name, value) => {
      pair('GITHUB_STATE', name, value);
    },
    state: (name) => env[`STATE_${name}`],
    addMatcher: (path) => {
      write(renderCommand('add-matcher', path));
    },
  };
}

/** GitHub refuses a step's summary above 1 MiB and then shows none of it. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/**
 * Adds markdown to the step's summary. A text that would be refused, or a runner without summaries,
 * is a warning: what the summary tells of has happened already.
 */
export async function appendSummary(
  markdown: string,
  env: Environment,
  log: RunnerLog,
): Promise<void> {
  if (Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES) {
    log.warning('The job summary is larger than 1 MiB, which GitHub refuses, so it is left out.');
    return;
  }
  try {
    const file = env['GITHUB_STEP_SUMMARY'] ?? '';
    if (file === '') throw new Error('the runner gave no file for GITHUB_STEP_SUMMARY');
    await appendFile(file, `${markdown}\n`);
  } catch (error) {
    log.warning(`The job summary could not be written: ${describeError(error)}`);
  }
}
