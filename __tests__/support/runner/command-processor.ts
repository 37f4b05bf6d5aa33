import { createCommandHandlers } from './command-handlers.ts';
import type { CommandTargets } from './command-handlers.ts';
import { parseWorkflowCommand } from './workflow-command.ts';
import type { WorkflowCommand } from './workflow-command.ts';

/** Acts on the commands that a step prints. Both output streams of a step share one. */
export interface CommandProcessor {
  /** True when the line was a command and has been dealt with; false when it is plain text. */
  tryProcess(line: string): boolean;
}

/**
 * The processor for one stage of a step, after ActionCommandManager.cs and the docs page "Workflow commands for GitHub
 * Actions". A command that cannot be processed makes two errors and fails the step.
 */
export function createCommandProcessor(targets: CommandTargets): CommandProcessor {
  const { record } = targets;
  let echo = targets.debug;
  const handlers = createCommandHandlers(
    targets,
    () => echo,
    (on) => (echo = on),
  );
  const known = new Set(['stop-commands', ...handlers.keys()]);
  let stopToken: string | undefined;

  const stop = (line: string, token: string): void => {
    const name = token.toLowerCase();
    if (token === '' || name === 'pause-logging' || known.has(name)) {
      record.failCommand(
        `Unable to process command '${line}' successfully.`,
        "You cannot use a endToken that is an empty string, the string 'pause-logging', or another workflow command.",
      );
      return;
    }
    stopToken = name;
    known.add(name);
    if (token.length > 6) targets.masks.add(token);
    record.output(line);
  };

  const handle = (line: string, command: WorkflowCommand): void => {
    if (command.name === 'stop-commands') {
      stop(line, command.data);
      return;
    }
    const handler = handlers.get(command.name);
    if (handler === undefined) return;
    if (echo && !handler.silent) record.output(line);
    try {
      handler.run(command);
    } catch (error) {
      const shown = handler.silent ? command.name : line;
      record.failCommand(`Unable to process command '${shown}' successfully.`, error);
    }
  };

  return {
    tryProcess(line) {
      const command = parseWorkflowCommand(line, known);
      if (command === undefined) return false;
      if (stopToken === undefined) {
        handle(line, command);
        return true;
      }
      if (command.name !== stopToken) return false;
      record.output(line);
      known.delete(stopToken);
      stopToken = undefined;
      return true;
    },
  };
}
