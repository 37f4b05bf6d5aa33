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
 * further apart. Jitter is a quarter each way. The last round comes as late as leaves it time for an answer:
 * one that is cut off by the end of the budget would only tell of its own lack of time.
 */
export function nextWaitMs(pace: Pace, standing: Standing): number | undefined {
  const { budgetMs, intervalMs, tryMs, consecutive } = pace;
  const { healthyInRow, unhealthyInRow, remainingMs, random } = standing;
  if (remainingMs <= 0) return undefined;
  const jitter = 0.75 + random / 2;
  const lastMs = Math.round(remainingMs - Math.min(tryMs, budgetMs / 4));
  if (unhealthyInRow === 0) {
    const share = Math.max(0, lastMs) / (consecutive - healthyInRow);
    return Math.round(Math.min(intervalMs * jitter, share));
  }
  const growth = Math.min(MOST_INTERVALS, GROWTH ** (unhealthyInRow - 1));
  const planned = Math.round(intervalMs * growth * jitter);
  if (planned <= lastMs) return planned;
  return lastMs >= intervalMs / 2 ? lastMs : undefined;
}
