// The caches of setup/, row by row as docs/toolchain.md numbers what actions/setup-go does and what people ask of it. Real Go, a
// real module, a stand-in for the cache service; the caches themselves are tested in __tests__/cache/.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CacheService, startCacheService } from '../fakes/cache-service.ts';
import { moduleProxy } from '../support/hermetic-env.ts';
import {
  SETUP,
  type SetUp,
  type SetupOptions,
  type SetupScene,
  startSetupScene,
  told,
} from './scene.ts';

const MODULE = {
  'go.mod': 'module example.com/hello\n\ngo 1.21\n\nrequire github.com/pkg/errors v0.9.1\n',
  'go.sum':
    'github.com/pkg/errors v0.9.1 h1:FEBLx1zS214owpjy7qsBeixbURkuhQAwrK5UwLGTwt4=\ngithub.com/pkg/errors v0.9.1/go.mod h1:bwawxfHBFNV+L2hUp1rHADufV3IMtnDRdf1r5NINEl0=\n',
  // No import, so that next to nothing is compiled: caching is what these tests are about.
  'hello.go': 'package hello\n\nfunc Hello() string { return "hello" }\n',
};

let scene: SetupScene;
let cache: CacheService;
beforeEach(async () => {
  scene = await startSetupScene();
  cache = await startCacheService();
});
afterEach(async () => {
  await cache.close();
  await scene.close();
});

const below = (folder: string): Record<string, string> =>
  Object.fromEntries(Object.entries(MODULE).map(([name, text]) => [path.join(folder, name), text]));

/** A job on a machine that has nothing yet: setup/, `go build` in `folder`, the end. */
async function job(options: SetupOptions = {}, folder = '.'): Promise<SetUp> {
  execFileSync('chmod', ['-R', 'u+w', scene.home]);
  await rm(scene.home, { recursive: true });
  await mkdir(scene.home);
  const goProxy = await moduleProxy();
  const build = (): void => {
    const cwd = path.join(scene.workspace, folder);
    if (!existsSync(path.join(cwd, 'go.mod'))) return;
    // A workspace has no -mod=mod, and needs none.
    const flags = existsSync(path.join(scene.workspace, 'go.work')) ? '' : '-mod=mod';
    const env = { ...process.env, HOME: scene.home, GOPROXY: goProxy, GOFLAGS: flags };
    const plain = Object.fromEntries(
      Object.entries(env).filter(([name]) => !/^(GOCACHE|GOMODCACHE|GOPATH)$/.test(name)),
    );
    for (const args of [
      ['mod', 'download'],
      ['build', './...'],
    ]) {
      execFileSync('go', args, { cwd, env: plain, stdio: 'pipe' });
    }
  };
  return scene.setUp({ cache, work: build, ...options });
}

const outputsOf = ({ main }: SetUp): readonly (string | undefined)[] =>
  ['cache-hit', 'module-cache', 'build-cache'].map((name) => main.outputs[name]);
const keys = (): string[] => cache.entries().map(({ key }) => key);

describe('the caches of a job', () => {
  it('are saved by its post, and restored by the same job of the next run (contract 33, 36, 40)', async () => {
    await scene.write(MODULE);
    const first = await job();
    expect(outputsOf(first)).toEqual(['false', 'miss', 'miss']);
    expect(first.post?.outcome).toBe('success');
    expect(first.main.summary).toContain('| modules | miss |');
    expect(first.log).toMatch(/saved module cache.*\n?[^]*saved build cache/);
    const again = await job();
    expect(outputsOf(again)).toEqual(['true', 'exact', 'exact']);
    expect(again.main.summary).toMatch(
      /\| modules \| exact \| \S+kB \| \S+kB \|[\s\S]*<pre>modules: ship-go-modules-v1-/,
    );
    expect(again.log).toContain(
      'module cache not saved: the restored archive has every module of this job',
    );
    expect(keys().length).toBe(2);
  });

  it('are saved by a pull request where there was nothing at all, and only there', async () => {
    await scene.write(MODULE);
    const pull = { eventName: 'pull_request', ref: 'refs/pull/5/merge' };
    const first = await job({ github: pull });
    expect(first.log).toContain('saved module cache');
    expect(first.log).toContain('saved build cache');
    const again = await job({ github: { ...pull, sha: '3'.repeat(40) } });
    expect(outputsOf(again)).toEqual(['false', 'exact', 'partial']);
    expect(again.log).toContain(
      'build cache not saved: outside the default branch a cache is saved only when none could be restored',
    );
  });

  it('are restored in part after a change, and saved anew (pain 1, 5)', async () => {
    await scene.write(MODULE);
    await job();
    await appendFile(
      path.join(scene.workspace, 'go.sum'),
      'golang.org/x/sys v0.30.0/go.mod h1:/VUhepiaJMQUp4+oa/7Zr1D23ma6VTLIYjOOTFZPUcA=\n',
    );
    await scene.write({ 'new/new.go': 'package added\n\nvar Large [1 << 10]int\n' });
    const { main, log } = await job({ github: { sha: '2'.repeat(40) } });
    expect(main.outputs).toMatchObject({
      'cache-hit': 'false',
      'module-cache': 'partial',
      'build-cache': 'partial',
    });
    expect(log).toContain('saved build cache');
  });

  it('belong to a module that is not at the root, too (contract 38, pain 11)', async () => {
    await scene.write({ ...below('services/api'), 'README.md': 'no module here\n' });
    await job({}, 'services/api');
    expect(outputsOf(await job({}, 'services/api'))).toEqual(['true', 'exact', 'exact']);
  });

  it('belong to all modules of a workspace: a change of any go.sum makes another key', async () => {
    await scene.write({
      ...below('api'),
      'tool/go.mod': 'module example.com/tool\n\ngo 1.21\n',
      'tool/tool.go': 'package tool\n',
      'go.work': 'go 1.21\n\nuse (\n\t./api\n\t./tool\n)\n',
    });
    await job({}, 'api');
    expect(outputsOf(await job({}, 'api'))).toEqual(['true', 'exact', 'exact']);
    await scene.write({ 'tool/go.sum': MODULE['go.sum'].replaceAll('0.9.1', '0.9.0') });
    expect((await job({}, 'api')).main.outputs['module-cache']).toBe('partial');
  });

  it('do without the modules where they are vendored', async () => {
    await scene.write({
      ...MODULE,
      'vendor/modules.txt': '# github.com/pkg/errors v0.9.1\n## explicit\ngithub.com/pkg/errors\n',
      'vendor/github.com/pkg/errors/errors.go': 'package errors\n',
    });
    expect((await job()).main.outputs['module-cache']).toBe('off');
    expect(keys().filter((key) => key.includes('modules'))).toEqual([]);
  });

  it('lie where the job says, by variables or by go env -w, whether go may write to them or not', async () => {
    await scene.write(MODULE);
    const folder = path.join(scene.workspace, '..', 'elsewhere');
    const env = { GOMODCACHE: path.join(folder, 'mod'), GOFLAGS: '-modcacherw' };
    const opened = async (): Promise<readonly (string | undefined)[]> => {
      await rm(folder, { recursive: true, force: true });
      const set = path.join(scene.home, '.config', 'go', 'env');
      await mkdir(path.dirname(set), { recursive: true });
      await writeFile(set, `GOCACHE=${path.join(folder, 'build')}\n`);
      const goProxy = await moduleProxy();
      const result = await scene.setUp({
        cache,
        env,
        work: () => {
          const all = { ...process.env, ...env, HOME: scene.home, GOPROXY: goProxy };
          const plain = Object.fromEntries(
            Object.entries(all).filter(([name]) => !/^(GOCACHE|GOPATH|GOENV)$/.test(name)),
          );
          const options = { cwd: scene.workspace, env: plain, stdio: 'pipe' as const };
          execFileSync('go', ['mod', 'download'], options);
          execFileSync('go', ['build', './...'], options);
        },
      });
      return outputsOf(result);
    };
    expect(await opened()).toEqual(['false', 'miss', 'miss']);
    expect(existsSync(path.join(folder, 'mod', 'cache', 'download'))).toBe(true);
    expect(existsSync(path.join(folder, 'build'))).toBe(true);
    expect(await opened()).toEqual(['true', 'exact', 'exact']);
  });

  it('are off without a word of warning in a checkout without a module (contract 38)', async () => {
    await scene.write({ 'README.md': 'no module here\n' });
    const result = await job();
    expect(result.main.outcome).toBe('success');
    expect(outputsOf(result)).toEqual([undefined, 'off', 'off']);
    expect(result.main.annotations.kept).toEqual([]);
    expect(result.log).toContain('Nothing to cache');
    expect(cache.requests).toEqual([]);
  });

  it('are no reason for a warning in a module without dependencies (pain 12)', async () => {
    await scene.write({
      'go.mod': 'module m\n\ngo 1.21\n',
      'hello.go': 'package m\n',
    });
    const result = await job();
    expect(outputsOf(result)).toEqual(['false', 'off', 'miss']);
    expect(result.main.annotations.kept).toEqual([]);
    expect(outputsOf(await job())).toEqual(['true', 'off', 'exact']);
  });

  it('are keyed by the files of cache-dependency-path (contract 37)', async () => {
    await scene.write({ ...MODULE, 'deps.lock': 'one\n' });
    const inputs = { 'cache-dependency-path': 'deps.lock\n' };
    await job({ with: inputs });
    await appendFile(path.join(scene.workspace, 'go.sum'), '\n');
    expect(outputsOf(await job({ with: inputs }))).toEqual(['true', 'exact', 'exact']);
    await scene.write({ 'deps.lock': 'two\n' });
    expect((await job({ with: inputs })).main.outputs['module-cache']).toBe('partial');
  });

  it('go on with a warning when cache-dependency-path matches nothing (contract 37)', async () => {
    await scene.write(MODULE);
    const { main } = await job({ with: { 'cache-dependency-path': 'no/such/*.sum' } });
    expect(main.outcome).toBe('success');
    expect(told(main, 'warning')).toEqual([expect.stringContaining('no/such/*.sum')]);
  });

  it('are unavailable, and no reason to fail, where the service is not there (contract 39)', async () => {
    await scene.write(MODULE);
    const { main, post } = await scene.setUp({ with: { cache: 'true' } });
    expect([main.outcome, post?.outcome]).toEqual(['success', 'success']);
    expect(main.outputs).toMatchObject({
      'module-cache': 'unavailable',
      'build-cache': 'unavailable',
    });
    expect(told(main, 'error')).toEqual([]);
  });

  it('never fail the job in post, whatever became of the state (contract 40)', async () => {
    await scene.write(MODULE);
    const spoil = async (): Promise<void> => {
      await Promise.all(stateFiles.map((file) => rm(file)));
    };
    const stateFiles: string[] = [];
    const { post } = await job({
      work: async (main) => {
        stateFiles.push(
          ...Object.values(main.state).flatMap((value) => /\S+\.json$/.exec(value) ?? []),
        );
        expect(stateFiles.length).toBe(1);
        await spoil();
      },
    });
    expect(post?.outcome).toBe('success');
    expect(told(post!, 'warning')).toEqual([expect.stringContaining('is gone or was changed')]);
  });

  it('are only restored with cache: restore (pain 6)', async () => {
    await scene.write(MODULE);
    const { log } = await job({ with: { cache: 'restore' } });
    expect(log).toContain('not saved: cache is "restore"');
    expect(keys()).toEqual([]);
    await job();
    expect(outputsOf(await job({ with: { cache: 'restore' } }))).toEqual([
      'true',
      'exact',
      'exact',
    ]);
  });

  it('are off with cache: false, and post does nothing (contract 33)', async () => {
    await scene.write(MODULE);
    const result = await job({ with: { cache: 'false' } });
    expect(outputsOf(result)).toEqual([undefined, 'off', 'off']);
    // The harness's own line, as a runner prints it.
    expect(result.post?.log).toEqual(['Post job cleanup.']);
    expect(cache.requests).toEqual([]);
  });

  it('keep jobs of a matrix and other jobs apart where they compile other things (pain 7)', async () => {
    await scene.write(MODULE);
    await job({ job: { strategy: { jobIndex: 0, jobTotal: 2 } } });
    const other = await job({ job: { strategy: { jobIndex: 1, jobTotal: 2 } } });
    expect(outputsOf(other)).toEqual(['false', 'exact', 'miss']);
    const named = await job({ github: { job: 'lint' } });
    expect(outputsOf(named)).toEqual(['false', 'exact', 'miss']);
  });

  it('survive a second call in the job (pain 3)', async () => {
    await scene.write(MODULE);
    await job();
    const opened = await scene.open({ cache });
    const first = await opened.uses(SETUP);
    const second = await opened.uses(SETUP);
    const { status } = await opened.finish();
    expect([first.outcome, second.outcome, status]).toEqual(['success', 'success', 'success']);
    expect(told(second, 'warning')).toEqual([]);
    expect(second.outputs['build-cache']).toBe('exact');
  });

  it('are the modules alone on a tag, and are not saved there', async () => {
    await scene.write(MODULE);
    await job();
    const saved = keys().length;
    const tag = await job({ github: { ref: 'refs/tags/v1.0.0' } });
    expect(outputsOf(tag)).toEqual(['true', 'exact', 'off']);
    expect(keys().length).toBe(saved);
  });
});
