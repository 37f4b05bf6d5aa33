import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createGitRepository } from './git-repository.ts';
import { baseEnvironment, goEnvironment, moduleProxy } from './hermetic-env.ts';
import { temporaryFolder, writeTree } from './workspace.ts';
import type { TemporaryFolder } from './workspace.ts';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(async () => {
  await folder.remove();
});

describe('temporaryFolder', () => {
  it('removes read-only folders, as Go leaves them in its module cache', async () => {
    const own = await temporaryFolder();
    const inner = path.join(own.path, 'mod', 'x@v1');
    await mkdir(inner, { recursive: true });
    await writeFile(path.join(inner, 'a.go'), '');
    await chmod(inner, 0o555);
    await own.remove();
    expect(existsSync(own.path)).toBe(false);
    await own.remove();
  });
});

describe('writeTree', () => {
  it('makes folders as needed', async () => {
    await writeTree(folder.path, { 'a/b/c.txt': 'x' });
    expect(await readFile(path.join(folder.path, 'a', 'b', 'c.txt'), 'utf8')).toBe('x');
  });

  it('refuses a path that leaves the folder', async () => {
    await expect(writeTree(folder.path, { '../x': '' })).rejects.toThrow('lies outside');
  });
});

describe('createGitRepository', () => {
  it('gives the same commit for the same files on every machine', async () => {
    const files = { 'go.mod': 'module example.com/x\n' };
    const one = await createGitRepository(path.join(folder.path, 'one'), { files });
    const two = await createGitRepository(path.join(folder.path, 'two'), { files });
    const head = await one.git('rev-parse', 'HEAD');
    expect(await two.git('rev-parse', 'HEAD')).toBe(head);
    expect(await one.git('log', '-1', '--format=%cI %ae')).toBe(
      '2026-03-01T12:00:00+00:00 octocat@example.com',
    );
  });

  it('writes origin in the form that the runner looks for', async () => {
    const origin = 'https://github.com/octo-org/hello';
    const repository = await createGitRepository(path.join(folder.path, 'origin'), { origin });
    const config = await readFile(path.join(repository.path, '.git', 'config'), 'utf8');
    expect(config).toContain(`url = ${origin}\n`);
  });

  it('clones shallowly, without tags unless they are asked for', async () => {
    const source = await createGitRepository(path.join(folder.path, 'source'), {
      files: { 'a.txt': '1' },
    });
    await source.tag('v1.0.0', 'First release');
    await source.commit('Second', { 'a.txt': '2' });
    await source.tag('v1.1.0');

    const plain = await source.shallowClone(path.join(folder.path, 'plain'));
    expect(await plain.git('rev-list', '--count', 'HEAD')).toBe('1');
    expect(await plain.git('rev-parse', '--is-shallow-repository')).toBe('true');
    expect(await plain.git('tag')).toBe('');

    const tagged = await source.shallowClone(path.join(folder.path, 'tagged'), {
      ref: 'v1.0.0',
      depth: 2,
    });
    expect(await tagged.git('describe', '--exact-match')).toBe('v1.0.0');
  });
});

describe('the environment of children', () => {
  it('holds nothing but the basics, proxies and certificates', () => {
    const env = baseEnvironment({
      PATH: '/bin',
      HOME: '/home/x',
      HTTPS_PROXY: 'http://127.0.0.1:3128',
      SSL_CERT_FILE: '/ca.pem',
      GOFLAGS: '-mod=mod',
      NODE_OPTIONS: '--inspect',
      GITHUB_TOKEN: 'secret',
      INPUT_TAG: 'x',
    });
    expect(Object.keys(env).sort()).toEqual(['HOME', 'HTTPS_PROXY', 'PATH', 'SSL_CERT_FILE']);
  });

  it('gives go commands a proxy, a local toolchain and no flags', async () => {
    const env = await goEnvironment({ buildCache: folder.path, extra: { CGO_ENABLED: '0' } });
    expect(env).toMatchObject({
      GOTOOLCHAIN: 'local',
      GOENV: 'off',
      GOCACHE: folder.path,
      GOPROXY: await moduleProxy(),
      CGO_ENABLED: '0',
    });
    expect(env).not.toHaveProperty('GOFLAGS');
    expect(env['GOPROXY']).not.toBe('');
  });
});
