import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listCgoPackages } from '../../src/build/cgo-run.ts';
import { neutralEnvironment } from '../../src/build/environment.ts';
import {
  type BuildInputs,
  type BuildPlan,
  type BuildSubject,
  parseBuildSettings,
  planBuild,
} from '../../src/build/plan.ts';
import { buildTargets, readGoSettings } from '../../src/build/run.ts';
import { ActionError } from '../../src/domain/errors.ts';
import { formatTarget, type Target } from '../../src/domain/target.ts';
import type { Environment, Log, ProcessResult, Processes } from '../../src/host/host.ts';
import { currentPlatform } from '../../src/host/platform.ts';
import { createProcesses } from '../../src/host/processes.ts';
import { trustRepositories } from '../../src/project/git-environment.ts';
import { readRevision } from '../../src/project/git-run.ts';
import { listMainPackages } from '../../src/project/mains-run.ts';
import { loadProject } from '../../src/project/run.ts';
import { createGitRepository, type GitRepository } from '../support/git-repository.ts';
import { goEnvironment } from '../support/hermetic-env.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';

const CACHE = path.resolve(import.meta.dirname, '../../.cache/test/gocache');
const LINUX: Target = { goos: 'linux', goarch: 'amd64' };
const ARM: Target = { goos: 'linux', goarch: 'arm', variant: '6' };
const WINDOWS: Target = { goos: 'windows', goarch: 'amd64' };

/** Small: a runtime and nothing else, so that a cold build takes seconds. */
const PROGRAM = {
  'go.mod': 'module example.com/hello\n\ngo 1.25.0\n',
  'main.go':
    'package main\n\nvar version, commit string\n\nfunc main() { println(version, commit) }\n',
};
const SAME_EVERYWHERE: BuildInputs = { tags: [], buildFlags: '', env: [], ldflags: '', cgo: false };

const processes = createProcesses();
let scratch: TemporaryFolder;
let sequence = 0;

beforeAll(async () => {
  scratch = await temporaryFolder();
  await mkdir(CACHE, { recursive: true });
});
afterAll(() => scratch.remove());

describe('readGoSettings', () => {
  const settings = async (cgo: boolean): Promise<Readonly<Record<string, string>>> => {
    const env = { ...(await ambientEnvironment()), CGO_CFLAGS: '-O1' };
    return readGoSettings({ goBinary: 'go', cwd: scratch.path, env, cgo }, { processes });
  };

  it('asks for what only the C compiler needs where cgo is on: go starts that compiler to answer', async () => {
    const [without, withCgo] = [await settings(false), await settings(true)];
    expect(withCgo).toMatchObject({ ...without, CGO_CFLAGS: '-O1' });
    expect(without).not.toHaveProperty('CGO_CFLAGS');
    expect(without['GOMODCACHE']).toBe(withCgo['GOMODCACHE']);
  });
});

describe('buildTargets', () => {
  it('builds for every target, stamped with commit and version, whatever GOFLAGS the machine has', async () => {
    const repository = await newRepository(PROGRAM);
    await repository.tag('v1.2.3');
    const ambient = {
      ...(await ambientEnvironment()),
      GOFLAGS: '-buildvcs=false',
      GOARM: '7',
      GOAMD64: 'v3',
    };
    const plan = await planFor(repository, [LINUX, ARM, WINDOWS], { ambient });
    const built = await buildTargets(plan, { goBinary: 'go' }, newHost());

    expect(built.map((one) => formatTarget(one.target))).toEqual([
      'linux/amd64',
      'linux/arm/6',
      'windows/amd64',
    ]);
    expect(path.basename(built[2]!.path)).toBe('hello.exe');
    const commit = await repository.git('rev-parse', 'HEAD');
    for (const { path: file } of built) {
      const info = await buildInfo(file);
      expect(info).toContain(`vcs.revision=${commit}`);
      expect(info).toContain('vcs.modified=false');
      expect(info).toContain('-trimpath=true');
      expect(info).toContain('CGO_ENABLED=0');
    }
    expect(await buildInfo(built[0]!.path)).toContain('GOAMD64=v1');
    expect(await buildInfo(built[1]!.path)).toContain('GOARM=6');
  });

  it.each([
    { name: 'as a file that go env -w wrote', extra: (file: string) => ({ GOENV: file }) },
    {
      name: 'in the environment',
      extra: () => ({ GOFLAGS: '-tags=loud', GOEXPERIMENT: 'jsonv2' }),
    },
  ])('is immune to settings that come $name', async ({ extra }) => {
    const repository = await newRepository({
      ...PROGRAM,
      'loud.go': '//go:build loud\n\npackage main\n\nfunc init() { undefinedOnPurpose() }\n',
    });
    const file = path.join(await newFolder(), 'env');
    await writeFile(file, 'GOFLAGS=-tags=loud\nGOAMD64=v4\n');
    const ambient = { ...(await ambientEnvironment()), ...extra(file) };
    const [built] = await buildTargets(
      await planFor(repository, [LINUX], { ambient }),
      { goBinary: 'go' },
      newHost(),
    );
    const info = await buildInfo(built!.path);
    expect(info).toContain('GOAMD64=v1');
    expect(info).not.toContain('jsonv2');
  });

  it('stamps a checkout that belongs to another user', async () => {
    const repository = await newRepository(PROGRAM);
    const ambient = { ...(await ambientEnvironment()), GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const plan = await planFor(repository, [LINUX], { ambient });
    const [built] = await buildTargets(plan, { goBinary: 'go' }, newHost());
    expect(await buildInfo(built!.path)).toContain('vcs.revision=');
  });

  it('applies tags, flags, environment and ldflags', async () => {
    const repository = await newRepository({
      ...PROGRAM,
      'pro.go':
        '//go:build pro\n\npackage main\n\nvar title string\n\nfunc init() { println(title) }\n',
    });
    const inputs = {
      ...SAME_EVERYWHERE,
      tags: ['pro'],
      buildFlags: '-gcflags=-N',
      env: ['GOFIPS140=off'],
      ldflags: `-X 'main.title=Ship "it"'`,
    };
    const plan = await planFor(repository, [LINUX], { inputs });
    const [built] = await buildTargets(plan, { goBinary: 'go' }, newHost());
    const { stderr } = await processes.capture(built!.path, [], { cwd: scratch.path, env: {} });
    expect(stderr.split('\n')[0]).toBe('Ship "it"');
    expect(await buildInfo(built!.path)).toContain('-tags=pro');
  });

  it('makes the same bytes in another folder, and compiles nothing the second time', async () => {
    const first = await newRepository(PROGRAM);
    const copy = await first.shallowClone(await newFolder());
    const [one] = await buildTargets(await planFor(first, [LINUX]), { goBinary: 'go' }, newHost());
    const [two] = await buildTargets(await planFor(copy, [LINUX]), { goBinary: 'go' }, newHost());
    expect((await readFile(one!.path)).equals(await readFile(two!.path))).toBe(true);
    expect(two!.compiledPackages).toBe(0);
  });

  it('links the same bytes and shares the build cache however garbage is collected', async () => {
    const repository = await newRepository(PROGRAM);
    const go = { goBinary: 'go' };
    const ambient = { ...(await ambientEnvironment()), GOCACHE: await newFolder() };
    const asGoDoes = { ...ambient, GOGC: '100' };
    const plain = await planFor(repository, [LINUX], { ambient: asGoDoes });
    const [one] = await buildTargets(plain, go, newHost());
    const bytes = await readFile(one!.path);
    expect(one!.compiledPackages).toBeGreaterThan(0);
    const ours = { ...(await planFor(repository, [LINUX], { ambient })), relink: true };
    const [two] = await buildTargets(ours, go, newHost());
    expect(two!.compiledPackages).toBe(0);
    expect((await readFile(two!.path)).equals(bytes)).toBe(true);

    const cold = { ...ambient, GOCACHE: await newFolder() };
    const anew = { ...(await planFor(repository, [LINUX], { ambient: cold })), relink: true };
    const [three] = await buildTargets(anew, go, newHost());
    expect(three!.compiledPackages).toBe(one!.compiledPackages);
    expect((await readFile(three!.path)).equals(bytes)).toBe(true);
  });

  it('replaces a damaged binary of an earlier run when it must link anew', async () => {
    const repository = await newRepository(PROGRAM);
    const plan = await planFor(repository, [LINUX]);
    const [built] = await buildTargets(plan, { goBinary: 'go' }, newHost());
    const good = await readFile(built!.path);
    const bad = Buffer.from(good);
    bad.writeUInt8(bad.readUInt8(bad.length - 100) ^ 1, bad.length - 100);
    await writeFile(built!.path, bad);
    await buildTargets({ ...plan, relink: true }, { goBinary: 'go' }, newHost());
    expect((await readFile(built!.path)).equals(good)).toBe(true);
  });

  it('names every failed target, and has each compiler error once with its targets', async () => {
    const repository = await newRepository({
      ...PROGRAM,
      'broken_linux.go': 'package main\n\nfunc init() {\n\tnotThere()\n}\n',
    });
    const log = newLog();
    const error = await failure(planFor(repository, [LINUX, ARM]), newHost({ cpus: 2, log }));
    expect(error.code).toBe('build-failed');
    // The message itself stands on its line; the sum-up does not repeat it.
    expect(error.message).toBe(
      'go build failed for linux/amd64, linux/arm/6 (2 of 2 builds): 1 error, at broken_linux.go:4',
    );
    expect(error.located).toEqual([
      {
        message: 'undefined: notThere (linux/amd64, linux/arm/6)',
        location: { file: path.join(repository.path, 'broken_linux.go'), line: 4, column: 2 },
      },
    ]);
    expect(log.foreign.join('\n')).toContain('broken_linux.go:4:2');
  });

  it('starts nothing new after a failure', async () => {
    const repository = await newRepository({
      ...PROGRAM,
      'broken.go': 'package main\n\nvar x int = "a"\n',
    });
    const error = await failure(planFor(repository, [LINUX, ARM, WINDOWS]), newHost({ cpus: 1 }));
    expect(error.message).toContain('go build failed for linux/amd64 (1 of 3 builds)');
  });

  it('lets a running build end and keeps its result when another one fails', async () => {
    const repository = await newRepository({
      ...PROGRAM,
      'broken_windows.go': 'package main\n\nvar x int = "a"\n',
    });
    const seen: string[] = [];
    const plan = await planFor(repository, [WINDOWS, LINUX]);
    await expect(
      buildTargets(plan, { goBinary: 'go' }, newHost({ cpus: 2 }), {
        onBuilt: ({ target }) => {
          seen.push(formatTarget(target));
          return Promise.resolve();
        },
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining('windows/amd64 (1 of 2 builds)') });
    expect(seen).toEqual(['linux/amd64']);
  });

  it("shows Go's own advice for a missing go.sum entry", async () => {
    const repository = await newRepository({
      'go.mod': 'module example.com/hello\n\ngo 1.25.0\n\nrequire golang.org/x/time v0.15.0\n',
      'main.go': 'package main\n\nimport _ "golang.org/x/time/rate"\n\nfunc main() {}\n',
    });
    const error = await failure(planFor(repository, [LINUX]), newHost());
    expect(error.message).toMatch(/: 1 error, at main\.go:3$/);
    expect(error.hint).toContain('go mod tidy');
    expect(error.located).toEqual([
      {
        message: expect.stringContaining('missing go.sum entry'),
        location: expect.objectContaining({
          file: path.join(repository.path, 'main.go'),
          line: 3,
        }),
      },
    ]);
  });

  it('tells a module that differs from go.sum apart from every other failure', async () => {
    const sums = [
      'golang.org/x/time v0.15.0 h1:AAAp8t3bGUeFOx08pvsMYRTCVSMk89u4tKbNOZbp88U=',
      'golang.org/x/time v0.15.0/go.mod h1:Y4YMaQmXwGQZoFaVFk4YpCt4FLQMYKZe9oeV/f4MSno=',
    ];
    const repository = await newRepository({
      'go.mod': 'module example.com/hello\n\ngo 1.25.0\n\nrequire golang.org/x/time v0.15.0\n',
      'go.sum': `${sums.join('\n')}\n`,
      'main.go': 'package main\n\nimport _ "golang.org/x/time/rate"\n\nfunc main() {}\n',
    });
    const error = await failure(planFor(repository, [LINUX]), newHost());
    expect(error).toMatchObject({
      code: 'checksum-mismatch',
      message: expect.stringMatching(/^The download of golang\.org\/x\/time@v0\.15\.0 .*go\.sum/),
    });
  });

  it('names the packages that pull cgo in, its own before the standard ones', async () => {
    const repository = await newRepository({
      ...PROGRAM,
      'main.go':
        'package main\n\nimport (\n\t_ "net"\n\n\t_ "example.com/hello/withc"\n)\n\nfunc main() {}\n',
      'withc/withc.go': 'package withc\n\n// int one;\nimport "C"\n',
      'plain/main.go': 'package main\n\nimport _ "net"\n\nfunc main() {}\n',
    });
    const { cwd, steps } = await planFor(repository, [LINUX]);
    const cgo = { ...steps[0]!, env: { ...steps[0]!.env, CGO_ENABLED: '1' } };
    const go = { goBinary: 'go', cwd };
    const plain = { ...cgo, argv: [...cgo.argv.slice(0, -1), './plain'] };
    expect(await listCgoPackages(cgo, go, { processes })).toEqual(['example.com/hello/withc']);
    expect(await listCgoPackages(plain, go, { processes })).toContain(
      'net of the standard library',
    );
    expect(await listCgoPackages(steps[0]!, go, { processes })).toEqual([]);
  });
});

describe('onBuilt', () => {
  it('runs while other targets build, and holds builds back when it falls behind', async () => {
    const slots = Array.from({ length: 6 }, (_, index): Target => ({
      goos: 'linux',
      goarch: `fake${index}`,
    }));
    const started: string[] = [];
    const waiting: (() => void)[] = [];
    const host = newHost({
      cpus: 1,
      run: (args) => {
        started.push(args.at(-1) ?? '');
        return succeed();
      },
    });
    const done = buildTargets(fakePlan(slots), { goBinary: 'go' }, host, {
      onBuilt: () =>
        new Promise((resolve) => {
          waiting.push(resolve);
        }),
    });
    await settle();
    // One build at once allows two follow-ups; the third build waits for one of them.
    expect(started).toHaveLength(2);
    waiting.shift()?.();
    await settle();
    expect(started).toHaveLength(3);
    for (let left = 5; left > 0; left -= 1) {
      waiting.shift()?.();
      await settle();
    }
    expect(await done).toHaveLength(6);
  });

  it('ends the build with its own error, after what runs has ended', async () => {
    const slots = [LINUX, ARM, WINDOWS];
    const started: string[] = [];
    const host = newHost({
      cpus: 1,
      run: (args) => {
        started.push(args.at(-1) ?? '');
        return succeed();
      },
    });
    const boom = new ActionError({ code: 'not-static', message: 'needs a loader' });
    const done = buildTargets(fakePlan(slots), { goBinary: 'go' }, host, {
      onBuilt: () => Promise.reject(boom),
    });
    await expect(done).rejects.toBe(boom);
    expect(started.length).toBeLessThan(3);
  });
});

describe('a build that cannot run', () => {
  it('says that it was interrupted', async () => {
    const host = newHost({ run: () => Promise.resolve({ exitCode: -1, stdout: '', stderr: '' }) });
    await expect(buildTargets(fakePlan([LINUX]), { goBinary: 'go' }, host)).rejects.toMatchObject({
      code: 'build-failed',
      message: expect.stringContaining('interrupted by a signal'),
    });
  });

  it('passes on that there is no go command', async () => {
    const plan = fakePlan([LINUX]);
    const missing = path.join(scratch.path, 'no-such-go');
    await expect(buildTargets(plan, { goBinary: missing }, newHost())).rejects.toMatchObject({
      code: 'command-not-found',
    });
  });

  it('says which folder it cannot write to', async () => {
    const file = path.join(await newFolder(), 'file');
    await writeFile(file, '');
    const [step] = fakePlan([LINUX]).steps;
    const plan = {
      ...fakePlan([]),
      steps: [{ ...step!, outputPath: path.join(file, 'bin', 'hello') }],
    };
    await expect(buildTargets(plan, { goBinary: 'go' }, newHost())).rejects.toMatchObject({
      code: 'output-directory',
    });
  });
});

interface MemoryLog extends Log {
  /** Text that came from elsewhere. */
  readonly foreign: string[];
}

function newLog(): MemoryLog {
  const nothing = (): void => undefined;
  const foreign: string[] = [];
  return {
    foreign,
    info: nothing,
    debug: nothing,
    notice: nothing,
    warning: nothing,
    group: (_, work) => work(),
    untrusted: (text) => foreign.push(text),
  };
}

function newHost(
  options: {
    readonly cpus?: number;
    readonly log?: Log;
    readonly run?: (args: readonly string[]) => Promise<ProcessResult>;
  } = {},
): Parameters<typeof buildTargets>[2] {
  const { cpus, log = newLog(), run } = options;
  const given: Processes =
    run === undefined ? processes : { ...processes, run: (_, args) => run(args) };
  return {
    processes: given,
    log,
    platform: { ...currentPlatform(), ...(cpus === undefined ? {} : { cpus }) },
    clock: { now: () => Date.now(), sleep: () => Promise.resolve(), random: () => 0.5 },
  };
}

function succeed(): Promise<ProcessResult> {
  return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
}

/** Long enough for every promise that can settle, and the folders that are made in between. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

async function newFolder(): Promise<string> {
  sequence += 1;
  const folder = path.join(scratch.path, `case-${sequence}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

async function newRepository(files: Readonly<Record<string, string>>): Promise<GitRepository> {
  return createGitRepository(await newFolder(), { files });
}

/** The environment of a runner whose build cache is kept between test runs. */
async function ambientEnvironment(): Promise<Record<string, string>> {
  const env = await goEnvironment({ buildCache: CACHE });
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'GOENV'));
}

function fakePlan(targets: readonly Target[]): BuildPlan {
  const subject = { ...fakeSubject, targets, outputDirectory: path.join(scratch.path, 'fake') };
  return planBuild(parseBuildSettings(SAME_EVERYWHERE), subject);
}

const fakeSubject: Omit<BuildSubject, 'targets' | 'outputDirectory'> = {
  cwd: import.meta.dirname,
  sourceRoot: import.meta.dirname,
  recordsRevision: true,
  mains: [{ importPath: 'example.com/hello', dir: import.meta.dirname, binaryName: 'hello' }],
  host: LINUX,
  revision: {
    commit: 'a'.repeat(40),
    commitDate: '2026-03-01T12:00:00Z',
    commitEpochSeconds: 1772366400,
    version: '1.2.3',
    prerelease: false,
    snapshot: false,
  },
  name: 'hello',
  env: {},
  relink: false,
};

/** From a repository to a plan, the way the action goes. */
async function planFor(
  repository: GitRepository,
  targets: readonly Target[],
  options: { readonly ambient?: Environment; readonly inputs?: BuildInputs } = {},
): Promise<BuildPlan> {
  const root = repository.path;
  const ambient = options.ambient ?? (await ambientEnvironment());
  const settings = parseBuildSettings(options.inputs ?? SAME_EVERYWHERE);
  const goSettings = await readGoSettings(
    { goBinary: 'go', cwd: root, env: ambient, cgo: settings.cgo },
    { processes },
  );
  const neutral = neutralEnvironment(ambient, goSettings, { cgo: settings.cgo });
  const env = trustRepositories(neutral.env, [root]);
  const request = { root, tagPrefix: '', releasing: false };
  const { revision } = await readRevision(request, ambient, { processes });
  const go = { goBinary: 'go', env, tags: settings.tags };
  const selection = { patterns: [], name: 'hello' };
  const mains = await listMainPackages(loadProject(root), selection, go, { processes });
  return planBuild(settings, {
    cwd: root,
    sourceRoot: root,
    recordsRevision: true,
    mains,
    targets,
    host: LINUX,
    revision,
    name: 'hello',
    outputDirectory: path.join(await newFolder(), 'out'),
    env,
    relink: false,
  });
}

async function failure(
  plan: Promise<BuildPlan>,
  host: Parameters<typeof buildTargets>[2],
): Promise<ActionError> {
  try {
    await buildTargets(await plan, { goBinary: 'go' }, host);
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('the build did not fail');
}

async function buildInfo(file: string): Promise<string> {
  const env = await goEnvironment();
  return (await processes.capture('go', ['version', '-m', file], { cwd: scratch.path, env }))
    .stdout;
}
