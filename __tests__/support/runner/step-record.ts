import path from 'node:path';

import type { Masks } from './masks.ts';
import type { Annotation, AnnotationLevel } from './results.ts';
import { messageOf } from './thrown.ts';

/** GitHub shows so many annotations of each level a step (`_maxCountPerIssueType` in ExecutionContext.cs). */
const keptPerLevel = 10;
/** Longer messages are cut (`_maxIssueMessageLength`). UTF-16 units. */
const longestMessage = 4096;

/** What a running step has said so far: its log and its annotations. Everything that enters is masked. */
export interface StepRecord {
  readonly log: readonly string[];
  readonly kept: readonly Annotation[];
  readonly dropped: readonly Annotation[];
  /** True once a command or a file command could not be processed: the step fails whatever its exit code. */
  readonly commandFailed: boolean;
  /** Plain text, as it came. */
  readonly output: (text: string) => void;
  /** Shown only with step debugging on. */
  readonly debug: (text: string) => void;
  /** An annotation. The log shows `logText` where given, else the message; an empty message shows no line. */
  annotate(annotation: Annotation, logText?: string): void;
  error(message: string): void;
  warning(message: string): void;
  /** An error that also fails the step: `heading`, then what was thrown. */
  failCommand(heading: string, cause: unknown): void;
}

/** A record that writes through `masks` and hands each log line to `onLine` as it is written. */
export function createStepRecord(settings: {
  readonly masks: Masks;
  readonly debug: boolean;
  readonly onLine?: (line: string) => void;
}): StepRecord {
  const { masks } = settings;
  const log: string[] = [];
  const kept: Annotation[] = [];
  const dropped: Annotation[] = [];
  let commandFailed = false;

  const write = (text: string): void => {
    for (const line of masks.apply(text).split(/\r?\n/)) {
      log.push(line);
      settings.onLine?.(line);
    }
  };
  const annotate = (annotation: Annotation, logText?: string): void => {
    const message = masks.apply(annotation.message).slice(0, longestMessage);
    const sameLevel = kept.filter(({ level }) => level === annotation.level);
    (sameLevel.length < keptPerLevel ? kept : dropped).push({ ...annotation, message });
    const shown = logText ?? message;
    if (shown !== '') write(`##[${annotation.level}]${shown}`);
  };
  const error = (message: string): void => {
    annotate({ level: 'error', message });
  };
  return {
    log,
    kept,
    dropped,
    get commandFailed() {
      return commandFailed;
    },
    output: write,
    debug(text) {
      if (settings.debug) for (const line of text.split(/\r?\n/)) write(`##[debug]${line}`);
    },
    annotate,
    error,
    warning(message) {
      annotate({ level: 'warning', message });
    },
    failCommand(heading, cause) {
      error(heading);
      error(messageOf(cause));
      commandFailed = true;
    },
  };
}

/**
 * The annotation that `::error …::` and its siblings describe. Lines and columns that contradict each other are dropped
 * (IssueCommandExtension.ValidateLinesAndColumns); `debug` hears why. A file under `workspace` becomes relative to it.
 */
export function annotationFromCommand(settings: {
  readonly level: AnnotationLevel;
  readonly message: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly workspace: string;
  readonly debug: (reason: string) => void;
}): Annotation {
  const { level, message, properties } = settings;
  const title = properties.get('title');
  const file = properties.get('file');
  return {
    level,
    message,
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file: relativeTo(settings.workspace, file) }),
    ...consistentPlace(properties, (reason) => {
      settings.debug(`Invalid ${level} command value. ${reason}`);
    }),
  };
}

type Place = Pick<Annotation, 'line' | 'endLine' | 'column' | 'endColumn'>;

function consistentPlace(
  properties: ReadonlyMap<string, string>,
  explain: (reason: string) => void,
): Place {
  const endLine = toInteger(properties.get('endline'));
  const endColumn = toInteger(properties.get('endcolumn'));
  let line = toInteger(properties.get('line'));
  let column = toInteger(properties.get('col'));
  if (endLine !== undefined && line === undefined) {
    explain("'endLine' can only be set if 'line' is provided");
    line = endLine;
  }
  if (endColumn !== undefined && column === undefined) {
    explain("'endColumn' can only be set if 'col' is provided");
    column = endColumn;
  }

  let keepLines = true;
  let keepColumns = true;
  if (line === undefined && column !== undefined) {
    explain("'col' and 'endColumn' can only be set if 'line' value is provided.");
    keepColumns = false;
  }
  if (endLine !== undefined && line !== endLine && column !== undefined) {
    explain("'col' and 'endColumn' cannot be set if 'line' and 'endLine' are different values.");
    keepColumns = false;
  }
  if (line !== undefined && endLine !== undefined && endLine < line) {
    explain("'endLine' cannot be less than 'line'.");
    keepLines = false;
  }
  if (column !== undefined && endColumn !== undefined && endColumn < column) {
    explain("'endColumn' cannot be less than 'col'.");
    keepColumns = false;
  }
  return {
    ...(keepLines && line !== undefined ? { line } : {}),
    ...(keepLines && endLine !== undefined ? { endLine } : {}),
    ...(keepColumns && column !== undefined ? { column } : {}),
    ...(keepColumns && endColumn !== undefined ? { endColumn } : {}),
  };
}

function toInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : undefined;
}

/** By prefix only, as IOUtil.MakeRelative does: a path with `..` in it stays as it is. */
function relativeTo(folder: string, file: string): string {
  const native = path.sep === '/' ? file : file.replaceAll('/', path.sep);
  const prefix = folder.endsWith(path.sep) ? folder : folder + path.sep;
  return native.startsWith(prefix) ? native.slice(prefix.length).replaceAll(path.sep, '/') : file;
}
