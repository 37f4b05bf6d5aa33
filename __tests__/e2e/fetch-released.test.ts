import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitRepository, type GitRepository } from '../support/git-repository.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { runImage } from './image-scene.ts';
import { annotations, FAST, REPOSITORY, type Scene, type Shipped, startScene } from './scene.ts';

const INPUTS = {
  cache: 'false',
  'cache-on-release': 'all',
  packages: './cmd/...',
  targets: 'linux/amd64,linux/arm/7,windows/amd64',
};
const main = (name: string): string => `package main\n\nfunc main() { println("${name}") }\n`;

let folder: TemporaryFolder;
let scene: Scene;
let hello: GitRepository;
let sha: string;

beforeAll(async () => {
  folder = await temporaryFolder('fetch-released-');
  hello = await createGitRepository(path.join(folder.path, 'hello'), {
    files: {
      'go.mod': 'module example.com/hello\n\ngo 1.24.0\n',
      'cmd/serve/main.go': main('serve'),
      'cmd/tool/main.go': main('tool'),
      LICENSE: 'MIT\n',
    },
  });
  sha = await hello.git('rev-parse', 'HEAD');
  scene = await startScene();
});

afterAll(async () => {
  await scene.close();
  await folder.remove();
});

async function addTag(tag: string): Promise<void> {
  await hello.tag(tag);
  scene.github.addTag(REPOSITORY, tag, { sha });
}

function ship(tag: string, inputs: Readonly<Record<string, string>> = {}): Promise<Shipped> {
  return scene.ship({
    workspace: hello.path,
    sha,
    ref: `refs/tags/${tag}`,
    env: FAST,
    with: { ...INPUTS, ...inputs },
  });
}

/** Every file below an output directory with its bytes and mode; artifacts.json names its own folder. */
async function filesIn(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const files = new Map<string, string>();
  for (const name of names.sort()) {
    const file = path.join(folder, name);
    const status = await stat(file);
    if (!status.isFile() || name === 'artifacts.json') continue;
    const bytes = await readFile(file, 'base64');
    files.set(name, `${(status.mode & 0o777).toString(8)} ${bytes}`);
  }
  return files;
}

interface Listed {
  readonly name: string;
  readonly path: string;
}

/** The `artifacts` output in the order of names, each path relative to the output directory. */
function listed({ main: { outputs } }: Shipped): Listed[] {
  const artifacts = JSON.parse(outputs['artifacts'] ?? '') as Listed[];
  return artifacts
    .map((one) => {
      const file = one.path && path.relative(outputs['output-directory'] ?? '', one.path);
      return { ...one, path: file };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** An asset as the stand-in keeps it: to change its bytes is to change what is downloaded. */
function assetOf(tag: string, part: string) {
  const release = scene.github.releases(REPOSITORY).find(({ tagName }) => tagName === tag);
  const asset = release?.assets.find(({ name }) => name.includes(part));
  if (asset === undefined) throw new Error(`${tag} has no asset of ${part}`);
  return asset;
}

describe('a run that finds everything released', () => {
  it.each([
    ['v1.0.0', 'in the default formats', {}],
    ['v1.0.1', 'as tar.zst, with bills of materials', { archive: 'tar.zst', sbom: 'true' }],
    [
      'v1.0.2',
      'as zip, one for each program',
      { archive: 'zip', 'archive-name': '{binary}_{os}_{arch}' },
    ],
    ['v1.0.3', 'as bare programs', { archive: 'none' }],
  ])('has the files that building left, and the outputs: %s, %s', async (tag, _, inputs) => {
    await addTag(tag);
    const built = await ship(tag, inputs);
    expect(built.main.outputs['published']).toBe('true');
    const again = await ship(tag, inputs);
    expect(annotations(again.main, 'warning')).toEqual([]);
    expect(again.main.outputs['already-released']).toBe('true');
    const [before, after] = [built, again].map((one) => one.main.outputs['output-directory'] ?? '');
    expect(after).not.toBe(before);
    const files = await filesIn(after ?? '');
    expect(files).toEqual(await filesIn(before ?? ''));
    expect([...files.keys()].filter((name) => name.startsWith('bin/'))).toEqual([
      'bin/linux_amd64/serve',
      'bin/linux_amd64/tool',
      'bin/linux_arm_7/serve',
      'bin/linux_arm_7/tool',
      'bin/windows_amd64/serve.exe',
      'bin/windows_amd64/tool.exe',
    ]);
    expect(listed(again)).toEqual(listed(built));
    expect(again.log).toMatch(/^Fetched \S+ with serve/m);
    expect(scene.github.violations).toEqual([]);
  });

  it('is followed by an image, as if it had built', async () => {
    const { main: step } = await ship('v1.0.0');
    expect(step.outputs['already-released']).toBe('true');
    const image = await runImage({
      workspace: hello.path,
      ref: 'refs/tags/v1.0.0',
      with: {
        artifacts: step.outputs['output-directory'] ?? '',
        binary: 'serve',
        push: 'false',
        base: 'none',
      },
    });
    expect(annotations(image, 'error')).toEqual([]);
    const platforms = JSON.parse(image.outputs['metadata'] ?? '') as { platform: string }[];
    expect(platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm/v7']);
  });

  it('fetches what its own shard is for, and nothing else', async () => {
    const { main: step } = await ship('v1.0.0', { shard: '2/3' });
    expect(step.outputs['already-released']).toBe('true');
    const output = step.outputs['output-directory'] ?? '';
    expect(await readdir(path.join(output, 'bin'))).toEqual(['linux_arm_7']);
    const without = listed({ main: step } as Shipped).filter((one) => one.path === '');
    expect(without.map(({ name }) => name)).toEqual([
      'hello_1.0.0_linux_amd64.tar.gz',
      'hello_1.0.0_windows_amd64.zip',
    ]);
  });

  it('warns of what could not be fetched, has the rest and nothing old, and succeeds', async () => {
    const kept = { 'output-directory': path.join(folder.path, 'kept') };
    await ship('v1.0.0', kept);
    const asset = assetOf('v1.0.0', 'linux_arm');
    const gone = { kind: 'status', status: 404, when: 'before' } as const;
    scene.github.faults.next({ path: new RegExp(`/assets/${asset.id}$`) }, gone);
    const { main: step, job } = await ship('v1.0.0', kept);
    expect(job.status).toBe('success');
    expect(annotations(step, 'warning')).toEqual([
      expect.stringMatching(
        /^v1\.0\.0 is released, but not all .*: hello_1\.0\.0_linux_armv7\.tar\.gz \(GitHub answered 404\)\./,
      ),
    ]);
    const bin = path.join(step.outputs['output-directory'] ?? '', 'bin');
    expect(await readdir(path.join(bin, 'linux_amd64'))).toEqual(['serve', 'tool']);
    expect(await readdir(path.join(bin, 'linux_arm_7'))).toEqual([]);
    const without = listed({ main: step } as Shipped).filter((one) => one.path === '');
    expect(without.map(({ name }) => name)).toEqual(['hello_1.0.0_linux_armv7.tar.gz']);
  });

  it('has only the checksums, and succeeds, when the list of assets does not come', async () => {
    const isSecondList = (
      (lists) => (request: { operation?: string | undefined }) =>
        request.operation === 'repos/list-release-assets' && (lists += 1) > 1
    )(0);
    const refused = { kind: 'status', status: 403, when: 'before' } as const;
    scene.github.faults.next(isSecondList, refused);
    const { main: step, job } = await ship('v1.0.0');
    expect(job.status).toBe('success');
    expect(step.outputs['already-released']).toBe('true');
    expect(annotations(step, 'warning')).toEqual([expect.stringMatching(/windows_amd64\.zip \(/)]);
    const output = step.outputs['output-directory'] ?? '';
    expect((await readdir(output)).sort()).toEqual(['SHA256SUMS', 'artifacts.json']);
  });

  it('keeps nothing of an archive with other bytes than the release says', async () => {
    const asset = assetOf('v1.0.0', 'linux_amd64');
    const last = asset.bytes.length - 1;
    asset.bytes[last]! ^= 0x40;
    const { main: step, job } = await ship('v1.0.0').finally(() => {
      asset.bytes[last]! ^= 0x40;
    });
    expect(job.status).toBe('success');
    expect(annotations(step, 'warning')[0]).toMatch(/linux_amd64\.tar\.gz \(.*another digest/);
    const bin = path.join(step.outputs['output-directory'] ?? '', 'bin');
    expect(await readdir(bin)).toEqual(['linux_arm_7', 'windows_amd64']);
  });
});
