import { describe, expect, it } from '@jest/globals';
import { clientOf, column, errorsOf, field, REPO, withGitHub, word } from './client.ts';

const GRAPHQL =
  'query($o:String!,$n:String!,$t:String!){repository(owner:$o,name:$n){release(tagName:$t){databaseId isDraft}}}';
const variables = { o: 'octo', n: 'hello', t: 'v1.0.0' };

describe('a draft', () => {
  // OpenAPI, repos/get-release-by-tag: "Get a published release with the specified tag."
  it('is absent by its tag and as the latest', async () => {
    await withGitHub(async (_, client) => {
      await client.create({ tag_name: 'v1.0.0', draft: true });
      expect((await client.call('GET', '/releases/tags/v1.0.0')).status).toBe(404);
      expect((await client.call('GET', '/releases/latest')).status).toBe(404);
    });
  });

  // OpenAPI, repos/list-releases: "Only users with push access will receive listings for draft releases."
  it('is listed and shown by id only to callers who may push', async () => {
    await withGitHub(async (github, client) => {
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const reader = clientOf(github, github.token({ contents: 'read' }));
      const anyone = clientOf(github, undefined);
      expect(column((await client.call('GET', '/releases')).json, 'id')).toEqual([id]);
      expect((await reader.call('GET', '/releases')).json).toEqual([]);
      expect((await anyone.call('GET', '/releases')).json).toEqual([]);
      expect((await reader.call('GET', `/releases/${id}`)).status).toBe(404);
    });
  });

  // cli/cli, pkg/cmd/release/shared/fetch.go: gh finds drafts by tag through GraphQL.
  it('is found by its tag through GraphQL', async () => {
    await withGitHub(async (_, client) => {
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const found = await client.call('POST', '//graphql', { query: GRAPHQL, variables });
      const missing = await client.call('POST', '//graphql', {
        query: GRAPHQL,
        variables: { ...variables, t: 'v2.0.0' },
      });
      expect(found.json).toEqual({
        data: { repository: { release: { databaseId: id, isDraft: true } } },
      });
      expect(missing.json).toEqual({ data: { repository: { release: null } } });
    });
  });

  it('refuses GraphQL that it does not know instead of guessing', async () => {
    await withGitHub(async (_, client) => {
      const query = '{ viewer { login } }';
      expect((await client.call('POST', '//graphql', { query })).status).toBe(400);
    });
  });

  // softprops/action-gh-release#705, #445: parallel jobs end up with several drafts of one tag.
  it('may share its tag with other drafts', async () => {
    await withGitHub(async (github, client) => {
      const first = await client.create({ tag_name: 'v1.0.0', draft: true });
      const second = await client.create({ tag_name: 'v1.0.0', draft: true });
      expect(github.releases(REPO).map(({ id }) => id)).toEqual([first, second]);
    });
  });

  // softprops/action-gh-release#713: provisional addresses; maojindao55/freebuddy#139: 404 for them.
  it('has provisional addresses that lead nowhere', async () => {
    await withGitHub(async (_, client) => {
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const asset = (await client.upload(id, 'a.txt', 'a')).json;
      const url = word(asset, 'browser_download_url');
      expect(url).toMatch(/\/octo\/hello\/releases\/download\/untagged-[0-9a-f]{20}\/a\.txt$/);
      expect((await fetch(url)).status).toBe(404);
    });
  });

  // jdx/communique#241, esphome/esphome-desktop#81, release-drafter/release-drafter#204.
  it('loses its tag when a PATCH leaves tag_name out', async () => {
    await withGitHub(async (_, client) => {
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const patched = await client.call('PATCH', `/releases/${id}`, { body: 'notes' });
      expect(field(patched.json, 'tag_name')).toMatch(/^untagged-[0-9a-f]{20}$/);
      const rebound = await client.call('PATCH', `/releases/${id}`, { tag_name: 'v1.0.0' });
      expect(field(rebound.json, 'tag_name')).toBe('v1.0.0');
    });
  });

  // esphome/esphome-desktop#81: published with the placeholder and without a git tag.
  it('is published without a tag by a PATCH that leaves tag_name out', async () => {
    await withGitHub(async (github, client) => {
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const published = await client.call('PATCH', `/releases/${id}`, { draft: false });
      expect(published.status).toBe(200);
      expect(field(published.json, 'tag_name')).toMatch(/^untagged-/);
      expect([...github.repository(REPO).refs.keys()]).toEqual(['refs/heads/main']);
    });
  });

  it('keeps its tag when the knob is off', async () => {
    await withGitHub(async (github, client) => {
      github.knobs.untagOnPatch = false;
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const patched = await client.call('PATCH', `/releases/${id}`, { body: 'notes' });
      expect(field(patched.json, 'tag_name')).toBe('v1.0.0');
    });
  });

  it('is gone after DELETE, and the tag stays', async () => {
    await withGitHub(
      async (github, client) => {
        const id = await client.create({ tag_name: 'v1.0.0', draft: true });
        expect((await client.call('DELETE', `/releases/${id}`)).status).toBe(204);
        expect((await client.call('DELETE', `/releases/${id}`)).status).toBe(404);
        expect(github.repository(REPO).refs.has('refs/tags/v1.0.0')).toBe(true);
      },
      { tags: { 'v1.0.0': 'a'.repeat(40) } },
    );
  });

  // scikit-build/github-release#65, softprops/action-gh-release#374.
  it('refuses a body of more than 125000 characters', async () => {
    await withGitHub(async (_, client) => {
      const body = { tag_name: 'v1.0.0', draft: true, body: 'x'.repeat(125_001) };
      const refused = await client.call('POST', '/releases', body);
      expect(refused.status).toBe(422);
      expect(errorsOf(refused)).toEqual([
        {
          resource: 'Release',
          code: 'custom',
          field: 'body',
          message: 'body is too long (maximum is 125000 characters)',
        },
      ]);
      await client.create({ ...body, body: 'x'.repeat(125_000) });
    });
  });
});

describe('the list of releases', () => {
  // OpenAPI, repos/get-latest-release: created_at "is the date of the commit used for the release".
  it('is newest first by the commit of what is published, drafts by when they were made', async () => {
    await withGitHub(async (github, client) => {
      const old = github.addCommit(REPO, { dateMs: Date.UTC(2020, 0) });
      const recent = github.addCommit(REPO, { dateMs: Date.UTC(2021, 0) });
      github.addTag(REPO, 'v2.0.0', { sha: recent });
      github.addTag(REPO, 'v1.0.0', { sha: old });
      await client.create({ tag_name: 'v2.0.0' });
      await client.create({ tag_name: 'v1.0.0' });
      await client.create({ tag_name: 'v3.0.0', draft: true });
      const tags = column((await client.call('GET', '/releases')).json, 'tag_name');
      expect(tags).toEqual(['v3.0.0', 'v2.0.0', 'v1.0.0']);
    });
  });

  // iree-org/iree#16506: what lies beyond the bound is never listed.
  it('ends at a bound', async () => {
    await withGitHub(
      async (_, client) => {
        for (const tag of ['v1', 'v2', 'v3']) await client.create({ tag_name: tag, draft: true });
        expect(column((await client.call('GET', '/releases')).json, 'tag_name')).toEqual([
          'v3',
          'v2',
        ]);
      },
      {},
      { limits: { listedReleases: 2 } },
    );
  });

  // OpenAPI, parameters page and per_page; the Link header of the documentation on pagination.
  it('comes in pages of at most 100 with Link headers', async () => {
    await withGitHub(async (github, client) => {
      for (let number = 1; number <= 101; number += 1) {
        github.addRelease(REPO, { tagName: `v0.0.${number}`, draft: true });
      }
      const first = await client.call('GET', '/releases?per_page=500');
      expect(column(first.json, 'id')).toHaveLength(100);
      expect(first.headers.get('link')).toBe(
        `<${github.apiUrl}/repos/octo/hello/releases?per_page=500&page=2>; rel="next", ` +
          `<${github.apiUrl}/repos/octo/hello/releases?per_page=500&page=2>; rel="last"`,
      );
      const second = await client.call('GET', '/releases?per_page=100&page=2');
      expect(column(second.json, 'tag_name')).toEqual(['v0.0.1']);
      expect(second.headers.get('link')).toContain('rel="prev"');
      expect(column((await client.call('GET', '/releases')).json, 'id')).toHaveLength(30);
    });
  });
});
