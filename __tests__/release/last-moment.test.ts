import { describe, expect, it } from '@jest/globals';
import type { ReleaseSession } from '../../src/release/run.ts';
import type { RequestRecord } from '../fakes/github/record.ts';
import type { Release } from '../fakes/github/state.ts';
import { ASSETS, assetText, REPO, type Scene, sumsOf, withScene } from './scene.ts';

const FIRST = ASSETS[0]!.name;

/** Somebody deletes an asset when the first request of this operation arrives, before its effect. */
function deleteAt(scene: Scene, operation: string, name: string): void {
  const { github } = scene;
  github.hooks.onRequest = (request: RequestRecord) => {
    if (request.operation !== operation) return;
    delete github.hooks.onRequest;
    github.deleteAsset(REPO, name);
  };
}

describe('an asset that vanishes', () => {
  it.each([FIRST, 'SHA256SUMS'])(
    '(%s) while the publishing update is prepared keeps the draft from being published without it',
    (name) =>
      withScene(async (scene) => {
        deleteAt(scene, 'repos/get-latest-release', name);
        expect(await scene.job()).toMatchObject({ complete: true, published: true });
        const release = scene.theRelease();
        expect(release.assets).toHaveLength(ASSETS.length + 1);
        expect(assetText(release, 'SHA256SUMS')).toBe(sumsOf(release));
      }),
  );

  it.each([FIRST, 'SHA256SUMS'])(
    '(%s) at the very moment of the publishing update fails the job, which names it',
    (name) =>
      withScene(async (scene) => {
        deleteAt(scene, 'repos/update-release', name);
        const words = `was published, but ${name} vanished from it or changed`;
        await expect(scene.job()).rejects.toThrow(words);
      }),
  );
});

describe('an asset that vanishes whenever the publishing update is prepared', () => {
  it('leaves a draft that lacks nothing, and says so', () =>
    withScene(async (scene) => {
      scene.github.hooks.onRequest = ({ operation }) => {
        if (operation === 'repos/get-latest-release') scene.github.deleteAsset(REPO, 'SHA256SUMS');
      };
      expect(await scene.job()).toMatchObject({ complete: false, draft: true, missing: [] });
    }));
});

describe('an asset that vanishes between two tries of the publishing update', () => {
  it.each([
    ['a rate limit', { kind: 'secondary-limit', status: 403, retryAfterSeconds: 60 }],
    ['an outage', { kind: 'status', status: 502, when: 'before' }],
  ] as const)('(%s) is put back before anything is published', (_name, fault) =>
    withScene(async (scene) => {
      const { github } = scene;
      github.faults.next({ operation: 'repos/update-release' }, fault, 1);
      deleteAt(scene, 'repos/update-release', FIRST);
      expect(await scene.job()).toMatchObject({ complete: true, published: true });
      const release = scene.theRelease();
      expect(release.assets).toHaveLength(ASSETS.length + 1);
      expect(assetText(release, 'SHA256SUMS')).toBe(sumsOf(release));
    }),
  );
});

describe('a draft that another job publishes while this one is about to replace an asset', () => {
  it('is left as it is, and the job says that the bytes differ', () =>
    withScene(async (scene) => {
      const files = await scene.artifacts();
      const session = await scene.session();
      for (const file of files) await session.upload(file);
      // Its first upload makes the second job read what is there, while it is a draft.
      const late = await scene.session();
      await late.upload(files[0]!);
      expect(await session.finish()).toMatchObject({ published: true });
      const before = scene.github.requests.length;
      const others = await scene.artifacts((name) => `BYTES of ${name}`);
      await expect(late.upload(others[1]!)).rejects.toMatchObject({ code: 'asset-differs' });
      expect(scene.writes(before)).toEqual([]);
    }));

  it('is success where the other job has replaced it already', () =>
    withScene(async (scene) => {
      const old = await scene.artifacts((name) => `old bytes of ${name}`);
      await (await scene.session()).upload(old[1]!);
      const files = await scene.artifacts();
      const late = await scene.session();
      await late.upload(files[0]!);
      const session = await scene.session();
      for (const file of files) await session.upload(file);
      expect(await session.finish()).toMatchObject({ published: true });
      const before = scene.github.requests.length;
      await late.upload(files[1]!);
      expect(scene.writes(before)).toEqual([]);
    }));
});

describe('a draft that another job publishes, for good, while this one sends the checksums', () => {
  it('is success when it holds the same', () =>
    withScene(
      async (scene) => {
        const { github } = scene;
        const files = await scene.artifacts();
        const [first, other] = [await scene.session(), await scene.session()];
        for (const file of files) await first.upload(file);
        for (const file of files) await other.upload(file);
        github.hooks.onRequest = async ({ query }) => {
          if (query['name'] !== 'SHA256SUMS') return;
          delete github.hooks.onRequest;
          expect(await other.finish()).toMatchObject({ published: true });
        };
        expect(await first.finish()).toMatchObject({ complete: true, published: false });
        expect(scene.theRelease()).toMatchObject({ draft: false, immutable: true });
      },
      { repository: { immutableReleases: true } },
    ));
});

describe('an upload of another job that is under way when the assets are listed', () => {
  it('is not taken for a broken one and deleted', () =>
    withScene(
      async (scene) => {
        const { github } = scene;
        const files = await scene.artifacts();
        const sender = await scene.session();
        await sender.upload(files[1]!);
        let send = (): void => undefined;
        const held = new Promise<void>((resolve) => (send = resolve));
        const isUnderWay = new Promise<void>((resolve) => {
          github.hooks.onRequest = async ({ query, operation }) => {
            if (operation === 'repos/upload-release-asset' && query['name'] === files[0]!.name) {
              resolve();
              await held;
            }
            // The last bytes arrive after the list that another job decides by, and before its next look.
            if (operation !== 'repos/get-release-asset') return;
            send();
            await sent;
          };
        });
        const sent = sender.upload(files[0]!);
        await isUnderWay;
        expect(await scene.job()).toMatchObject({ complete: true, published: true });
        expect(github.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
      },
      { knobs: { showUnfinishedUploads: true } },
    ));
});

/** Two jobs that did not see each other's draft: `late` made the `spare` one. */
async function twoDrafts(
  scene: Scene,
): Promise<{ readonly late: ReleaseSession; readonly spare: Release }> {
  const { github } = scene;
  const [first, second] = await scene.artifacts();
  github.knobs.lag.createdInList = { ms: 60_000 };
  const down = { kind: 'status', status: 502, when: 'before' } as const;
  github.faults.next({ operation: 'graphql' }, down, 2);
  await (await scene.session()).upload(first!);
  const late = await scene.session();
  await late.upload(second!);
  delete github.knobs.lag.createdInList;
  await scene.clock.sleep(60_000);
  return { late, spare: github.repository(REPO).releases[1]! };
}

describe('a spare draft that somebody publishes before the job that made it deletes it', () => {
  it('stays', () =>
    withScene(async (scene) => {
      const { github } = scene;
      const { late, spare } = await twoDrafts(scene);
      github.hooks.onRequest = ({ operation, path }) => {
        const isLook = operation === 'repos/list-release-assets' && path.includes(`/${spare.id}/`);
        if (isLook) spare.draft = false;
      };
      await late.finish();
      expect(spare).toMatchObject({ draft: false });
      expect(scene.releases().map(({ id }) => id)).toContain(spare.id);
    }));

  it('stays, too, when that happens between two tries of the deletion', () =>
    withScene(async (scene) => {
      const { github } = scene;
      const { late, spare } = await twoDrafts(scene);
      const limit = { kind: 'secondary-limit', status: 403, retryAfterSeconds: 60 } as const;
      github.faults.next({ operation: 'repos/delete-release' }, limit, 1);
      let tries = 0;
      github.hooks.onRequest = ({ operation }) => {
        if (operation !== 'repos/delete-release') return;
        tries += 1;
        spare.draft = false;
      };
      await late.finish();
      expect(tries).toBe(1);
      expect(scene.releases().map(({ id }) => id)).toContain(spare.id);
    }));
});

describe('a draft that somebody deletes when it is about to be published', () => {
  it('is made anew, and published', () =>
    withScene(async (scene) => {
      const { github } = scene;
      github.hooks.onRequest = ({ operation }) => {
        if (operation !== 'repos/update-release') return;
        delete github.hooks.onRequest;
        github.deleteRelease(REPO, scene.theRelease().id);
      };
      expect(await scene.job()).toMatchObject({ complete: true, published: true });
      const release = scene.theRelease();
      expect(release).toMatchObject({ draft: false });
      expect(assetText(release, 'SHA256SUMS')).toBe(sumsOf(release));
    }));
});

describe('a release that is public, but shows neither by its tag nor in lists yet', () => {
  it.each([
    ['is found by GraphQL, and no draft is made beside it', true],
    ['is found when it shows, and the draft that was made beside it goes', false],
  ])('%s', (_name, isAnswered) =>
    withScene(async (scene) => {
      const { github } = scene;
      const late = await scene.session();
      await scene.job();
      const [shown] = github.repository(REPO).releases;
      const gate = { readsLeft: 0, untilMs: scene.clock.now() + 1500 };
      Object.assign(shown!, { listGate: gate, tagGate: gate });
      const down = { kind: 'status', status: 502, when: 'before' } as const;
      if (!isAnswered) github.faults.next({ operation: 'graphql' }, down);
      const before = github.requests.length;
      await late.upload((await scene.artifacts())[0]!);
      expect(await late.finish()).toMatchObject({ complete: true, published: false });
      expect(scene.theRelease()).toMatchObject({ id: shown!.id, draft: false });
      const made = scene.writes(before).map(({ operation }) => operation);
      expect(made.includes('repos/create-release')).toBe(!isAnswered);
    }),
  );
});
