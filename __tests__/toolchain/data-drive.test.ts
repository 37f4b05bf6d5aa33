import { lstatSync, readlinkSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DataDrive, dataDriveOf, onDataDrive } from '../../src/toolchain/data-drive.ts';
import { installGo } from '../../src/toolchain/run.ts';
import { type FakeGoProxy, startGoProxy } from '../fakes/go-proxy.ts';
import {
  h1Of,
  logWith,
  scratch,
  testContext,
  testHost,
  testRequest,
  tinyGo,
  tree,
} from './install-support.ts';
import { syntheticZip } from './synthetic-zip.ts';

const HOSTED = {
  os: 'win32',
  runnerEnvironment: 'github-hosted',
  toolCacheDir: 'C:\\hostedtoolcache\\windows',
  hasDrive: () => true,
} as const;

describe('the data drive', () => {
  it('is D: on a Windows runner of GitHub that has one', () => {
    expect(dataDriveOf(HOSTED)).toEqual({ system: 'C:', data: 'D:' });
    expect(dataDriveOf({ ...HOSTED, toolCacheDir: 'c:\\tools' })).toBeDefined();
  });

  it.each([
    ['another system', { os: 'linux' as const }],
    ['a self-hosted runner', { runnerEnvironment: 'self-hosted' }],
    ['a runner that does not say', { runnerEnvironment: undefined }],
    ['no D:', { hasDrive: (drive: string) => drive !== 'D:' }],
    ['a tool cache elsewhere', { toolCacheDir: 'E:\\tools' }],
  ])('is not used with %s', (_name, change) => {
    expect(dataDriveOf({ ...HOSTED, ...change })).toBeUndefined();
  });

  it('has the same path as on C:, whatever the case of the letter', () => {
    const drive = { system: 'C:', data: 'D:' };
    expect(onDataDrive('c:\\tools\\go', drive)).toBe('D:\\tools\\go');
    expect(onDataDrive('E:\\tools\\go', drive)).toBeUndefined();
  });
});

describe('a Go on the data drive', () => {
  const VERSION = 'v0.0.1-go1.25.3.windows-amd64';
  const entries = tinyGo('1.25.3', `golang.org/toolchain@${VERSION}/`);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let proxy: FakeGoProxy;
  let drive: DataDrive;
  let goSumDb: string;

  beforeEach(async () => {
    folder = await scratch();
    proxy = await startGoProxy();
    // Two folders stand for the two drives.
    drive = { system: path.join(folder.root, 'c'), data: path.join(folder.root, 'd') };
    const { log, lookups } = logWith(new Map([[VERSION, h1Of(entries)]]));
    goSumDb = log.verifierKey;
    proxy.files.set(`golang.org/toolchain/@v/${VERSION}.zip`, syntheticZip(entries));
    for (const [name, content] of log.files(lookups)) {
      proxy.files.set(`sumdb/sum.example.com/${name}`, content);
    }
  });
  afterEach(async () => {
    await proxy.close();
    await folder.remove();
  });

  const install = (): ReturnType<typeof installGo> =>
    installGo(
      testRequest('1.25.3', {}, 'win32'),
      {
        ...testContext(folder.root, { goProxy: proxy.url, goSumDb }),
        toolCacheDir: path.join(drive.system, 'tools'),
        dataDrive: drive,
      },
      testHost(),
    );

  it('lies there, and is found by links where everyone looks for it (contract 29, pain 4)', async () => {
    const go = await install();
    const place = path.join(drive.system, 'tools/go/1.25.3/x64');
    const stored = path.join(drive.data, 'tools/go/1.25.3/x64');
    expect(go.goroot).toBe(place);
    expect(go.goBinary).toBe(path.join(place, 'bin/go.exe'));
    expect(lstatSync(stored).isDirectory()).toBe(true);
    expect(readlinkSync(place)).toBe(stored);
    expect(readlinkSync(`${place}.complete`)).toBe(`${stored}.complete`);
    expect(await tree(path.join(drive.data, 'tools/go/1.25.3'))).toContain('x64.complete');
  });

  it('is found in the tool cache by the next run', async () => {
    await install();
    const before = proxy.requests.length;
    expect(await install()).toMatchObject({ origin: 'tool-cache' });
    expect(proxy.requests.length).toBe(before);
  });

  it.each([
    ['links that lead nowhere', (): Promise<void> => rm(drive.data, { recursive: true })],
    [
      'a half-copied folder on C:',
      async (): Promise<void> => {
        await rm(path.join(drive.system, 'tools/go/1.25.3'), { recursive: true });
        await mkdir(path.join(drive.system, 'tools/go/1.25.3/x64/bin'), { recursive: true });
        await writeFile(path.join(drive.system, 'tools/go/1.25.3/x64/VERSION'), 'go1.25.3\n');
      },
    ],
  ])('replaces %s', async (_name, spoil) => {
    await install();
    await spoil();
    expect(await install()).toMatchObject({ version: '1.25.3', origin: 'module-proxy' });
    const place = path.join(drive.system, 'tools/go/1.25.3/x64');
    expect(lstatSync(place).isSymbolicLink()).toBe(true);
    expect(await install()).toMatchObject({ origin: 'tool-cache' });
  });
});
