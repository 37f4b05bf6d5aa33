// What an image costs: node bench/image.ts [rounds]
// Ours (the bundle in dist/image/) against ko, two platforms, the same program, the same warm Go cache, pushed to the same registry, each
// time to a new repository; interleaved. ko compiles, so ours is shown with `go build` as well as alone.
// ko stands on an image that holds what ours holds below the program.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { environmentWithGo } from '../scripts/go-for-scripts.ts';

const KO = 'github.com/google/ko@v0.19.0';
const PLATFORMS = ['amd64', 'arm64'];
const root = path.resolve(import.meta.dirname, '..');
const rounds = Number(process.argv[2] ?? 7);
const bin = path.join(root, '.cache', 'bin');
const program = path.join(root, 'examples', 'hookd');
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-image-'));
const output = path.join(folder, 'output');
const env = { ...(await environmentWithGo(root)), GOBIN: bin, CGO_ENABLED: '0' };

mkdirSync(bin, { recursive: true });
run('go', ['install', KO], root);
run('go', ['build', '-o', `${bin}/`, ...tools('crane', 'registry')], path.join(root, 'tools'));

const port = await freePort();
const registry = spawn(path.join(bin, 'registry'), ['-port', String(port)], { stdio: 'ignore' });
try {
  await untilListening();
  measure();
} finally {
  registry.kill();
  rmSync(folder, { recursive: true, force: true });
}

function measure(): void {
  build();
  image('base');
  const base = pushKoBase();
  const times = { ours: [] as number[], build: [] as number[], ko: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const [ours, built, ko] = [
      timed(() => {
        image(`ours${round}`);
      }),
      timed(build),
      timed(() => {
        koBuild(round, base);
      }),
    ];
    // The first round fills caches and is not counted.
    if (round === 0) continue;
    times.ours.push(ours);
    times.build.push(built);
    times.ko.push(ko);
  }
  const [ours, built, ko] = [median(times.ours), median(times.build), median(times.ko)];
  console.log(`medians of ${rounds} interleaved runs, Node ${process.version}`);
  console.log(`ko build                 ${ko.toFixed(0)} ms`);
  console.log(`ours                     ${ours.toFixed(0)} ms  ${(ours / ko).toFixed(2)} × ko`);
  console.log(
    `go build, then ours      ${(ours + built).toFixed(0)} ms  ${((ours + built) / ko).toFixed(2)} × ko`,
  );
  for (const arch of PLATFORMS) {
    const sizes = [size('ours1', arch), size('ko1', arch)];
    console.log(
      `${arch}: ours ${String(sizes[0])} bytes, ko ${String(sizes[1])} bytes (layers, compressed)`,
    );
  }
}

function build(): void {
  for (const arch of PLATFORMS) {
    const file = path.join(output, 'bin', `linux_${arch}`, 'hookd');
    const args = ['build', '-trimpath', '-ldflags=-s -w', '-o', file, '.'];
    execFileSync('go', args, { cwd: program, env: { ...env, GOOS: 'linux', GOARCH: arch } });
  }
}

function image(repository: string): void {
  const files = ['OUTPUT', 'STATE', 'ENV', 'PATH', 'STEP_SUMMARY'].map((name): [string, string] => {
    const file = path.join(folder, name);
    writeFileSync(file, '');
    return [`GITHUB_${name}`, file];
  });
  execFileSync(process.execPath, [path.join(root, 'dist/image/index.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...env,
      ...Object.fromEntries(files),
      GITHUB_WORKSPACE: root,
      GITHUB_REPOSITORY: 'octo-org/hookd',
      RUNNER_TEMP: folder,
      RUNNER_TOOL_CACHE: path.join(folder, 'tools'),
      INPUT_ARTIFACTS: output,
      INPUT_IMAGE: `localhost:${port}/bench/${repository}`,
      INPUT_TAGS: 'v1',
    },
  });
}

function koBuild(round: number, base: string): void {
  const args = ['build', '--bare', '--sbom=none', '--platform=linux/amd64,linux/arm64'];
  execFileSync(path.join(bin, 'ko'), [...args, '--tags=v1', '.'], {
    cwd: program,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      ...env,
      KO_DOCKER_REPO: `localhost:${port}/bench/ko${round}`,
      KO_DEFAULTBASEIMAGE: base,
      // The same program as ours: ko itself keeps symbols in.
      GOFLAGS: `'-ldflags=-s -w'`,
    },
  });
}

/** An index of two images that hold our layer below the program, and nothing more. */
function pushKoBase(): string {
  const name = `localhost:${port}/bench/ko-base`;
  const images = PLATFORMS.map((arch) => {
    const one = `${name}-${arch}:v1`;
    const file = path.join(folder, `${arch}.tar.gz`);
    const digest = layersOf('base', arch)[0]?.digest ?? '';
    const blob = `localhost:${port}/bench/base@${digest}`;
    writeFileSync(file, execFileSync(path.join(bin, 'crane'), ['blob', blob]));
    crane('append', '--oci-empty-base', '--new_layer', file, '--new_tag', one);
    crane('mutate', '--set-platform', `linux/${arch}`, '--tag', one, one);
    return one;
  });
  const members = images.flatMap((one) => ['--manifest', one]);
  crane('index', 'append', ...members, '--tag', `${name}:v1`);
  return `${name}:v1`;
}

/** Compressed bytes of an image's layers. */
function size(repository: string, arch: string): number {
  return layersOf(repository, arch).reduce((sum, layer) => sum + layer.size, 0);
}

function layersOf(repository: string, arch: string): readonly { digest: string; size: number }[] {
  const reference = `localhost:${port}/bench/${repository}:v1`;
  const text = crane('manifest', '--platform', `linux/${arch}`, reference);
  return (JSON.parse(text) as { layers: { digest: string; size: number }[] }).layers;
}

function crane(...args: readonly string[]): string {
  return execFileSync(path.join(bin, 'crane'), args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 28,
  });
}

function tools(...names: readonly string[]): readonly string[] {
  return names.map((name) => `github.com/google/go-containerregistry/cmd/${name}`);
}

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function timed(work: () => void): number {
  const before = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - before) / 1e6;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

async function untilListening(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://localhost:${port}/v2/`).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(100);
  }
  throw new Error('the registry does not start');
}
