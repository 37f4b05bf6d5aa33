import { describe, expect, it } from '@jest/globals';
import type { Artifact } from '../../src/domain/artifact.ts';
import type { ReleaseOutcome } from '../../src/release/outcome.ts';
import { planFinish, type PlannedAsset, type ReleasePlan } from '../../src/release/plan.ts';
import { preflightRelease } from '../../src/release/preflight-run.ts';
import { finishRelease, startFinishing } from '../../src/release/run.ts';
import { ASSETS, assetText, COMMIT, REPO, type Scene, sumsOf, TAG, withScene } from './scene.ts';

const NAMES = ASSETS.map(({ name }) => name);

/** A job of a classic matrix: it plans its own asset alone and leaves a draft. */
async function buildOne(
  scene: Scene,
  asset: PlannedAsset,
  go = 'go1.26.1',
): Promise<ReleaseOutcome> {
  const plan = scene.plan({ draft: true }, go, [asset]);
  return scene.job(plan, await scene.artifacts(undefined, [asset]));
}

function finishPlan(scene: Scene, changes: Partial<ReleasePlan['desired']> = {}): ReleasePlan {
  return planFinish({ ...scene.plan().desired, ...changes }, NAMES);
}

async function publish(scene: Scene, plan = finishPlan(scene)): Promise<ReleaseOutcome> {
  const { client, clock, log } = await scene.deps();
  const before = await preflightRelease(plan, client, log);
  if (before.kind === 'already-released') return before.outcome;
  return startFinishing(plan, { client, clock, log }).finish();
}

describe('jobs that know their own target alone', () => {
  it('share one draft, and its SHA256SUMS grows with each of them', () =>
    withScene(async (scene) => {
      for (const asset of ASSETS) await buildOne(scene, asset);
      const draft = scene.theRelease();
      expect(draft.draft).toBe(true);
      expect(assetText(draft, 'SHA256SUMS')).toBe(sumsOf(draft));
    }));

  it('lose no line when all write SHA256SUMS at once', () =>
    withScene(async (scene) => {
      await buildOne(scene, ASSETS[0]!);
      await Promise.all(ASSETS.slice(1).map((asset) => buildOne(scene, asset)));
      const draft = scene.theRelease();
      expect(assetText(draft, 'SHA256SUMS')).toBe(sumsOf(draft));
    }));

  it('lose no line that came between the looks of a job that replaces its own asset', () =>
    withScene(async (scene) => {
      const [own, other] = [ASSETS[0]!, ASSETS[1]!];
      await buildOne(scene, own);
      const again = await scene.session(scene.plan({ draft: true }, 'go1.26.1', [own]));
      let looks = 0;
      scene.github.hooks.onRequest = async ({ operation }) => {
        if (operation !== 'repos/list-release-assets') return;
        looks += 1;
        if (looks < 2) return;
        delete scene.github.hooks.onRequest;
        await buildOne(scene, other);
      };
      const [artifact] = await scene.artifacts((name) => `other bytes of ${name}`, [own]);
      await again.upload(artifact!);
      await again.finish();
      const draft = scene.theRelease();
      expect(draft.assets).toHaveLength(3);
      expect(assetText(draft, 'SHA256SUMS')).toBe(sumsOf(draft));
    }));

  it('do not mix with another Go, and both are named', () =>
    withScene(async (scene) => {
      await buildOne(scene, ASSETS[0]!);
      await expect(buildOne(scene, ASSETS[1]!, 'go1.26.2')).rejects.toMatchObject({
        code: 'release-plan-differs',
        message: expect.stringMatching(/go1\.26\.1.*go1\.26\.2/) as unknown,
      });
    }));

  it('do not mix with another commit', () =>
    withScene(async (scene) => {
      await buildOne(scene, ASSETS[0]!);
      scene.github.addTag(REPO, TAG, { sha: 'ab'.repeat(20) });
      const plan = scene.plan({ draft: true, commit: 'ab'.repeat(20) }, undefined, [ASSETS[1]!]);
      await expect(scene.preflight(plan)).rejects.toMatchObject({ code: 'release-plan-differs' });
    }));

  it('never turn a draft of theirs into one that a publishing run may take for its own', () =>
    withScene(async (scene) => {
      await buildOne(scene, ASSETS[0]!);
      await expect(scene.preflight(scene.plan())).rejects.toMatchObject({
        code: 'release-plan-differs',
      });
    }));
});

describe('the job that publishes what others built', () => {
  it('writes SHA256SUMS for the expected assets and publishes; again, it finds that done', () =>
    withScene(async (scene) => {
      for (const asset of ASSETS) await buildOne(scene, asset);
      expect(await publish(scene)).toMatchObject({ complete: true, published: true, missing: [] });
      const release = scene.theRelease();
      expect(release).toMatchObject({ draft: false, tagName: TAG, latest: true });
      expect(assetText(release, 'SHA256SUMS')).toBe(sumsOf(release));
      const before = scene.github.requests.length;
      expect(await publish(scene)).toMatchObject({ alreadyReleased: true });
      expect(scene.writes(before)).toEqual([]);
    }));

  it('leaves what nobody expected alone, out of SHA256SUMS', () =>
    withScene(async (scene) => {
      for (const asset of ASSETS) await buildOne(scene, asset);
      await buildOne(scene, { name: 'hello_1.2.3_plan9_amd64.tar.gz' });
      const { client, clock, log } = await scene.deps();
      const finishing = startFinishing(finishPlan(scene), { client, clock, log });
      expect(await finishing.finish()).toMatchObject({ published: true });
      expect(finishing.unexpected()).toEqual(['hello_1.2.3_plan9_amd64.tar.gz']);
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease()));
    }));

  it('publishes nothing while an asset is missing or broken', () =>
    withScene(async (scene) => {
      for (const asset of ASSETS.slice(1)) await buildOne(scene, asset);
      expect(await publish(scene)).toMatchObject({ complete: false, missing: [NAMES[0]] });
      expect(scene.theRelease().draft).toBe(true);
    }));

  it('refuses the draft of another commit', () =>
    withScene(async (scene) => {
      await buildOne(scene, ASSETS[0]!);
      scene.github.addTag(REPO, TAG, { sha: 'ab'.repeat(20) });
      const plan = finishPlan(scene, { commit: 'ab'.repeat(20) });
      await expect(publish(scene, plan)).rejects.toMatchObject({ code: 'release-plan-differs' });
    }));

  it('puts given notes before the text of the draft, once', () =>
    withScene(async (scene) => {
      for (const asset of ASSETS) await buildOne(scene, asset);
      const plan = finishPlan(scene, { notes: 'Read this first.' });
      await publish(scene, finishPlan(scene, { notes: 'Read this first.', draft: true }));
      await publish(scene, plan);
      const { body } = scene.theRelease();
      expect(body).toMatch(/^Read this first\.\n\n## What's Changed[^]*<!-- ship-go plan=/);
      expect(body?.match(/Read this first/g)).toHaveLength(1);
      expect(body?.match(/ship-go plan=/g)).toHaveLength(1);
    }));

  it('gives a draft without text GitHub’s notes', () =>
    withScene(async (scene) => {
      const plan = scene.plan({ draft: true, generateNotes: false });
      await scene.job(plan);
      expect(scene.theRelease().body).toMatch(/^<!-- ship-go/);
      await publish(scene);
      expect(scene.theRelease().body).toMatch(/^## What's Changed/);
    }));
});

describe('notes', () => {
  it('are the message of an annotated tag where nothing else is wanted, without its signature', () =>
    withScene(async (scene) => {
      scene.github.addTag(REPO, TAG, {
        sha: COMMIT,
        annotation:
          'Faster.\n\nTwice.\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n',
      });
      await scene.job(scene.plan({ generateNotes: false }));
      expect(scene.theRelease().body).toMatch(/^Faster\.\n\nTwice\.\n\n<!-- ship-go plan=/);
    }));
});

describe('after overwrite with another version of Go', () => {
  it('a re-run without overwrite knows the release, and the plan before does not', () =>
    withScene(async (scene) => {
      await scene.job();
      const newer = (overwrite: boolean) => scene.plan({ overwrite }, 'go1.26.2');
      const files = await scene.artifacts((name) => `newer bytes of ${name}`);
      await scene.job(newer(true), files);
      expect(await scene.preflight(newer(false))).toMatchObject({ kind: 'already-released' });
      expect(scene.theRelease().body).toMatch(/^## What's Changed/);
      await expect(scene.preflight()).rejects.toMatchObject({ code: 'release-plan-differs' });
      const before = scene.github.requests.length;
      expect(await scene.job(newer(true), files)).toMatchObject({ alreadyReleased: true });
      expect(scene.writes(before)).toEqual([]);
    }));
});

describe('a draft deleted between upload and finish', () => {
  it('is made anew by the job that has all the files', () =>
    withScene(async (scene) => {
      const session = await scene.session();
      const files = await scene.artifacts();
      for (const file of files) await session.upload(file);
      scene.github.deleteRelease(REPO, scene.theRelease().id);
      expect(await session.finish('brief')).toMatchObject({ published: true });
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease()));
    }));
});

describe('a job whose upload failed', () => {
  it('leaves its post step enough to upload and publish', () =>
    withScene(async (scene) => {
      const session = await scene.session();
      const files: readonly Artifact[] = await scene.artifacts();
      const isLast = ({ operation, query }: { operation: string | undefined; query: object }) =>
        operation === 'repos/upload-release-asset' &&
        Object.values(query).includes(files.at(-1)?.name);
      scene.github.faults.next(isLast, { kind: 'status', status: 503, when: 'before' }, 5);
      const results = await Promise.allSettled(files.map((file) => session.upload(file)));
      expect(results.map(({ status }) => status)).toContain('rejected');
      const outcome = await finishRelease(session.state(), await scene.deps());
      expect(outcome).toMatchObject({ published: true });
      expect(assetText(scene.theRelease(), 'SHA256SUMS')).toBe(sumsOf(scene.theRelease()));
    }));
});

describe('a wait for a rate limit', () => {
  it('says in the log how much waiting is left', () =>
    withScene(async (scene) => {
      const limit = { kind: 'secondary-limit', status: 403, retryAfterSeconds: 60 } as const;
      scene.github.faults.next({ operation: 'repos/create-release' }, limit);
      await scene.job();
      const waits = scene.logged.filter((line) => line.includes('rate limit'));
      expect(waits[0]).toMatch(/next in 60\.\d s; after that, this job waits 5\d\d s more/);
    }));
});

describe('replacing a published asset', () => {
  it('deletes the old one when the new one is there and proven, and ends what a crash cut short', () =>
    withScene(async (scene) => {
      await scene.job();
      const plan = scene.plan({ overwrite: true });
      const files = await scene.artifacts((name) => `newer bytes of ${name}`);
      const rename = { operation: 'repos/update-release-asset' };
      scene.github.faults.next(rename, { kind: 'status', status: 401, when: 'before' });
      const session = await scene.session(plan);
      const before = scene.github.requests.length;
      await expect(session.upload(files[0]!)).rejects.toMatchObject({
        code: 'release-token-rejected',
      });
      expect(scene.writes(before).map(({ operation }) => operation)).toEqual([
        'repos/upload-release-asset',
        'repos/delete-release-asset',
        'repos/update-release-asset',
      ]);
      expect(scene.theRelease().assets.map(({ name }) => name)).toContain(`${NAMES[0]!}.new`);
      await scene.job(plan, files);
      const release = scene.theRelease();
      expect(release.assets.map(({ name }) => name).sort()).toEqual(
        [...NAMES, 'SHA256SUMS'].sort(),
      );
      expect(assetText(release, NAMES[0]!)).toBe(`newer bytes of ${NAMES[0]!}`);
      expect(assetText(release, 'SHA256SUMS')).toBe(sumsOf(release));
    }));
});
