import type { Pace } from './plan.ts';

/** How much longer each wait is while a service stays unhealthy, and up to which multiple of the interval. */
const GROWTH = 1.5;
const MOST_INTERVALS = 8;

/** Where a watch stands after a round. */
export interface Standing {
  /** Healthy rounds in a row, this one included; 0 after an unhealthy one. */
  readonly healthyInRow: number;
  /** Unhealthy rounds in a row, this one included; 0 after a healthy one. */
  readonly unhealthyInRow: number;
  /** What is left of the budget. */
  readonly remainingMs: number;
  /** A number in [0, 1), for jitter: many jobs must not ask at the same moment. */
  readonly random: number;
}

/**
 * Milliseconds until the next round, or undefined when the budget leaves no room for one.
 * Healthy rounds follow each other at the interval, closer where the budget is short; unhealthy ones ever
 * further apart. Jitter is a quarter each way. The end of the budget gets one last round.
 */
export function nextWaitMs(pace: Pace, standing: Standing): number | undefined {
  const { intervalMs, tryMs, consecutive } = pace;
  const { healthyInRow, unhealthyInRow, remainingMs, random } = standing;
  if (remainingMs <= 0) return undefined;
  const jitter = 0.75 + random / 2;
  if (unhealthyInRow === 0) {
    const share = remainingMs / (consecutive - healthyInRow + 1);
    return Math.round(Math.min(intervalMs * jitter, share));
  }
  const growth = Math.min(MOST_INTERVALS, GROWTH ** (unhealthyInRow - 1));
  const planned = Math.round(intervalMs * growth * jitter);
  if (planned < remainingMs) return planned;
  // What is left is too short for a whole wait: a last look near the end, with time for an answer.
  const last = Math.round(remainingMs - Math.min(tryMs, remainingMs / 2));
  return last >= intervalMs / 2 ? last : undefined;
}
