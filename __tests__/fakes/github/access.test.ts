import { describe, expect, it } from '@jest/globals';
import { clientOf, field, REPO, withGitHub } from './client.ts';

const BODY = { tag_name: 'v1.0.0', draft: true };

describe('a token', () => {
  it('that was never issued is 401 Bad credentials', async () => {
    await withGitHub(async (github) => {
      const { status, json } = await clientOf(github, 'ghs_wrong').call('GET', '');
      expect([status, field(json, 'message')]).toEqual([401, 'Bad credentials']);
    });
  });

  // microsoft/AL-Go#808: the message, and the header with this very value.
  it('that may only read is refused with the permissions that would do', async () => {
    await withGitHub(async (github) => {
      const reader = clientOf(github, github.token({ contents: 'read' }));
      const { status, json, headers } = await reader.call('POST', '/releases', BODY);
      expect([status, field(json, 'message')]).toEqual([
        403,
        'Resource not accessible by integration',
      ]);
      expect(headers.get('x-accepted-github-permissions')).toBe(
        'contents=write; contents=write,workflows=write',
      );
      const upload = await reader.upload(github.addRelease(REPO, { tagName: 'v1' }), 'a', 'a');
      expect(upload.status).toBe(403);
      expect(upload.headers.get('x-accepted-github-permissions')).toBe('contents=write');
    });
  });

  it('is needed to write, and not to read what is public', async () => {
    await withGitHub(async (github) => {
      const anyone = clientOf(github, undefined);
      expect((await anyone.call('POST', '/releases', BODY)).status).toBe(401);
      expect((await anyone.call('GET', '')).status).toBe(200);
    });
  });

  it('that was made for other repositories finds a private one absent', async () => {
    await withGitHub(
      async (github) => {
        const stranger = clientOf(github, github.token({ contents: 'write' }, ['octo/other']));
        expect((await stranger.call('GET', '')).status).toBe(404);
        expect((await stranger.call('POST', '/releases', BODY)).status).toBe(404);
        expect((await clientOf(github, undefined).call('GET', '')).status).toBe(404);
        github.repository(REPO).private = false;
        expect((await stranger.call('GET', '')).status).toBe(200);
        expect((await stranger.call('POST', '/releases', BODY)).status).toBe(403);
      },
      { private: true },
    );
  });

  it('works in the spelling `token` too', async () => {
    await withGitHub(async (github) => {
      const headers = { authorization: `token ${github.token()}`, 'user-agent': 'test' };
      const answer = await fetch(`${github.apiUrl}/repos/octo/hello`, { headers });
      expect(await answer.text()).toContain('"push":true');
    });
  });
});

describe('rate limits', () => {
  // https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
  it('are told with every answer and end in 403 until the window is over', async () => {
    let now = Date.UTC(2026, 0);
    await withGitHub(
      async (_, client) => {
        const first = await client.call('GET', '');
        expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
        await client.call('GET', '');
        const refused = await client.call('GET', '');
        expect(refused.status).toBe(403);
        expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
        const reset = String((Date.UTC(2026, 0) + 3_600_000) / 1000);
        expect(refused.headers.get('x-ratelimit-reset')).toBe(reset);
        const budget = await client.call('GET', '//rate_limit');
        expect(field(field(budget.json, 'rate'), 'remaining')).toBe(0);
        now += 3_600_000;
        expect((await client.call('GET', '')).status).toBe(200);
      },
      {},
      { now: () => now, limits: { requestsPerHour: 2 } },
    );
  });

  it('for writes answer 403 with retry-after', async () => {
    let now = Date.UTC(2026, 0);
    await withGitHub(
      async (_, client) => {
        const id = await client.create(BODY);
        now += 20_000;
        const refused = await client.upload(id, 'a', 'a');
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '40']);
        now += 40_000;
        expect((await client.upload(id, 'a', 'a')).status).toBe(201);
      },
      {},
      { now: () => now, limits: { writesPerMinute: 1 } },
    );
  });
});
