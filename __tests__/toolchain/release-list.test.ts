import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeGoProxy, startGoProxy } from '../fakes/go-proxy.ts';
import { toolName } from '../../src/toolchain/plan.ts';
import { installGo } from '../../src/toolchain/run.ts';
import { scratch, testContext, testHost, testRequest, tinyGo, tree } from './install-support.ts';
import { syntheticZip } from './synthetic-zip.ts';

const LIST = '?mode=json&include=all';
let mirror: FakeGoProxy;
let folder: Awaited<ReturnType<typeof scratch>>;
let archive: Buffer;

beforeEach(async () => {
  mirror = await startGoProxy();
  folder = await scratch();
  archive = await tarOfGo('1.25.3');
  mirror.files.set('go1.25.3.linux-amd64.tar.gz', archive);
  mirror.files.set(LIST, releaseList('1.25.3', archive));
});
afterEach(async () => {
  await mirror.close();
  await folder.remove();
});

/** A tar.gz as Go publishes it, made by tar itself. */
async function tarOfGo(version: string): Promise<Buffer> {
  const root = path.join(folder.root, 'made');
  for (const { name, content } of tinyGo(version, 'go/')) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content, {
      mode: name.includes('bin/') ? 0o755 : 0o644,
    });
  }
  const file = path.join(folder.root, 'go.tar.gz');
  execFileSync('tar', ['-czf', file, '-C', root, 'go']);
  return readFile(file);
}

function releaseList(version: string, content: Buffer, os = 'linux', suffix = 'tar.gz'): string {
  const file = {
    filename: `go${version}.${os}-amd64.${suffix}`,
    os,
    arch: 'amd64',
    version: `go${version}`,
    sha256: sha256(content),
    size: content.length,
    kind: 'archive',
  };
  return JSON.stringify([{ version: `go${version}`, stable: true, files: [file] }]);
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

describe('a release from a mirror', () => {
  const fromMirror = (
    text = '1.25.3',
    os: NodeJS.Platform = 'linux',
  ): ReturnType<typeof installGo> =>
    installGo(
      testRequest(text, { goDownloadBaseUrl: `${mirror.url}/`, token: 'secret' }, os),
      testContext(folder.root, { goProxy: 'http://127.0.0.1:1' }),
      testHost(),
    );

  it('is installed under a name of its own, proved by the listed SHA-256', async () => {
    const go = await fromMirror();
    const tool = toolName(mirror.url);
    expect(tool).toMatch(/^go-[0-9a-f]{8}$/);
    expect(go).toMatchObject({
      version: '1.25.3',
      origin: 'release-list',
      goroot: path.join(folder.root, 'tools', tool, '1.25.3/x64'),
    });
    expect(go.proof).toContain(sha256(archive));
    expect(execFileSync(go.goBinary).toString()).toBe('go\n');
  });

  it('resolves a range in its list', async () => {
    expect(await fromMirror('1.25')).toMatchObject({ version: '1.25.3' });
  });

  it("may leave out the kind of its files, which a list of one's own has no need of", async () => {
    const list = releaseList('1.25.3', archive).replace(',"kind":"archive"', '');
    mirror.files.set(LIST, list);
    expect(list).not.toContain('kind');
    expect(await fromMirror()).toMatchObject({ version: '1.25.3', origin: 'release-list' });
  });

  it('never sees the token', async () => {
    await fromMirror();
    expect(mirror.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('is unpacked without foreign programs where it is a zip', async () => {
    const zip = syntheticZip(tinyGo('1.25.3', 'go/'));
    mirror.files.set('go1.25.3.windows-amd64.zip', zip);
    mirror.files.set(LIST, releaseList('1.25.3', zip, 'windows', 'zip'));
    const go = await fromMirror('1.25.3', 'win32');
    expect(go.goBinary).toMatch(/go\.exe$/);
    expect(await tree(go.goroot)).not.toContain('src/go.mod');
  });

  it('is refused when its bytes are not the listed ones, and leaves nothing', async () => {
    mirror.files.set('go1.25.3.linux-amd64.tar.gz', await tarOfGo('1.25.2'));
    await expect(fromMirror()).rejects.toThrow(
      expect.objectContaining({
        code: 'proof-failed',
        message: expect.stringMatching(`expected sha256 ${sha256(archive)} .*, got [0-9a-f]{64}`),
      }),
    );
    expect(await tree(path.join(folder.root, 'tools'))).toEqual([]);
    expect(await tree(path.join(folder.root, 'temp'))).toEqual([]);
  });

  it('is refused when it is another version than its name says', async () => {
    const other = await tarOfGo('1.24.9');
    mirror.files.set('go1.25.3.linux-amd64.tar.gz', other);
    mirror.files.set(LIST, releaseList('1.25.3', other));
    await expect(fromMirror()).rejects.toMatchObject({ code: 'wrong-go-version' });
  });

  it('is proved by a .sha256 file where the mirror has no list', async () => {
    mirror.files.delete(LIST);
    mirror.files.set('go1.25.3.linux-amd64.tar.gz.sha256', `${sha256(archive)}  go.tar.gz\n`);
    expect((await fromMirror()).proof).toContain('.sha256');
  });

  it('is not used when nothing proves it', async () => {
    mirror.files.delete(LIST);
    await expect(fromMirror()).rejects.toThrow(/nothing proves .*go1\.25\.3\.linux-amd64\.tar\.gz/);
  });

  it.each(['1.25.x', '^1.25.1', '>=1.24 <1.26', '1'])(
    'cannot be the range %s where the mirror has no list',
    async (range) => {
      mirror.files.delete(LIST);
      await expect(fromMirror(range)).rejects.toThrow(
        /Version range '.*' is not supported with a custom download base URL/,
      );
    },
  );

  it.each(['stable', 'oldstable'])('cannot be the alias %s', async (alias) => {
    await expect(fromMirror(alias)).rejects.toThrow(
      `Version aliases '${alias}' are not supported with a custom download base URL`,
    );
    expect(mirror.requests).toEqual([]);
  });

  it("is the mirror's file of the minor where it has no list, and named by what is inside", async () => {
    mirror.files.clear();
    mirror.files.set('go1.25.linux-amd64.tar.gz', archive);
    mirror.files.set('go1.25.linux-amd64.tar.gz.sha256', `${sha256(archive)}\n`);
    const go = await fromMirror('1.25');
    expect(go.version).toBe('1.25.3');
    expect(go.goroot).toBe(path.join(folder.root, 'tools', toolName(mirror.url), '1.25.3', 'x64'));
    mirror.files.clear();
    expect(await fromMirror('1.25')).toMatchObject({ version: '1.25.3', origin: 'tool-cache' });
  });

  it('is refused when the file of a minor holds another one', async () => {
    mirror.files.clear();
    mirror.files.set('go1.24.linux-amd64.tar.gz', archive);
    mirror.files.set('go1.24.linux-amd64.tar.gz.sha256', `${sha256(archive)}\n`);
    await expect(fromMirror('1.24')).rejects.toThrow(
      /archive for Go 1\.24\.x .* holds Go 1\.25\.3/,
    );
    expect(await tree(path.join(folder.root, 'tools', toolName(mirror.url)))).toEqual([]);
  });

  it("keeps a builder's suffix in the folder's name", async () => {
    const built = await tarOfGo('1.25.3-microsoft');
    mirror.files.clear();
    mirror.files.set('go1.25.linux-amd64.tar.gz', built);
    mirror.files.set('go1.25.linux-amd64.tar.gz.sha256', sha256(built));
    const go = await fromMirror('1.25');
    expect(go.version).toBe('1.25.3-microsoft');
    expect(path.basename(path.dirname(go.goroot))).toBe('1.25.3-microsoft');
  });

  it('that is in the tool cache is used with check-latest, too, and says so', async () => {
    await fromMirror();
    const asked = mirror.requests.length;
    const host = testHost();
    const settings = { goDownloadBaseUrl: mirror.url, checkLatest: true };
    const go = await installGo(testRequest('1.25', settings), testContext(folder.root), host);
    expect(go).toMatchObject({ version: '1.25.3', origin: 'tool-cache' });
    expect(mirror.requests.length).toBe(asked);
    expect(host.lines).toEqual([
      expect.stringContaining('check-latest is not supported with a custom download base URL'),
    ]);
  });

  it('that is missing is told with what the list has', async () => {
    await expect(fromMirror('1.25.3', 'darwin')).rejects.toThrow(
      /has only linux\/amd64 of Go 1\.25\.3/,
    );
    await expect(fromMirror('1.25.4')).rejects.toThrow(/does not list Go 1\.25\.4/);
  });
});

describe('the order of sources', () => {
  it('goes on to the release list when the proxy does not have the version', async () => {
    const proxy = await startGoProxy();
    try {
      const host = testHost();
      const context = testContext(folder.root, { goProxy: proxy.url }, mirror.url);
      const go = await installGo(testRequest('1.25.3'), context, host);
      expect(go).toMatchObject({
        origin: 'release-list',
        goroot: expect.stringContaining('tools/go/1.25.3'),
      });
      expect(host.lines.join('\n')).toMatch(/Passing over the module proxy: .*HTTP 404/);
    } finally {
      await proxy.close();
    }
  });

  it('starts with the release list where no GOPROXY is known', async () => {
    const go = await installGo(
      testRequest('1.25.3'),
      testContext(folder.root, {}, mirror.url),
      testHost(),
    );
    expect(go.origin).toBe('release-list');
  });

  it('names every source that could not serve', async () => {
    const context = testContext(folder.root, { goProxy: 'http://127.0.0.1:1' });
    await expect(installGo(testRequest('1.25.3'), context, testHost())).rejects.toThrow(
      /Unable to find Go version '1\.25\.3' for platform linux and architecture amd64: .*127\.0\.0\.1:1.*; .*127\.0\.0\.1:1/,
    );
  });
});
