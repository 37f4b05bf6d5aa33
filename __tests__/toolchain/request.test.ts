import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/domain/errors.ts';
import { createProcesses } from '../../src/host/processes.ts';
import { goPlatform } from '../../src/toolchain/architecture.ts';
import { goConfiguration, goOnPath } from '../../src/toolchain/go-env-run.ts';
import { matchesModulePattern, parseGoProxy } from '../../src/toolchain/module-proxies.ts';
import { requestGo, type RequestPlace } from '../../src/toolchain/request-run.ts';
import type { ToolchainSettings } from '../../src/toolchain/plan.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'ship-go-request-'));
});
afterEach(() => rm(directory, { recursive: true }));

const PLATFORM = { os: 'linux', arch: 'x64' } as const;

async function request(
  settings: Partial<ToolchainSettings>,
  place: Partial<RequestPlace> = {},
): Promise<{ text: string | undefined; source: string | undefined; warnings: string[] }> {
  const warnings: string[] = [];
  const log = { warning: (message: string) => warnings.push(message) };
  const found = await requestGo(
    { checkLatest: false, ...settings },
    { directory, ...place },
    PLATFORM,
    log,
  );
  return { text: found?.text, source: found?.source, warnings };
}

describe('which Go is wanted', () => {
  it('is what go-version says, even beside go-version-file', async () => {
    expect(await request({ goVersion: '1.25.3', goVersionFile: 'nowhere' })).toMatchObject({
      text: '1.25.3',
      source: 'the go-version input',
      warnings: [expect.stringMatching(/only go-version will be used/)],
    });
  });

  it('is what the version file says, relative to the workspace', async () => {
    await writeFile(path.join(directory, '.go-version'), '1.24.2\n');
    expect(await request({ goVersionFile: '.go-version' })).toEqual({
      text: '1.24.2',
      source: '.go-version',
      warnings: [],
    });
  });

  it('is what the module file says when no input does', async () => {
    const moduleFile = path.join(directory, 'go.mod');
    await writeFile(moduleFile, 'module m\ngo 1.24\ntoolchain go1.25.3\n');
    expect(await request({ goVersion: '', goVersionFile: ' ' }, { moduleFile })).toMatchObject({
      text: '1.25.3',
      source: moduleFile,
    });
    expect(await request({}, { moduleFile, toolchainLine: false })).toMatchObject({ text: '1.24' });
  });

  it('is open when nothing says anything', async () => {
    expect(await request({})).toMatchObject({ text: undefined });
  });

  it('cannot be read from a file that is not there', async () => {
    await expect(request({ goVersionFile: 'nowhere/.go-version' })).rejects.toThrow(
      /go version file at: nowhere\/\.go-version does not exist/,
    );
  });

  it('is refused with the name of the file that holds no version but something else', async () => {
    await writeFile(path.join(directory, '.go-version'), '1.25.3 or newer\n');
    await expect(request({ goVersionFile: '.go-version' })).rejects.toThrow(
      '"1.25.3 or newer" in .go-version is not a Go version',
    );
  });

  it('comes with a warning when YAML may have cut it', async () => {
    expect((await request({ goVersion: '1.2' })).warnings).toEqual([
      expect.stringContaining("'1.20'"),
    ]);
  });
});

describe('an architecture', () => {
  it.each([
    ['x64', 'amd64', 'x64', 'amd64'],
    ['amd64', 'amd64', 'x64', 'amd64'],
    ['X86_64', 'amd64', 'x64', 'amd64'],
    ['x86', '386', 'ia32', '386'],
    ['386', '386', 'ia32', '386'],
    ['ia32', '386', 'ia32', '386'],
    ['arm64', 'arm64', 'arm64', 'arm64'],
    ['aarch64', 'arm64', 'arm64', 'arm64'],
    ['arm', 'arm', 'arm', 'armv6l'],
    ['armv6l', 'arm', 'arm', 'armv6l'],
    ['armv7l', 'arm', 'arm', 'armv6l'],
    ['ppc64', 'ppc64le', 'ppc64', 'ppc64le'],
    ['s390x', 's390x', 's390x', 's390x'],
    ['riscv64', 'riscv64', 'riscv64', 'riscv64'],
  ])('%s means %s', (word, goarch, toolCacheArch, releaseArch) => {
    expect(goPlatform('linux', word)).toEqual({
      goos: 'linux',
      goarch,
      toolCacheArch,
      releaseArch,
    });
  });

  it('is refused when unknown, with the known ones', () => {
    expect(() => goPlatform('win32', 'x65')).toThrow(
      expect.objectContaining({
        code: 'unknown-architecture',
        hint: expect.stringContaining('arm64'),
      }),
    );
  });

  it('comes with the system in Go words', () => {
    expect(goPlatform('win32', 'x64').goos).toBe('windows');
    expect(goPlatform('darwin', 'arm64').goos).toBe('darwin');
  });
});

describe("the go command's settings", () => {
  /** A machine on which no command can be found. */
  const withoutGo = {
    run: (command: string) =>
      Promise.reject(
        new ActionError({ code: 'command-not-found', message: `${command} is not there` }),
      ),
  };
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

  it('come from the Go on PATH, the environment first', async () => {
    const asked = { ...env, GOPROXY: 'https://proxy.example|direct', GOPRIVATE: 'example.com/x' };
    expect(await goConfiguration(createProcesses(), asked, directory)).toMatchObject({
      goProxy: 'https://proxy.example|direct',
      goNoProxy: 'example.com/x',
      goSumDb: expect.stringMatching(/\S/),
    });
  });

  it('come from the Go on PATH in spite of a GOROOT that leads nowhere (pain 17)', async () => {
    const asked = { ...env, GOPROXY: '', GOROOT: path.join(directory, 'gone') };
    expect(await goConfiguration(createProcesses(), asked, directory)).toMatchObject({
      goProxy: expect.stringMatching(/\S/),
    });
  });

  it('come from the environment alone where there is no Go', async () => {
    const bare = { GOPROXY: 'off', GOPRIVATE: 'example.com' };
    expect(await goConfiguration(withoutGo, bare, directory)).toEqual({
      goProxy: 'off',
      goNoProxy: 'example.com',
      goNoSumDb: 'example.com',
    });
  });

  it('find the Go on PATH, even below a go.mod that wants a newer one', async () => {
    await writeFile(path.join(directory, 'go.mod'), 'module m\ngo 1.999.0\n');
    const go = await goOnPath(createProcesses(), env, directory, PLATFORM);
    expect(go).toMatchObject({ version: expect.stringMatching(/^1\.\d+/), origin: 'path' });
    expect(await goOnPath(withoutGo, env, directory, PLATFORM)).toBeUndefined();
  });
});

describe('GOPROXY', () => {
  it.each([
    [
      'a comma',
      'https://a.example,https://b.example',
      [
        ['https://a.example', false],
        ['https://b.example', false],
      ],
      'none',
    ],
    [
      'a bar',
      'https://a.example|https://b.example/x/',
      [
        ['https://a.example', true],
        ['https://b.example/x', false],
      ],
      'none',
    ],
    ['direct at the end', 'https://a.example,direct', [['https://a.example', false]], 'direct'],
    ['nothing after off', 'off,https://a.example', [], 'off'],
    ['empty entries', ' ,, https://a.example ,', [['https://a.example', false]], 'none'],
    ['an entry without scheme', 'a.example/go', [['https://a.example/go', false]], 'none'],
  ])('is a list: %s', (_name, text, proxies, end) => {
    const list = parseGoProxy(text);
    expect(list.proxies.map(({ url, fallBackOnError }) => [url, fallBackOnError])).toEqual(proxies);
    expect(list.end).toBe(end);
  });

  it.each([
    ...['ftp://a.example', 'word', 'https://', '/srv/proxy', 'file://host/proxy'],
    ...['file:///srv/proxy?x=1', 'https://a.example,/srv/proxy'],
  ])('is refused for %s', (text) => {
    expect(() => parseGoProxy(text)).toThrow(expect.objectContaining({ code: 'bad-goproxy' }));
  });

  it.each([
    ['https://me:p%40w@a.example', 'me:p@w'],
    ['https://me:100%@a.example', 'me:100%'],
    ['https://token@a.example', 'token:'],
  ])('may hold a login: %s', (text, login) => {
    const [proxy] = parseGoProxy(text).proxies;
    const authorization = `Basic ${Buffer.from(login).toString('base64')}`;
    expect(proxy).toMatchObject({ url: 'https://a.example', authorization });
  });

  it.each([
    ['golang.org', true],
    ['golang.org/*', true],
    ['*', true],
    ['*.org/toolchain', true],
    ['example.com,golang.org/toolchain', true],
    ['golang.org/x', false],
    ['golang.org/toolchain/x', false],
    ['', false],
  ])('GONOPROXY=%s covers the toolchain: %s', (patterns, covered) => {
    expect(matchesModulePattern(patterns, 'golang.org/toolchain')).toBe(covered);
  });
});
