import { describe, expect, it } from '@jest/globals';
import { column, field, REPO, withGitHub, word } from './client.ts';

describe('a read that lags', () => {
  // cli/cli#6599, octokit/octokit.js#2909: a list may miss what was just created.
  it('misses a new release for a number of lists, while its id already works', async () => {
    await withGitHub(async (github, client) => {
      github.knobs.lag.createdInList = { reads: 2 };
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const list = async (): Promise<unknown[]> =>
        column((await client.call('GET', '/releases')).json, 'id');
      expect((await client.call('GET', `/releases/${id}`)).status).toBe(200);
      expect(await list()).toEqual([]);
      expect(await list()).toEqual([]);
      expect(await list()).toEqual([id]);
    });
  });

  it('misses it for a time by the injected clock', async () => {
    let now = Date.UTC(2026, 0);
    await withGitHub(
      async (github, client) => {
        github.knobs.lag.createdInList = { ms: 5000 };
        const id = await client.create({ tag_name: 'v1.0.0', draft: true });
        now += 4999;
        expect((await client.call('GET', '/releases')).json).toEqual([]);
        now += 1;
        expect(column((await client.call('GET', '/releases')).json, 'id')).toEqual([id]);
      },
      {},
      { now: () => now },
    );
  });

  // glebis/cull#192: a publication may be missing from lists too.
  it('misses a publication by tag and in lists', async () => {
    await withGitHub(async (github, client) => {
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      github.knobs.lag.publishedByTag = { reads: 1 };
      github.knobs.lag.publishedInList = { reads: 1 };
      await client.call('PATCH', `/releases/${id}`, { tag_name: 'v1.0.0', draft: false });
      expect((await client.call('GET', '/releases/tags/v1.0.0')).status).toBe(404);
      expect((await client.call('GET', '/releases/tags/v1.0.0')).status).toBe(200);
      expect((await client.call('GET', '/releases')).json).toEqual([]);
      expect(column((await client.call('GET', '/releases')).json, 'draft')).toEqual([false]);
    });
  });

  it('still lists a deleted release and a deleted asset', async () => {
    await withGitHub(async (github, client) => {
      github.knobs.lag.deletedInList = { reads: 1 };
      github.knobs.lag.assetDeletedInList = { reads: 1 };
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const asset = word((await client.upload(id, 'a', 'a')).json, 'id');
      await client.call('DELETE', `/releases/assets/${asset}`);
      const assets = (): Promise<unknown[]> =>
        client.call('GET', `/releases/${id}/assets`).then(({ json }) => column(json, 'id'));
      expect(await assets()).toEqual([Number(asset)]);
      expect(await assets()).toEqual([]);
      await client.call('DELETE', `/releases/${id}`);
      expect((await client.call('GET', `/releases/${id}`)).status).toBe(404);
      expect(column((await client.call('GET', '/releases')).json, 'id')).toEqual([id]);
      expect((await client.call('GET', '/releases')).json).toEqual([]);
    });
  });

  // fabiodalez-dev/Pinakes#172: the digest may come late.
  it('has no digest yet', async () => {
    await withGitHub(async (github, client) => {
      github.knobs.lag.digest = { reads: 2 };
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      expect(field((await client.upload(id, 'a', 'a')).json, 'digest')).toBeNull();
      const digests = (): Promise<unknown[]> =>
        client.call('GET', `/releases/${id}/assets`).then(({ json }) => column(json, 'digest'));
      expect(await digests()).toEqual([null]);
      expect(await digests()).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
      expect(github.releases(REPO)[0]?.assets[0]?.digest).toMatch(/^sha256:/);
    });
  });

  // OpenAPI, schema release-asset: digest is nullable; PyGithub/PyGithub#3324.
  it('never has a digest where the knob says so', async () => {
    await withGitHub(async (github, client) => {
      github.knobs.digests = 'null';
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      expect(field((await client.upload(id, 'a', 'a')).json, 'digest')).toBeNull();
    });
  });
});
