import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { finishRelease } from '../../src/release/run.ts';
import { parseReleaseState } from '../../src/release/state.ts';
import { ASSETS, assetText, REPO, type Scene, sumsOf, TAG, withScene } from './scene.ts';

const FIRST = ASSETS[0]!.name;
const UPLOAD = { operation: 'repos/upload-release-asset' };
const CREATE = { operation: 'repos/create-release' };
const UPDATE = { operation: 'repos/update-release' };

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The release is public, whole, alone, and its checksums tell the truth. */
function expectWhole(scene: Scene): void {
  const release = scene.theRelease();
  expect(release).toMatchObject({ tagName: TAG, draft: false, prerelease: false, latest: true });
  expect(release.assets.map(({ name }) => name).sort()).toEqual(
    [...ASSETS.map(({ name }) => name), 'SHA256SUMS'].sort(),
  );
  expect(release.assets.every(({ state }) => state === 'uploaded')).toBe(true);
  expect(assetText(release, 'SHA256SUMS')).toBe(sumsOf(release));
}

describe('a fresh release', () => {
  it('publishes every planned asset and the checksums, and reports final addresses', () =>
    withScene(async (scene) => {
      const outcome = await scene.job();
      expectWhole(scene);
      const release = scene.theRelease();
      expect(outcome).toMatchObject({
        releaseId: release.id,
        complete: true,
        published: true,
        alreadyReleased: false,
        draft: false,
        missing: [],
        checksums: sumsOf(release),
      });
      expect(outcome.releaseUrl).toMatch(/\/octo\/hello\/releases\/tag\/v1\.2\.3$/);
      expect(outcome.uploadUrl).toContain(`/releases/${release.id}/assets{?name,label}`);
      expect(outcome.assets.map(({ change }) => change)).toEqual(Array(5).fill('new'));
      expect(outcome.assets[0]?.url).toContain(`/releases/download/${TAG}/`);
      expect(outcome.assets.at(-1)?.name).toBe('SHA256SUMS');
    }));

  it('writes the given notes before the generated ones and the marker last', () =>
    withScene(async (scene) => {
      await scene.job(scene.plan({ notes: 'Breaking: none.' }));
      const { body } = scene.theRelease();
      expect(body).toMatch(
        /^Breaking: none\.\n\n## What's Changed[^]*<!-- ship-go plan=[0-9a-f]{64} sha=/,
      );
    }));

  it('sends at most three uploads at once, and never makes a second draft for parallel ones', () =>
    withScene(async (scene) => {
      await scene.job();
      expect(scene.github.maxConcurrentUploads).toBeLessThanOrEqual(3);
      expect(scene.github.count(CREATE)).toBe(1);
    }));

  it('names the tag in every update of the release', () =>
    withScene(async (scene) => {
      await scene.job();
      // The stand-in takes the tag of a draft that is updated without one, as GitHub does.
      expect(scene.theRelease().tagName).toBe(TAG);
    }));

  it('leaves a finished draft when asked to', () =>
    withScene(async (scene) => {
      const outcome = await scene.job(scene.plan({ draft: true }));
      expect(outcome).toMatchObject({ complete: true, published: false, draft: true });
      expect(scene.theRelease().draft).toBe(true);
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease()));
    }));

  it('works where releases become immutable when they are published', () =>
    withScene(
      async (scene) => {
        expect(await scene.job()).toMatchObject({ complete: true, published: true });
        expect(scene.theRelease().immutable).toBe(true);
        expectWhole(scene);
      },
      { repository: { immutableReleases: true } },
    ));

  it('works below the path of an Enterprise Server', () =>
    withScene(
      async (scene) => {
        expect(await scene.job()).toMatchObject({ published: true });
        expectWhole(scene);
      },
      { apiPathPrefix: '/api/v3' },
    ));

  it('leaves "latest" to a higher version and starts the notes at the version before', () =>
    withScene(
      async (scene) => {
        scene.github.addRelease(REPO, { tagName: 'v2.0.0', makeLatest: 'true' });
        scene.github.addRelease(REPO, { tagName: 'v1.2.2', makeLatest: 'false' });
        await scene.job();
        const release = scene.releases().find(({ tagName }) => tagName === TAG);
        expect(release).toMatchObject({ draft: false, latest: false });
        expect(release?.body).toContain('/compare/v1.2.2...v1.2.3');
      },
      {
        repository: {
          tags: {
            [TAG]: 'c0ffee00'.repeat(5),
            'v2.0.0': 'aa'.repeat(20),
            'v1.2.2': 'bb'.repeat(20),
          },
        },
      },
    ));

  it('files the discussion when it publishes', () =>
    withScene(
      async (scene) => {
        await scene.job(scene.plan({ discussionCategory: 'Announcements' }));
        expect(scene.theRelease().discussion).toBe(true);
      },
      { repository: { discussionCategories: ['Announcements'] } },
    ));

  it('names an unknown discussion category and keeps the draft', () =>
    withScene(async (scene) => {
      await expect(scene.job(scene.plan({ discussionCategory: 'Nope' }))).rejects.toMatchObject({
        code: 'release-discussion-category',
        message: expect.stringContaining('"Nope"') as unknown,
      });
      expect(scene.theRelease()).toMatchObject({ draft: true });
    }));
});

describe('a re-run', () => {
  it('after success says "already released" and writes nothing', () =>
    withScene(async (scene) => {
      const first = await scene.job();
      const before = scene.github.requests.length;
      const second = await scene.job();
      expect(second).toMatchObject({
        complete: true,
        published: false,
        alreadyReleased: true,
        releaseId: first.releaseId,
        checksums: first.checksums,
      });
      expect(second.assets.map(({ url }) => url)).toEqual(first.assets.map(({ url }) => url));
      expect(scene.writes(before)).toEqual([]);
    }));

  it('of a kept draft writes nothing', () =>
    withScene(async (scene) => {
      const plan = scene.plan({ draft: true });
      await scene.job(plan);
      const before = scene.github.requests.length;
      const again = await scene.job(plan);
      expect(again).toMatchObject({ complete: true, draft: true });
      expect(again.assets.map(({ change }) => change)).toEqual(Array(5).fill('same'));
      expect(scene.writes(before)).toEqual([]);
    }));

  it.each([1, 2, 3, 4])('after a crash behind upload %i uploads only the rest', (uploaded) =>
    withScene(async (scene) => {
      const artifacts = await scene.artifacts();
      const crashed = await scene.session();
      for (const artifact of artifacts.slice(0, uploaded)) await crashed.upload(artifact);
      const before = scene.github.requests.length;
      expect(await scene.job()).toMatchObject({ complete: true, published: true });
      const sent = scene.writes(before).filter(({ operation }) => operation === UPLOAD.operation);
      expect(sent).toHaveLength(ASSETS.length - uploaded + 1);
      expectWhole(scene);
    }),
  );

  it('replaces what a broken upload left under the name', () =>
    withScene(async (scene) => {
      scene.github.faults.next(UPLOAD, { kind: 'starter' }, 5);
      const crashed = await scene.session();
      const [first] = await scene.artifacts();
      await expect(crashed.upload(first!)).rejects.toMatchObject({ code: 'release-unavailable' });
      expect(scene.theRelease().assets).toMatchObject([{ name: first!.name, state: 'starter' }]);
      await scene.job();
      expectWhole(scene);
    }));

  it('with other bytes replaces them in a draft and writes the checksums anew', () =>
    withScene(async (scene) => {
      const plan = scene.plan({ draft: true });
      await scene.job(plan);
      const fresh = await scene.artifacts((name) => `other bytes of ${name}`);
      const outcome = await scene.job(plan, fresh);
      expect(outcome.assets.map(({ change }) => change)).toContain('replaced');
      expect(assetText(scene.theRelease(), FIRST)).toBe(`other bytes of ${FIRST}`);
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease()));
    }));

  it('in the post step finishes what the main step left, from its state alone', () =>
    withScene(async (scene) => {
      const session = await scene.session();
      for (const artifact of await scene.artifacts()) await session.upload(artifact);
      const state = parseReleaseState(JSON.parse(JSON.stringify(session.state())));
      const outcome = await finishRelease(state, await scene.deps());
      expect(outcome).toMatchObject({ complete: true, published: true });
      expectWhole(scene);
    }));

  it('in the post step uploads what never arrived', () =>
    withScene(async (scene) => {
      const session = await scene.session();
      const [first, ...others] = await scene.artifacts();
      for (const artifact of others) await session.upload(artifact);
      scene.github.faults.next(UPLOAD, { kind: 'reset', when: 'before' }, 5);
      await expect(session.upload(first!)).rejects.toMatchObject({ code: 'release-unavailable' });
      const outcome = await finishRelease(session.state(), await scene.deps());
      expect(outcome).toMatchObject({ complete: true, published: true });
      expectWhole(scene);
    }));
});

describe('when the network or GitHub stumbles', () => {
  it.each([
    ['a 502 after the upload arrived', UPLOAD, { kind: 'status', status: 502, when: 'after' }],
    ['a 502 that leaves a starter', UPLOAD, { kind: 'starter' }],
    ['a cut connection during an upload', UPLOAD, { kind: 'reset', when: 'before' }],
    ['half an answer to an upload', UPLOAD, { kind: 'truncate' }],
    ['a passing 404 for an upload', UPLOAD, { kind: 'status', status: 404, when: 'before' }],
    ['a lost answer to the creation', CREATE, { kind: 'reset', when: 'after' }],
    ['half an answer to the creation', CREATE, { kind: 'truncate' }],
    ['a 503 before the creation', CREATE, { kind: 'status', status: 503, when: 'before' }],
    ['a lost answer to the publication', UPDATE, { kind: 'reset', when: 'after' }],
    ['a 502 before the publication', UPDATE, { kind: 'status', status: 502, when: 'before' }],
    ['a secondary limit', UPLOAD, { kind: 'secondary-limit', status: 403, retryAfterSeconds: 30 }],
    ['a used-up limit', UPLOAD, { kind: 'primary-limit', resetInSeconds: 120 }],
    ['a list that fails', { operation: 'repos/list-releases' }, { kind: 'reset', when: 'before' }],
    ['half a list', { operation: 'repos/list-release-assets' }, { kind: 'truncate' }],
  ] as const)('%s still ends in one whole release', (_name, matcher, fault) =>
    withScene(async (scene) => {
      scene.github.faults.next(matcher, fault, 1);
      expect(await scene.job()).toMatchObject({ complete: true, published: true });
      expect(scene.github.faults.pending).toBe(0);
      expectWhole(scene);
    }),
  );

  it('never posts an asset twice that arrived the first time', () =>
    withScene(async (scene) => {
      scene.github.faults.next(UPLOAD, { kind: 'reset', when: 'after' }, 1);
      const outcome = await scene.job();
      expect(scene.github.count(UPLOAD)).toBe(ASSETS.length + 1);
      expect(outcome.assets.every(({ change }) => change === 'new')).toBe(true);
    }));

  it('never makes a second draft when the first one shows late', () =>
    withScene(
      async (scene) => {
        scene.github.faults.next(CREATE, { kind: 'reset', when: 'after' }, 1);
        await scene.job();
        expect(scene.github.count(CREATE)).toBe(1);
        expectWhole(scene);
      },
      { knobs: { lag: { createdInList: { ms: 6000 } } } },
    ));

  it.each([
    ['digests that come late', { lag: { digest: { ms: 9000 } } }],
    ['a server without digests', { digests: 'null' }],
    [
      'a server without digests that hands out bytes itself',
      { digests: 'null', download: 'direct' },
    ],
    [
      'lists that lag',
      {
        lag: {
          createdInList: { ms: 9000 },
          assetInList: { ms: 3000 },
          assetDeletedInList: { ms: 3000 },
        },
      },
    ],
    [
      'a publication that shows late',
      { lag: { publishedInList: { ms: 6000 }, publishedByTag: { ms: 6000 } } },
    ],
  ] as const)('%s are waited for', (_name, knobs) =>
    withScene(
      async (scene) => {
        expect(await scene.job()).toMatchObject({ complete: true, published: true });
        expectWhole(scene);
      },
      { knobs },
    ),
  );

  it('replaces an asset whose stored digest turns out wrong, before it publishes', () =>
    withScene(async (scene) => {
      let spoiled = false;
      scene.github.hooks.onReply = ({ operation }) => {
        if (operation !== UPLOAD.operation || spoiled) return;
        spoiled = true;
        const asset = scene.github.repository(REPO).releases[0]?.assets[0];
        if (asset !== undefined) asset.digest = `sha256:${'0'.repeat(64)}`;
      };
      // The answer was made before the hook ran, so the wrong digest shows at the fence.
      await scene.job();
      expect(spoiled).toBe(true);
      expectWhole(scene);
    }));

  it('gives up on a limit that lasts longer than its budget', () =>
    withScene(async (scene) => {
      const limit = { kind: 'primary-limit', resetInSeconds: 3000 } as const;
      scene.github.faults.next(UPLOAD, limit, 10);
      const session = await scene.session();
      const [first] = await scene.artifacts();
      await expect(session.upload(first!)).rejects.toMatchObject({ code: 'release-rate-limited' });
    }));

  it('does not send the token to the storage that serves the bytes', () =>
    withScene(
      async (scene) => {
        await scene.job();
        const storage = scene.github.requests.filter(({ host }) => host === 'storage');
        expect(storage.length).toBeGreaterThan(0);
        expect(storage.every(({ headers }) => headers.authorization === undefined)).toBe(true);
      },
      { knobs: { digests: 'null' } },
    ));
});

describe('random trouble', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i: re-runs end in one whole release', (seed) =>
    withScene(
      async (scene) => {
        const artifacts = await scene.artifacts();
        const halves = [0, 1].map((half) => artifacts.filter((_artifact, at) => at % 2 === half));
        scene.github.faults.random({ seed, rate: 0.25, most: 40 });
        const attempt = (): Promise<unknown> =>
          Promise.allSettled(halves.map((half) => scene.job(scene.plan(), half)));
        await attempt();
        expect(scene.releases().filter(({ draft }) => !draft).length).toBeLessThanOrEqual(1);
        await attempt();
        scene.github.faults.random(undefined);
        await attempt();
        expectWhole(scene);
        const before = scene.github.requests.length;
        expect(await scene.job()).toMatchObject({ alreadyReleased: true });
        expect(scene.writes(before)).toEqual([]);
      },
      { knobs: { lag: { createdInList: { reads: 1 }, assetInList: { reads: 1 } } } },
    ),
  );
});

describe('several jobs of one plan', () => {
  it.each([2, 3, 4])('%i jobs end in one release with all checksums, published once', (jobs) =>
    withScene(
      async (scene) => {
        const artifacts = await scene.artifacts();
        const outcomes = await Promise.all(
          Array.from({ length: jobs }, (_, job) =>
            scene.job(
              scene.plan(),
              artifacts.filter((_artifact, at) => at % jobs === job),
            ),
          ),
        );
        expectWhole(scene);
        expect(outcomes.filter(({ complete }) => complete).length).toBeGreaterThan(0);
        expect(outcomes.filter(({ published }) => published).length).toBeGreaterThan(0);
      },
      { knobs: { lag: { createdInList: { reads: 2 } } } },
    ),
  );

  it('a job that is first says what is missing and publishes nothing', () =>
    withScene(async (scene) => {
      const artifacts = await scene.artifacts();
      const outcome = await scene.job(scene.plan(), artifacts.slice(0, 1));
      expect(outcome).toMatchObject({ complete: false, published: false, draft: true });
      expect(outcome.missing).toEqual(
        ASSETS.slice(1)
          .map(({ name }) => name)
          .sort(),
      );
      expect(outcome.checksums).toBeUndefined();
      expect(scene.theRelease().draft).toBe(true);
    }));

  it('two drafts that both hold assets come together in the older one', () =>
    withScene(async (scene) => {
      const [first, second, ...rest] = await scene.artifacts();
      // Lists that show nothing new for a while make both jobs fill a draft of their own.
      scene.github.knobs.lag.createdInList = { ms: 60_000 };
      const hidden = { kind: 'status', status: 502, when: 'before' } as const;
      scene.github.faults.next({ operation: 'graphql' }, hidden, 2);
      const one = await scene.session();
      const two = await scene.session();
      await one.upload(first!);
      await two.upload(second!);
      expect(scene.releases()).toHaveLength(2);
      delete scene.github.knobs.lag.createdInList;
      await scene.clock.sleep(60_000);
      for (const artifact of rest) await one.upload(artifact);
      const outcomes = await Promise.all([one.finish(), two.finish()]);
      expect(outcomes.some(({ published }) => published)).toBe(true);
      expectWhole(scene);
    }));

  it('refuses to mix with a draft of another plan, naming both versions of Go', () =>
    withScene(async (scene) => {
      const session = await scene.session(scene.plan({}, 'go1.25.9'));
      await session.upload((await scene.artifacts())[0]!);
      await expect(scene.preflight()).rejects.toMatchObject({
        code: 'release-plan-differs',
        message: expect.stringMatching(/go1\.25\.9.*go1\.26\.1/) as unknown,
      });
    }));
});

describe('someone else’s draft', () => {
  it('is filled: its text and assets stay, the marker is added, and it is published', () =>
    withScene(async (scene) => {
      scene.github.addRelease(REPO, {
        tagName: TAG,
        draft: true,
        name: 'The big one',
        body: 'Written by hand.',
        assets: { 'manual.pdf': 'pdf' },
      });
      expect(await scene.job()).toMatchObject({ complete: true, published: true });
      const release = scene.theRelease();
      expect(release).toMatchObject({ name: 'The big one', draft: false });
      expect(release.body).toMatch(/^Written by hand\.\n\n<!-- ship-go plan=/);
      expect(assetText(release, 'manual.pdf')).toBe('pdf');
      expect(assetText(release, 'SHA256SUMS')).not.toContain('manual.pdf');
    }));

  it('stays a pre-release when a person ticked the box', () =>
    withScene(async (scene) => {
      scene.github.addRelease(REPO, { tagName: TAG, draft: true, prerelease: true });
      await scene.job();
      expect(scene.theRelease()).toMatchObject({ prerelease: true, latest: false });
    }));
});

describe('a tag that is published already', () => {
  it('is filled where it stands, and its text is never touched', () =>
    withScene(async (scene) => {
      scene.github.addRelease(REPO, {
        tagName: TAG,
        name: 'Mine',
        body: 'Mine.',
        prerelease: true,
      });
      // A person published it; steps that announce a release must not run for that.
      expect(await scene.job()).toMatchObject({
        complete: true,
        published: false,
        alreadyReleased: false,
        draft: false,
      });
      const release = scene.theRelease();
      expect(release).toMatchObject({ name: 'Mine', body: 'Mine.', prerelease: true });
      expect(assetText(release, 'SHA256SUMS')).toBe(sumsOf(release));
      expect(scene.github.count(UPDATE)).toBe(0);
      const before = scene.github.requests.length;
      expect(await scene.job()).toMatchObject({ alreadyReleased: true, published: false });
      expect(scene.writes(before)).toEqual([]);
    }));

  it('with other bytes is refused, naming the asset and both digests', () =>
    withScene(async (scene) => {
      scene.github.addRelease(REPO, { tagName: TAG, assets: { [FIRST]: 'old' } });
      await expect(scene.job()).rejects.toMatchObject({
        code: 'asset-differs',
        message: expect.stringContaining(FIRST) as unknown,
        hint: expect.stringContaining('overwrite: true') as unknown,
      });
      expect(assetText(scene.theRelease(), FIRST)).toBe('old');
    }));

  it('with other bytes is replaced when overwrite is set', () =>
    withScene(async (scene) => {
      scene.github.addRelease(REPO, {
        tagName: TAG,
        assets: { [FIRST]: 'old', SHA256SUMS: 'old', 'manual.pdf': 'pdf' },
      });
      const outcome = await scene.job(scene.plan({ overwrite: true }));
      expect(outcome).toMatchObject({ complete: true, published: false });
      expect(assetText(scene.theRelease(), FIRST)).toBe(`bytes of ${FIRST}`);
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease()));
      expect(assetText(scene.theRelease(), 'manual.pdf')).toBe('pdf');
      expect(scene.releases()).toHaveLength(1);
    }));

  it('and immutable is refused before the build, with the way out', () =>
    withScene(async (scene) => {
      scene.github.addRelease(REPO, { tagName: TAG, immutable: true });
      const before = scene.github.requests.length;
      await expect(scene.preflight()).rejects.toMatchObject({
        code: 'release-immutable',
        message: expect.stringContaining('already published and immutable') as unknown,
      });
      expect(scene.writes(before)).toEqual([]);
    }));
});

describe('overwrite with other targets than before', () => {
  const OTHERS = [
    ASSETS[0]!,
    { name: 'hello_1.2.3_linux_riscv64.tar.gz', target: { goos: 'linux', goarch: 'riscv64' } },
  ];
  const ALL = [...ASSETS, OTHERS[1]!].map(({ name }) => name);
  const other = (scene: Scene) => scene.plan({ overwrite: true }, undefined, OTHERS);

  it.each([
    ['with digests from GitHub', {}],
    ['without', { digests: 'null' }],
  ] as const)('keeps every published file verifiable, %s', (_name, knobs) =>
    withScene(
      async (scene) => {
        await scene.job();
        const outcome = await scene.job(other(scene));
        const sums = sumsOf(scene.theRelease(), ALL);
        expect(sums.split('\n')).toHaveLength(ALL.length + 1);
        expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sums);
        expect(outcome).toMatchObject({ complete: true, published: false, checksums: sums });
      },
      { knobs },
    ),
  );

  it('recognises the result by its bytes, and writes nothing the second time', () =>
    withScene(async (scene) => {
      await scene.job();
      await scene.job(other(scene));
      const before = scene.github.requests.length;
      expect(await scene.job(other(scene))).toMatchObject({ alreadyReleased: true });
      expect(scene.writes(before)).toEqual([]);
    }));

  it('leaves the first plan "already released" before its build', () =>
    withScene(async (scene) => {
      await scene.job();
      await scene.job(other(scene));
      const sums = sumsOf(scene.theRelease(), ALL);
      const found = await scene.preflight();
      expect(found).toMatchObject({ kind: 'already-released', outcome: { checksums: sums } });
    }));

  it('drops the lines of files that are gone, hold other bytes or were never listed', () =>
    withScene(async (scene) => {
      scene.github.addRelease(REPO, {
        tagName: TAG,
        assets: {
          'manual.pdf': 'pdf',
          'old.zip': 'old',
          'changed.zip': 'new',
          SHA256SUMS: [
            `${sha256('old').toUpperCase()} *old.zip\r`,
            `${sha256('was')}  changed.zip`,
            `${sha256('gone')}  gone.zip`,
            'not a line',
            '',
          ].join('\n'),
        },
      });
      await scene.job(scene.plan({ overwrite: true }));
      const names = [...ASSETS.map(({ name }) => name), 'old.zip'];
      const release = scene.theRelease();
      expect(assetText(release, 'SHA256SUMS')).toBe(sumsOf(release, names));
      expect(assetText(release, 'SHA256SUMS')).toContain('  old.zip');
    }));

  it.each([2, 3])('%i jobs at once write the same bytes', (jobs) =>
    withScene(async (scene) => {
      await scene.job();
      const plan = scene.plan({ overwrite: true }, 'go1.26.2', OTHERS);
      const artifacts = await scene.artifacts((name) => `newer bytes of ${name}`, OTHERS);
      await Promise.all(
        Array.from({ length: jobs }, (_, job) =>
          scene.job(
            plan,
            artifacts.filter((_artifact, at) => at % jobs === job),
          ),
        ),
      );
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease(), ALL));
    }),
  );

  it('gets the lines back when another job comes in between deletion and upload', () =>
    withScene(async (scene) => {
      await scene.job();
      const plan = other(scene);
      const artifacts = await scene.artifacts(undefined, OTHERS);
      const session = await scene.session(plan);
      for (const artifact of artifacts) await session.upload(artifact);
      const { client } = await scene.deps();
      let deleted = false;
      scene.github.hooks.onReply = async ({ operation }) => {
        if (operation !== 'repos/delete-release-asset' || deleted) return;
        deleted = true;
        // The other job never saw the longer list.
        const names = OTHERS.map(({ name }) => name);
        const bytes = Buffer.from(sumsOf(scene.theRelease(), names));
        const release = await client.publishedRelease(TAG);
        await client.uploadAsset(release!, 'SHA256SUMS', { kind: 'bytes', bytes });
      };
      await session.finish();
      expect(deleted).toBe(true);
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease(), ALL));
    }));

  it('gets the lines back in the post step after a crash behind the deletion', () =>
    withScene(async (scene) => {
      await scene.job();
      const plan = other(scene);
      const session = await scene.session(plan);
      for (const artifact of await scene.artifacts(undefined, OTHERS)) {
        await session.upload(artifact);
      }
      const state = parseReleaseState(JSON.parse(JSON.stringify(session.state())));
      const fault = { kind: 'status', status: 401, when: 'before' } as const;
      scene.github.faults.next(UPLOAD, fault, 1);
      await expect(session.finish()).rejects.toMatchObject({ code: 'release-token-rejected' });
      expect(scene.theRelease().assets.map(({ name }) => name)).not.toContain('SHA256SUMS');
      expect(await finishRelease(state, await scene.deps())).toMatchObject({ complete: true });
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease(), ALL));
    }));

  it('never loses lines to an outage of the download', () =>
    withScene(async (scene) => {
      await scene.job();
      const fault = { kind: 'status', status: 503, when: 'before' } as const;
      const download = ({ host }: { readonly host: string }): boolean => host === 'storage';
      scene.github.faults.next(download, fault, 20);
      await expect(scene.job(other(scene))).rejects.toMatchObject({ code: 'release-unavailable' });
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease()));
    }));
});
