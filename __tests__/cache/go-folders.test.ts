import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { expectGoFolders, goEnvFile } from '../../src/cache/go-folders.ts';
import type { Environment } from '../../src/host/host.ts';

const run = promisify(execFile);
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'folders-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** What the real go says, in this environment. */
async function goSays(env: Environment): Promise<object> {
  const { stdout } = await run('go', ['env', '-json', 'GOMODCACHE', 'GOCACHE', 'GOENV'], {
    cwd: home,
    env: { PATH: process.env['PATH'], GOTOOLCHAIN: 'local', ...env },
  });
  const { GOMODCACHE, GOCACHE, GOENV } = JSON.parse(stdout) as Record<string, string>;
  return { goModCache: GOMODCACHE, goCache: GOCACHE, file: GOENV };
}

describe("go's folders, told without go", () => {
  it.each<[string, (home: string) => Record<string, string>]>([
    ['the defaults', () => ({})],
    ['GOPATH', (at) => ({ GOPATH: `${at}/one:${at}/two` })],
    ['GOMODCACHE and GOCACHE', (at) => ({ GOMODCACHE: `${at}/m`, GOCACHE: `${at}/c` })],
    ['XDG folders', (at) => ({ XDG_CACHE_HOME: `${at}/xc`, XDG_CONFIG_HOME: `${at}/xg` })],
    ['an empty variable', () => ({ GOPATH: '', GOMODCACHE: '' })],
    ['another file of settings', (at) => ({ GOENV: `${at}/settings` })],
    ['no cache', () => ({ GOCACHE: 'off' })],
  ])('are what go itself says: %s', async (_, change) => {
    const env = { HOME: home, ...change(home) };
    const file = goEnvFile(env, process.platform)!;
    for (const text of ['', `# a note\nGOPATH=${home}/written\nGOCACHE=${home}/kept\n`]) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      const told = expectGoFolders(env, await readFile(file, 'utf8'), process.platform);
      expect({ ...told, file }).toEqual(await goSays(env));
    }
  });

  it('read no file with GOENV=off', () => {
    expect(goEnvFile({ HOME: home, GOENV: 'off' }, 'linux')).toBeUndefined();
  });

  it('are unknown without a home', () => {
    expect(expectGoFolders({}, '', 'linux')).toBeUndefined();
  });

  it('follow the other systems', () => {
    const windows = { USERPROFILE: 'C:\\u', LOCALAPPDATA: 'C:\\u\\l', APPDATA: 'C:\\u\\r' };
    expect(expectGoFolders(windows, '', 'win32')?.goCache).toMatch(/^C:\\u\\l.go-build$/);
    expect(goEnvFile({ HOME: '/Users/u' }, 'darwin')).toBe(
      '/Users/u/Library/Application Support/go/env',
    );
  });
});
