import { randomUUID } from 'node:crypto';
import { ActionError, describeError, type SourceLocation } from '../domain/errors.ts';
import { createClock } from '../host/clock.ts';
import type { Environment, Host, Processes } from '../host/host.ts';
import { createLazyHttp } from '../host/lazy-http.ts';
import { currentPlatform } from '../host/platform.ts';
import { createProcesses } from '../host/processes.ts';
import type { AnnotationPlace } from './commands.ts';
import { readContext } from './context.ts';
import { readInputs } from './inputs.ts';
import { createRunnerLog, type RunnerLog } from './log.ts';
import { appendSummary, fileCommands, type Runner } from './runner.ts';

/** The runner kills a cancelled step 7.5 s after SIGINT; children get less, so that we end in order. */
const CHILD_GRACE_MS = 4_000;
const EXIT_GRACE_MS = 6_500;

/** The runner keeps ten error annotations of a step; the last place belongs to the summing-up. */
const MOST_LOCATED = 9;

/** What a cancelled run leaves behind, unless an entry says otherwise. */
const CANCELLED_HINT = 'Nothing was published half-way; re-run the job to finish it.';

/** What an error means for the job: main fails it, post only warns. */
export type ErrorPolicy = 'fail-job' | 'warn-only';

/**
 * Runs one entry: builds the machine and the runner's edge, tells errors to the user (one annotation
 * each; a stack only for a bug of ours), forwards a cancelled job to child processes and ends the
 * process, since open keep-alive sockets would keep the runner waiting. `cancelledHint` is what a user
 * should know or do after a cancelled run.
 */
export async function runEntry(
  policy: ErrorPolicy,
  story: (runner: Runner) => Promise<void>,
  cancelledHint = CANCELLED_HINT,
): Promise<never> {
  const write = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const log = createRunnerLog({ write, randomToken: randomUUID });
  const processes = createProcesses();
  const stopped = untilStopped(processes, log, cancelledHint);
  let exitCode = 0;
  try {
    await Promise.race([story(createRunner(log, processes, write)), stopped]);
  } catch (error) {
    exitCode = reportError(error, policy, log);
    if (exitCode !== 0 && error instanceof ActionError) await summarise(error, log);
  }
  return exitAfterFlush(exitCode);
}

function createRunner(log: RunnerLog, processes: Processes, write: (line: string) => void): Runner {
  const env = plainEnvironment(process.env);
  const clock = createClock();
  const host: Host = {
    processes,
    clock,
    log,
    platform: currentPlatform(),
    http: createLazyHttp({ userAgent: 'ship-go', clock, log }),
  };
  return {
    env,
    host,
    log,
    inputs: readInputs(env),
    context: readContext(env),
    step: (title, work) => log.group(title, () => named(title, work)),
    addSummary: (markdown) => appendSummary(markdown, env, log),
    ...fileCommands(env, write),
  };
}

function plainEnvironment(env: NodeJS.ProcessEnv): Environment {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The step an error came from; a WeakMap, because errors belong to those who made them. */
const stepOfError = new WeakMap<object, string>();

async function named<T>(title: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (typeof error === 'object' && error !== null && !stepOfError.has(error)) {
      stepOfError.set(error, title);
    }
    throw error;
  }
}

function reportError(error: unknown, policy: ErrorPolicy, log: RunnerLog): number {
  const say = (message: string, location?: SourceLocation): void => {
    if (policy === 'fail-job') log.error(message, location && place(location));
    else log.warning(message);
  };
  if (error instanceof ActionError) {
    reportLocated(error, log);
    say(sentence(error), error.location);
    if (error.cause !== undefined) log.debug(describeCause(error.cause));
  } else if (isSystemError(error)) {
    // The machine refused something: a full disk, a missing permission, a file where a folder should be.
    const step = stepOfError.get(error);
    say(
      `${step === undefined ? '' : `${step}: `}${describeError(error)}. Check that path, its permissions and the free disk space.`,
    );
    log.debug(describeCause(error));
  } else {
    say(`${describeError(error)}. This is a bug in ship-go: please report it with this log.`);
    log.untrusted(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return policy === 'fail-job' ? 1 : 0;
}

/** True for errors of the operating system as Node wraps them (`ENOSPC`, `EACCES`, …). */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & object {
  if (typeof error !== 'object' || error === null) return false;
  return 'syscall' in error && 'code' in error && /^E[A-Z0-9]+$/.test(String(error.code));
}

function reportLocated(error: ActionError, log: RunnerLog): void {
  for (const { message, location } of error.located.slice(0, MOST_LOCATED)) {
    log.error(message, place(location));
  }
  for (const { message, location } of error.located.slice(MOST_LOCATED)) {
    log.untrusted(`${location.file}:${location.line}: ${message}`);
  }
}

function place({ file, line, column }: SourceLocation): AnnotationPlace {
  return { file, line, ...(column === undefined ? {} : { col: column }) };
}

function sentence(error: ActionError): string {
  const step = stepOfError.get(error);
  const head = step === undefined ? error.message : `${step}: ${error.message}`;
  const stop = /[.!?]$/.test(head) ? '' : '.';
  return error.hint === undefined ? `${head}${stop}` : `${head}${stop} ${error.hint}`;
}

/** A failed step has a summary, too: the one sentence that says why. A runner without summaries gets none. */
async function summarise(error: ActionError, log: RunnerLog): Promise<void> {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') return;
  // Inside a fence nothing is markup; no sentence of ours begins a line with tildes.
  const text = `## ship-go failed\n\n~~~text\n${sentence(error)}\n~~~\n`;
  await appendSummary(text, plainEnvironment(process.env), log);
}

function describeCause(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

/** Rejects on an error that nobody caught, and when the job is cancelled, after the children have been told and have ended. */
function untilStopped(processes: Processes, log: RunnerLog, cancelledHint: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    const cancel = (signal: NodeJS.Signals): void => {
      log.info(`Received ${signal}: the job is being cancelled; ending child processes.`);
      setTimeout(() => process.exit(1), EXIT_GRACE_MS).unref();
      void processes.interruptAll(CHILD_GRACE_MS).then(() => {
        reject(
          new ActionError({
            code: 'cancelled',
            message: `Cancelled by ${signal}`,
            hint: cancelledHint,
          }),
        );
      });
    };
    process.once('SIGINT', cancel);
    process.once('SIGTERM', cancel);
    // An error thrown outside the story (an event handler) must still reach the user as an annotation.
    process.once('uncaughtException', reject);
    process.once('unhandledRejection', reject);
  });
}

function exitAfterFlush(exitCode: number): Promise<never> {
  return new Promise(() => {
    process.stdout.write('', () => {
      process.exit(exitCode);
    });
  });
}
