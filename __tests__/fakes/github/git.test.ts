import { describe, expect, it } from '@jest/globals';
import { column, field, REPO, withGitHub, word } from './client.ts';

const SHA = 'a'.repeat(40);

describe('refs', () => {
  // OpenAPI, git/get-ref: "If the `:ref` doesn't match an existing ref, a `404` is returned."
  it('are found by their exact name, and a prefix is not enough', async () => {
    await withGitHub(
      async (_, client) => {
        const found = await client.call('GET', '/git/ref/tags/v1.0.0');
        expect(field(field(found.json, 'object'), 'sha')).toBe(SHA);
        expect((await client.call('GET', '/git/ref/tags/v1')).status).toBe(404);
        const matching = await client.call('GET', '/git/matching-refs/tags/v1');
        expect(column(matching.json, 'ref')).toEqual(['refs/tags/v1.0.0', 'refs/tags/v1.1.0']);
        expect(column((await client.call('GET', '/tags')).json, 'name')).toEqual([
          'v1.1.0',
          'v1.0.0',
        ]);
      },
      { tags: { 'v1.0.0': SHA, 'v1.1.0': SHA } },
    );
  });

  it('of annotated tags lead to the commit through the tag object', async () => {
    await withGitHub(async (github, client) => {
      github.addTag(REPO, 'v1.0.0', { sha: SHA, annotation: 'One.' });
      const target = field((await client.call('GET', '/git/ref/tags/v1.0.0')).json, 'object');
      expect(field(target, 'type')).toBe('tag');
      const tag = await client.call('GET', `/git/tags/${word(target, 'sha')}`);
      expect(field(field(tag.json, 'object'), 'sha')).toBe(SHA);
      expect(field((await client.call('GET', '/commits/v1.0.0')).json, 'sha')).toBe(SHA);
    });
  });

  // OpenAPI, git/create-ref: 201, 422; one of many wins.
  it('are created once, however many try', async () => {
    await withGitHub(
      async (_, client) => {
        const body = { ref: 'refs/locks/v1', sha: SHA };
        const tries = Array.from({ length: 5 }, () => client.call('POST', '/git/refs', body));
        const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
        expect(statuses).toEqual([201, 422, 422, 422, 422]);
        expect((await client.call('DELETE', '/git/refs/locks/v1')).status).toBe(204);
        const unknown = { ...body, sha: 'b'.repeat(40) };
        expect((await client.call('POST', '/git/refs', unknown)).status).toBe(422);
      },
      { tags: { x: SHA } },
    );
  });

  // release-plz/action#518: a rule refuses in these words.
  it('are not created against a ruleset', async () => {
    await withGitHub(
      async (_, client) => {
        const body = { ref: 'refs/tags/v1', sha: SHA };
        const refused = await client.call('POST', '/git/refs', body);
        expect([refused.status, field(refused.json, 'message')]).toEqual([
          422,
          'Reference update failed',
        ]);
      },
      { tags: { x: SHA }, restrictedTags: /^v/ },
    );
  });
});

describe('a repository', () => {
  it('is found whatever the case of its name, and tells its default branch', async () => {
    await withGitHub(
      async (_, client) => {
        const { json } = await client.call('GET', '//repos/OCTO/Hello');
        expect(field(json, 'full_name')).toBe('octo/hello');
        expect(field(json, 'default_branch')).toBe('trunk');
        expect((await client.call('GET', '//repos/octo/none')).status).toBe(404);
      },
      { defaultBranch: 'trunk' },
    );
  });

  it('tells the date of a commit by branch, tag or short id', async () => {
    await withGitHub(async (github, client) => {
      const sha = github.addCommit(REPO, { branch: 'main', dateMs: Date.UTC(2026, 2, 1, 12) });
      for (const name of ['main', sha, sha.slice(0, 8)]) {
        const { json } = await client.call('GET', `/commits/${name}`);
        expect(field(field(field(json, 'commit'), 'committer'), 'date')).toBe(
          '2026-03-01T12:00:00Z',
        );
      }
      expect((await client.call('GET', '/commits/nowhere')).status).toBe(422);
    });
  });
});
