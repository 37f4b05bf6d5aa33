import { describe, expect, it } from '@jest/globals';
import { clientOf, errorsOf, field, REPO, withGitHub } from './client.ts';

const NEEDS_TAG = {
  resource: 'Release',
  code: 'custom',
  message: 'Published releases must have a valid tag',
};
const PRE_RECEIVE = {
  resource: 'Release',
  code: 'custom',
  field: 'pre_receive',
  message:
    'pre_receive Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n',
};

describe('publishing', () => {
  // OpenAPI, target_commitish: "determines where the Git tag is created from".
  it('creates a missing tag at target_commitish and leaves an existing one alone', async () => {
    await withGitHub(async (github, client) => {
      const side = github.addCommit(REPO, { branch: 'side' });
      github.addTag(REPO, 'v2.0.0', { sha: side });
      await client.create({ tag_name: 'v1.0.0', target_commitish: 'side' });
      await client.create({ tag_name: 'v2.0.0', target_commitish: 'main' });
      const { refs } = github.repository(REPO);
      expect(refs.get('refs/tags/v1.0.0')).toEqual({ type: 'commit', sha: side });
      expect(refs.get('refs/tags/v2.0.0')).toEqual({ type: 'commit', sha: side });
    });
  });

  it('gives final addresses, with the slashes of a tag escaped', async () => {
    await withGitHub(async (github, client) => {
      const id = await client.create({ tag_name: 'cli/v1.0.0', draft: true });
      await client.upload(id, 'a.txt', 'hello');
      await client.call('PATCH', `/releases/${id}`, { tag_name: 'cli/v1.0.0', draft: false });
      const byTag = await client.call('GET', '/releases/tags/cli/v1.0.0');
      const escaped = await client.call('GET', '/releases/tags/cli%2Fv1.0.0');
      expect(field(byTag.json, 'id')).toBe(id);
      expect(escaped.json).toEqual(byTag.json);
      const url = `${github.serverUrl}/octo/hello/releases/download/cli%2Fv1.0.0/a.txt`;
      expect(byTag.text).toContain(`"browser_download_url":"${url}"`);
      expect(await (await fetch(url)).text()).toBe('hello');
    });
  });

  // softprops/action-gh-release#616, googleapis/release-please#945.
  it('refuses a second public release of one tag', async () => {
    await withGitHub(async (_, client) => {
      await client.create({ tag_name: 'v1.0.0' });
      const again = await client.call('POST', '/releases', { tag_name: 'v1.0.0' });
      const draft = await client.create({ tag_name: 'v1.0.0', draft: true });
      const change = { tag_name: 'v1.0.0', draft: false };
      const published = await client.call('PATCH', `/releases/${draft}`, change);
      const taken = [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }];
      expect([again.status, errorsOf(again)]).toEqual([422, taken]);
      expect([published.status, errorsOf(published)]).toEqual([422, taken]);
    });
  });

  // googleapis/release-please-action#1194, softprops/action-gh-release src/github.ts.
  it('refuses to create a tag that a ruleset restricts and keeps the draft', async () => {
    await withGitHub(
      async (github, client) => {
        const id = await client.create({ tag_name: 'v1.0.0', draft: true });
        const change = { tag_name: 'v1.0.0', draft: false };
        const refused = await client.call('PATCH', `/releases/${id}`, change);
        expect(errorsOf(refused)).toEqual([PRE_RECEIVE, NEEDS_TAG]);
        expect(github.releases(REPO)[0]).toMatchObject({ id, draft: true });
        github.addTag(REPO, 'v1.0.0');
        expect((await client.call('PATCH', `/releases/${id}`, change)).status).toBe(200);
      },
      { restrictedTags: /^v/ },
    );
  });

  // softprops/action-gh-release#213.
  it('refuses a target that does not exist when the tag has to be made', async () => {
    await withGitHub(async (_, client) => {
      const body = { tag_name: 'v1.0.0', target_commitish: 'refs/tags/nowhere' };
      expect(errorsOf(await client.call('POST', '/releases', body))).toEqual([
        {
          resource: 'Release',
          code: 'custom',
          field: 'tag_name',
          message: 'tag_name is not a valid tag',
        },
        NEEDS_TAG,
        { resource: 'Release', code: 'invalid', field: 'target_commitish' },
      ]);
    });
  });

  // yegor256/rultor#856.
  it('refuses a tag name that git does not accept', async () => {
    await withGitHub(async (_, client) => {
      const refused = await client.call('POST', '/releases', { tag_name: 'v1 0' });
      expect(errorsOf(refused).map(({ message }) => message)).toContain(
        'tag_name is not well-formed',
      );
    });
  });

  // concourse/github-release-resource#144.
  it('refuses an empty target', async () => {
    await withGitHub(async (_, client) => {
      const body = { tag_name: 'v1.0.0', target_commitish: '' };
      const refused = await client.call('POST', '/releases', body);
      expect([refused.status, field(refused.json, 'message')]).toEqual([
        422,
        'Invalid target_commitish parameter',
      ]);
    });
  });

  describe('from a commit that changes workflow files', () => {
    // OpenAPI, repos/create-release and repos/update-release, first note; cli/cli#9514.
    it.each([403, 404] as const)('is refused with %s without that permission', async (status) => {
      await withGitHub(async (github, client) => {
        github.knobs.workflowRefusal = status;
        const sha = github.addCommit(REPO, { changesWorkflows: true, branch: 'ci' });
        const body = { tag_name: 'v1.0.0', target_commitish: sha, draft: true };
        const refused = await client.call('POST', '/releases', body);
        expect(refused.status).toBe(status);
        const app = clientOf(github, github.token({ contents: 'write', workflows: 'write' }));
        const id = await app.create(body);
        const change = { tag_name: 'v1.0.0', body: 'notes' };
        const stored = await client.call('PATCH', `/releases/${id}`, change);
        expect(stored.status).toBe(status);
      });
    });

    it('works where the target is left out and the default branch is clean', async () => {
      await withGitHub(async (github, client) => {
        const sha = github.addCommit(REPO, { changesWorkflows: true });
        github.addTag(REPO, 'v1.0.0', { sha });
        expect(await client.create({ tag_name: 'v1.0.0' })).toBeGreaterThan(0);
      });
    });
  });

  // OpenAPI, the 404 of repos/create-release: "Not Found if the discussion category name is invalid".
  it('answers 404 for an unknown discussion category', async () => {
    await withGitHub(
      async (github, client) => {
        const body = { tag_name: 'v1.0.0', discussion_category_name: 'Nope' };
        expect((await client.call('POST', '/releases', body)).status).toBe(404);
        const id = await client.create({ ...body, discussion_category_name: 'News' });
        expect(github.releases(REPO)[0]).toMatchObject({ id, discussion: true });
        // "If there is already a discussion linked to the release, this parameter is ignored."
        const change = { discussion_category_name: 'Nope' };
        expect((await client.call('PATCH', `/releases/${id}`, change)).status).toBe(200);
      },
      { discussionCategories: ['News'] },
    );
  });
});

describe('make_latest', () => {
  // OpenAPI, make_latest: "Defaults to `true` for newly published releases."
  it('is taken by whatever full release is published next, unless told otherwise', async () => {
    await withGitHub(async (_, client) => {
      const latest = async (): Promise<unknown> =>
        field((await client.call('GET', '/releases/latest')).json, 'tag_name');
      await client.create({ tag_name: 'v2.0.0' });
      expect(await latest()).toBe('v2.0.0');
      await client.create({ tag_name: 'v1.9.1', make_latest: 'false' });
      expect(await latest()).toBe('v2.0.0');
      await client.create({ tag_name: 'v3.0.0-rc.1', prerelease: true });
      expect(await latest()).toBe('v2.0.0');
      await client.create({ tag_name: 'v1.9.2' });
      expect(await latest()).toBe('v1.9.2');
      // "`legacy` specifies that the latest release should be determined based on the release
      // creation date and higher semantic version."
      await client.create({ tag_name: 'v1.9.3', make_latest: 'legacy' });
      expect(await latest()).toBe('v2.0.0');
    });
  });

  it('is not taken by an edit of a release that is public already', async () => {
    await withGitHub(async (github, client) => {
      const old = await client.create({ tag_name: 'v1.0.0' });
      await client.create({ tag_name: 'v2.0.0' });
      await client.call('PATCH', `/releases/${old}`, { tag_name: 'v1.0.0', name: 'One' });
      expect(github.releases(REPO).map(({ latest }) => latest)).toEqual([false, true]);
    });
  });

  // openclaw/openclaw#139297: a draft may be created with it, and not be edited with it.
  it('is ignored when a draft is created and refused when one is edited', async () => {
    await withGitHub(async (_, client) => {
      const id = await client.create({ tag_name: 'v1.0.0', draft: true, make_latest: 'true' });
      const change = { tag_name: 'v1.0.0', make_latest: 'true' };
      const refused = await client.call('PATCH', `/releases/${id}`, change);
      expect([refused.status, errorsOf(refused)[0]?.['message']]).toEqual([
        422,
        'Latest release cannot be draft or prerelease.',
      ]);
    });
  });

  // kaito-project/kaito#1680.
  it('is refused for a prerelease', async () => {
    await withGitHub(async (_, client) => {
      const body = { tag_name: 'v1.0.0-rc.1', prerelease: true, make_latest: 'true' };
      expect((await client.call('POST', '/releases', body)).status).toBe(422);
    });
  });
});

describe('release notes', () => {
  // OpenAPI, repos/generate-release-notes, previous_tag_name.
  it('start at the previous tag that is asked for', async () => {
    await withGitHub(
      async (_, client) => {
        const body = { tag_name: 'v2.0.0', previous_tag_name: 'v1.0.0' };
        const notes = await client.call('POST', '/releases/generate-notes', body);
        expect(notes.status).toBe(200);
        expect(field(notes.json, 'body')).toContain('/compare/v1.0.0...v2.0.0');
        const unknown = { ...body, previous_tag_name: 'v0.0.0' };
        expect((await client.call('POST', '/releases/generate-notes', unknown)).status).toBe(422);
      },
      { tags: { 'v1.0.0': 'a'.repeat(40), 'v2.0.0': 'b'.repeat(40) } },
    );
  });

  // OpenAPI: generate_release_notes is a field of create and not of update.
  it('are generated on create, and asking for them in an update is a violation', async () => {
    await withGitHub(async (github, client) => {
      const body = { tag_name: 'v1.0.0', generate_release_notes: true, body: 'Mine.', draft: true };
      const id = await client.create(body);
      expect(github.releases(REPO)[0]?.body).toMatch(/^Mine\.\n\n## What's Changed/);
      const change = { tag_name: 'v1.0.0', generate_release_notes: true };
      expect((await client.call('PATCH', `/releases/${id}`, change)).status).toBe(422);
      expect(github.violations.map(({ problems }) => problems)).toEqual([
        ['body field generate_release_notes does not exist'],
      ]);
    });
  });
});
