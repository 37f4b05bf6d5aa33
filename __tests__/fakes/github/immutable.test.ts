import { describe, expect, it } from '@jest/globals';
import { clientOf, errorsOf, field, REPO, withGitHub } from './client.ts';

const immutable = { immutableReleases: true };

function messages(answer: Parameters<typeof errorsOf>[0]): unknown[] {
  return errorsOf(answer).map(({ message }) => message);
}

describe('an immutable release', () => {
  // github/docs#45718 and #45730: measured by their author; softprops/action-gh-release#653.
  it('is open as a draft and frozen once published', async () => {
    await withGitHub(async (_, client) => {
      const id = await client.create({ tag_name: 'v1.0.0', draft: true });
      const asset = Number(field((await client.upload(id, 'a.txt', 'a')).json, 'id'));
      const change = { tag_name: 'v1.0.0', draft: false };
      const published = await client.call('PATCH', `/releases/${id}`, change);
      expect(field(published.json, 'immutable')).toBe(true);

      const upload = await client.upload(id, 'b.txt', 'b');
      expect([upload.status, field(upload.json, 'message')]).toEqual([
        422,
        'Cannot upload assets to an immutable release.',
      ]);
      // uutils/coreutils#13839 has the wording.
      const deletion = await client.call('DELETE', `/releases/assets/${asset}`);
      expect([deletion.status, messages(deletion)]).toEqual([
        422,
        ['Cannot delete asset from an immutable release'],
      ]);
      const rename = await client.call('PATCH', `/releases/assets/${asset}`, { name: 'c.txt' });
      expect(rename.status).toBe(422);
    }, immutable);
  });

  // github/docs#45718: these four were accepted.
  it('lets title, body, prerelease and make_latest be edited', async () => {
    await withGitHub(async (github, client) => {
      const id = github.addRelease(REPO, { tagName: 'v1.0.0', prerelease: true });
      const change = { name: 'One', body: 'notes', prerelease: false, make_latest: 'legacy' };
      const edited = await client.call('PATCH', `/releases/${id}`, change);
      expect(edited.status).toBe(200);
      expect(github.releases(REPO)[0]).toMatchObject({
        name: 'One',
        body: 'notes',
        prerelease: false,
        immutable: true,
        latest: true,
      });
    }, immutable);
  });

  it.each([
    // AprilNEA/OpenLogi#55, homeassistant-ai/ha-mcp#252.
    ['another target', { target_commitish: 'side' }, 'target_commitish'],
    // cameronrye/openzim-mcp#215.
    ['a return to draft', { draft: true }, 'state'],
    ['another tag', { tag_name: 'v1.0.1' }, 'tag_name'],
  ])('refuses %s', async (_name, change, what) => {
    await withGitHub(async (github, client) => {
      github.addCommit(REPO, { branch: 'side' });
      const id = github.addRelease(REPO, { tagName: 'v1.0.0' });
      const refused = await client.call('PATCH', `/releases/${id}`, change);
      expect(messages(refused)).toEqual([`${what} cannot be changed when release is immutable`]);
    }, immutable);
  });

  it('accepts its own target and tag sent again', async () => {
    await withGitHub(async (github, client) => {
      const id = github.addRelease(REPO, { tagName: 'v1.0.0' });
      const same = { tag_name: 'v1.0.0', target_commitish: 'main', draft: false };
      expect((await client.call('PATCH', `/releases/${id}`, same)).status).toBe(200);
    }, immutable);
  });

  // github-community-projects/ospo-reusable-workflows#83, InternationalColorConsortium/iccDEV#1082.
  it('uses up its tag for good when it is deleted', async () => {
    await withGitHub(async (github, client) => {
      const id = github.addRelease(REPO, { tagName: 'v1.0.0' });
      expect((await client.call('DELETE', '/git/refs/tags/v1.0.0')).status).toBe(422);
      expect((await client.call('DELETE', `/releases/${id}`)).status).toBe(204);
      const tagged = await client.call('POST', '/releases', { tag_name: 'v1.0.0' });
      expect(messages(tagged)).toEqual(['tag_name was used by an immutable release']);

      expect((await client.call('DELETE', '/git/refs/tags/v1.0.0')).status).toBe(204);
      github.repository(REPO).immutableReleases = false;
      const untagged = await client.call('POST', '/releases', { tag_name: 'v1.0.0' });
      expect(messages(untagged)).toEqual([
        expect.stringContaining('creations being restricted'),
        'tag_name was used by an immutable release',
        'Published releases must have a valid tag',
      ]);
    }, immutable);
  });

  // libredb/libredb-studio#154: turning the setting off does not unfreeze what is published.
  it('stays frozen when the setting is turned off', async () => {
    await withGitHub(async (github, client) => {
      const id = github.addRelease(REPO, { tagName: 'v1.0.0' });
      github.repository(REPO).immutableReleases = false;
      expect((await client.upload(id, 'b.txt', 'b')).status).toBe(422);
    }, immutable);
  });
});

describe('the setting for immutable releases', () => {
  // OpenAPI, repos/check-immutable-releases: "must have admin read access to the repository".
  it('can be read only with administration', async () => {
    await withGitHub(async (github, client) => {
      const refused = await client.call('GET', '/immutable-releases');
      expect(refused.status).toBe(403);
      expect(refused.headers.get('x-accepted-github-permissions')).toBe('administration=read');
      const admin = clientOf(github, github.token({ administration: 'read' }));
      const { json } = await admin.call('GET', '/immutable-releases');
      expect(json).toEqual({ enabled: true, enforced_by_owner: false });
    }, immutable);
  });
});
