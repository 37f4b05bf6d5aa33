import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createProcesses } from '../../src/host/processes.ts';
import type { MainPackage, MainSelection, Project } from '../../src/project/plan.ts';
import { listMainPackages } from '../../src/project/mains-run.ts';
import { loadProject } from '../../src/project/run.ts';
import { goEnvironment } from '../support/hermetic-env.ts';
import { type TemporaryFolder, temporaryFolder, writeTree } from '../support/workspace.ts';

const COMMAND = 'package main\n\nfunc main() {}\n';
const LIBRARY = 'package lib\n';

let scratch: TemporaryFolder;
let env: Record<string, string>;
let sequence = 0;

beforeAll(async () => {
  scratch = await temporaryFolder();
  // Nothing here may need a download.
  env = await goEnvironment({ extra: { GOPROXY: 'off' } });
});
afterAll(() => scratch.remove());

async function tree(files: Readonly<Record<string, string>>): Promise<string> {
  sequence += 1;
  const folder = path.join(scratch.path, `case-${sequence}`);
  await mkdir(folder);
  await writeTree(folder, files);
  return folder;
}

const workspaceFiles = {
  'go.work': 'go 1.25.0\n\ntoolchain go1.25.3\n\nuse (\n\t./api\n\t"./cli"\n)\n',
  'go.work.sum': '',
  'api/go.mod': 'module example.com/mono/api\n\ngo 1.24.0\n',
  'api/go.sum': '',
  'api/main.go': COMMAND,
  'cli/go.mod': 'module example.com/mono/cli\n\ngo 1.24.0\n',
  'cli/cmd/tool/main.go': COMMAND,
};

describe('loadProject', () => {
  it('reads a module', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n\ngo 1.25.0\n\ntoolchain go1.25.3\n',
      'go.sum': '',
    });
    expect(loadProject(root)).toEqual({
      root,
      kind: 'module',
      modulePath: 'example.com/app',
      goModPath: path.join(root, 'go.mod'),
      modules: [{ path: 'example.com/app', dir: root, goModPath: path.join(root, 'go.mod') }],
      sumFiles: [path.join(root, 'go.sum')],
      goDirective: '1.25.0',
      toolchainDirective: 'go1.25.3',
      vendored: false,
    });
  });

  it('reads a workspace whose root is no module', async () => {
    const root = await tree(workspaceFiles);
    const project = loadProject(root);
    expect(project).toMatchObject({
      kind: 'workspace',
      modulePath: 'example.com/mono/api',
      goWorkPath: path.join(root, 'go.work'),
      goDirective: '1.25.0',
      toolchainDirective: 'go1.25.3',
    });
    expect(project.modules.map((module) => module.path)).toEqual([
      'example.com/mono/api',
      'example.com/mono/cli',
    ]);
    expect(project.sumFiles).toEqual([
      path.join(root, 'api', 'go.sum'),
      path.join(root, 'go.work.sum'),
    ]);
  });

  it('reads a module below a workspace with the workspace in force', async () => {
    const root = await tree(workspaceFiles);
    const project = loadProject(path.join(root, 'cli'));
    expect(project).toMatchObject({
      kind: 'module',
      modulePath: 'example.com/mono/cli',
      goDirective: '1.25.0',
    });
    expect(project.sumFiles).toContain(path.join(root, 'api', 'go.sum'));
  });

  it('leaves the workspace out with GOWORK=off', async () => {
    const root = await tree(workspaceFiles);
    const project = loadProject(path.join(root, 'cli'), 'off');
    expect(project.goWorkPath).toBeUndefined();
    expect(project.goDirective).toBe('1.24.0');
  });

  it('accepts a folder inside a module', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n',
      'go.sum': '',
      'cmd/tool/main.go': COMMAND,
    });
    const project = loadProject(path.join(root, 'cmd', 'tool'));
    expect(project.goModPath).toBe(path.join(root, 'go.mod'));
    expect(project.sumFiles).toEqual([path.join(root, 'go.sum')]);
  });

  it('sees a vendor folder', async () => {
    const root = await tree({ 'go.mod': 'module example.com/app\n', 'vendor/modules.txt': '' });
    expect(loadProject(root).vendored).toBe(true);
  });

  it.each([
    {
      name: 'no module, naming where it looked',
      files: { 'README.md': '' },
      words: /no go\.mod or go\.work in .*case-/,
    },
    {
      name: 'a workspace that uses nothing',
      files: { 'go.work': 'go 1.25.0\n' },
      words: /uses no module/,
    },
    {
      name: 'a workspace that uses a missing folder',
      files: { 'go.work': 'use ./gone\n' },
      words: /gone/,
    },
    {
      name: 'a go.mod without a module line',
      files: { 'go.mod': 'go 1.25.0\n' },
      words: /no module line/,
      code: 'bad-go-mod',
    },
  ])('refuses $name', async ({ files, words, code = 'no-go-module' }) => {
    const root = await tree(files);
    expect(() => loadProject(root)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(words) }),
    );
  });
});

describe('listMainPackages', () => {
  async function list(
    project: Project,
    selection: Partial<MainSelection> = {},
    tags: readonly string[] = [],
    goEnv = env,
  ): Promise<readonly MainPackage[]> {
    const all = { patterns: [], name: 'ship', ...selection };
    return listMainPackages(
      project,
      all,
      { goBinary: 'go', env: goEnv, tags },
      { processes: createProcesses() },
    );
  }

  it('finds and names the commands below cmd', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n',
      'lib.go': LIBRARY,
      'cmd/one/main.go': COMMAND,
      'cmd/two/main.go': COMMAND,
      'tools/gen/main.go': COMMAND,
    });
    expect(await list(loadProject(root))).toEqual([
      {
        importPath: 'example.com/app/cmd/one',
        dir: path.join(root, 'cmd', 'one'),
        binaryName: 'one',
      },
      {
        importPath: 'example.com/app/cmd/two',
        dir: path.join(root, 'cmd', 'two'),
        binaryName: 'two',
      },
    ]);
  });

  it('looks everywhere when there is none in the usual places, a cmd/ of another module included', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n',
      'lib.go': LIBRARY,
      'cmd/go.mod': 'module example.com/app/cmd\n',
      'cmd/other/main.go': COMMAND,
      'server/main.go': COMMAND,
    });
    const found = await list(loadProject(root));
    expect(found.map((main) => main.binaryName)).toEqual(['server']);
  });

  it('reads no more folders than it needs to find a command in the usual places', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n',
      'cmd/one/main.go': COMMAND,
      'elsewhere/lib.go': LIBRARY,
    });
    const asked: string[] = [];
    const processes = createProcesses();
    const watched: typeof processes = {
      ...processes,
      run: (command, args, options) => {
        asked.push(...args.slice(args.indexOf('--') + 1));
        return processes.run(command, args, options);
      },
    };
    const selection = { patterns: [], name: 'ship' };
    const go = { goBinary: 'go', env, tags: [] };
    const found = await listMainPackages(loadProject(root), selection, go, { processes: watched });
    expect(found.map((main) => main.binaryName)).toEqual(['one']);
    expect(asked).toEqual(['.', './cmd/...']);
  });

  it('needs neither dependencies nor a network', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n\ngo 1.25.0\n\nrequire example.com/missing v1.0.0\n',
      'main.go': 'package main\n\nimport _ "example.com/missing"\n\nfunc main() {}\n',
    });
    expect((await list(loadProject(root)))[0]?.binaryName).toBe('ship');
  });

  it('finds the commands of every module of a workspace', async () => {
    const found = await list(loadProject(await tree(workspaceFiles)));
    expect(found.map((main) => main.binaryName)).toEqual(['api', 'tool']);
  });

  it('builds the folder it is pointed at', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n',
      'main.go': COMMAND,
      'cmd/tool/main.go': COMMAND,
    });
    const found = await list(loadProject(path.join(root, 'cmd', 'tool')));
    expect(found.map((main) => main.binaryName)).toEqual(['tool']);
  });

  it('sees a command that only a build tag brings in', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n',
      'pro/main.go': `//go:build pro\n\n${COMMAND}`,
    });
    expect(await list(loadProject(root), {}, ['pro'])).toHaveLength(1);
    await expect(list(loadProject(root))).rejects.toMatchObject({ code: 'no-main-package' });
  });

  it('says that a command needs cgo, where that is why there seems to be none', async () => {
    const files = { 'cmd/app/main.go': 'package main\n\nimport "C"\n\nfunc main() {}\n' };
    const root = await tree({ 'go.mod': 'module example.com/app\n', ...files });
    const withoutCgo = { ...env, CGO_ENABLED: '0' };
    for (const patterns of [[], ['./cmd/app']]) {
      await expect(list(loadProject(root), { patterns }, [], withoutCgo)).rejects.toMatchObject({
        code: 'main-needs-cgo',
        message: expect.stringContaining('example.com/app/cmd/app') as unknown,
        hint: expect.stringContaining('cgo: true') as unknown,
      });
    }
  });

  it('builds no other command in place of one that needs cgo', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n',
      'main.go': 'package main\n\nimport "C"\n\nfunc main() {}\n',
      'tools/gen/main.go': COMMAND,
    });
    const withoutCgo = { ...env, CGO_ENABLED: '0' };
    await expect(list(loadProject(root), {}, [], withoutCgo)).rejects.toMatchObject({
      code: 'main-needs-cgo',
      message: expect.stringContaining('every file of example.com/app imports') as unknown,
    });
  });

  it('does not look for cgo in folders that are not for users', async () => {
    const root = await tree({
      'go.mod': 'module example.com/lib\n',
      'lib.go': 'package lib\n',
      'examples/sqlite/main.go': 'package main\n\nimport "C"\n\nfunc main() {}\n',
    });
    const withoutCgo = { ...env, CGO_ENABLED: '0' };
    await expect(list(loadProject(root), {}, [], withoutCgo)).rejects.toMatchObject({
      code: 'no-main-package',
    });
  });

  it('refuses a pattern that names no package', async () => {
    const root = await tree({ 'go.mod': 'module example.com/app\n', 'main.go': COMMAND });
    await expect(list(loadProject(root), { patterns: ['./nope'] })).rejects.toMatchObject({
      code: 'bad-package-pattern',
    });
  });

  it('passes on why go list failed', async () => {
    const root = await tree({
      'go.mod': 'module example.com/app\n\ngo 1.99.0\n',
      'main.go': COMMAND,
    });
    await expect(list(loadProject(root))).rejects.toMatchObject({
      code: 'go-list-failed',
      message: expect.stringContaining('requires go >= 1.99.0'),
    });
  });
});
