import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ActionError, describeError } from '../domain/errors.ts';
import type { Processes, ProcessOptions, ProcessResult } from './host.ts';

/** How long a killed child may still hold its pipes before we stop listening. */
const PIPE_GRACE_MS = 2_000;

/** Child processes of this machine. Those of `run` are ended by a cancelled job; queries end by themselves in a moment. */
export function createProcesses(): Processes {
  const running = new Set<ChildProcess>();
  const queries = new Set<Promise<unknown>>();
  let stopping = false;
  return {
    capture: async (command, args, options) => {
      if (stopping) throw interrupted(command);
      const query = capture(command, args, options);
      queries.add(query);
      return query.finally(() => queries.delete(query));
    },
    run: (command, args, options) =>
      stopping ? Promise.reject(interrupted(command)) : runTracked(running, command, args, options),
    interruptAll: (graceMs) => {
      stopping = true;
      return interruptAll(running, queries, graceMs);
    },
  };
}

async function capture(
  command: string,
  args: readonly string[],
  options: ProcessOptions & { readonly input?: string },
): Promise<ProcessResult> {
  // @actions/exec knows how Windows finds and quotes commands; it is loaded with the first query.
  const { getExecOutput } = await import('@actions/exec');
  try {
    // It splits its first argument at blanks, as a shell would; quotes keep a path together.
    return await getExecOutput(`"${command}"`, [...args], {
      cwd: options.cwd,
      env: { ...options.env },
      silent: true,
      ignoreReturnCode: true,
      ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
    });
  } catch (error) {
    throw cannotStart(command, error);
  }
}

function runTracked(
  running: Set<ChildProcess>,
  command: string,
  args: readonly string[],
  options: ProcessOptions & { readonly onLine?: (line: string) => void },
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    running.add(child);
    const stdout = collectLines(child.stdout, options.onLine);
    const stderr = collectLines(child.stderr, options.onLine);
    child.on('error', (error) => {
      running.delete(child);
      reject(cannotStart(command, error));
    });
    child.on('exit', () => {
      running.delete(child);
      // A grandchild can keep the pipes open after the child has gone: do not wait for it forever.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, PIPE_GRACE_MS).unref();
    });
    child.on('close', (code) => {
      resolve({ exitCode: code ?? -1, stdout: stdout.join('\n'), stderr: stderr.join('\n') });
    });
  });
}

function collectLines(stream: NodeJS.ReadableStream, onLine?: (line: string) => void): string[] {
  const lines: string[] = [];
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    lines.push(line);
    onLine?.(line);
  });
  return lines;
}

async function interruptAll(
  running: Set<ChildProcess>,
  queries: Set<Promise<unknown>>,
  graceMs: number,
): Promise<void> {
  const children = [...running];
  const ended = Promise.allSettled([...children.map(untilExit), ...queries]);
  for (const child of children) child.kill('SIGINT');
  let timer: NodeJS.Timeout | undefined;
  const graceOver = new Promise((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([ended, graceOver]);
  clearTimeout(timer);
  const left = children.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of left) child.kill('SIGKILL');
  await Promise.all(left.map(untilExit));
}

function untilExit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
}

function interrupted(command: string): ActionError {
  return new ActionError({
    code: 'cancelled',
    message: `"${command}" is not started: the job is being cancelled`,
  });
}

function cannotStart(command: string, cause: unknown): ActionError {
  return new ActionError({
    code: 'command-not-found',
    message: `Cannot start "${command}": ${describeError(cause)}`,
    hint: 'Install it on the runner and make sure that it is on PATH.',
    cause,
  });
}
