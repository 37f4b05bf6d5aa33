import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestRecord } from '../fakes/github/record.ts';
import { itWith } from '../support/needs.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { withGh } from './gh-front.ts';
import { killActionOf, type MatrixResult, type MatrixScene, startMatrix } from './matrix-scene.ts';
import { annotations, REPOSITORY } from './scene.ts';

const TARGETS = 'linux/amd64,linux/arm64,windows/amd64';
const NAMES = [
  'hello_1.2.3_linux_amd64.tar.gz',
  'hello_1.2.3_linux_arm64.tar.gz',
  'hello_1.2.3_windows_amd64.zip',
];
const ALL = [...NAMES, 'SHA256SUMS'];

let scene: MatrixScene;
let folder: TemporaryFolder;

beforeEach(async () => {
  scene = await startMatrix();
  folder = await temporaryFolder('release-matrix-');
});

afterEach(async () => {
  const broken = scene.github.violations;
  await scene.close();
  await folder.remove();
  expect(broken).toEqual([]);
});

function shard(k: number, inputs: Readonly<Record<string, string>> = {}): Promise<MatrixResult> {
  return scene.run({ name: `shard-${k}`, with: { targets: TARGETS, shard: `${k}/3`, ...inputs } });
}

function published(): ReturnType<typeof scene.github.releases>[number] {
  const all = scene.github.releases(REPOSITORY);
  expect(all.map(({ draft }) => draft)).toEqual([false]);
  return all[0]!;
}

/** What the page serves, fetched and verified by programs that are not ours. */
async function verifyByGh(): Promise<void> {
  const page = path.join(folder.path, 'page');
  await mkdir(page);
  // This gh takes every address for one of its server and sends its token there, which storages refuse.
  scene.github.knobs.download = 'direct';
  await withGh(scene.github, folder.path, async (gh, host) => {
    const repo = `${host}/${REPOSITORY}`;
    const fields = 'tagName,isDraft,isPrerelease,assets';
    const seen = JSON.parse(
      await gh(page, 'release', 'view', scene.tag, '--repo', repo, '--json', fields),
    ) as { tagName: string; isDraft: boolean; assets: { name: string }[] };
    expect(seen).toMatchObject({ tagName: scene.tag, isDraft: false, isPrerelease: false });
    expect(seen.assets.map(({ name }) => name).sort()).toEqual([...ALL].sort());
    await gh(page, 'release', 'download', scene.tag, '--repo', repo);
  });
  const sums = await promisify(execFile)('sha256sum', ['-c', 'SHA256SUMS'], { cwd: page });
  expect(sums.stdout.trim().split('\n')).toEqual(NAMES.map((name) => `${name}: OK`));
}

describe('a matrix of three shards at once', () => {
  itWith(
    'gh',
    'openssl',
    'sha256sum',
  )(
    'ends in one release although one is killed in the middle of an upload, and is re-run',
    async () => {
      const isVictim = ({ operation, query }: RequestRecord): boolean =>
        operation === 'repos/upload-release-asset' && query['name'] === NAMES[1];
      scene.github.faults.next(isVictim, { kind: 'starter' });
      scene.github.hooks.onRequest = (request) => {
        if (isVictim(request)) killActionOf('shard-2');
      };
      const first = await Promise.all([shard(1), shard(2), shard(3)]);
      delete scene.github.hooks.onRequest;
      expect(first.map(({ main }) => main.outcome)).toEqual(['success', 'failure', 'success']);
      expect(first[1].main.exitCode).toBe(128 + 9);
      expect(first.map(({ outputs }) => outputs['published'])).not.toContain('true');
      const [draft] = scene.github.releases(REPOSITORY);
      expect(draft).toMatchObject({ draft: true });
      const broken = draft?.assets.find(({ name }) => name === NAMES[1]);
      expect(broken?.state).toBe('starter');
      expect(JSON.parse(first[0].outputs['missing'] ?? '')).toContain(NAMES[1]);

      const again = await shard(2);
      expect(again.outputs).toMatchObject({ published: 'true', complete: 'true', missing: '[]' });
      expect(
        published()
          .assets.map(({ name }) => name)
          .sort(),
      ).toEqual([...ALL].sort());
      await verifyByGh();

      const before = scene.github.requests.length;
      const quiet = await Promise.all([shard(1), shard(2), shard(3)]);
      expect(quiet.map(({ outputs }) => outputs['already-released'])).toEqual(
        Array(3).fill('true'),
      );
      const writes = scene.github.requests.slice(before).filter(({ method }) => method !== 'GET');
      expect(writes).toEqual([]);
    },
  );

  it('takes its part from the place in the matrix with shard: auto', async () => {
    const jobs = [0, 1, 2, 3].map((jobIndex) =>
      scene.run({
        name: `auto-${jobIndex}`,
        with: { targets: TARGETS, shard: 'auto' },
        strategy: { jobIndex, jobTotal: 4 },
      }),
    );
    const results = await Promise.all(jobs);
    expect(results.map(({ main }) => main.outcome)).toEqual(Array(4).fill('success'));
    expect(results.map(({ outputs }) => outputs['targets'])).toEqual([...TARGETS.split(','), '']);
    expect(results[3]?.log).toContain('fewer targets than shards');
    expect(
      published()
        .assets.map(({ name }) => name)
        .sort(),
    ).toEqual([...ALL].sort());
  });
});

describe('a job whose upload fails for longer than it tries', () => {
  it('fails, and its post step publishes what was built', async () => {
    const isLast = ({ operation, query }: RequestRecord): boolean =>
      operation === 'repos/upload-release-asset' && query['name'] === NAMES[2];
    const outage = { kind: 'status', status: 503, when: 'before' } as const;
    scene.github.faults.next(isLast, outage, 5);
    const { main, log } = await scene.run({ name: 'unlucky', with: { targets: TARGETS } });
    expect(main.outcome).toBe('failure');
    expect(annotations(main, 'error')[0]).toContain('GitHub gave no usable answer');
    expect(log).toContain(`Released ${scene.tag} with 4 assets`);
    expect(
      published()
        .assets.map(({ name }) => name)
        .sort(),
    ).toEqual([...ALL].sort());
  });
});

describe('a matrix whose jobs know only their own target', () => {
  const build = (target: string): Promise<MatrixResult> =>
    scene.run({ name: target.replace('/', '-'), with: { targets: target, draft: 'true' } });
  const publish = (inputs: Readonly<Record<string, string>> = {}): Promise<MatrixResult> =>
    scene.run({
      name: 'publish',
      action: 'publish',
      with: { expect: NAMES.join('\n'), ...inputs },
    });

  itWith(
    'gh',
    'openssl',
    'sha256sum',
  )('fills one draft, which publish completes with one SHA256SUMS', async () => {
    const built = await Promise.all(TARGETS.split(',').map(build));
    expect(built.map(({ main }) => main.outcome)).toEqual(Array(3).fill('success'));
    expect(scene.github.releases(REPOSITORY).map(({ draft }) => draft)).toEqual([true]);
    const done = await publish();
    expect(done.main.outcome).toBe('success');
    expect(done.outputs).toMatchObject({
      tag: scene.tag,
      published: 'true',
      complete: 'true',
      missing: '[]',
      prerelease: 'false',
    });
    expect(done.outputs['checksums']?.trim().split('\n')).toHaveLength(3);
    await verifyByGh();
    const again = await publish({ expect: JSON.stringify(NAMES) });
    expect(again.outputs).toMatchObject({ published: 'false', 'already-released': 'true' });
  });

  it('is not published while an asset is missing; publish names it', async () => {
    await build('linux/amd64');
    const { main, outputs } = await publish();
    expect(main.outcome).toBe('failure');
    expect(annotations(main, 'error')[0]).toContain(
      `2 of 3 expected assets of ${scene.tag} are missing: ${NAMES[1]}, ${NAMES[2]}`,
    );
    expect(JSON.parse(outputs['missing'] ?? '')).toEqual([NAMES[1], NAMES[2]]);
    expect(scene.github.releases(REPOSITORY)).toMatchObject([{ draft: true }]);
  });

  it('is not published while somebody keeps changing it; publish says that, and not that assets are missing', async () => {
    await Promise.all(TARGETS.split(',').map(build));
    const { hooks } = scene.github;
    hooks.onRequest = ({ operation }) => {
      if (operation !== 'repos/get-latest-release') return;
      scene.github.deleteAsset(REPOSITORY, 'SHA256SUMS');
    };
    const { main, outputs } = await publish();
    delete hooks.onRequest;
    expect(main.outcome).toBe('failure');
    expect(annotations(main, 'error')[0]).toContain(
      `The assets of ${scene.tag} kept changing while it was to be published, so it was left as a draft`,
    );
    expect(outputs).toMatchObject({ published: 'false', complete: 'false', missing: '[]' });
    expect(scene.github.releases(REPOSITORY)).toMatchObject([{ draft: true }]);
    expect((await publish()).outputs).toMatchObject({ published: 'true', complete: 'true' });
  });

  it('says that there is no draft, and refuses bad input before it asks anyone', async () => {
    const none = await publish();
    expect(annotations(none.main, 'error')[0]).toContain('There is no draft or release of v1.2.3');
    const before = scene.github.requests.length;
    const bad = await publish({ expect: '' });
    expect(annotations(bad.main, 'error')[0]).toContain('Input "expect" names no asset');
    const branch = await scene.run({
      name: 'branch',
      action: 'publish',
      ref: 'refs/heads/main',
      with: { expect: 'x' },
    });
    expect(annotations(branch.main, 'error')[0]).toContain('There is no tag to publish');
    expect(scene.github.requests.length).toBe(before);
  });

  it('says which permission a token lacks, and how the workflow grants it', async () => {
    const { main } = await scene.run({
      name: 'weak',
      action: 'publish',
      with: { expect: 'x' },
      permissions: 'read',
    });
    expect(annotations(main, 'error')[0]).toMatch(
      /The token may not release.*permissions: \{ contents: write \}/,
    );
  });
});

describe('plan', () => {
  const plan = (inputs: Readonly<Record<string, string>>, ref?: string): Promise<MatrixResult> =>
    scene.run({
      name: 'plan',
      action: 'plan',
      with: inputs,
      ...(ref === undefined ? {} : { ref }),
    });

  it('prints the matrix and the names that the root action then makes', async () => {
    const { outputs, main } = await plan({ targets: TARGETS, shards: '2' });
    expect(main.outcome).toBe('success');
    expect(JSON.parse(outputs['matrix'] ?? '')).toEqual({
      include: [
        { shard: '1/2', targets: 'linux/amd64,windows/amd64' },
        { shard: '2/2', targets: 'linux/arm64' },
      ],
    });
    expect(outputs['targets']).toBe(TARGETS);
    expect(outputs['version']).toBe('1.2.3');
    expect(JSON.parse(outputs['assets'] ?? '')).toEqual(NAMES);
    expect(scene.github.requests).toEqual([]);
    const root = await scene.run({
      name: 'root',
      with: { targets: TARGETS, sbom: 'true', archive: 'none', release: 'false' },
    });
    const bare = await plan({ targets: TARGETS, sbom: 'true', archive: 'none' });
    const made = JSON.parse(root.outputs['artifacts'] ?? '') as { name: string }[];
    expect(JSON.parse(bare.outputs['assets'] ?? '')).toEqual(
      made.map(({ name }) => name).filter((name) => name !== 'SHA256SUMS'),
    );
  });

  it('makes no empty job, and refuses what no Go can build', async () => {
    const small = await plan({ targets: TARGETS, shards: '9' });
    expect(JSON.parse(small.outputs['matrix'] ?? '')).toMatchObject({ include: { length: 3 } });
    const bad = await plan({ targets: 'darwin/386' });
    expect(annotations(bad.main, 'error')[0]).toContain('no port to darwin/386');
    const none = await plan({ shards: '0' });
    expect(annotations(none.main, 'error')[0]).toContain('Input "shards"');
  });
});
