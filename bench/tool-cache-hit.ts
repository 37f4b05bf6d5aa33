// What main and post of setup/ cost when Go is in the tool cache and caches are off, against actions/setup-go:
//   npx node bench/tool-cache-hit.ts PATH_OF_A_SETUP_GO_CHECKOUT [rounds]
// Interleaved runs on one machine; the ratio is what counts, not the milliseconds. Needs a Go on PATH.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [peer, rounds = '15'] = process.argv.slice(2);
if (peer === undefined) throw new Error('give the path of a checkout of actions/setup-go');

/** Bundles of an action's main and post. */
const subjects: Readonly<Record<string, { readonly main: string; readonly post: string }>> = {
  'setup/': {
    main: path.join(root, 'dist/setup/index.js'),
    post: path.join(root, 'dist/setup/index.js'),
  },
  'actions/setup-go': {
    main: path.resolve(peer, 'dist/setup/index.js'),
    post: path.resolve(peer, 'dist/cache-save/index.js'),
  },
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'ship-go-bench-'));
try {
  const version = fillToolCache();
  const times = new Map(Object.keys(subjects).map((name) => [name, [] as [number, number][]]));
  for (let round = 0; round <= Number(rounds); round += 1) {
    for (const [name, { main, post }] of Object.entries(subjects)) {
      const state = path.join(folder, 'state');
      for (const file of ['state', 'env', 'path', 'output', 'summary']) {
        writeFileSync(path.join(folder, file), '');
      }
      const inMain = timed(main, version, {});
      const inPost = timed(post, version, readState(readFileSync(state, 'utf8')));
      // The first round fills the file cache and is not counted.
      if (round > 0) times.get(name)?.push([inMain, inPost]);
    }
  }
  console.log(`medians of ${rounds} interleaved runs, Node ${process.version}, Go ${version}`);
  const totals = new Map<string, number>();
  for (const [name, values] of times) {
    const total = median(values.map(([main, post]) => main + post));
    totals.set(name, total);
    const [main, post] = [0, 1].map((index) => median(values.map((pair) => pair[index] ?? 0)));
    console.log(
      `${name.padEnd(18)} main ${(main ?? 0).toFixed(0).padStart(4)} ms, post ${(post ?? 0).toFixed(0).padStart(4)} ms, together ${total.toFixed(0).padStart(4)} ms`,
    );
  }
  const ratio = (totals.get('setup/') ?? 0) / (totals.get('actions/setup-go') ?? 1);
  console.log(`setup/ takes ${ratio.toFixed(2)} × of actions/setup-go`);
} finally {
  rmSync(folder, { recursive: true });
}

/** A tool cache that holds the machine's Go. Returns its version. */
function fillToolCache(): string {
  const ask = (name: string): string =>
    execFileSync('go', ['env', name], { encoding: 'utf8', cwd: os.tmpdir() }).trim();
  const version = ask('GOVERSION').replace(/^go/, '');
  const place = path.join(folder, 'tools/go', version, process.arch);
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(ask('GOROOT'), place);
  writeFileSync(`${place}.complete`, '');
  return version;
}

function timed(script: string, version: string, state: Readonly<Record<string, string>>): number {
  const before = process.hrtime.bigint();
  const result = spawnSync(process.execPath, [script], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      GITHUB_WORKSPACE: root,
      GITHUB_REPOSITORY: 'octo-org/hello',
      GITHUB_STATE: path.join(folder, 'state'),
      GITHUB_ENV: path.join(folder, 'env'),
      GITHUB_PATH: path.join(folder, 'path'),
      GITHUB_OUTPUT: path.join(folder, 'output'),
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary'),
      RUNNER_TEMP: folder,
      RUNNER_TOOL_CACHE: path.join(folder, 'tools'),
      'INPUT_GO-VERSION': version,
      'INPUT_CHECK-LATEST': 'false',
      INPUT_CACHE: 'false',
      ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
    },
  });
  const ms = Number(process.hrtime.bigint() - before) / 1e6;
  if (result.status !== 0) throw new Error(`${script} failed:\n${result.stdout}${result.stderr}`);
  return ms;
}

/** The heredoc entries of a GITHUB_STATE file; the last of a name counts. */
function readState(text: string): Readonly<Record<string, string>> {
  const entries = text.matchAll(/^(\S+)<<(\S+)\n([^]*?)\n\2$/gm);
  return Object.fromEntries([...entries].map((entry) => [entry[1] ?? '', entry[3] ?? '']));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
