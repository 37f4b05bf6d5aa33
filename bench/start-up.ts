// What loading costs before an action does anything: node bench/start-up.ts [rounds]
// Interleaved runs on one machine; the ratios are what can be compared, not the milliseconds.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const rounds = Number(process.argv[2] ?? 15);
const bundle = path.join(root, 'dist/ship/index.js');
const toolkit = ['core', 'cache', 'exec', 'github', 'glob', 'http-client', 'io', 'tool-cache'];

/** What is started, each in a Node of its own. */
const subjects: Readonly<Record<string, () => void>> = {
  'node alone': () => {
    node(['--eval', '0']);
  },
  'our post step with nothing to do': () => {
    node([bundle], { 'STATE_ship-go-phase': 'post' });
  },
  '@actions/core alone': () => {
    node(['--input-type=module', '--eval', "await import('@actions/core')"]);
  },
  'the whole toolkit at once': () => {
    const imports = toolkit.map((name) => `await import('@actions/${name}')`).join(';');
    node(['--input-type=module', '--eval', imports]);
  },
};

const times = new Map(Object.keys(subjects).map((name) => [name, [] as number[]]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, start] of Object.entries(subjects)) {
    const before = process.hrtime.bigint();
    start();
    // The first round fills the file cache and is not counted.
    if (round > 0) times.get(name)?.push(Number(process.hrtime.bigint() - before) / 1e6);
  }
}

const floor = median(times.get('node alone') ?? []);
console.log(`medians of ${rounds} interleaved runs, Node ${process.version}`);
for (const [name, values] of times) {
  const ms = median(values);
  console.log(
    `${name.padEnd(34)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / floor).toFixed(2)} × node`,
  );
}

function node(args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const result = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      GITHUB_WORKSPACE: root,
      RUNNER_TEMP: root,
      RUNNER_TOOL_CACHE: root,
      GITHUB_REPOSITORY: 'octo-org/hello',
      ...env,
    },
  });
  if (result.status !== 0) throw new Error(`${args.join(' ')} ended with ${String(result.status)}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
