import { execFile } from 'node:child_process';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostileArchive } from '../cache/hostile-archive.ts';
import type { Fault } from '../fakes/cache-faults.ts';
import { type CacheService, startCacheService } from '../fakes/cache-service.ts';
import { createGitRepository, type GitRepository } from '../support/git-repository.ts';
import { baseEnvironment, moduleProxy } from '../support/hermetic-env.ts';
import { itWith } from '../support/needs.ts';
import type { JobOptions } from '../support/runner/job-opening.ts';
import { createJob } from '../support/runner/job.ts';
import type { StepResult } from '../support/runner/results.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { ACTION, annotations, SHARED_TOOL_CACHE } from './scene.ts';

const FILES = {
  'go.mod': 'module example.com/hello\n\ngo 1.24.0\n\nrequire golang.org/x/sys v0.36.0\n',
  'go.sum':
    'golang.org/x/sys v0.36.0 h1:KVRy2GtZBrk1cBYA7MKu5bEZFxQk4NIDV6RLVcC8o0k=\n' +
    'golang.org/x/sys v0.36.0/go.mod h1:OgkHotnGiDImocRcuBABYBEXf8A9a87e/uXjp9XT3ks=\n',
  'main.go':
    'package main\n\nimport "golang.org/x/sys/cpu"\n\nfunc main() { println(cpu.Initialized) }\n',
};
const always = { times: Infinity } as const;

let folder: TemporaryFolder;
let hello: GitRepository;
let sha: string;
/** What the first job, without faults, left in the service; the checksums of what it built; and its GOCACHE. */
let seeds: string;
let checksums: string;
let compiled: string;

beforeAll(async () => {
  folder = await temporaryFolder('cache-faults-');
  hello = await createGitRepository(path.join(folder.path, 'hello'), { files: FILES });
  sha = await hello.git('rev-parse', 'HEAD');
  seeds = path.join(folder.path, 'seeds');
  const service = await startCacheService({ directory: seeds });
  const first = await runJob('seed', service, { fresh: true });
  await service.close();
  expect(annotations(first.main, 'error')).toEqual([]);
  expect(first.log).toMatch(/saved module cache/);
  expect(first.log).toMatch(/saved build cache/);
  checksums = first.main.outputs['checksums'] ?? '';
  expect(checksums).toContain('linux_amd64');
  compiled = path.join(folder.path, 'home-seed', GO_CACHE);
}, 300_000);

afterAll(() => folder.remove());

interface Ran {
  readonly main: StepResult;
  readonly post: StepResult;
  readonly log: string;
}

/** GOCACHE below a home folder. */
const GO_CACHE = '.cache/go-build';

/**
 * One job of the built action on a machine of its own. Unless that is to be `fresh`, it has compiled the program
 * before: what is looked at here is the cache service, and to compile everything in each job would take minutes.
 */
async function runJob(
  name: string,
  service: Pick<CacheService, 'resultsUrl' | 'runtimeToken'>,
  options: Pick<JobOptions, 'runner' | 'services'> & {
    readonly access?: 'read';
    readonly fresh?: true;
  } = {},
): Promise<Ran> {
  const home = path.join(folder.path, `home-${name.replace(/\W+/g, '-')}`);
  await mkdir(home);
  if (options.fresh !== true) {
    await cp(compiled, path.join(home, GO_CACHE), { recursive: true, preserveTimestamps: true });
  }
  const ref = 'refs/heads/main';
  const scope = options.access === undefined ? { ref } : { ref, access: options.access };
  const job = await createJob({
    workspace: hello.path,
    processEnv: { ...baseEnvironment(), HOME: home, GOPROXY: await moduleProxy() },
    github: {
      repository: 'octo-org/hello',
      ref,
      sha,
      event: { repository: { default_branch: 'main' } },
      apiUrl: 'http://127.0.0.1:1',
    },
    runner: { toolCache: SHARED_TOOL_CACHE, ...options.runner },
    services: {
      resultsUrl: service.resultsUrl,
      runtimeToken: service.runtimeToken(scope),
      cacheServiceV2: true,
      ...options.services,
    },
  });
  const main = await job.uses(ACTION, {
    with: { targets: 'linux/amd64', 'output-directory': path.join(home, 'out') },
  });
  const { posts } = await job.finish();
  await job.remove();
  const post = posts[0]!;
  return { main, post, log: [...main.log, ...post.log].join('\n') };
}

/** The job ended as it does without a cache: the same bytes, no failure, nothing half-restored or forgotten. */
async function expectUnharmed(name: string, { main, post }: Ran): Promise<void> {
  for (const step of [main, post]) {
    expect(step.outcome).toBe('success');
    expect(annotations(step, 'error')).toEqual([]);
    expect(annotations(step, 'warning')).toEqual([]);
  }
  expect(main.outputs['checksums']).toBe(checksums);
  const home = path.join(folder.path, `home-${name.replace(/\W+/g, '-')}`);
  const left = await readdir(home, { recursive: true });
  expect(left.filter((file) => file.includes('.ship-go') || file.includes('.tar.zst'))).toEqual([]);
}

const notices = ({ main, post }: Ran): string =>
  [...annotations(main, 'notice'), ...annotations(post, 'notice')].join('\n');

describe('without a fault', () => {
  it('compiles and downloads nothing the second time, and says what it did', async () => {
    const copy = await copyOfSeeds('warm');
    const warm = await runJob('warm', copy, { fresh: true });
    const requests = copy.requests.map(({ operation }) => operation);
    await copy.close();
    await expectUnharmed('warm', warm);
    expect(warm.main.outputs).toMatchObject({
      'cache-hit': 'true',
      'module-cache': 'exact',
      'build-cache': 'exact',
    });
    expect(warm.log).toMatch(/every package from the build cache/);
    expect(warm.log).toMatch(/restored build cache, .* exact match of ship-go-build-/);
    // One lookup for each cache: what began while Go was installed was taken over.
    expect(requests.filter((operation) => operation === 'find')).toHaveLength(2);
    expect(requests).not.toContain('reserve');
    expect(warm.post.summary).toMatch(/Caches for the next run/);
  });
});

async function copyOfSeeds(name: string): Promise<CacheService> {
  const directory = path.join(folder.path, `store-${name.replace(/\W+/g, '-')}`);
  await cp(seeds, directory, { recursive: true });
  return startCacheService({ directory });
}

describe('a restore under a fault of the service', () => {
  const drops = { kind: 'slow', pieceBytes: 2000, pauseMs: 1000 } as const;
  it.each<[string, Fault, RegExp]>([
    ['errors', { on: 'find', kind: 'status', status: 503, ...always }, /HTTP 503/],
    ['a rate limit', { on: 'find', kind: 'status', status: 429, ...always }, /429, a rate limit/],
    ['silence', { on: 'find', kind: 'hang', ...always }, /no data for|not finished within/],
    ['a cut body', { on: 'download', kind: 'cut', afterBytes: 5000, ...always }, /was cut/],
    [
      'a wrong size',
      { on: 'download', kind: 'wrong-length', extraBytes: 50, ...always },
      /was cut/,
    ],
    [
      'corruption',
      { on: 'download', kind: 'corrupt', ...always },
      /unavailable, going on without it/,
    ],
    ['a silent storage', { on: 'download', kind: 'hang', ...always }, /no data for 10000 ms/],
    ['a slow storage', { on: 'download', ...drops, ...always }, /not finished within/],
    [
      'errors of the storage',
      { on: 'download', kind: 'status', status: 500, ...always },
      /HTTP 500/,
    ],
  ])(
    'costs the job nothing but time: %s',
    async (name, fault, reason) => {
      const service = await copyOfSeeds(name);
      service.knobs.faults.add(fault);
      const ran = await runJob(name, service);
      await service.close();
      await expectUnharmed(name, ran);
      expect(notices(ran)).toMatch(reason);
      expect(ran.main.outputs).toMatchObject({
        'cache-hit': 'false',
        'module-cache': 'unavailable',
        'build-cache': 'unavailable',
      });
    },
    300_000,
  );

  it('costs the job nothing but time: a service that is down', async () => {
    const service = await copyOfSeeds('down');
    await service.close();
    const resultsUrl = 'http://127.0.0.1:1/';
    const ran = await runJob('down', {
      resultsUrl,
      runtimeToken: (scope) => service.runtimeToken(scope),
    });
    await expectUnharmed('down', ran);
    expect(notices(ran)).toMatch(/the connection was refused/);
  });

  it('costs the job nothing but time: an archive made to climb out of the folder', async () => {
    const service = await copyOfSeeds('hostile');
    const hostile = await hostileArchive([
      { name: path.join(folder.path, 'escaped'), content: 'evil' },
      { name: '../../../../../../escaped', content: 'evil' },
    ]);
    for (const { id } of service.entries()) service.store.replaceArchive(id, hostile);
    const ran = await runJob('hostile', service);
    await service.close();
    await expectUnharmed('hostile', ran);
    expect(notices(ran)).toMatch(/which no cache of this kind has; nothing of it is used/);
    expect(await readdir(folder.path)).not.toContain('escaped');
  });

  const mayMount = process.getuid?.() === 0 && process.platform === 'linux';
  (mayMount ? itWith('mount') : it.skip)(
    'costs the job nothing but time: a full disk',
    async () => {
      const temp = path.join(folder.path, 'tiny');
      await mkdir(temp);
      const mount = promisify(execFile);
      await mount('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', temp]);
      try {
        const service = await copyOfSeeds('full disk');
        const ran = await runJob('full disk', service, { runner: { temp } });
        await service.close();
        await expectUnharmed('full disk', ran);
        expect(notices(ran)).toMatch(/ENOSPC/);
        expect(await readdir(temp)).not.toContainEqual(expect.stringContaining('.tar.zst'));
      } finally {
        await mount('umount', [temp]);
      }
    },
  );
});

describe('a save under a fault of the service', () => {
  it.each<[string, Fault, RegExp]>([
    ['reserve errors', { on: 'reserve', kind: 'status', status: 500, ...always }, /HTTP 500/],
    ['reserve silence', { on: 'reserve', kind: 'hang', ...always }, /no data|not finished/],
    ['upload errors', { on: 'upload', kind: 'status', status: 503, ...always }, /HTTP 503/],
    ['upload silence', { on: 'upload', kind: 'hang', ...always }, /no data for 10000 ms/],
    ['finalize errors', { on: 'finalize', kind: 'status', status: 500, ...always }, /HTTP 500/],
  ])(
    'costs the job nothing but time: %s',
    async (name, fault, reason) => {
      const service = await startCacheService();
      service.knobs.faults.add(fault);
      const ran = await runJob(name, service);
      const states = service.entries().map(({ state }) => state);
      await service.close();
      await expectUnharmed(name, ran);
      expect(notices(ran)).toMatch(/module cache not saved: /);
      expect(notices(ran)).toMatch(reason);
      expect(states).not.toContain('finalized');
    },
    300_000,
  );

  it.each(['already-exists', 'not-ok'] as const)(
    'notices that another job is saving the key: %s',
    async (conflict) => {
      const service = await copyOfSeeds(conflict);
      // Reserved and not there yet: a lookup does not find them.
      const keys = service.entries().map(({ key, version, scope }) => ({ key, version, scope }));
      await service.close();
      const other = await startCacheService();
      other.knobs.reserveConflict = conflict;
      for (const { key, version } of keys) {
        await fetch(
          `${other.resultsUrl}twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry`,
          {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              authorization: `Bearer ${other.runtimeToken({ ref: 'refs/heads/main' })}`,
            },
            body: JSON.stringify({ key, version }),
          },
        );
      }
      const ran = await runJob(conflict, other);
      await other.close();
      await expectUnharmed(conflict, ran);
      expect(ran.log.match(/not saved: ship-go-\S+ was saved by another run/g)).toHaveLength(2);
    },
  );

  it('is refused by a read-only token in words', async () => {
    const service = await startCacheService();
    const ran = await runJob('read-only', service, { access: 'read' });
    await service.close();
    await expectUnharmed('read-only', ran);
    expect(notices(ran)).toMatch(/cache write denied/);
  });
});

describe('where the runner allows less', () => {
  it.each<[string, JobOptions['services'], RegExp]>([
    ['no service', { resultsUrl: '' }, /this runner offers no cache service/],
    ['mode none', { cacheMode: 'none' }, /cache mode "none" forbids it/],
    ['mode read', { cacheMode: 'read' }, /cache mode "read" forbids it/],
  ])('goes on and says so: %s', async (name, services, reason) => {
    const service = await copyOfSeeds(name);
    const ran = await runJob(name, service, { services: services ?? {} });
    const { requests } = service;
    await service.close();
    await expectUnharmed(name, ran);
    expect(ran.log).toMatch(reason);
    expect(requests.some(({ operation }) => operation === 'reserve')).toBe(false);
  });
});
