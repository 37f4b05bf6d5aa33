import type { WireAnswer, WireFailure } from '../host/wire.ts';

/** What one try came to. */
export type Outcome = WireAnswer | WireFailure;

/** Whether to try again, and after how long. */
export type Decision =
  { readonly kind: 'final' } | { readonly kind: 'again'; readonly waitMs: number };

/**
 * No try begins longer than this after the delivery was made, whatever `Retry-After` says. Its bytes hold the
 * time it was made, and receivers take what is older than five minutes for a replay.
 */
export const LATEST_TRY_MS = 4 * 60_000;

const FIRST_WAIT_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;

/** Failures that pass, when they come before anything was sent. A wrong certificate or a proxy's refusal does not. */
const PASSING = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'SHIP_GO_TIMEOUT',
]);

/**
 * A deployment is asked for again only where the receiver cannot have acted: nothing was sent, or it said
 * so itself (429, 503). An answer that was lost may stand for a deployment that runs.
 * @param attempt the try that ended, 1 for the first
 * @param tries in all
 * @param ageMs since the delivery was made
 * @param random a number in [0, 1), for jitter
 */
export function decideRetry(
  outcome: Outcome,
  now: {
    readonly attempt: number;
    readonly tries: number;
    readonly ageMs: number;
    readonly random: number;
  },
): Decision {
  const { attempt, tries, ageMs, random } = now;
  if (attempt >= tries || !cannotHaveActed(outcome)) return { kind: 'final' };
  const asked = outcome.kind === 'answer' ? (outcome.retryAfterMs ?? 0) : 0;
  const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  const waitMs = Math.round(Math.max(asked, ceiling * (0.5 + random / 2)));
  return ageMs + waitMs > LATEST_TRY_MS ? { kind: 'final' } : { kind: 'again', waitMs };
}

/** True when the receiver certainly did not take the delivery, yet may take it later. */
export function cannotHaveActed(outcome: Outcome): boolean {
  if (outcome.kind === 'answer') return outcome.status === 429 || outcome.status === 503;
  return outcome.phase === 'connect' && PASSING.has(outcome.code);
}
