import { type FailedAnswer, failureKind } from './answer.ts';

/** Tries in all for a call that may be repeated. */
export const MAX_TRIES = 5;

/** How long one run waits for rate limits in all, before it gives up. */
export const RATE_LIMIT_BUDGET_MS = 10 * 60_000;

/** The facts a decision to repeat a call rests on. */
export interface RetryFacts {
  readonly answer: FailedAnswer;
  /** How often the call was made, at least 1. */
  readonly tries: number;
  /** True when making the call twice does no more than making it once. */
  readonly repeatable: boolean;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** What this run has waited for rate limits so far. */
  readonly waitedMs: number;
  /** In [0, 1). */
  readonly random: number;
}

/**
 * How many milliseconds to wait before the same call is made again; undefined for never. A rate
 * limit means that nothing was done, so any call may wait for it, within the budget. An unclear
 * failure is repeated only where that is harmless. Nothing else is ever repeated.
 */
export function retryDelayMs(facts: RetryFacts): number | undefined {
  const { answer, tries, repeatable, waitedMs } = facts;
  switch (failureKind(answer)) {
    case 'rate-limited': {
      const delay = rateLimitDelayMs(facts);
      return waitedMs + delay <= RATE_LIMIT_BUDGET_MS ? delay : undefined;
    }
    case 'unclear':
      return repeatable && tries < MAX_TRIES ? backoffMs(tries, facts.random) : undefined;
    default:
      return undefined;
  }
}

/** 1, 2, 4, 8 s with up to a quarter more, so that parallel jobs do not come back together. `tries` counts from 1. */
export function backoffMs(tries: number, random: number): number {
  return Math.round(1000 * 2 ** Math.min(tries - 1, 3) * (1 + random / 4));
}

/** In GitHub's order: `retry-after`, then the reset time of a used-up limit, then at least a minute. */
function rateLimitDelayMs({ answer, tries, nowMs, random }: RetryFacts): number {
  const { headers } = answer;
  const jitter = Math.round(random * 1000);
  const retryAfter = headers['retry-after'];
  if (retryAfter !== undefined) {
    const seconds = Number(retryAfter);
    const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - nowMs;
    if (waitMs >= 0) return waitMs + jitter;
  }
  const resetSeconds = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(resetSeconds)) {
    // The reset is given in whole seconds; one more makes sure that it has passed.
    return Math.max(0, resetSeconds * 1000 - nowMs) + 1000 + jitter;
  }
  return 60_000 * 2 ** Math.min(tries - 1, 3) + jitter;
}
