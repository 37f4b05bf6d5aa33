import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The variable by which the runner knows what a job has started, however deep. */
export const trackingVariable = 'RUNNER_TRACKING_ID';

/** A killed process is given so long to disappear. */
const goneWithinMs = 2000;

/**
 * Ends every process that still carries this job's tracking id, as JobExtension.cs does after the last step, waits until they
 * are gone, and names them as `name (pid)`. On systems other than Linux nothing is looked for.
 */
export async function endOrphans(trackingId: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const ended = new Map<string, string>();
  const deadline = Date.now() + goneWithinMs;
  // Again until a look finds none: an orphan may have started another meanwhile.
  for (;;) {
    const tracked = await findTracked(trackingId);
    for (const [pid, name] of tracked) {
      ended.set(pid, name);
      kill(Number(pid));
    }
    if (tracked.size === 0 || Date.now() > deadline) break;
    await sleep(10);
  }
  return [...ended].map(([pid, name]) => `${name} (${pid})`);
}

/** Names by process id. One that has ended but not been collected has no environment any more, and is not found. */
async function findTracked(trackingId: string): Promise<ReadonlyMap<string, string>> {
  const mark = `${trackingVariable}=${trackingId}`;
  const found = new Map<string, string>();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    pids.map(async (pid) => {
      try {
        const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
        if (!environment.split('\0').includes(mark)) return;
        found.set(pid, (await readFile(`/proc/${pid}/comm`, 'utf8')).trim());
      } catch {
        // Gone meanwhile, or another user's.
      }
    }),
  );
  return found;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone meanwhile.
  }
}
