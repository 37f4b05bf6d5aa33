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

/**
 * One error for all failed builds, code `build-failed`: it names every failed target, and has each
 * compiler message once, with the targets it came from. `planned` is the number of builds there were
 * to do, `failures` is not empty.
 */
export function buildFailed(failures: readonly BuildFailure[], planned: number): ActionError {
  const names = [...new Set(failures.map(({ step }) => formatTarget(step.target)))];
  const located = mergeLocated(failures);
  const general = [...new Set(failures.flatMap(({ diagnostics }) => diagnostics.general))];
  const hint = remedyFor([...general, ...located.map((one) => one.message)]);
  return new ActionError({
    code: 'build-failed',
    message: `go build failed for ${names.join(', ')} (${failures.length} of ${planned} builds): ${cause(failures, located, general)}`,
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
): string {
  if (failures.every(({ exitCode }) => exitCode === -1)) return 'it was interrupted by a signal';
  const [first] = general;
  if (located.length === 0) return first ?? `exit status ${failures[0]?.exitCode ?? 1}`;
  if (located.length === 1) return located[0]?.message ?? '';
  return `${located.length} compiler errors, the first: ${located[0]?.message ?? ''}`;
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
