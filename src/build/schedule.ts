import type { Environment } from '../host/host.ts';

/** What limits how much can be built at once. */
export interface BuildMachine {
  /** Usable processors, at least 1. */
  readonly cpus: number;
  readonly totalMemoryBytes: number;
}

/** Memory that linking one large program takes, with room to compile: measured at about 1.1 GB for a 55 MB binary. */
const BYTES_PER_BUILD = 1_200_000_000;

/** How many `go build` run at once: one per target and per processor, as many as memory holds, at least 1. */
export function concurrentBuilds(steps: number, machine: BuildMachine): number {
  const byMemory = Math.floor(machine.totalMemoryBytes / BYTES_PER_BUILD);
  return Math.max(1, Math.min(steps, machine.cpus, byMemory));
}

/** Below this much for each processor the compilers are left as they are. */
const LEAST_BYTES_PER_COMPILER = 1_000_000_000;

/**
 * Settings of Go's runtime for `go build` and what it starts: compilers and linkers live for seconds, so
 * collecting garbage less often saves a fifth of the processor time of a cold build, for the memory that
 * is there. The soft limit keeps half of the machine free even where every processor compiles a large
 * package (https://go.dev/doc/gc-guide). Nothing where `env` says how to collect, or memory is short.
 * What is built does not depend on it, nor does the build cache.
 */
export function collectorSettings(env: Environment, machine: BuildMachine): Environment {
  const share = Math.floor(machine.totalMemoryBytes / 2 / machine.cpus);
  if (env['GOGC'] !== undefined || env['GOMEMLIMIT'] !== undefined) return {};
  if (share < LEAST_BYTES_PER_COMPILER) return {};
  return { GOGC: '400', GOMEMLIMIT: String(share) };
}

/** Where every step stands; indexes are those of the plan. */
export interface Progress {
  /** Steps of one target have the same word here, in plan order. */
  readonly targets: readonly string[];
  readonly started: ReadonlySet<number>;
  readonly finished: ReadonlySet<number>;
}

/** A step to start now, and how many compilers it may run (`go build -p`). */
export interface NextStep {
  readonly index: number;
  readonly parallelism: number;
}

/**
 * The step to start next, undefined when none can: the first in plan order whose target has no
 * unfinished step before it. Commands of one target share nearly all their packages, so the second
 * waits for the first to have compiled them. Processors are shared between the builds that run
 * together: the last ones, with nothing left to start after them, get more each.
 */
export function nextStep(progress: Progress, machine: BuildMachine): NextStep | undefined {
  const { targets, started, finished } = progress;
  const jobs = concurrentBuilds(targets.length, machine);
  const running = started.size - finished.size;
  if (running >= jobs) return undefined;
  const ready = targets.flatMap((_, index) => (isReady(index, progress) ? [index] : []));
  const [index] = ready;
  if (index === undefined) return undefined;
  const together = Math.min(jobs, running + ready.length);
  const left = targets.length - started.size;
  const tail = targets.length % jobs;
  const sharers = left <= tail ? Math.min(together, tail) : together;
  return { index, parallelism: Math.ceil(machine.cpus / sharers) };
}

function isReady(index: number, { targets, started, finished }: Progress): boolean {
  if (started.has(index)) return false;
  const first = targets.indexOf(targets[index] ?? '');
  return first === index || finished.has(first);
}
