import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProcesses } from '../../src/host/processes.ts';
import { goConfiguration } from '../../src/toolchain/go-env-run.ts';
import type { GoConfiguration } from '../../src/toolchain/module-proxies.ts';
import type { Toolchain } from '../../src/toolchain/plan.ts';
import { installGo } from '../../src/toolchain/run.ts';
import { resolveVersion } from '../../src/toolchain/resolve-run.ts';
import { proveModuleHash } from '../../src/toolchain/sumdb-client.ts';
import { usableProxies } from '../../src/toolchain/module-proxies.ts';
import { parseGoSumDb } from '../../src/toolchain/checksum-database.ts';
import { goFromSemver } from '../../src/toolchain/version-spec.ts';
import { goPlatform } from '../../src/toolchain/architecture.ts';
import { toolchainModuleVersion } from '../../src/toolchain/release-lists.ts';
import { type NearbyProxy, startNearbyProxy, TEST_CACHE } from './real-zip.ts';
import { scratch, testContext, testHost, testRequest } from './install-support.ts';

const VERSION = '1.25.3';
const platform = goPlatform(process.platform, process.arch);
/** Trees that are proved and laid out here, though they run elsewhere; of a version that proxies have for all of them. */
const FOREIGN_VERSION = '1.25.14';
const FOREIGN: readonly (readonly [NodeJS.Platform, string])[] = [
  ['linux', 'arm64'],
  ['darwin', 'arm64'],
  ['win32', 'amd64'],
];
let folder: Awaited<ReturnType<typeof scratch>>;
let configuration: GoConfiguration;
let nearby: NearbyProxy;

beforeAll(async () => {
  folder = await scratch();
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  configuration = await goConfiguration(createProcesses(), env, folder.root);
  nearby = await startNearbyProxy([
    [VERSION, platform],
    ...FOREIGN.map(([os, arch]) => [FOREIGN_VERSION, goPlatform(os, arch)] as const),
  ]);
}, 600_000);
afterAll(async () => {
  await nearby.server.close();
  await folder.remove();
});

describe('a real Go through the module proxy', () => {
  let go: Toolchain;
  beforeAll(async () => {
    const goSumDb = configuration.goSumDb ?? 'sum.golang.org';
    const context = testContext(folder.root, { goProxy: nearby.goProxy, goSumDb });
    go = await installGo(
      testRequest(VERSION, {}, process.platform, process.arch),
      context,
      testHost(),
    );
  });

  it('is proved and says its version', () => {
    expect(go).toMatchObject({ version: VERSION, origin: 'module-proxy' });
    expect(go.proof).toMatch(/^h1:.* is record \d+ of \d+ in sum\.golang\.org/);
    const env = { PATH: process.env['PATH'] ?? '', GOTOOLCHAIN: 'local', HOME: folder.root };
    const said = execFileSync(go.goBinary, ['version'], { env }).toString();
    expect(said).toBe(`go version go${VERSION} ${platform.goos}/${platform.goarch}\n`);
    expect(execFileSync(go.goBinary, ['env', 'GOROOT'], { env }).toString().trim()).toBe(go.goroot);
  });

  it('builds, vets and tests a module', async () => {
    const directory = path.join(folder.root, 'hello');
    await mkdir(directory);
    await writeFile(path.join(directory, 'go.mod'), 'module example.com/hello\n\ngo 1.25\n');
    await writeFile(
      path.join(directory, 'main.go'),
      'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(answer()) }\n\nfunc answer() int { return 42 }\n',
    );
    await writeFile(
      path.join(directory, 'main_test.go'),
      'package main\n\nimport "testing"\n\nfunc TestAnswer(t *testing.T) {\n\tif answer() != 42 {\n\t\tt.Fatal("wrong")\n\t}\n}\n',
    );
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder.root,
      GOTOOLCHAIN: 'local',
      GOFLAGS: '',
      CGO_ENABLED: '0',
      GOCACHE: path.join(TEST_CACHE, 'go-build'),
    };
    const run = (...args: string[]): string =>
      execFileSync(go.goBinary, args, { cwd: directory, env }).toString();
    run('build', '-o', path.join(directory, 'hello'), '.');
    expect(execFileSync(path.join(directory, 'hello')).toString()).toBe('42\n');
    run('vet', './...');
    expect(run('test', './...')).toContain('ok');
  });
});

describe('other platforms', () => {
  it.each<[NodeJS.Platform, string]>([
    ['linux', 'arm64'],
    ['darwin', 'amd64'],
    ['darwin', 'arm64'],
    ['win32', 'amd64'],
  ])('%s/%s resolves through the module proxy, and its hash is proved', async (os, arch) => {
    const host = testHost();
    // A tool cache of its own: no runner keeps two systems in one.
    const context = testContext(path.join(folder.root, `${os}-${arch}`), configuration);
    const { semver } = await resolveVersion(testRequest('1.25', {}, os, arch), context, host);
    expect(semver).toMatch(/^1\.25\.\d+$/);
    const proxies = usableProxies(configuration);
    const database = parseGoSumDb(configuration.goSumDb);
    if (database === 'off' || 'unavailable' in proxies) throw new Error('no database to ask');
    const version = toolchainModuleVersion(goFromSemver(semver), goPlatform(os, arch));
    const module = { path: 'golang.org/toolchain', version };
    expect(await proveModuleHash(host.http, database, proxies, module)).toMatchObject({
      h1: expect.stringMatching(/^h1:[A-Za-z0-9+/]{43}=$/),
    });
  });

  it.each(FOREIGN)('%s/%s is unpacked, and every byte of it proved', async (os, arch) => {
    const request = testRequest(FOREIGN_VERSION, {}, os, arch);
    const { goProxy } = nearby;
    const goSumDb = configuration.goSumDb ?? 'sum.golang.org';
    const root = path.join(folder.root, `tree-${os}-${arch}`);
    const go = await installGo(request, testContext(root, { goProxy, goSumDb }), testHost());
    expect(go).toMatchObject({ version: FOREIGN_VERSION, origin: 'module-proxy' });
    expect(go.goBinary.endsWith(os === 'win32' ? 'go.exe' : 'go')).toBe(true);
    const tools = path.join(
      go.goroot,
      'pkg/tool',
      `${request.platform.goos}_${request.platform.goarch}`,
    );
    expect(existsSync(path.join(tools, os === 'win32' ? 'compile.exe' : 'compile'))).toBe(true);
  });
});
