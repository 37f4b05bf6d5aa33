import path from 'node:path';
import { checksumMismatch } from '../domain/checksum-mismatch.ts';
import { ActionError, type LocatedMessage } from '../domain/errors.ts';
import { formatTarget } from '../domain/target.ts';
import { type Diagnostics, remedyFor } from './diagnostics.ts';
import type { BuildStep } from './plan.ts';

/** A `go build` that failed, and what it said. */
export interface BuildFailure {
  readonly step: BuildStep;
  readonly diagnostics: Diagnostics;
  /** Exit status; -1 when a signal ended it. */
  readonly exitCode: number;
}

/** Targets that one annotation names before it says "and N more". */
const NAMED_TARGETS = 3;

/** What a failed build was part of. */
export interface FailedPlan {
  /** The top of the checkout, absolute: files are named from there. */
  readonly sourceRoot: string;
  /** How many builds there were to do. */
  readonly steps: readonly unknown[];
}

/**
 * One error for all failed builds, code `build-failed`: it names every failed target, and has each
 * compiler message once, with the targets it came from. Messages that are annotations of their own
 * are counted, not repeated. A module that differs from go.sum is an error of its own
 * (`checksum-mismatch`). `failures` is not empty.
 */
export function buildFailed(failures: readonly BuildFailure[], plan: FailedPlan): ActionError {
  const names = [...new Set(failures.map(({ step }) => formatTarget(step.target)))];
  const located = mergeLocated(failures);
  const general = [...new Set(failures.flatMap(({ diagnostics }) => diagnostics.general))];
  const mismatch = checksumMismatch(general.join('\n'));
  if (mismatch !== undefined) return mismatch;
  const hint = remedyFor([...general, ...located.map((one) => one.message)]);
  return new ActionError({
    code: 'build-failed',
    message: `go build failed for ${names.join(', ')} (${failures.length} of ${plan.steps.length} builds): ${cause(failures, located, general, plan)}`,
    hint:
      hint ??
      (located.length > 0
        ? 'Mend the code; the whole output of the compiler is in the log of this step.'
        : 'The whole output of the go command is in the log of this step.'),
    located,
  });
}

function cause(
  failures: readonly BuildFailure[],
  located: readonly LocatedMessage[],
  general: readonly string[],
  { sourceRoot }: FailedPlan,
): string {
  if (failures.every(({ exitCode }) => exitCode === -1)) return 'it was interrupted by a signal';
  const [first] = general;
  const place = located[0]?.location;
  if (place === undefined) return first ?? `exit status ${failures[0]?.exitCode ?? 1}`;
  const file = path.relative(sourceRoot, place.file).split(path.sep).join('/');
  return located.length === 1
    ? `1 error, at ${file}:${place.line}`
    : `${located.length} errors, the first at ${file}:${place.line}`;
}

function mergeLocated(failures: readonly BuildFailure[]): readonly LocatedMessage[] {
  const merged = new Map<string, { one: LocatedMessage; targets: Set<string> }>();
  for (const { step, diagnostics } of failures) {
    for (const one of diagnostics.located) {
      const { file, line, column } = one.location;
      const key = JSON.stringify([file, line, column, one.message]);
      const entry = merged.get(key) ?? { one, targets: new Set() };
      entry.targets.add(formatTarget(step.target));
      merged.set(key, entry);
    }
  }
  return [...merged.values()].map(({ one, targets }) => ({
    ...one,
    message: `${one.message} (${someOf([...targets])})`,
  }));
}

function someOf(targets: readonly string[]): string {
  const more = targets.length - NAMED_TARGETS;
  const named = targets.slice(0, NAMED_TARGETS).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
