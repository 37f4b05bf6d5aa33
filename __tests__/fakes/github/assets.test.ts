import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { storedAssetName } from './asset-rules.ts';
import { column, errorsOf, field, REPO, type TestClient, withGitHub, word } from './client.ts';
import type { FakeGitHub } from './server.ts';

async function draft(client: TestClient): Promise<number> {
  return client.create({ tag_name: 'v1.0.0', draft: true });
}

/** Opens an upload request; sending its body is left to the caller. */
function openUpload(
  github: FakeGitHub,
  client: TestClient,
  address: string,
  headers: Record<string, string | number>,
): ReturnType<typeof httpRequest> {
  const request = httpRequest(`${github.uploadUrl}/repos/${REPO}/releases/${address}`, {
    method: 'POST',
    headers: {
      'user-agent': 'test',
      authorization: `Bearer ${client.token ?? ''}`,
      'content-type': 'application/octet-stream',
      ...headers,
    },
  });
  return request;
}

function statusOf(request: ReturnType<typeof httpRequest>): Promise<number> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('an upload', () => {
  // OpenAPI, repos/upload-release-asset: 201 with the schema release-asset, `digest` included.
  it('stores the bytes and answers with size and digest', async () => {
    await withGitHub(async (github, client) => {
      const id = await draft(client);
      const { status, json } = await client.upload(id, 'a.txt', 'hello');
      const digest = `sha256:${createHash('sha256').update('hello').digest('hex')}`;
      expect(status).toBe(201);
      expect(json).toMatchObject({ name: 'a.txt', state: 'uploaded', size: 5, digest });
      const stored = github.releases(REPO)[0]?.assets[0];
      expect(Buffer.from(stored?.bytes ?? []).toString()).toBe('hello');
    });
  });

  // OpenAPI, servers of the operation: the origin comes from `upload_url`.
  it('goes to the host and address of upload_url, and nowhere else', async () => {
    await withGitHub(async (github, client) => {
      const id = await draft(client);
      const release = await client.call('GET', `/releases/${id}`);
      const base = `${github.uploadUrl}/repos/${REPO}/releases/${id}/assets`;
      expect(field(release.json, 'upload_url')).toBe(`${base}{?name,label}`);
      expect(new URL(github.uploadUrl).port).not.toBe(new URL(github.apiUrl).port);
      expect((await client.call('POST', `/releases/${id}/assets?name=a`)).status).toBe(404);
      expect(github.violations[0]?.problems[0]).toContain('was asked of the api host');
    });
  });

  // OpenAPI: "If you upload an asset with the same filename as another uploaded asset, you'll
  // receive an error"; the fields as in svenstaro/upload-release-action#35.
  it('is refused for a name that is taken', async () => {
    await withGitHub(async (_, client) => {
      const id = await draft(client);
      await client.upload(id, 'a.txt', 'one');
      const refused = await client.upload(id, 'a.txt', 'two');
      expect([refused.status, errorsOf(refused)]).toEqual([
        422,
        [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }],
      ]);
    });
  });

  it('is accepted from just one of many that want the same name at once', async () => {
    await withGitHub(async (_, client) => {
      const id = await draft(client);
      const tries = Array.from({ length: 8 }, () => client.upload(id, 'SHA256SUMS', 'same'));
      const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
      expect(statuses).toEqual([201, 422, 422, 422, 422, 422, 422, 422]);
    });
  });

  // svenstaro/upload-release-action#94.
  it('is refused without content', async () => {
    await withGitHub(async (_, client) => {
      const refused = await client.upload(await draft(client), 'a.txt', '');
      expect(errorsOf(refused)[0]?.['message']).toBe('size must be greater than or equal to 1');
    });
  });

  // eine/tip#159, denoland/deno#24197: 400 "Bad Content-Length".
  it('is refused without Content-Length', async () => {
    await withGitHub(async (github, client) => {
      const id = await draft(client);
      const request = openUpload(github, client, `${id}/assets?name=a`, {
        'transfer-encoding': 'chunked',
      });
      const status = statusOf(request);
      request.end('hello');
      expect(await status).toBe(400);
    });
  });

  // orgs/community#61733: 2 GiB is too much.
  it('is refused from 2 GiB on', async () => {
    await withGitHub(async (github, client) => {
      const id = await draft(client);
      const headers = { 'content-length': 2 ** 31 };
      const request = openUpload(github, client, `${id}/assets?name=a`, headers);
      const status = statusOf(request);
      request.flushHeaders();
      expect(await status).toBe(422);
      request.destroy();
    });
  });

  // osandov/drgn#521, orgs/community#165616: 1000 assets per release.
  it('is refused once the release is full', async () => {
    await withGitHub(
      async (_, client) => {
        const id = await draft(client);
        await client.upload(id, 'a', 'a');
        await client.upload(id, 'b', 'b');
        expect((await client.upload(id, 'c', 'c')).status).toBe(422);
      },
      {},
      { limits: { assetsPerRelease: 2 } },
    );
  });

  it('is counted while under way', async () => {
    await withGitHub(async (github, client) => {
      const id = await draft(client);
      const allThree = until(() => github.count({ host: 'upload' }) === 3);
      github.hooks.onRequest = () => allThree;
      await Promise.all(['a', 'b', 'c'].map((name) => client.upload(id, name, name)));
      await client.upload(id, 'd', 'd');
      expect(github.maxConcurrentUploads).toBe(3);
    });
  });
});

describe('asset names', () => {
  // OpenAPI: "GitHub renames asset filenames that have special characters, non-alphanumeric
  // characters, and leading or trailing periods"; the map of cli/cli, upload.go, sanitizeFileName.
  it.each([
    ['hello_1.0.0_linux_amd64.tar.gz', 'hello_1.0.0_linux_amd64.tar.gz'],
    ['a+b@c-d.zip', 'a+b@c-d.zip'],
    ['my file (1).zip', 'my.file.1.zip'],
    ['héllo.zip', 'hello.zip'],
    ['.env', 'default.env'],
    ['日本.zip', 'default.zip'],
    ['a..b', 'a.b'],
    ['v1.0~rc1.zip', 'v1.0.rc1.zip'],
  ])('%s is stored as %s', (asked, stored) => {
    expect(storedAssetName(asked)).toBe(stored);
  });

  it('are what the answer says, not what was asked', async () => {
    await withGitHub(async (_, client) => {
      const { json } = await client.upload(await draft(client), 'my file.zip', 'x');
      expect(field(json, 'name')).toBe('my.file.zip');
    });
  });

  // OpenAPI, repos/update-release-asset.
  it('can be changed, but not to one that is taken', async () => {
    await withGitHub(async (github, client) => {
      const id = await draft(client);
      const first = word((await client.upload(id, 'a.new', 'bytes')).json, 'id');
      await client.upload(id, 'b', 'other');
      const patch = (name: string): ReturnType<TestClient['call']> =>
        client.call('PATCH', `/releases/assets/${first}`, { name });
      expect((await patch('b')).status).toBe(422);
      expect(field((await patch('a')).json, 'name')).toBe('a');
      const renamed = github.releases(REPO)[0]?.assets.find(({ name }) => name === 'a');
      expect(Buffer.from(renamed?.bytes ?? []).toString()).toBe('bytes');
    });
  });
});

describe('a broken upload', () => {
  // OpenAPI: "When an upstream failure occurs, you will receive a `502 Bad Gateway` status. This
  // may leave an empty asset with a state of `starter`. It can be safely deleted."
  it('leaves a starter that only the list of assets shows, that holds its name, and can be deleted', async () => {
    await withGitHub(async (github, client) => {
      const id = await draft(client);
      github.faults.next({ host: 'upload' }, { kind: 'starter' });
      expect((await client.upload(id, 'a.txt', 'hello')).status).toBe(502);

      const release = await client.call('GET', `/releases/${id}`);
      expect(field(release.json, 'assets')).toEqual([]);
      const assets = (await client.call('GET', `/releases/${id}/assets`)).json;
      expect(column(assets, 'state')).toEqual(['starter']);
      expect(column(assets, 'size')).toEqual([0]);
      expect((await client.upload(id, 'a.txt', 'hello')).status).toBe(422);
      const starter = github.releases(REPO)[0]?.assets[0]?.id ?? 0;
      expect((await client.call('DELETE', `/releases/assets/${starter}`)).status).toBe(204);
      expect((await client.upload(id, 'a.txt', 'hello')).status).toBe(201);
    });
  });

  // itchio/gothub#1: also when the client goes away.
  it('leaves a starter when the client goes away before the end', async () => {
    await withGitHub(async (github, client) => {
      const id = await draft(client);
      const headers = { 'content-length': 1000 };
      const request = openUpload(github, client, `${id}/assets?name=a`, headers);
      request.on('error', () => undefined);
      request.write('hel');
      await until(() => github.count({ host: 'upload' }) === 1);
      request.destroy();
      await until(() => github.releases(REPO)[0]?.assets.length === 1);
      expect(github.releases(REPO)[0]?.assets[0]).toMatchObject({ name: 'a', state: 'starter' });
    });
  });

  it('shows as a starter while it is under way, where the knob says so', async () => {
    await withGitHub(
      async (github, client) => {
        const id = await draft(client);
        const headers = { 'content-length': 5 };
        const request = openUpload(github, client, `${id}/assets?name=a`, headers);
        const status = statusOf(request);
        request.write('hel');
        await until(() => github.releases(REPO)[0]?.assets.length === 1);
        expect(github.releases(REPO)[0]?.assets[0]?.state).toBe('starter');
        request.end('lo');
        expect(await status).toBe(201);
        expect(github.releases(REPO)[0]?.assets[0]?.state).toBe('uploaded');
      },
      {},
      { knobs: { showUnfinishedUploads: true } },
    );
  });
});

describe('the list of assets', () => {
  it('comes in pages of at most 100', async () => {
    await withGitHub(async (github, client) => {
      const names = Array.from({ length: 101 }, (_, at) => [`a${at}`, 'x'] as const);
      const assets = Object.fromEntries(names);
      const id = github.addRelease(REPO, { tagName: 'v1.0.0', draft: true, assets });
      const first = await client.call('GET', `/releases/${id}/assets?per_page=100`);
      expect(column(first.json, 'id')).toHaveLength(100);
      expect(first.headers.get('link')).toContain('page=2>; rel="next"');
      const rest = await client.call('GET', `/releases/${id}/assets?per_page=100&page=2`);
      expect(column(rest.json, 'name')).toEqual(['a100']);
    });
  });
});
