// What a miss in the tool cache costs setup/: a real Go through the module proxy from a server on loopback, proof included,
// against unpacking the same tree from a tar.gz and copying it file by file, as actions/setup-go does:
//   npx node bench/install.ts [rounds] [version]
// Interleaved runs on one machine; the ratio is what counts. Also prints the peak memory of an install.
// Needs a Go on PATH, tar, and once a module proxy (GOPROXY).
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { cp } from '@actions/io';
import { currentPlatform } from '../src/host/platform.ts';
import { goPlatform } from '../src/toolchain/architecture.ts';

const root = path.resolve(import.meta.dirname, '..');
const rounds = Number(process.argv[2] ?? 7);
const version = process.argv[3] ?? '1.25.3';
const { goos, goarch } = goPlatform(process.platform, process.arch);
const folder = mkdtempSync(path.join(os.tmpdir(), 'ship-go-bench-'));
const toolCache = path.join(folder, 'tools');
const upstream = execFileSync('go', ['env', 'GOPROXY'], { encoding: 'utf8', cwd: folder })
  .trim()
  .split(/[,|]/)[0];

// Answers come from upstream once and from memory ever after: the real archive, the real record and its tiles.
const answers = new Map<string, Promise<{ status: number; body: Buffer }>>();
const server = createServer((request, response) => {
  const url = request.url ?? '/';
  const known =
    answers.get(url) ??
    fetch(`${upstream ?? ''}${url}`).then(async (answer) => ({
      status: answer.status,
      body: Buffer.from(await answer.arrayBuffer()),
    }));
  answers.set(url, known);
  void known.then(({ status, body }) => {
    response.writeHead(status, { 'content-length': body.length }).end(body);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const goProxy = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

const ours: number[] = [];
const whole: number[] = [];
const theirs: number[] = [];
const memory: number[] = [];
try {
  await install();
  const archive = path.join(folder, 'go.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', toolCache, 'go']);
  for (let round = 0; round < rounds; round += 1) {
    const before = process.hrtime.bigint();
    const { elapsedMs, peakMb } = await install();
    whole.push(Number(process.hrtime.bigint() - before) / 1e6);
    ours.push(elapsedMs);
    memory.push(peakMb);
    theirs.push(await unpackAndCopy(archive));
  }
  const figures = { ours, 'whole main step': whole, 'tar + copy': theirs };
  console.log(
    `Go ${version} ${goos}/${goarch}, medians of ${rounds} interleaved runs, Node ${process.version}, ${currentPlatform().cpus} processors`,
  );
  for (const [name, values] of Object.entries(figures)) {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    console.log(
      `${name.padEnd(16)} ${median(values).toFixed(0).padStart(5)} ms (${low.toFixed(0)} to ${high.toFixed(0)})`,
    );
  }
  console.log(`an install takes ${(median(ours) / median(theirs)).toFixed(2)} × of tar + copy`);
  console.log(`peak memory ${Math.max(...memory).toFixed(0)} MB`);
} finally {
  server.close();
  rmSync(folder, { recursive: true });
}

/** Runs the main step of setup/ with an empty tool cache. `elapsedMs` is download, proof and unpacking. */
async function install(): Promise<{ readonly elapsedMs: number; readonly peakMb: number }> {
  rmSync(toolCache, { recursive: true, force: true });
  mkdirSync(toolCache);
  for (const file of ['state', 'env', 'path', 'output']) writeFileSync(path.join(folder, file), '');
  const report = path.join(folder, 'peak');
  // maxRSS would count the parent's memory at the fork, too.
  const hook = `import fs from 'node:fs';process.on('exit',()=>fs.writeFileSync(${JSON.stringify(report)},fs.existsSync('/proc/self/status')?/VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status','utf8'))[1]:String(process.resourceUsage().maxRSS)))`;
  const child = spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(hook)}`,
      path.join(root, 'dist/setup/index.js'),
    ],
    {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        GOPROXY: goProxy,
        GITHUB_WORKSPACE: folder,
        GITHUB_REPOSITORY: 'octo-org/hello',
        GITHUB_STATE: path.join(folder, 'state'),
        GITHUB_ENV: path.join(folder, 'env'),
        GITHUB_PATH: path.join(folder, 'path'),
        GITHUB_OUTPUT: path.join(folder, 'output'),
        RUNNER_TEMP: path.join(folder, 'temp'),
        RUNNER_TOOL_CACHE: toolCache,
        'INPUT_GO-VERSION': version,
        INPUT_CACHE: 'false',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const status = await new Promise((resolve) => child.on('close', resolve));
  const elapsed = /signature and inclusion proof were checked \([^)]*?(\d+) ms\)/.exec(log)?.[1];
  if (status !== 0 || elapsed === undefined) throw new Error(log);
  return { elapsedMs: Number(elapsed), peakMb: Number(readFileSync(report, 'utf8')) / 1024 };
}

/** What actions/setup-go does once its archive is there: tar, then a copy of each file into the tool cache. */
async function unpackAndCopy(archive: string): Promise<number> {
  const [unpacked, placed] = [path.join(folder, 'unpacked'), path.join(folder, 'placed')];
  for (const made of [unpacked, placed]) {
    rmSync(made, { recursive: true, force: true });
    mkdirSync(made);
  }
  const before = process.hrtime.bigint();
  execFileSync('tar', ['-xzf', archive, '-C', unpacked]);
  await cp(path.join(unpacked, 'go'), placed, { recursive: true });
  const ms = Number(process.hrtime.bigint() - before) / 1e6;
  for (const made of [unpacked, placed]) rmSync(made, { recursive: true, force: true });
  return ms;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
