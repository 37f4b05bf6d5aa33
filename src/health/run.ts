import { formatDuration } from '../domain/duration.ts';
import type { WebAddress } from '../domain/web-address.ts';
import type { Clock, Log } from '../host/host.ts';
import type { Wire } from '../host/wire.ts';
import { judge } from './judge.ts';
import { nextWaitMs } from './pacing.ts';
import type { HealthSettings } from './plan.ts';
import type { HealthReport, Round } from './report.ts';
import { describeRound, worstOf } from './report.ts';

/** Bytes of an answer that are read. */
const MOST_BODY_BYTES = 64 * 1024;

/** Rounds in a row with the same failure that waiting does not mend, after which it is believed. */
const ROUNDS_TO_BELIEVE = 3;

/** What a watch needs of the machine. */
export interface WatchHost {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly log: Log;
  /** Certificates to trust, PEM; absent for Node's own. */
  readonly ca?: readonly string[];
}

/**
 * Asks every address, round after round, until all of them were healthy in `consecutive` rounds in a row,
 * the budget is used up, or waiting is hopeless. Never rejects for what a service does.
 */
export async function watch(settings: HealthSettings, host: WatchHost): Promise<HealthReport> {
  const { clock, log } = host;
  const { pace } = settings;
  const startedMs = clock.now();
  const elapsed = (): number => Math.max(0, clock.now() - startedMs);
  const rounds: Round[] = [];
  let healthyInRow = 0;
  let unhealthyInRow = 0;
  for (;;) {
    const timeoutMs = Math.max(1, Math.min(pace.tryMs, pace.budgetMs - elapsed()));
    const round = await askAll(settings, host, { elapsed, timeoutMs });
    rounds.push(round);
    const bad = worstOf(round);
    healthyInRow = bad === undefined ? healthyInRow + 1 : 0;
    unhealthyInRow = bad === undefined ? 0 : unhealthyInRow + 1;
    const end = { rounds, durationMs: elapsed() };
    if (healthyInRow >= pace.consecutive) {
      log.info(describeRound(rounds, settings));
      return { kind: 'healthy', ...end };
    }
    const hopeless = isHopeless(rounds);
    const remainingMs = pace.budgetMs - elapsed();
    const standing = { healthyInRow, unhealthyInRow, remainingMs, random: clock.random() };
    const waitMs = hopeless ? undefined : nextWaitMs(pace, standing);
    const next = waitMs === undefined ? '' : `; next in ${formatDuration(waitMs)}`;
    log.info(`${describeRound(rounds, settings)}${next}`);
    if (waitMs === undefined) {
      return { kind: hopeless ? 'hopeless' : 'out-of-time', ...end };
    }
    await clock.sleep(waitMs);
  }
}

/** Every address at once, so that one that hangs does not keep the others from being seen. */
async function askAll(
  settings: HealthSettings,
  host: WatchHost,
  { elapsed, timeoutMs }: { readonly elapsed: () => number; readonly timeoutMs: number },
): Promise<Round> {
  const atMs = elapsed();
  const tries = await Promise.all(
    settings.addresses.map(async (address) => {
      const outcome = await host.wire.send({
        method: 'GET',
        url: address.url,
        headers: requestHeaders(address, settings),
        timeoutMs,
        maxBytes: MOST_BODY_BYTES,
        ...(host.ca === undefined ? {} : { ca: host.ca }),
      });
      return { address, verdict: judge(outcome, settings.expect), ms: outcome.ms };
    }),
  );
  return { atMs, tries };
}

/** Between the service and us no cache may answer for it. */
function requestHeaders(
  { authorization }: WebAddress,
  { headers }: HealthSettings,
): Record<string, string> {
  return {
    accept: 'application/json, */*;q=0.8',
    'cache-control': 'no-cache',
    ...(authorization === undefined ? {} : { authorization }),
    ...headers.fields,
  };
}

/** The same failure at the same address, of the kind that stays, in the last rounds. */
function isHopeless(rounds: readonly Round[]): boolean {
  const last = rounds.slice(-ROUNDS_TO_BELIEVE);
  if (last.length < ROUNDS_TO_BELIEVE) return false;
  return (last[0]?.tries ?? []).some(({ verdict: first }, index) =>
    last.every(({ tries }) => {
      const verdict = tries[index]?.verdict;
      return (
        first.kind === 'unhealthy' &&
        verdict?.kind === 'unhealthy' &&
        verdict.hopeless &&
        verdict.errorClass === first.errorClass
      );
    }),
  );
}
