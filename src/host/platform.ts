import os from 'node:os';
import type { Platform } from './host.ts';

/** The machine this process runs on. `cpus` honours CPU affinity and container quotas where Node does. */
export function currentPlatform(): Platform {
  return {
    os: process.platform,
    arch: process.arch,
    cpus: Math.max(1, os.availableParallelism()),
    totalMemoryBytes: os.totalmem(),
  };
}
