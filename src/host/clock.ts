import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './host.ts';

/** The machine's own clock and randomness. */
export function createClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: async (ms) => {
      await delay(ms);
    },
    random: () => Math.random(),
  };
}
