import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { clientOf, REPO, type TestClient, withGitHub } from './client.ts';
import { createFaults, seededRandom } from './faults.ts';
import type { RequestRecord } from './record.ts';

const BODY = { tag_name: 'v1.0.0', draft: true };
const CREATE = { operation: 'repos/create-release' };

function create(client: TestClient): ReturnType<TestClient['call']> {
  return client.call('POST', '/releases', BODY);
}

describe('a fault', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('of status 500 strikes %s the effect', async (when, effects) => {
    await withGitHub(async (github, client) => {
      github.faults.next(CREATE, { kind: 'status', status: 500, when });
      expect((await create(client)).status).toBe(500);
      expect(github.releases(REPO)).toHaveLength(effects);
      expect((await create(client)).status).toBe(201);
    });
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('cuts the connection %s the effect', async (when, effects) => {
    await withGitHub(async (github, client) => {
      github.faults.next(CREATE, { kind: 'reset', when });
      await expect(create(client)).rejects.toThrow('fetch failed');
      expect(github.releases(REPO)).toHaveLength(effects);
    });
  });

  it('truncates an answer whose effect has happened', async () => {
    await withGitHub(async (github, client) => {
      github.faults.next(CREATE, { kind: 'truncate' });
      await expect(create(client)).rejects.toThrow();
      expect(github.releases(REPO)).toHaveLength(1);
    });
  });

  it('stores other bytes of the same size, and answers with their digest', async () => {
    await withGitHub(async (github, client) => {
      const { upload_url: template } = (await create(client)).json as { upload_url: string };
      github.faults.next({ operation: 'repos/upload-release-asset' }, { kind: 'corrupt' });
      const url = template.replace(/\{.*$/, '?name=a.txt');
      const headers = { authorization: `token ${github.token()}`, 'content-type': 'text/plain' };
      const answer = await fetch(url, { method: 'POST', headers, body: 'abc' });
      const digest = createHash('sha256').update('abb').digest('hex');
      expect(await answer.json()).toMatchObject({ size: 3, digest: `sha256:${digest}` });
    });
  });

  it('delays', async () => {
    await withGitHub(async (github, client) => {
      github.faults.next(CREATE, { kind: 'slow', ms: 60 });
      const started = performance.now();
      expect((await create(client)).status).toBe(201);
      expect(performance.now() - started).toBeGreaterThanOrEqual(55);
    });
  });

  it('hangs until the client gives up', async () => {
    await withGitHub(async (github) => {
      github.faults.next({ method: 'GET' }, { kind: 'hang', when: 'before' });
      const answer = fetch(`${github.apiUrl}/repos/octo/hello`, {
        signal: AbortSignal.timeout(100),
      });
      await expect(answer).rejects.toThrow('timeout');
    });
  });

  it('imitates either rate limit', async () => {
    await withGitHub(
      async (github, client) => {
        github.faults.next({}, { kind: 'primary-limit', resetInSeconds: 30 });
        github.faults.next({}, { kind: 'secondary-limit', status: 429, retryAfterSeconds: 7 });
        github.faults.next({}, { kind: 'secondary-limit', status: 403 });
        const primary = await client.call('GET', '');
        const secondary = await client.call('GET', '');
        const bare = await client.call('GET', '');
        expect(primary.status).toBe(403);
        expect(primary.headers.get('x-ratelimit-reset')).toBe('1030');
        expect([secondary.status, secondary.headers.get('retry-after')]).toEqual([429, '7']);
        expect([bare.status, bare.headers.get('retry-after')]).toEqual([403, null]);
      },
      {},
      { now: () => 1_000_000 },
    );
  });

  it('meets only what it was ordered for, as often as ordered', async () => {
    await withGitHub(async (github, client) => {
      const fault = { kind: 'status', status: 404, when: 'before' } as const;
      github.faults.next({ method: 'GET', path: /\/releases\/\d+$/ }, fault, 2);
      const id = await client.create(BODY);
      expect(github.faults.pending).toBe(2);
      expect((await client.call('GET', '/releases')).status).toBe(200);
      expect((await client.call('GET', `/releases/${id}`)).status).toBe(404);
      expect((await client.call('GET', `/releases/${id}`)).status).toBe(404);
      expect((await client.call('GET', `/releases/${id}`)).status).toBe(200);
      expect(github.faults.pending).toBe(0);
      expect(github.requests.map(({ fault: struck }) => struck?.kind)).toEqual([
        undefined,
        undefined,
        'status',
        'status',
        undefined,
      ]);
    });
  });

  it('comes at random in the same way for the same seed', () => {
    const strike = (seed: number): string[] => {
      const faults = createFaults();
      faults.random({ seed, rate: 0.3, most: 20 });
      const request: RequestRecord = {
        number: 1,
        host: 'api',
        method: 'GET',
        path: '/',
        query: {},
        headers: {},
        operation: undefined,
        bodyBytes: 0,
        fault: undefined,
        status: undefined,
      };
      return Array.from({ length: 200 }, () => faults.take(request)?.kind ?? '-');
    };
    expect(strike(1)).toEqual(strike(1));
    expect(strike(1)).not.toEqual(strike(2));
    expect(strike(1).filter((kind) => kind !== '-')).toHaveLength(20);
  });

  it('draws evenly', () => {
    const draw = seededRandom(7);
    const draws = Array.from({ length: 10_000 }, draw);
    const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(Math.max(...draws)).toBeLessThan(1);
  });
});

describe('hooks', () => {
  it('hold a request before its effect and let others pass', async () => {
    await withGitHub(async (github, client) => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      github.hooks.onRequest = (request) => (request.method === 'POST' ? held : undefined);
      const created = create(client);
      expect((await client.call('GET', '/releases')).json).toEqual([]);
      release();
      expect((await created).status).toBe(201);
    });
  });

  it('see the effect before its answer is sent', async () => {
    await withGitHub(async (github, client) => {
      const seen: unknown[] = [];
      github.hooks.onReply = (request, status) => {
        seen.push([request.operation, status, github.releases(REPO).length]);
      };
      await create(client);
      expect(seen).toEqual([['repos/create-release', 201, 1]]);
    });
  });
});

describe('closing', () => {
  it('ends requests that hang', async () => {
    let answer: Promise<unknown> = Promise.resolve();
    await withGitHub(async (github) => {
      github.faults.next({}, { kind: 'hang', when: 'after' });
      answer = clientOf(github, undefined)
        .call('GET', '')
        .then(
          () => 'answered',
          () => 'cut',
        );
      while (github.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    });
    expect(await answer).toBe('cut');
  });
});
