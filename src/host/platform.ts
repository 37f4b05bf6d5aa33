import os from 'node:os';
import type { Platform } from './host.ts';

/** The machine this process runs on. `cpus` honours CPU affinity and container quotas where Node does. */
export function currentPlatform(): Platform {
  return {
    os: process.platform,
    arch: process.arch,
    cpus: Math.max(1, os.availableParallelism()),
    // In a container the limit of its cgroup counts, which is 0 or astronomic where there is none.
    totalMemoryBytes: Math.min(os.totalmem(), process.constrainedMemory() || Infinity),
  };
}
