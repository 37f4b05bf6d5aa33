import { existsSync, readFileSync } from 'node:fs';

/**
 * The most memory this process held at once, in MB. Linux tells it for the program that runs
 * (`VmHWM`, proc_pid_status(5)); `maxRSS` there starts from what the parent had when it spawned us.
 */
export function peakMegabytes(): number {
  const status = '/proc/self/status';
  const measured = existsSync(status)
    ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
    : undefined;
  const kilobytes = measured === undefined ? process.resourceUsage().maxRSS : Number(measured);
  return Math.round(kilobytes / 1000);
}
