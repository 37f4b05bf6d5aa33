import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitRepository } from '../support/git-repository.ts';
import { baseEnvironment, moduleProxy } from '../support/hermetic-env.ts';
import { copyModule } from '../support/module-source.ts';
import { defaultNodeExecutable } from '../support/runner/node-runtime.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { ACTION, FAST, SHARED_TOOL_CACHE } from './scene.ts';

const run = promisify(execFile);
const TAG = 'v0.1.0';
/** The user `nobody` of most systems; any other than the one who runs the tests will do. */
const OTHER_USER = 65534;

const INPUTS: Readonly<Record<string, string>> = {
  cache: 'false',
  release: 'false',
  name: 'hello',
  'go-version': '1.24.0',
  targets: 'linux/amd64,windows/arm64,darwin/arm64',
  sbom: 'true',
};

/** One way to build the same commit. */
interface Build {
  readonly folder: string;
  readonly checkout: string;
  readonly node: string;
  readonly user?: number;
  readonly env?: Readonly<Record<string, string>>;
}

let folder: TemporaryFolder;
let sha: string;

beforeAll(async () => {
  folder = await temporaryFolder('reproducible-');
  // Another user must find the way in.
  await chmod(folder.path, 0o755);
});

afterAll(async () => {
  await run('chmod', ['-R', 'u+w', folder.path]);
  await folder.remove();
});

/** Runs main of the bundle by itself, as `user`, and returns every file it left by name. */
async function build({
  folder: at,
  checkout,
  node,
  user,
  env = {},
}: Build): Promise<Map<string, string>> {
  const bundle = path.join(at, 'action', 'dist', 'ship');
  await cp(path.join(ACTION, 'dist', 'ship'), bundle, { recursive: true });
  const temp = path.join(at, 'temp');
  const out = path.join(at, 'out');
  for (const one of [temp, out, path.join(at, 'home')]) await mkdir(one, { recursive: true });
  const files = ['OUTPUT', 'ENV', 'PATH', 'STATE', 'STEP_SUMMARY'].map((name): [string, string] => [
    `GITHUB_${name}`,
    path.join(temp, name),
  ]);
  for (const [, file] of files) await writeFile(file, '');
  if (user !== undefined) await run('chown', ['-R', `${user}:${user}`, at]);
  const variables = {
    ...baseEnvironment(),
    HOME: path.join(at, 'home'),
    GOPROXY: await moduleProxy(),
    GITHUB_WORKSPACE: checkout,
    GITHUB_REPOSITORY: 'octo-org/hello',
    GITHUB_REF: `refs/tags/${TAG}`,
    GITHUB_REF_NAME: TAG,
    GITHUB_REF_TYPE: 'tag',
    GITHUB_SHA: sha,
    GITHUB_EVENT_NAME: 'push',
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: SHARED_TOOL_CACHE,
    ...Object.fromEntries(files),
    ...Object.fromEntries(
      Object.entries(INPUTS).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    'INPUT_OUTPUT-DIRECTORY': out,
    ...env,
  };
  const command = [node, path.join(bundle, 'index.js')];
  const asUser =
    user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
  const [program = '', ...args] = [...asUser, ...command];
  await run(program, args, { cwd: checkout, env: variables, maxBuffer: 64 * 1024 * 1024 });
  const names = (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== 'artifacts.json')
    .map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)));
  const digests = names.sort().map(async (name) => {
    const bytes = await readFile(path.join(out, name));
    return [name, bytes.toString('base64')] as const;
  });
  return new Map(await Promise.all(digests));
}

/** A Node of another major version than the actions': the one this project is developed with, mostly. */
async function otherNode(): Promise<string | undefined> {
  const own = path.join(ACTION, 'node_modules');
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = [
    process.env['SHIP_GO_OTHER_NODE'] ?? '',
    ...folders.map((one) => path.join(one, 'node')),
  ];
  for (const candidate of candidates) {
    if (candidate === '' || candidate.startsWith(own) || !existsSync(candidate)) continue;
    const { stdout } = await run(candidate, ['--version']);
    if (!stdout.startsWith('v24.')) return candidate;
  }
  return undefined;
}

describe('two builds of one commit', () => {
  it('give the same bytes of every file: another folder, user, clone, build cache and Node', async () => {
    const original = await createGitRepository(path.join(folder.path, 'one', 'checkout'));
    await copyModule(
      'golang.org/x/example/hello@v0.0.0-20250915201037-7f05d217867b',
      original.path,
    );
    await original.commit('Begin', { 'notes.txt': 'first\n' });
    sha = await original.commit('Release', { 'README.md': 'A greeting.\r\n' });
    await original.tag(TAG);
    const elsewhere = path.join(folder.path, 'two', 'a much longer place');
    await mkdir(elsewhere, { recursive: true });
    const clone = await original.shallowClone(path.join(elsewhere, 'checkout'), { ref: TAG });
    expect(await clone.git('rev-list', '--count', 'HEAD')).toBe('1');

    const isRoot = process.getuid?.() === 0;
    const older = await otherNode();
    if (!isRoot) console.warn('SKIPPED: only root can build as another user.');
    if (older === undefined) console.warn('SKIPPED: there is no second Node here.');
    const first = await build({
      folder: path.join(folder.path, 'one'),
      checkout: original.path,
      node: defaultNodeExecutable(),
      env: { ...FAST, TZ: 'Pacific/Auckland' },
    });
    const second = await build({
      folder: elsewhere,
      checkout: clone.path,
      node: older ?? defaultNodeExecutable(),
      ...(isRoot ? { user: OTHER_USER } : {}),
      env: { LC_ALL: 'C', TZ: 'America/St_Johns' },
    });
    expect([...first.keys()]).toEqual([
      'SHA256SUMS',
      'bin/darwin_arm64/hello',
      'bin/linux_amd64/hello',
      'bin/windows_arm64/hello.exe',
      'hello_0.1.0_darwin_arm64.tar.gz',
      'hello_0.1.0_darwin_arm64.tar.gz.cdx.json',
      'hello_0.1.0_linux_amd64.tar.gz',
      'hello_0.1.0_linux_amd64.tar.gz.cdx.json',
      'hello_0.1.0_windows_arm64.zip',
      'hello_0.1.0_windows_arm64.zip.cdx.json',
    ]);
    expect([...second.keys()]).toEqual([...first.keys()]);
    const different = [...first].filter(([name, bytes]) => second.get(name) !== bytes);
    expect(different.map(([name]) => name)).toEqual([]);
  }, 900_000);
});
