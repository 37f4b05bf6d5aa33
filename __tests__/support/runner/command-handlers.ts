import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Masks } from './masks.ts';
import { parseMatcherFile } from './matcher-config.ts';
import type { MatcherConfig } from './matcher-config.ts';
import type { MatcherRegistry } from './matcher-registry.ts';
import type { AnnotationLevel } from './results.ts';
import { annotationFromCommand } from './step-record.ts';
import type { StepRecord } from './step-record.ts';
import type { WorkflowCommand } from './workflow-command.ts';

/** What the commands of a step act on. */
export interface CommandTargets {
  readonly record: StepRecord;
  readonly masks: Masks;
  readonly matchers: MatcherRegistry;
  readonly workspace: string;
  /** With step debugging on, commands are echoed from the start. */
  readonly debug: boolean;
  readonly setOutput: (name: string, value: string) => void;
  readonly saveState: (name: string, value: string) => void;
}

/** One kind of command. */
export interface CommandHandler {
  /** Left out of the log even when echo is on. */
  readonly silent: boolean;
  /** Throws a plain error when the command cannot be processed. */
  readonly run: (command: WorkflowCommand) => void;
}

/** The handlers by command name, `stop-commands` left out; each name is a class in ActionCommandManager.cs. */
export function createCommandHandlers(
  targets: CommandTargets,
  isEchoing: () => boolean,
  setEcho: (on: boolean) => void,
): ReadonlyMap<string, CommandHandler> {
  const { record } = targets;
  const loud = (run: CommandHandler['run']): CommandHandler => ({ silent: false, run });
  const silent = (run: CommandHandler['run']): CommandHandler => ({ silent: true, run });
  return new Map([
    [
      'add-mask',
      silent((command) => {
        addMask(command, targets, isEchoing());
      }),
    ],
    [
      'add-matcher',
      loud((command) => {
        addMatcher(command, targets);
      }),
    ],
    [
      'remove-matcher',
      loud((command) => {
        removeMatcher(command, targets);
      }),
    ],
    [
      'debug',
      silent(({ data }) => {
        record.debug(data);
      }),
    ],
    ...(['error', 'warning', 'notice'] as const).map(
      (level) =>
        [
          level,
          silent((command) => {
            annotate(level, command, targets);
          }),
        ] as const,
    ),
    [
      'group',
      loud(({ data }) => {
        record.output(`##[group]${data}`);
      }),
    ],
    [
      'endgroup',
      loud(() => {
        record.output('##[endgroup]');
      }),
    ],
    [
      'echo',
      loud(({ data }) => {
        setEcho(parseEcho(data));
      }),
    ],
    [
      'set-output',
      loud((command) => {
        warnDeprecated(command, record);
        targets.setOutput(requiredName(command), command.data);
      }),
    ],
    [
      'save-state',
      loud((command) => {
        warnDeprecated(command, record);
        targets.saveState(requiredName(command), command.data);
      }),
    ],
    ['set-env', loud(refuseDisabled)],
    ['add-path', loud(refuseDisabled)],
  ]);
}

function annotate(level: AnnotationLevel, command: WorkflowCommand, targets: CommandTargets): void {
  const { data: message, properties } = command;
  const { workspace, record } = targets;
  record.annotate(
    annotationFromCommand({ level, message, properties, workspace, debug: record.debug }),
  );
}

function addMask({ data }: WorkflowCommand, targets: CommandTargets, echoing: boolean): void {
  if (data.trim() === '') {
    targets.record.warning("Can't add secret mask for empty string in ##[add-mask] command.");
    return;
  }
  if (echoing) targets.record.output('::add-mask::***');
  targets.masks.add(data);
}

function addMatcher({ data }: WorkflowCommand, targets: CommandTargets): void {
  if (data === '') {
    targets.record.warning('File path must be specified.');
    return;
  }
  targets.matchers.add(readMatchers(data, targets.workspace));
}

function removeMatcher({ data, properties }: WorkflowCommand, targets: CommandTargets): void {
  const owner = properties.get('owner') ?? '';
  if (owner !== '' && data !== '') {
    targets.record.warning(
      'Either specify an owner name or a file path in ##[remove-matcher] command. Both values cannot be set.',
    );
  } else if (owner !== '') targets.matchers.remove([owner]);
  else if (data !== '') {
    targets.matchers.remove(readMatchers(data, targets.workspace).map((matcher) => matcher.owner));
  } else {
    targets.record.warning(
      'Either an owner name or a file path must be specified in ##[remove-matcher] command.',
    );
  }
}

function readMatchers(file: string, workspace: string): readonly MatcherConfig[] {
  return parseMatcherFile(readFileSync(path.resolve(workspace, file), 'utf8'));
}

function parseEcho(data: string): boolean {
  const value = data.trim().toLowerCase();
  if (value === 'on' || value === 'off') return value === 'on';
  throw new Error(
    `Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${data}'.`,
  );
}

function requiredName({ name, properties }: WorkflowCommand): string {
  const value = properties.get('name') ?? '';
  if (value === '') throw new Error(`Required field 'name' is missing in ##[${name}] command.`);
  return value;
}

function warnDeprecated({ name }: WorkflowCommand, record: StepRecord): void {
  record.warning(
    `The \`${name}\` command is deprecated and will be disabled soon. Please upgrade to using Environment Files.`,
  );
}

function refuseDisabled({ name }: WorkflowCommand): never {
  throw new Error(
    `The \`${name}\` command is disabled. Please upgrade to using Environment Files or opt into unsecure command execution by setting the \`ACTIONS_ALLOW_UNSECURE_COMMANDS\` environment variable to \`true\`.`,
  );
}
