import type { CommandProcessor } from './command-processor.ts';
import { annotationFromMatch } from './matched-annotation.ts';
import type { CheckoutIdentity } from './matched-annotation.ts';
import type { MatcherConfig } from './matcher-config.ts';
import { createLineMatcher, isTimeout } from './problem-matcher.ts';
import type { LineMatcher, RegexRunner } from './problem-matcher.ts';
import type { StepRecord } from './step-record.ts';

/** A matcher whose expression runs into the time limit so often on one line is dropped (`_maxAttempts`). */
const maxAttempts = 3;

/**
 * Makes the reader of one output stream, after OutputManager.cs: a line is a command, or a problem matcher's match, or plain
 * text. Standard output and standard error each need one, since a multi-line match never spans both. `matchers` gives the job's
 * matchers at that moment, newest first.
 */
export function createOutputScanner(settings: {
  readonly commands: CommandProcessor;
  readonly record: StepRecord;
  readonly matchers: () => readonly MatcherConfig[];
  readonly runRegex: RegexRunner;
  readonly checkout: CheckoutIdentity;
}): (line: string) => void {
  const { commands, record } = settings;
  const states = new Map<MatcherConfig, LineMatcher>();
  const removed = new Set<MatcherConfig>();

  const stateOf = (config: MatcherConfig): LineMatcher => {
    const known = states.get(config);
    if (known !== undefined) return known;
    const state = createLineMatcher(config, settings.runRegex);
    states.set(config, state);
    return state;
  };

  const tryMatch = (config: MatcherConfig, line: string) => {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      try {
        return stateOf(config).match(line);
      } catch (error) {
        if (!isTimeout(error)) throw error;
        record.debug(`Timeout processing issue matcher '${config.owner}' against line '${line}'.`);
      }
    }
    record.warning(
      `Removing issue matcher '${config.owner}'. Matcher failed ${maxAttempts} times.`,
    );
    removed.add(config);
    return undefined;
  };

  /** True when some matcher made the line an annotation. */
  const annotate = (line: string): boolean => {
    const active = settings.matchers().filter((config) => !removed.has(config));
    for (const config of active) {
      const match = tryMatch(config, line);
      if (match === undefined) continue;
      for (const other of active) if (other !== config) stateOf(other).reset();
      const annotation = annotationFromMatch(match, settings.checkout, record.debug);
      if (annotation === undefined) continue;
      record.annotate(annotation, line);
      return true;
    }
    return false;
  };

  return (line) => {
    if (commands.tryProcess(line)) return;
    if (!annotate(line)) record.output(line);
  };
}
