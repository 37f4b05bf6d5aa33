// What people ask of actions/setup-go and do not get, as far as it concerns Go itself. Numbers as in docs/toolchain.md.
// The caches' part is in caches.test.ts, the downloads' in download.test.ts.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { writeTree } from '../support/workspace.ts';
import { GO_SCRIPT, type SetupScene, startSetupScene, told } from './scene.ts';

let scene: SetupScene;
beforeEach(async () => {
  scene = await startSetupScene();
});
afterEach(async () => {
  await scene.close();
});

describe('a Go that go.mod pins', () => {
  it('stays as it is, with a notice where the runner has a newer patch (pain 2)', async () => {
    for (const version of ['1.25.3', '1.25.9']) await scene.putGo(version);
    await scene.write({ 'go.mod': 'module m\n\ngo 1.25.3\n' });
    const { main } = await scene.setUp({ with: { 'go-version-file': 'go.mod' } });
    expect(main.outputs['go-version']).toBe('1.25.3');
    expect(told(main, 'notice')).toEqual([
      expect.stringMatching(
        /Go 1\.25\.3, which go\.mod asks for, is not the newest patch.*1\.25\.9/,
      ),
    ]);
    expect(scene.proxy.requests).toEqual([]);
  });

  it('gets a notice when Go no longer maintains it (pain 2)', async () => {
    for (const version of ['1.24.13', '1.26.1']) await scene.putGo(version);
    await scene.write({ 'go.mod': 'module m\n\ngo 1.24\n' });
    const { main } = await scene.setUp({ with: { 'go-version-file': 'go.mod' } });
    expect(told(main, 'notice')).toEqual([
      expect.stringMatching(/no more security fixes.*1\.26\.1/),
    ]);
  });

  it('gets no notice when the workflow itself asks for that version (pain 2)', async () => {
    for (const version of ['1.25.3', '1.25.9']) await scene.putGo(version);
    const { main } = await scene.setUp({ with: { 'go-version': '1.25.3' } });
    expect(told(main, 'notice')).toEqual([]);
  });
});

describe('a module that asks for a newer Go than the job gets', () => {
  it('is named, since GOTOOLCHAIN stays local (pain 8)', async () => {
    await scene.putGo('1.24.13');
    await scene.write({ 'go.mod': 'module m\n\ngo 1.25.3\n' });
    const { main } = await scene.setUp({ with: { 'go-version': '1.24' } });
    expect(main.outcome).toBe('success');
    expect(main.exportedEnv['GOTOOLCHAIN']).toBe('local');
    expect(told(main, 'notice')).toEqual([
      expect.stringMatching(/go\.mod asks for go 1\.25\.3.*this job gets Go 1\.24\.13/),
    ]);
  });
});

describe('a GOROOT in the environment', () => {
  it('of another Go is unset for the rest of the job, and said so (pain 17)', async () => {
    await scene.putGo('1.25.3');
    const env = { GOROOT: '/usr/lib/elsewhere' };
    const { main } = await scene.setUp({ env, with: { 'go-version': '1.25.3' } });
    expect(main.outcome).toBe('success');
    expect(main.exportedEnv['GOROOT']).toBe('');
    expect(told(main, 'notice')).toEqual([expect.stringContaining('GOROOT is /usr/lib/elsewhere')]);
  });

  it('of this very Go is left alone (pain 17)', async () => {
    const goroot = await scene.putGo('1.25.3');
    const { main } = await scene.setUp({
      env: { GOROOT: goroot },
      with: { 'go-version': '1.25.3' },
    });
    expect(main.exportedEnv).not.toHaveProperty('GOROOT');
    expect(told(main, 'notice')).toEqual([]);
  });

  it('that keeps the Go on PATH from working is unset, too (pain 17)', async () => {
    const env = { GOROOT: path.join(scene.home, 'gone') };
    const { main } = await scene.setUp({ env });
    expect(main.outcome).toBe('success');
    expect(main.exportedEnv['GOROOT']).toBe('');
    expect(told(main, 'notice')).toEqual([expect.stringContaining('where no Go is')]);
  });
});

describe('a runner without network', () => {
  it('gets every version that its tool cache has (pain 13)', async () => {
    await scene.putGo('1.25.3');
    const env = {
      GOPROXY: 'off',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      HTTP_PROXY: 'http://127.0.0.1:1',
    };
    for (const version of ['1.25.3', '1.25', '>=1.24']) {
      const { main } = await scene.setUp({ env, with: { 'go-version': version } });
      expect(main.outputs['go-version']).toBe('1.25.3');
    }
  });

  it('keeps the Go it has with check-latest, with a warning (contract 10, 20)', async () => {
    await scene.putGo('1.25.3');
    const env = {
      GOPROXY: 'off',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      GITHUB_API_URL: 'http://127.0.0.1:1',
    };
    const { main } = await scene.setUp({
      env,
      with: { 'go-version': '1.25', 'check-latest': 'true' },
    });
    expect(main.outputs['go-version']).toBe('1.25.3');
    expect(told(main, 'warning')).toEqual([
      expect.stringContaining('Cannot look for a newer Go than 1.25.3'),
    ]);
  });
});

describe('a GOPATH of several folders', () => {
  it('puts the bin of the first on PATH, where go install writes', async () => {
    await scene.putGo('1.25.3');
    const [first, second] = [path.join(scene.home, 'a'), path.join(scene.home, 'b')];
    const { main } = await scene.setUp({
      env: { GOPATH: [first, second].join(path.delimiter) },
      with: { 'go-version': '1.25.3' },
    });
    expect(main.addedPaths[1]).toBe(path.join(first, 'bin'));
  });
});

describe('a Go that does not run', () => {
  it('is told with what to check, not with a stack', async () => {
    await scene.putGo('1.25.3', { script: '#!/bin/sh\nexit 126\n' });
    const { main, log } = await scene.setUp({ with: { 'go-version': '1.25.3' } });
    expect(told(main, 'error')).toEqual([expect.stringMatching(/env" failed.*architecture/)]);
    expect(log).not.toContain('bug in ship-go');
  });

  it('leaves the rest of the tool cache alone', async () => {
    await scene.putGo('1.25.3');
    await writeTree(scene.toolCache, { 'go/1.25.9/x64/bin/go': GO_SCRIPT });
    const { main } = await scene.setUp({ with: { 'go-version': '1.25' } });
    expect(main.outputs['go-version']).toBe('1.25.3');
  });
});
