import { formatDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/errors.ts';
import { quoted } from '../domain/foreign-text.ts';
import type { WebAddress } from '../domain/web-address.ts';
import type { HealthSettings } from './plan.ts';
import { hintFor, type Unhealthy, type Verdict } from './verdict.ts';

/** One request and what it showed. */
export interface Try {
  readonly address: WebAddress;
  readonly verdict: Verdict;
  readonly ms: number;
}

/** Every address asked once, at the same time; in the order of the settings. */
export interface Round {
  /** Since the start. */
  readonly atMs: number;
  readonly tries: readonly Try[];
}

/** How a watch ended. */
export interface HealthReport {
  readonly kind: 'healthy' | 'out-of-time' | 'hopeless';
  /** Never empty. */
  readonly rounds: readonly Round[];
  readonly durationMs: number;
}

/** The first unhealthy try of a round; undefined when all were healthy. */
export function worstOf(
  round: Round | undefined,
): { readonly address: WebAddress; readonly verdict: Unhealthy } | undefined {
  for (const { address, verdict } of round?.tries ?? []) {
    if (verdict.kind === 'unhealthy') return { address, verdict };
  }
  return undefined;
}

/** The versions seen in the last round, each once, in the order of the addresses. */
export function versionsSeen({ rounds }: HealthReport): readonly string[] {
  const seen = rounds.at(-1)?.tries.map(({ verdict }) => verdict.version) ?? [];
  return [...new Set(seen.filter((version) => version !== undefined))];
}

/** The last round as one line of the log: `Round 3 at 4.1 s: healthy, version "1.2.3" (2 of 3 in a row)`. */
export function describeRound(rounds: readonly Round[], { pace }: HealthSettings): string {
  const round = rounds.at(-1);
  const head = `Round ${rounds.length} at ${formatDuration(round?.atMs ?? 0)}`;
  const bad = round?.tries.filter(({ verdict }) => verdict.kind === 'unhealthy') ?? [];
  if (bad.length === 0) {
    const inRow = rounds.length - 1 - rounds.findLastIndex((one) => worstOf(one) !== undefined);
    const version = round?.tries[0]?.verdict.version;
    const told = version === undefined ? '' : `, version ${quoted(version)}`;
    return `${head}: healthy${told} (${inRow} of ${pace.consecutive} in a row)`;
  }
  const alone = round?.tries.length === 1;
  const words = bad.map(({ address, verdict }) => {
    const why = verdict.kind === 'unhealthy' ? verdict.words : '';
    return alone ? why : `${address.printable}: ${why}`;
  });
  return `${head}: ${words.join(' | ')}`;
}

/** The error for a service that did not become healthy. */
export function unhealthyError(report: HealthReport, { pace }: HealthSettings): ActionError {
  const { rounds, kind, durationMs } = report;
  const tries = `${rounds.length} ${rounds.length === 1 ? 'try' : 'tries'}`;
  const after = `after ${tries} in ${formatDuration(durationMs)}`;
  const bad = worstOf(rounds.at(-1));
  if (bad === undefined) {
    const flaky = worstOf(rounds.findLast((round) => worstOf(round) !== undefined));
    const last = flaky === undefined ? '' : `; before that ${flaky.verdict.words}`;
    return new ActionError({
      code: 'not-healthy-for-long',
      message: `The service was healthy in the end, but not ${pace.consecutive} times in a row ${after}${last}`,
      hint: 'Give it more time with "timeout", or ask for fewer with "consecutive".',
    });
  }
  const others = (rounds.at(-1)?.tries ?? []).filter(({ verdict }) => verdict.kind === 'unhealthy');
  const more = others.length > 1 ? `, and ${others.length - 1} more of the addresses` : '';
  const hint = hintFor(bad.verdict);
  const early = kind === 'hopeless' ? 'Waiting does not mend this, so the watch ended early. ' : '';
  return new ActionError({
    code: bad.verdict.errorClass,
    message: `${bad.address.printable} is unhealthy ${after}: ${bad.verdict.words}${more}`,
    hint: `${early}${hint ?? 'See the tries in the job summary.'}`,
  });
}
