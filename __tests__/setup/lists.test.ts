// Version lists and downloads at the addresses that are built in, through the whole action. Numbers as in docs/toolchain.md.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../support/needs.ts';
import { type Internet, startInternet } from './internet.ts';
import { type SetupScene, type SetUp, startSetupScene, tarOfGo, told } from './scene.ts';

const LIST = 'go.dev/dl/?mode=json&include=all';
const MANIFEST = 'raw.githubusercontent.com/actions/go-versions/main/versions-manifest.json';
const API = 'repos/actions/go-versions/contents/versions-manifest.json?ref=main';

let scene: SetupScene;
let internet: Internet;
beforeEach(async () => {
  scene = await startSetupScene();
  internet = await startInternet(path.join(scene.home, 'authority'));
});
afterEach(async () => {
  await internet.close();
  await scene.close();
});

/** Publishes versions at go.dev as Go does; each has an archive for linux/amd64, or for the system that follows a colon. */
async function publish(...versions: string[]): Promise<void> {
  const list = [];
  for (const text of versions) {
    const [version = '', os = 'linux'] = text.split(':');
    const archive = await tarOfGo(version, scene.home);
    const filename = `go${version}.${os}-amd64.tar.gz`;
    internet.files.set(`go.dev/dl/${filename}`, archive);
    const sha256 = createHash('sha256').update(archive).digest('hex');
    const files = [
      { filename: `go${version}.src.tar.gz`, os: '', arch: '', sha256, kind: 'source' },
      { filename, os, arch: 'amd64', sha256, kind: 'archive' },
    ];
    list.push({ version: `go${version}`, stable: !/rc|beta/.test(version), files });
  }
  internet.files.set(LIST, JSON.stringify(list));
}

const manifestOf = (...versions: string[]): string =>
  JSON.stringify(
    versions.map((version) => ({
      ...{ version, stable: true },
      files: [{ platform: 'linux', arch: 'x64', filename: 'x', download_url: 'https://x.invalid' }],
    })),
  );

function setUp(inputs: Readonly<Record<string, string>>, env = {}): Promise<SetUp> {
  return scene.setUp({
    env: { ...internet.env, GOPROXY: 'off', ...env },
    with: { architecture: 'x64', ...inputs },
  });
}

const installed = (): string[] =>
  readdirSync(scene.toolCache).includes('go') ? readdirSync(path.join(scene.toolCache, 'go')) : [];

describeWith('openssl')('the release list at go.dev', () => {
  it.each([
    ['stable', '1.26.2'],
    ['oldstable', '1.25.9'],
    ['1.25', '1.25.9'],
    ['1.25.3', '1.25.3'],
    ['1.27.0-rc.1', '1.27rc1'],
    ['1.27rc1', '1.27rc1'],
  ])('gives %s: %s (contract 6, 9)', async (asked, got) => {
    await publish('1.27rc1', '1.26.3:darwin', '1.26.2', '1.25.9', '1.25.3', '1.24.13');
    const { main, log } = await setUp({ 'go-version': asked });
    expect(told(main, 'error')).toEqual([]);
    expect(main.outputs['go-version']).toBe(got);
    expect(installed()).toEqual([got === '1.27rc1' ? '1.27.0-rc.1' : got]);
    expect(log).toMatch(
      /sha256 [0-9a-f]{64} as published by the release list of https:\/\/go\.dev\/dl/,
    );
    // What asks go.dev is nobody.
    expect(internet.requests.filter(({ authorization }) => authorization !== undefined)).toEqual(
      [],
    );
  });

  it('is asked for a newer match with check-latest, and for none without (contract 5, 10)', async () => {
    await publish('1.25.9', '1.25.3');
    await scene.putGo('1.25.3');
    const first = await setUp({ 'go-version': '1.25' });
    expect(first.main.outputs['go-version']).toBe('1.25.3');
    expect(internet.requests).toEqual([]);
    const second = await setUp({ 'go-version': '1.25', 'check-latest': 'true' });
    expect(second.main.outputs['go-version']).toBe('1.25.9');
  });

  it('does not save what differs from it: nothing is installed and nothing else is asked (contract 27; pain 10)', async () => {
    await publish('1.25.3');
    internet.files.set(
      'go.dev/dl/go1.25.3.linux-amd64.tar.gz',
      await tarOfGo('1.25.4', scene.home),
    );
    const { main } = await setUp({ 'go-version': '1.25.3' });
    expect(main.outcome).toBe('failure');
    expect(told(main, 'error')).toEqual([
      expect.stringMatching(
        /Cannot prove https:\/\/go\.dev\/dl\/go1\.25\.3\.linux-amd64\.tar\.gz: expected sha256 [0-9a-f]{64} .*, got [0-9a-f]{64}/,
      ),
    ]);
    expect(readdirSync(scene.toolCache, { recursive: true }).map(String)).not.toContainEqual(
      expect.stringContaining('x64'),
    );
    expect(main.addedPaths).toEqual([]);
  });

  it.each([503, 500, 429, 408])(
    'is asked again after a passing HTTP %d, and so is its archive (contract 27)',
    async (status) => {
      await publish('1.25.3');
      for (const name of [LIST, 'go.dev/dl/go1.25.3.linux-amd64.tar.gz']) {
        internet.files.set(name, [status, internet.files.get(name) as string]);
      }
      const { main } = await setUp({ 'go-version': '1.25.3' });
      expect(told(main, 'error')).toEqual([]);
      expect(main.outputs['go-version']).toBe('1.25.3');
    },
  );

  it('that has no such version for this machine is told with what it has (contract 21)', async () => {
    await publish('1.25.3:darwin');
    const { main } = await setUp({ 'go-version': '1.25.3' });
    expect(told(main, 'error')).toEqual([
      expect.stringMatching(
        /Unable to find Go version '1\.25\.3' for platform linux and architecture amd64: GOPROXY=off names no proxy; .* has only darwin\/amd64 of Go 1\.25\.3/,
      ),
    ]);
  });
});

describeWith('openssl')('without the release list', () => {
  it('versions are those of the manifest, which needs no token (contract 20; pain 14)', async () => {
    internet.files.set(LIST, 403);
    internet.files.set(MANIFEST, manifestOf('1.26.2', '1.25.9'));
    const { main } = await setUp({ 'go-version': 'oldstable' });
    expect(told(main, 'error')).toEqual([
      expect.stringContaining("Unable to find Go version '1.25.9'"),
    ]);
    expect(scene.proxy.requests).toEqual([]);
  });

  it('and the manifest, the API of this server is asked, with the only token that is sent (contract 20, 22)', async () => {
    internet.files.set(LIST, 429);
    internet.files.set(MANIFEST, 429);
    scene.proxy.files.set(API, manifestOf('1.26.2', '1.25.9'));
    await scene.putGo('1.25.9');
    const { main } = await setUp({ 'go-version': 'oldstable' });
    expect(told(main, 'error')).toEqual([]);
    expect(main.outputs['go-version']).toBe('1.25.9');
    expect(scene.proxy.requests).toEqual([{ path: API, authorization: 'Bearer token-of-the-job' }]);
    expect(internet.requests.filter(({ authorization }) => authorization !== undefined)).toEqual(
      [],
    );
  });

  it('a proxy that refuses to lead anywhere is named (contract 20, 21)', async () => {
    const dead = 'http://127.0.0.1:1';
    const env = { HTTPS_PROXY: dead, https_proxy: dead };
    const { main } = await setUp({ 'go-version': '1.25' }, env);
    expect(told(main, 'error')).toEqual([
      expect.stringContaining('no answer from the proxy 127.0.0.1:1: the connection was refused'),
    ]);
  });
});
