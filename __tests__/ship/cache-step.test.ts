import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { ActionError } from '../../src/domain/errors.ts';
import { createProcesses } from '../../src/host/processes.ts';
import { loadProject } from '../../src/project/run.ts';
import type { RunnerContext } from '../../src/runner/context.ts';
import type { Runner } from '../../src/runner/runner.ts';
import { restoreAhead } from '../../src/ship/cache-ahead.ts';
import { restoreGoCaches } from '../../src/ship/cache-step.ts';
import { type CacheSubject, programIdentity } from '../../src/ship/cache-subject.ts';
import { type GoFacts, readGoFacts } from '../../src/ship/go-environment.ts';
import { releaseBuildCache } from '../../src/ship/release-caches.ts';
import { findJobCaches } from '../../src/ship/setup-caches.ts';
import type { SetupSettings } from '../../src/ship/setup-settings.ts';
import { DEFAULTS } from '../cache/cache-facts.ts';
import { clock, startCacheJob, type CacheJob } from '../cache/cache-job.ts';
import { createGoProject, type GoProject } from '../cache/go-project.ts';
import { goEnvironment } from '../support/hermetic-env.ts';
import { recordingRunner } from './recording-runner.ts';

const MODULE = 'github.com/pkg/errors@v0.9.1';

let job: CacheJob;
let source: GoProject;
let root: string;
let temp: string;
let lines: string[];
let runner: Runner;

beforeAll(async () => {
  job = await startCacheJob();
  source = await createGoProject(job.folder);
  root = path.dirname(source.goSum);
  temp = path.join(job.folder, 'temp');
  await mkdir(temp, { recursive: true });
}, 300_000);

afterAll(async () => {
  await source.go('clean', '-modcache');
  await job.close();
});

beforeEach(async () => {
  lines = [];
  runner = await createRunner();
});

async function createRunner(context: Partial<RunnerContext> = {}): Promise<Runner> {
  const say = (line: string): void => void lines.push(line);
  const log = { ...recordingRunner().runner.log, info: say, notice: say, warning: say };
  const unused = (): never => {
    throw new Error('nothing here needs it');
  };
  const event = { defaultBranch: 'main', fromFork: false };
  return {
    ...recordingRunner().runner,
    env: await goEnvironment({ buildCache: source.goCache, moduleCache: source.goModCache }),
    log,
    host: {
      clock,
      log,
      processes: createProcesses(),
      http: { text: unused, bytes: unused, download: unused },
      platform: { os: process.platform, arch: process.arch, cpus: 2, totalMemoryBytes: 4e9 },
    },
    context: {
      workspace: root,
      temp,
      toolCache: path.join(job.folder, 'tools'),
      repository: 'octo/hello',
      ref: 'refs/heads/main',
      refName: 'main',
      refType: 'branch',
      sha: '',
      eventName: 'push',
      event,
      apiUrl: '',
      serverUrl: '',
      job: 'ship',
      runId: '1',
      runAttempt: '1',
      ...context,
    },
    inputs: {
      text: unused,
      raw: unused,
      flag: unused,
      choice: unused,
      list: unused,
      lines: unused,
    },
    step: (_title, work) => work(),
    state: unused,
    exportVariable: unused,
    addPath: unused,
    addSummary: unused,
    addMatcher: unused,
  };
}

async function goFacts(buildCache?: string, extra: Runner['env'] = {}): Promise<GoFacts> {
  const goroot = (await source.go('env', 'GOROOT')).trim();
  const goBinary = path.join(goroot, 'bin', process.platform === 'win32' ? 'go.exe' : 'go');
  const version = '1.26.0';
  return readGoFacts(
    { version, goroot, goBinary, origin: 'path', proof: '', elapsedMs: 0 },
    { cwd: root, repositoryRoot: undefined, cgo: false, buildCache },
    { ...runner, env: { ...runner.env, ...extra } },
  );
}

async function subject(change: Partial<CacheSubject> = {}): Promise<CacheSubject> {
  return {
    project: loadProject(root),
    go: await goFacts(),
    buildIdentity: ['linux/amd64'],
    publishes: false,
    commit: 'c0ffee',
    dependencyPaths: [],
    ...change,
  };
}

/** A module as a build leaves it, with a changed file in it. */
async function tamper(): Promise<string> {
  await source.go('mod', 'download');
  const file = path.join(source.goModCache, MODULE, 'errors.go');
  await chmod(file, 0o644);
  await writeFile(file, `${await readFile(file, 'utf8')}\nfunc init() { println("evil") }\n`);
  return file;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ActionError)) throw new Error(`no ActionError: ${String(error)}`);
  return `${error.code}: ${error.message}`;
}

describe('the build cache of a run that publishes', () => {
  it.each(['modules', 'none'] as const)('is a new folder with cache-on-release %s', (onRelease) => {
    for (const mode of ['on', 'off', 'restore'] as const) {
      const folders = [1, 2].map(() =>
        releaseBuildCache({ ...DEFAULTS, mode, onRelease }, true, temp),
      );
      expect(folders[0]).toMatch(/ship-go-build-cache-/);
      expect(path.dirname(folders[0] ?? '')).toBe(temp);
      expect(folders[1]).not.toBe(folders[0]);
    }
  });

  it('is the usual one where nothing is published, or all caches are allowed', () => {
    expect(releaseBuildCache(DEFAULTS, false, temp)).toBeUndefined();
    expect(releaseBuildCache({ ...DEFAULTS, onRelease: 'all' }, true, temp)).toBeUndefined();
  });

  it('leaves what an earlier step compiled unused', async () => {
    expect(await source.build()).toBeGreaterThan(0);
    expect(await source.build()).toBe(0);
    const usual = await readdir(source.goCache);
    const folder = releaseBuildCache(DEFAULTS, true, temp) ?? '';
    const go = await goFacts(folder, { GOCACHEPROG: 'a-cache-of-others' });
    expect(go.goCache).toBe(folder);
    expect(go.env).not.toHaveProperty('GOCACHEPROG');
    const built = await runner.host.processes.run(
      go.toolchain.goBinary,
      ['build', '-x', '-o', path.join(temp, 'hello'), '.'],
      { cwd: root, env: go.env },
    );
    expect(built.stderr.match(/\/compile(\.exe)? -o /g)?.length ?? 0).toBeGreaterThan(20);
    expect(await readdir(source.goCache)).toEqual(usual);
    expect(lines.filter((line) => line.includes('compiled anew in'))).toHaveLength(1);
  });
});

describe('modules that are there before the restore', () => {
  const settings = { ...DEFAULTS, mode: 'off' } as const;
  beforeEach(() => source.wipe());

  it.each(['modules', 'none'] as const)(
    'stop a run that publishes when they were changed, with cache-on-release %s',
    async (onRelease) => {
      await tamper();
      const run = restoreGoCaches(
        { ...DEFAULTS, onRelease },
        await subject({ publishes: true }),
        runner,
      );
      expect(await codeOf(run)).toMatch(
        /^modules-modified: .*github\.com\/pkg\/errors v0\.9\.1 \(dir has been modified\)$/,
      );
    },
  );

  it('stop it when only the zip was changed, whose hash go would believe', async () => {
    await source.go('mod', 'download');
    await rm(path.join(source.goModCache, MODULE), { recursive: true });
    const zip = path.join(source.goModCache, 'cache/download/github.com/pkg/errors/@v/v0.9.1.zip');
    await chmod(zip, 0o644);
    await writeFile(zip, 'evil');
    const run = restoreGoCaches(settings, await subject({ publishes: true }), runner);
    expect(await codeOf(run)).toMatch(/^modules-modified: .*v0\.9\.1/);
  });

  it('are used when they are sound, and the log says so', async () => {
    await source.go('mod', 'download');
    await restoreGoCaches(settings, await subject({ publishes: true }), runner);
    expect(lines.filter((line) => line.includes('go mod verify'))).toHaveLength(1);
  });

  it.each([
    ['that publishes nothing', false, 'modules'],
    ['that may use all caches', true, 'all'],
  ] as const)('are not looked at in a run %s', async (_, publishes, onRelease) => {
    await tamper();
    await restoreGoCaches({ ...settings, onRelease }, await subject({ publishes }), runner);
    expect(lines.some((line) => line.includes('go mod verify'))).toBe(false);
  });

  it('cost a fresh runner no go command', async () => {
    const parts = await subject({ publishes: true });
    const refuse = (): never => {
      throw new Error('no command is needed');
    };
    const processes = { ...createProcesses(), run: refuse, capture: refuse };
    const host = { ...runner.host, processes };
    await restoreGoCaches(settings, parts, { ...runner, host });
    expect(lines.some((line) => line.includes('go mod verify'))).toBe(false);
  });
});

describe('cache-dependency-path', () => {
  const keysOf = async (dependencyPaths: readonly string[]): Promise<readonly string[]> => {
    const { state } = await restoreGoCaches(DEFAULTS, await subject({ dependencyPaths }), runner);
    expect(state.sumFiles).toEqual([source.goSum]);
    return state.caches.map(({ plan }) => (plan.on ? plan.primaryKey : plan.reason));
  };

  it('keys both caches, and leaves the project its own downloads', async () => {
    const own = await keysOf([]);
    const named = await keysOf([path.join(root, 'go.mod')]);
    expect(named[0]).toMatch(/^ship-go-modules-v1-/);
    expect(named[0]).not.toBe(own[0]);
    expect(named[1]).not.toBe(own[1]);
  });

  it("falls back to the project's own files with a warning where it matches nothing", async () => {
    expect(await keysOf([path.join(root, '*.lock')])).toEqual(await keysOf([]));
    expect(lines.filter((line) => line.includes('*.lock'))).toEqual([
      expect.stringMatching(/matches no file .*go\.sum/),
    ]);
  });

  it('is not looked at when there is no cache', async () => {
    const parts = await subject({ dependencyPaths: [path.join(root, '*.lock')] });
    await restoreGoCaches({ ...DEFAULTS, mode: 'off' }, parts, runner);
    expect(lines.join('\n')).not.toMatch(/matches no file/);
  });
});

describe('what is built, in the key of the build cache', () => {
  // As a matrix over the programs of a repository has it: one commit, one go.sum, the same targets.
  const identityOf = (packages: readonly string[], folder = root): readonly string[] =>
    programIdentity(loadProject(folder), packages);

  it('differs by package, and by folder of the module', async () => {
    await source.write('cmd/one/main.go', 'package main\n\nfunc main() {}\n');
    const identities = [
      identityOf([]),
      identityOf(['./cmd/one']),
      identityOf(['./cmd/two']),
      identityOf([], path.join(root, 'cmd', 'one')),
    ];
    expect(new Set(identities.map((identity) => identity.join('\n'))).size).toBe(4);
    expect(identities[0]).toContain('module example.test/hello');
    await rm(path.join(root, 'cmd'), { recursive: true });
  });
});

describe('a restore that begins while Go is being installed', () => {
  beforeEach(() => source.wipe());

  const finds = (): number =>
    job.service.requests.filter(({ operation }) => operation === 'find').length;

  /** The service of the stand-in, and the folders where go would be expected to have them. */
  async function aheadRunner(): Promise<Runner> {
    const { GOMODCACHE = '', GOCACHE = '' } = runner.env;
    const env = { ...job.env, HOME: job.folder, GOENV: 'off', GOMODCACHE, GOCACHE };
    return { ...(await createRunner()), env, host: { ...runner.host, http: job.http } };
  }

  it('is done before Go is there, and taken over as it is', async () => {
    const before = finds();
    const { go, ...known } = await subject();
    const here = await aheadRunner();
    const ahead = restoreAhead(DEFAULTS, known, here);
    ahead.begin(go.toolchain.version);
    while (finds() < before + 2) await clock.sleep(10);
    const report = await restoreGoCaches(DEFAULTS, { ...known, go }, here, ahead);
    expect(report.caches.map(({ result }) => result)).toEqual(['miss', 'miss']);
    expect(finds()).toBe(before + 2);
  });

  it('is done before Go is there in setup/, too', async () => {
    const before = finds();
    const outputs: Record<string, string> = {};
    const here: Runner = {
      ...(await aheadRunner()),
      setOutput: (name, value) => void (outputs[name] = value),
      addSummary: () => Promise.resolve(),
      saveState: () => undefined,
    };
    const settings: SetupSettings = {
      toolchain: { checkLatest: false },
      cache: DEFAULTS,
      cacheDependencyPaths: [],
      problemMatcher: false,
      matcherFile: '',
      jobIndex: '0',
    };
    const caches = await findJobCaches(settings, here);
    const go = await goFacts();
    caches.begin(go.toolchain.version);
    while (finds() < before + 2) await clock.sleep(10);
    await caches.keep({ ...go, values: {} });
    expect(outputs).toMatchObject({ 'module-cache': 'miss', 'build-cache': 'miss' });
    expect(finds()).toBe(before + 2);
  });

  it.each<[string, (go: CacheSubject['go']) => CacheSubject['go']]>([
    ['folder', (go) => ({ ...go, goCache: path.join(job.folder, 'another') })],
    ['version', (go) => ({ ...go, toolchain: { ...go.toolchain, version: '1.99.0' } })],
  ])(
    'is done again for the cache that differs, when go turns out to have another %s',
    async (_, change) => {
      const before = finds();
      const { go, ...known } = await subject();
      const here = await aheadRunner();
      const ahead = restoreAhead(DEFAULTS, known, here);
      ahead.begin(go.toolchain.version);
      const found = await restoreGoCaches(DEFAULTS, { ...known, go: change(go) }, here, ahead);
      expect(finds()).toBe(before + 3);
      expect(found.caches.map(({ name }) => name)).toEqual(['modules', 'build']);
      expect(found.state.caches.map(({ plan }) => plan.name)).toEqual(['modules', 'build']);
    },
  );

  it('leaves everything to the step itself when it never began, as with the Go on PATH', async () => {
    const before = finds();
    const { go, ...known } = await subject();
    const here = await aheadRunner();
    const ahead = restoreAhead(DEFAULTS, known, here);
    await restoreGoCaches(DEFAULTS, { ...known, go }, here, ahead);
    expect(finds()).toBe(before + 2);
  });
});

describe('who may save', () => {
  it.each<[string, Partial<RunnerContext>, string]>([
    ['a push to the default branch', {}, 'always'],
    ['a schedule', { eventName: 'schedule', event: { fromFork: false } }, 'always'],
    ['pull_request_target', { eventName: 'pull_request_target' }, 'never'],
    [
      "a fork's pull request",
      { eventName: 'pull_request', refType: 'other', event: { fromFork: true } },
      'never',
    ],
  ])('%s', async (_, context, when) => {
    const { state } = await restoreGoCaches(DEFAULTS, await subject(), await createRunner(context));
    expect(state.write.when).toBe(when);
  });
});
