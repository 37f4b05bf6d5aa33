import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Http } from '../../src/host/host.ts';
import type { InstallHost } from '../../src/toolchain/context.ts';
import { installGo } from '../../src/toolchain/run.ts';
import { fetchManifest } from '../../src/toolchain/release-list-client.ts';
import { resolveVersion } from '../../src/toolchain/resolve-run.ts';
import { goPlatform } from '../../src/toolchain/architecture.ts';
import { type FakeGoProxy, startGoProxy } from '../fakes/go-proxy.ts';
import { scratch, testContext, testHost, testRequest } from './install-support.ts';

let server: FakeGoProxy;
let folder: Awaited<ReturnType<typeof scratch>>;
beforeEach(async () => {
  server = await startGoProxy();
  folder = await scratch();
});
afterEach(async () => {
  await server.close();
  await folder.remove();
});

const TOOLCHAINS = 'golang.org/toolchain/@v';

async function putInToolCache(version: string, arch = 'x64'): Promise<void> {
  const place = path.join(folder.root, 'tools/go', version, arch);
  await mkdir(path.join(place, 'bin'), { recursive: true });
  await writeFile(path.join(place, 'VERSION'), `go${version}\n`);
  await writeFile(path.join(place, 'bin/go'), '');
  await writeFile(`${place}.complete`, '');
}

function serveReleases(...versions: string[]): void {
  const files = [{ filename: 'x.tar.gz', os: 'linux', arch: 'amd64', kind: 'archive', sha256: '' }];
  server.files.set(
    '?mode=json&include=all',
    JSON.stringify(versions.map((version) => ({ version, stable: true, files }))),
  );
}

function serveToolchains(...versions: string[]): void {
  server.files.set(`${TOOLCHAINS}/list`, versions.map((version) => `${version}\n`).join(''));
  for (const version of versions) server.files.set(`${TOOLCHAINS}/${version}.info`, '{}');
}

/** Nothing on this machine may leave it: only loopback answers. */
function offline(host: InstallHost): InstallHost {
  const refuse = (url: string): Promise<never> =>
    host.http.text({ method: 'GET', url: 'http://127.0.0.1:1/', attempts: 1 }).then(() => {
      throw new Error(url);
    });
  const http: Http = {
    text: (request) => (isLocal(request.url) ? host.http.text(request) : refuse(request.url)),
    bytes: (request) => (isLocal(request.url) ? host.http.bytes(request) : refuse(request.url)),
    download: (request) =>
      isLocal(request.url) ? host.http.download(request) : refuse(request.url),
  };
  return { ...host, http };
}

function isLocal(url: string): boolean {
  return url.startsWith('http://127.0.0.1:');
}

async function resolve(
  text: string,
  options: { checkLatest?: boolean; proxyOnly?: boolean; os?: NodeJS.Platform } = {},
): Promise<string> {
  const request = testRequest(text, { checkLatest: options.checkLatest ?? false }, options.os);
  const context =
    options.proxyOnly === true
      ? testContext(folder.root, { goProxy: server.url })
      : testContext(folder.root, {}, server.url);
  return (await resolveVersion(request, context, offline(testHost()))).semver;
}

describe('a version', () => {
  it('that is full needs no list', async () => {
    expect(await resolve('go1.25.3')).toBe('1.25.3');
    expect(await resolve('1.26rc1')).toBe('1.26.0-rc.1');
    expect(server.requests).toEqual([]);
  });

  it('that is a range is the highest in the tool cache, without network', async () => {
    await putInToolCache('1.25.3');
    await putInToolCache('1.25.10');
    await putInToolCache('1.25.11', 'arm64');
    await putInToolCache('1.26.0');
    const go = await installGo(
      testRequest('1.25'),
      testContext(folder.root, {}, server.url),
      testHost(),
    );
    expect(go).toMatchObject({ version: '1.25.10', origin: 'tool-cache' });
    expect(server.requests).toEqual([]);
  });

  it('is looked up in the lists first with check-latest (contract 10)', async () => {
    await putInToolCache('1.25.3');
    serveReleases('go1.25.3', 'go1.25.4', 'go1.26.0');
    expect(await resolve('1.25', { checkLatest: true })).toBe('1.25.4');
  });

  it('comes from the tool cache with check-latest when no list can be reached (contract 10)', async () => {
    await putInToolCache('1.25.3');
    expect(await resolve('1.25', { checkLatest: true })).toBe('1.25.3');
  });

  it('skips unmarked and foreign folders of the tool cache', async () => {
    await mkdir(path.join(folder.root, 'tools/go/1.25.9/x64'), { recursive: true });
    await mkdir(path.join(folder.root, 'tools/go/junk'), { recursive: true });
    serveReleases('go1.25.4');
    expect(await resolve('1.25')).toBe('1.25.4');
  });

  it('is stable or oldstable by the release list (contract 9)', async () => {
    serveReleases('go1.26rc1', 'go1.25.1', 'go1.24.7', 'go1.24.6', 'go1.23.9');
    expect(await resolve('stable')).toBe('1.25.1');
    expect(await resolve('oldstable')).toBe('1.24.7');
  });

  it('that nobody lists is told with platform and reasons (contract 21)', async () => {
    serveReleases('go1.25.1');
    await expect(resolve('1.99')).rejects.toThrow(
      /Unable to find Go version '1\.99' \(from the go-version input\) for platform linux and architecture amd64: .* lists no version that fits/,
    );
  });
});

describe("the module proxy's list", () => {
  it('resolves when the release list is out of reach (contract 20, pain 14)', async () => {
    serveToolchains(
      'v0.0.1-go1.25.3.linux-amd64',
      'v0.0.1-go1.25.10.linux-amd64',
      'v0.0.1-go1.26rc1.linux-amd64',
    );
    expect(await resolve('1.25', { proxyOnly: true })).toBe('1.25.10');
    expect(await resolve('stable', { proxyOnly: true })).toBe('1.25.10');
  });

  it('is no index: the next patch releases are asked for', async () => {
    serveToolchains('v0.0.1-go1.25.3.linux-amd64');
    for (const patch of [4, 5]) {
      server.files.set(`${TOOLCHAINS}/v0.0.1-go1.25.${patch}.linux-amd64.info`, '{}');
    }
    expect(await resolve('1.25', { proxyOnly: true })).toBe('1.25.5');
    expect(await resolve('>=1.25 <1.25.5', { proxyOnly: true })).toBe('1.25.4');
  });

  it("serves another platform by linux's entries and a question for each", async () => {
    serveToolchains('v0.0.1-go1.25.3.linux-amd64', 'v0.0.1-go1.25.4.linux-amd64');
    server.files.set(`${TOOLCHAINS}/v0.0.1-go1.25.3.windows-amd64.info`, '{}');
    expect(await resolve('1.25', { proxyOnly: true, os: 'win32' })).toBe('1.25.3');
  });
});

describe('the token', () => {
  it('goes to the API of this server only, and only when the plain manifest is out of reach (contract 20, 22)', async () => {
    const manifest = [{ version: '1.25.3', files: [{ platform: 'linux', arch: 'x64' }] }];
    server.files.set(
      'repos/actions/go-versions/contents/versions-manifest.json?ref=main',
      JSON.stringify(manifest),
    );
    const { http } = offline(testHost());
    const api = { apiUrl: server.url, token: 'secret' };
    expect(await fetchManifest(http, goPlatform('linux', 'x64'), api)).toEqual(['1.25.3']);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(['Bearer secret']);
  });
});
