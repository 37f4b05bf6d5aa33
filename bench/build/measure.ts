import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What one run of a command took, with every process it started. */
export interface Measured {
  readonly wallSeconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Resident memory of all processes together at its highest, sampled; shared pages count for each. Linux only. */
  readonly peakBytes: number;
}

const SAMPLE_EVERY_MS = 50;
const PAGE_BYTES = 4096;

/** Runs a command in a session of its own and measures it. Throws with its output when it fails. */
export async function measure(
  command: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Measured> {
  // bash adds up the times of all that it waited for, and theirs.
  const script = 'TIMEFORMAT="measured %R %U %S"; time "$@"';
  const child = spawn('bash', ['-c', script, 'bash', ...command], {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(child.pid ?? -1));
  }, SAMPLE_EVERY_MS);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  const [, wall, user, system] = /^measured (\S+) (\S+) (\S+)$/m.exec(output) ?? [];
  if (status !== 0) throw new Error(`${command.join(' ')} failed:\n${output}`);
  return {
    wallSeconds: Number(wall),
    cpuSeconds: Number(user) + Number(system),
    peakBytes,
  };
}

/** Resident bytes of all processes of a session. @see proc_pid_stat(5) */
function residentBytes(session: number): number {
  let pages = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = readStat(name);
    if (Number(fields[3]) === session) pages += Number(fields[21]);
  }
  return pages * PAGE_BYTES;
}

/** The fields after the command's name: state first. Empty when the process has just ended. */
function readStat(pid: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
