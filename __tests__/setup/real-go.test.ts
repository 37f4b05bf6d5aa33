import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { globSync, readdirSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { goPlatform } from '../../src/toolchain/architecture.ts';
import { startGoProxy } from '../fakes/go-proxy.ts';
import { baseEnvironment, goEnvironment } from '../support/hermetic-env.ts';
import { defaultNodeExecutable } from '../support/runner/node-runtime.ts';
import { type NearbyProxy, startNearbyProxy, TEST_CACHE } from '../toolchain/real-zip.ts';
import { SETUP, type SetupScene, startSetupScene, told } from './scene.ts';

const platform = goPlatform(process.platform, process.arch);
const VERSIONS = ['1.25.3', '1.24.9'];
const MODULE = 'rsc.io/quote@v1.5.2';

// The standard library is compiled for each version, and trees of Go are packed and removed.
jest.setTimeout(600_000);

let scene: SetupScene;
let nearby: NearbyProxy;
const machines: SetupScene[] = [];
beforeAll(async () => {
  scene = await startSetupScene();
  machines.push(scene);
  nearby = await startNearbyProxy(VERSIONS.map((version) => [version, platform] as const));
}, 600_000);
afterAll(async () => {
  await nearby.server.close();
  for (const machine of machines) await machine.close();
});

/** What a later step of the job runs: the go command that is on PATH now, in a folder of the workspace. */
async function later(paths: readonly string[], cwd: string, ...args: string[]): Promise<string> {
  const env = await goEnvironment({
    buildCache: path.join(TEST_CACHE, 'go-build'),
    extra: { PATH: [...paths, process.env['PATH'] ?? ''].join(path.delimiter), CGO_ENABLED: '0' },
  });
  return execFileSync('go', args, { cwd, env: { ...env, GOFLAGS: '-mod=mod' }, encoding: 'utf8' });
}

/** A copy of a real module, with its dependencies to be had from the module proxy. */
async function realModule(name: string): Promise<string> {
  const env = await goEnvironment();
  const args = ['mod', 'download', '-json', MODULE];
  const { Dir: source } = JSON.parse(
    execFileSync('go', args, { cwd: scene.home, env, encoding: 'utf8' }),
  ) as { Dir: string };
  const copy = path.join(scene.workspace, name);
  await cp(source, copy, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', copy]);
  return copy;
}

describe('a real Go that setup/ installs through the module proxy', () => {
  it.each(VERSIONS)('builds, vets and tests a real module: %s', async (version) => {
    const env = { GOPROXY: nearby.goProxy, GOSUMDB: 'sum.golang.org' };
    const { main, log } = await scene.setUp({ env, with: { 'go-version': version } });
    expect(told(main, 'error')).toEqual([]);
    expect(main.outputs['go-version']).toBe(version);
    expect(log).toMatch(/is record \d+ of \d+ in sum\.golang\.org/);
    const paths = [...main.addedPaths].reverse();
    const module = await realModule(`quote-${version}`);
    expect(await later(paths, module, 'version')).toContain(`go${version} `);
    await later(paths, module, 'build', './...');
    await later(paths, module, 'vet', '.');
    expect(await later(paths, module, 'test', '.')).toContain('ok');
  });

  it('is not taken for whole when the job is killed half-way, and the next job installs it', async () => {
    const [version = ''] = VERSIONS;
    const machine = await startSetupScene();
    machines.push(machine);
    const place = path.join(machine.toolCache, 'go', version);
    const env = { GOPROXY: nearby.goProxy, GOSUMDB: 'sum.golang.org' };
    // The harness ends its processes in order; this one must not end so.
    const child = spawn(defaultNodeExecutable(), [path.join(SETUP, '../dist/setup/index.js')], {
      cwd: machine.workspace,
      stdio: 'ignore',
      env: {
        ...{ ...baseEnvironment(), ...env, HOME: machine.home },
        ...{ GITHUB_REPOSITORY: 'octo-org/hello', GITHUB_WORKSPACE: machine.workspace },
        ...{ RUNNER_TOOL_CACHE: machine.toolCache, GITHUB_STATE: devNull },
        ...{ RUNNER_TEMP: path.join(machine.home, 'temp') },
        ...{ INPUT_CACHE: 'false', 'INPUT_GO-VERSION': version },
      },
    });
    const ended = once(child, 'exit');
    const unfinished = (): string[] =>
      globSync('.*/bin/go', { cwd: place }).map((file) => file.split(path.sep)[0] ?? '');
    while (child.exitCode === null && unfinished().length === 0) await setTimeout(5);
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(readdirSync(place)).toEqual(unfinished());
    const { main, log } = await machine.setUp({ env, with: { 'go-version': version } });
    expect(told(main, 'error')).toEqual([]);
    expect(main.outputs['go-version']).toBe(version);
    expect(log).toContain('is not in the tool cache');
  });

  it('serves as a mirror for another machine, as a tar.gz with its sum (contract 23)', async () => {
    const [version = ''] = VERSIONS;
    const goroot = path.join(scene.toolCache, 'go', version, platform.toolCacheArch);
    const archive = path.join(scene.home, 'go.tar.gz');
    const args = ['-czf', archive, '--transform', 's,^\\.,go,', '-C', goroot, '.'];
    execFileSync('tar', args, { env: { ...process.env, GZIP: '-1' }, stdio: 'pipe' });
    const bytes = await readFile(archive);
    const filename = `go${version}.${platform.goos}-${platform.releaseArch}.tar.gz`;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = {
      filename,
      os: platform.goos,
      arch: platform.releaseArch,
      sha256,
      kind: 'archive',
    };
    const list = JSON.stringify([{ version: `go${version}`, stable: true, files: [file] }]);
    const mirror = await startGoProxy(
      new Map<string, string | Uint8Array>([
        ['?mode=json&include=all', list],
        [filename, bytes],
      ]),
    );
    try {
      const inputs = {
        'go-version': version.replace(/\d+$/, 'x'),
        'go-download-base-url': mirror.url,
      };
      const { main } = await scene.setUp({ with: inputs });
      expect(told(main, 'error')).toEqual([]);
      expect(main.outputs['go-version']).toBe(version);
      expect(main.addedPaths[0]).toMatch(/go-[0-9a-f]{8}/);
      const said = await later([...main.addedPaths].reverse(), scene.home, 'env', 'GOROOT');
      expect(said.trim()).toBe(path.dirname(main.addedPaths[0] ?? ''));
    } finally {
      await mirror.close();
    }
  });
});
