import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { clientOf, REPO, withGitHub } from './client.ts';

describe('a download', () => {
  // OpenAPI, repos/get-release-asset: "The API will either redirect the client to the location, or
  // stream it directly if possible. API clients should handle both a `200` or `302` response."
  it('redirects to another origin, which refuses a token that comes along', async () => {
    await withGitHub(async (github, client) => {
      github.addRelease(REPO, { tagName: 'v1.0.0', assets: { a: 'hello' } });
      const asset = github.releases(REPO)[0]?.assets[0]?.id ?? 0;
      const url = `${github.apiUrl}/repos/${REPO}/releases/assets/${asset}`;
      const headers = {
        accept: 'application/octet-stream',
        'user-agent': 'test',
        authorization: `Bearer ${client.token ?? ''}`,
      };
      const first = await fetch(url, { headers, redirect: 'manual' });
      const location = first.headers.get('location') ?? '';
      expect(first.status).toBe(302);
      expect(new URL(location).origin).not.toBe(new URL(url).origin);
      expect((await fetch(location, { headers })).status).toBe(400);
      expect((await fetch(`${location}x`)).status).toBe(403);
      expect(await (await fetch(url, { headers })).text()).toBe('hello');
    });
  });

  it('comes straight from the API where the knob says so', async () => {
    await withGitHub(async (github) => {
      github.knobs.download = 'direct';
      github.addRelease(REPO, { tagName: 'v1.0.0', assets: { a: 'hello' } });
      const asset = github.releases(REPO)[0]?.assets[0]?.id ?? 0;
      const url = `${github.apiUrl}/repos/${REPO}/releases/assets/${asset}`;
      const headers = { accept: 'application/octet-stream', 'user-agent': 'test' };
      const answer = await fetch(url, { headers, redirect: 'manual' });
      expect([answer.status, await answer.text()]).toEqual([200, 'hello']);
    });
  });

  it('is had from the website by tag or as the latest, but not from a private repository', async () => {
    await withGitHub(async (github) => {
      github.addRelease(REPO, { tagName: 'v1.0.0', assets: { a: 'hello' } });
      const at = (rest: string): Promise<Response> =>
        fetch(`${github.serverUrl}/${REPO}/releases/${rest}`);
      expect(await (await at('download/v1.0.0/a')).text()).toBe('hello');
      expect(await (await at('latest/download/a')).text()).toBe('hello');
      expect((await at('download/v1.0.0/b')).status).toBe(404);
      github.repository(REPO).private = true;
      expect((await at('download/v1.0.0/a')).status).toBe(404);
    });
  });

  it('of a draft is for callers who may push', async () => {
    await withGitHub(async (github, client) => {
      github.addRelease(REPO, { tagName: 'v1.0.0', draft: true, assets: { a: 'hello' } });
      const asset = github.releases(REPO)[0]?.assets[0]?.id ?? 0;
      const reader = clientOf(github, github.token({ contents: 'read' }));
      expect((await reader.call('GET', `/releases/assets/${asset}`)).status).toBe(404);
      expect((await client.call('GET', `/releases/assets/${asset}`)).status).toBe(200);
    });
  });
});

describe('a stand-in with a folder', () => {
  it('keeps the bytes and an overview there', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'github-'));
    try {
      await withGitHub(
        async (github, client) => {
          const id = await client.create({ tag_name: 'v1.0.0', draft: true });
          await client.upload(id, 'a.txt', 'hello');
          const file = path.join(directory, 'octo', 'hello', String(id), 'a.txt');
          expect(await readFile(file, 'utf8')).toBe('hello');
          const overview = await readFile(path.join(directory, 'releases.json'), 'utf8');
          expect(overview).toContain(`"name": "a.txt"`);
          expect(overview).not.toContain('Gate');
          await client.call('DELETE', `/releases/${id}`);
          await expect(readFile(file)).rejects.toThrow('ENOENT');
          expect(github.releases(REPO)).toEqual([]);
        },
        {},
        { directory },
      );
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
