import type { Clock } from '../../../src/host/host.ts';
import { seededRandom } from '../../fakes/github/faults.ts';

/** What a scheduler runs: one step of one job. */
interface Step {
  readonly job: string;
  readonly run: () => void;
}

interface Sleeper extends Step {
  readonly wakeMs: number;
}

/** Longest time that passes between two steps, as if the network took it. */
const STEP_MS = 300;

/**
 * Decides, from a seed alone, which of all waiting requests and sleepers goes on next, and moves a
 * clock that nobody waits for. Every request is two steps: its effect, and the arrival of its answer.
 */
export interface Scheduler {
  readonly random: () => number;
  /** A whole number in [0, below). */
  readonly integer: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly nowMs: number;
  /** The clock of one job. */
  clock(job: string): Clock;
  /** Lets `run` happen at some time, in any order with other jobs' steps. */
  later(job: string, run: () => void): void;
  /** The job's waiting steps never happen. */
  kill(job: string): void;
  /** Runs steps until nothing waits any more. `beforeStep` may do something in between. */
  drain(beforeStep: () => void): Promise<void>;
  /** Lets time pass with nothing happening. */
  pass(ms: number): void;
}

/** A scheduler that does the same for the same seed. */
export function createScheduler(seed: number): Scheduler {
  const random = seededRandom(seed);
  const integer = (below: number): number => Math.floor(random() * below);
  let nowMs = Date.parse('2026-03-01T12:00:00Z');
  let ready: Step[] = [];
  let asleep: Sleeper[] = [];
  const dead = new Set<string>();

  const wake = (): void => {
    const due = asleep.filter(({ wakeMs }) => wakeMs <= nowMs);
    if (due.length === 0) return;
    asleep = asleep.filter(({ wakeMs }) => wakeMs > nowMs);
    ready.push(...due);
  };
  const next = (): Step | undefined => {
    wake();
    if (ready.length === 0) {
      if (asleep.length === 0) return undefined;
      nowMs = Math.min(...asleep.map(({ wakeMs }) => wakeMs));
      wake();
    }
    nowMs += integer(STEP_MS);
    const [step] = ready.splice(integer(ready.length), 1);
    return step;
  };
  return {
    random,
    integer,
    chance: (probability) => random() < probability,
    get nowMs() {
      return nowMs;
    },
    clock: (job) => ({
      now: () => nowMs,
      random,
      sleep: (ms) =>
        new Promise((resolve) => {
          if (!dead.has(job)) asleep.push({ job, run: resolve, wakeMs: nowMs + ms });
        }),
    }),
    later(job, run) {
      if (!dead.has(job)) ready.push({ job, run });
    },
    kill(job) {
      dead.add(job);
      ready = ready.filter((step) => step.job !== job);
      asleep = asleep.filter((step) => step.job !== job);
    },
    async drain(beforeStep) {
      for (;;) {
        // Everything that the last step set going runs until it waits for the next one.
        await new Promise(setImmediate);
        const step = next();
        if (step === undefined) return;
        beforeStep();
        if (!dead.has(step.job)) step.run();
      }
    },
    pass(ms) {
      nowMs += ms;
    },
  };
}
