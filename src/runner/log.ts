import type { Log } from '../host/host.ts';
import { type AnnotationPlace, renderCommand } from './commands.ts';

/** The job's log with what only the entries use: errors and masks. */
export interface RunnerLog extends Log {
  error(message: string, place?: AnnotationPlace): void;
  /** Hides a secret in everything printed from now on. An empty value is ignored. */
  mask(secret: string): void;
}

/** What {@link createRunnerLog} needs from outside. */
export interface LogParts {
  /** Writes one line to the job's log. */
  readonly write: (line: string) => void;
  /** A token that nobody can guess; fences untrusted text. */
  readonly randomToken: () => string;
}

/** `::name …::` at the start of a line, or the older `##[name …]` anywhere in it. */
const LOOKS_LIKE_COMMAND = /^\s*::|##\[/m;

/** A log that speaks the runner's workflow commands. */
export function createRunnerLog({ write, randomToken }: LogParts): RunnerLog {
  const fence = (text: string): void => {
    const token = randomToken();
    write(renderCommand('stop-commands', token));
    write(text);
    write(renderCommand(token, ''));
  };
  return {
    info: (message) => {
      // A line that happens to look like a command must not become one.
      if (LOOKS_LIKE_COMMAND.test(message)) fence(message);
      else write(message);
    },
    debug: (message) => {
      write(renderCommand('debug', message));
    },
    notice: (message) => {
      write(renderCommand('notice', message));
    },
    warning: (message) => {
      write(renderCommand('warning', message));
    },
    error: (message, place) => {
      write(renderCommand('error', message, { ...place }));
    },
    mask: (secret) => {
      if (secret.trim() !== '') write(renderCommand('add-mask', secret));
    },
    group: async (title, work) => {
      write(renderCommand('group', title));
      try {
        return await work();
      } finally {
        write(renderCommand('endgroup', ''));
      }
    },
    untrusted: (text) => {
      if (text !== '') fence(text);
    },
  };
}
