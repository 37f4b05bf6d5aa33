import vm from 'node:vm';

import { matcherFields } from './matcher-config.ts';
import type { MatcherConfig, MatcherField, MatcherPattern } from './matcher-config.ts';
import { codeOf } from './thrown.ts';

/** The fields that a problem matcher took from one or several lines; values as they stood there. */
export type MatcherMatch = Readonly<Partial<Record<MatcherField, string>>>;

/** Runs a regular expression; throws {@link isTimeout} errors when it takes too long. */
export type RegexRunner = (regexp: RegExp, line: string) => readonly (string | undefined)[] | null;

/** One matcher with its memory of the lines before: each output stream has its own. */
export interface LineMatcher {
  /** The match that ends on this line, or undefined. */
  match(line: string): MatcherMatch | undefined;
  /** Forgets the lines before: another matcher has claimed a line. */
  reset(): void;
}

/** A runner that gives up after `timeoutMs`, as the .NET regular expressions of the runner do. */
export function createRegexRunner(timeoutMs: number): RegexRunner {
  const sandbox = vm.createContext({ regexp: /(?:)/, line: '' });
  const script = new vm.Script('regexp.exec(line)');
  return (regexp, line) => {
    sandbox['regexp'] = regexp;
    sandbox['line'] = line;
    const found: unknown = script.runInContext(sandbox, { timeout: timeoutMs });
    if (!Array.isArray(found)) return null;
    return found.map((group) => (typeof group === 'string' ? group : undefined));
  };
}

/** Whether a {@link RegexRunner} threw because of its time limit. */
export function isTimeout(error: unknown): boolean {
  return codeOf(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/**
 * The matching of IssueMatcher.cs. With several patterns, each must match the line after the one before it; the fields found
 * first win; with `loop` the last pattern may match line after line.
 */
export function createLineMatcher(config: MatcherConfig, run: RegexRunner): LineMatcher {
  const { patterns } = config;
  const last = patterns.length - 1;
  let running: (MatcherMatch | undefined)[] = [];

  const advance = (index: number, pattern: MatcherPattern, line: string) => {
    const before = running[index - 1];
    if (index > 0 && before === undefined) return undefined;
    const groups = run(pattern.regexp, line);
    if (groups === null) {
      // A last pattern that does not match breaks off the match before it.
      running[index === last ? Math.max(last - 1, 0) : index] = undefined;
      return undefined;
    }
    const match = { ...readGroups(pattern, groups), ...before };
    if (index < last) {
      running[index] = match;
      return undefined;
    }
    running = [];
    if (pattern.loop) running[index - 1] = before;
    return withDefaults(match, config);
  };

  return {
    match(line) {
      // Last pattern first, so that one line never counts for two patterns in a row.
      for (const [index, pattern] of [...patterns.entries()].reverse()) {
        const match = advance(index, pattern, line);
        if (match !== undefined) return match;
      }
      return undefined;
    },
    reset() {
      running = [];
    },
  };
}

function readGroups(
  pattern: MatcherPattern,
  groups: readonly (string | undefined)[],
): MatcherMatch {
  const match: Partial<Record<MatcherField, string>> = {};
  for (const field of matcherFields) {
    const group = pattern.groups[field];
    // A group that took no part in the match is the empty string, as in .NET.
    if (group !== undefined) match[field] = groups[group] ?? '';
  }
  return match;
}

function withDefaults(match: MatcherMatch, config: MatcherConfig): MatcherMatch {
  return {
    ...match,
    severity: firstGiven(match.severity, config.severity),
    fromPath: firstGiven(match.fromPath, config.fromPath),
  };
}

function firstGiven(value: string | undefined, fallback: string): string {
  return value === undefined || value === '' ? fallback : value;
}
