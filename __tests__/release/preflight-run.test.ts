import { describe, expect, it } from '@jest/globals';
import { ASSETS, REPO, TAG, withScene } from './scene.ts';

describe('preflightRelease', () => {
  it('is ready for a tag without a release, and writes nothing', () =>
    withScene(async (scene) => {
      expect(await scene.preflight()).toEqual({ kind: 'ready', into: 'new-draft' });
      expect(scene.writes()).toEqual([]);
      expect(scene.releases()).toEqual([]);
    }));

  it('refuses a tag that does not exist', () =>
    withScene(async (scene) => {
      await expect(scene.preflight(scene.plan({ tag: 'v9.9.9' }))).rejects.toMatchObject({
        code: 'release-tag-missing',
        message: `The tag "v9.9.9" does not exist in ${REPO}`,
      });
    }));

  it('tells a repository it cannot see from a missing tag', () =>
    withScene(async (scene) => {
      const github = scene.github;
      github.repository(REPO).private = true;
      await expect(scene.preflight(scene.plan(), {})).rejects.toMatchObject({
        code: 'release-repository-missing',
      });
    }));

  it.each([
    ['only read contents', { contents: 'read' }],
    ['do nothing', {}],
  ] as const)('refuses a token that may %s, naming the permission and the lines', (_name, may) =>
    withScene(async (scene) => {
      await expect(scene.preflight(scene.plan(), may)).rejects.toMatchObject({
        code: 'release-permission',
        message: expect.stringContaining('contents=write') as unknown,
        hint: expect.stringContaining('permissions: { contents: write }') as unknown,
      });
    }),
  );

  it('refuses a token that is not known', () =>
    withScene(async (scene) => {
      scene.github.faults.next(() => true, { kind: 'status', status: 401, when: 'before' }, 3);
      await expect(scene.preflight()).rejects.toMatchObject({ code: 'release-token-rejected' });
    }));

  it('follows an annotated tag to its commit', () =>
    withScene(async (scene) => {
      const sha = scene.github.addCommit(REPO);
      scene.github.addTag(REPO, 'v1.3.0', { sha, annotation: 'one point three' });
      await scene.preflight(scene.plan({ tag: 'v1.3.0', commit: sha }));
      expect(scene.logged.filter((line) => line.startsWith('warning'))).toEqual([]);
    }));

  it('refuses a tag that names another commit than the one that is built', () =>
    withScene(async (scene) => {
      await expect(scene.preflight(scene.plan({ commit: 'd'.repeat(40) }))).rejects.toMatchObject({
        code: 'release-tag-moved',
        message: expect.stringContaining(`"${TAG}" names the commit c0ffee00c0ff`) as unknown,
      });
    }));

  it('takes an outage for an outage and not for absence', () =>
    withScene(async (scene) => {
      const byTag = { operation: 'repos/get-release-by-tag' };
      scene.github.faults.next(byTag, { kind: 'status', status: 503, when: 'before' }, 5);
      await expect(scene.preflight()).rejects.toMatchObject({ code: 'release-unavailable' });
    }));

  it.each([
    [{ name: 'Big' }, 'release-name'],
    [{ notes: 'New.' }, 'notes'],
    [{ draft: true }, 'draft'],
    [{ prerelease: true }, 'prerelease'],
    [{ makeLatest: 'false' }, 'make-latest'],
    [{ discussionCategory: 'General' }, 'discussion-category'],
    [{ name: 'Big', draft: true }, 'release-name, draft'],
  ] as const)('notices that a published release ignores %j', (wishes, names) =>
    withScene(async (scene) => {
      scene.github.addRelease(REPO, { tagName: TAG, name: 'Mine', body: 'Mine.' });
      await scene.preflight(scene.plan(wishes));
      expect(scene.logged.filter((line) => line.startsWith('notice'))).toEqual([
        `notice: ${TAG} is published already and only its assets are touched, so these inputs have no effect: ${names}`,
      ]);
    }),
  );

  it('notices nothing where the published release is as it was asked for', () =>
    withScene(async (scene) => {
      const wishes = { name: 'Big', notes: 'One.\nTwo.', prerelease: true } as const;
      scene.github.addRelease(REPO, {
        tagName: TAG,
        name: 'Big',
        body: 'One.\r\nTwo.',
        prerelease: true,
      });
      await scene.preflight(scene.plan(wishes));
      expect(scene.logged.filter((line) => line.startsWith('notice'))).toEqual([]);
    }));

  it('notices nothing on a re-run of what this plan released', () =>
    withScene(async (scene) => {
      const wishes = { name: 'Big', notes: 'Hi.', prerelease: true, makeLatest: 'false' } as const;
      await scene.job(scene.plan(wishes));
      const found = await scene.preflight(scene.plan(wishes));
      expect(found.kind).toBe('already-released');
      expect(scene.logged.filter((line) => line.startsWith('notice'))).toEqual([]);
    }));

  it.each([
    ['gives no digests', { digests: 'null' }],
    ['does not know them', { olderServer: true }],
  ] as const)('knows a finished release again where the server %s', (_name, knobs) =>
    withScene(
      async (scene) => {
        await scene.job();
        const before = scene.github.requests.length;
        expect(await scene.preflight()).toMatchObject({ kind: 'already-released' });
        expect(scene.writes(before)).toEqual([]);
        const { name } = ASSETS[0]!;
        scene.github.deleteAsset(REPO, name);
        const { client } = await scene.deps();
        const release = await client.publishedRelease(TAG);
        const bytes = Buffer.from(`BYTES of ${name}`);
        await client.uploadAsset(release!, name, { kind: 'bytes', bytes });
        expect(await scene.preflight()).toEqual({ kind: 'ready', into: 'published' });
      },
      { knobs },
    ),
  );
});
