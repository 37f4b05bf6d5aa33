import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { DriverCall } from './cache-driver.ts';
import { startCacheService, type CacheService, type CacheServiceOptions } from './cache-service.ts';
import type { TokenScope } from './cache-token.ts';

const MAIN: TokenScope = { ref: 'refs/heads/main' };
const PULL: TokenScope = { ref: 'refs/pull/7/merge', baseRef: 'refs/heads/main' };
const VERSION = createHash('sha256').update('paths').digest('hex');

let folder: string;
let service: CacheService;

async function restart(options: CacheServiceOptions = {}): Promise<void> {
  await service.close();
  service = await startCacheService(options);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cache-service-'));
  service = await startCacheService();
});

afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

/** One Twirp call over plain HTTP: the status and the JSON. */
async function call(
  method: string,
  message: object,
  scope: TokenScope = MAIN,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await fetch(
    `${service.resultsUrl}twirp/github.actions.results.api.v1.CacheService/${method}`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${service.runtimeToken(scope)}`,
      },
      body: JSON.stringify(message),
    },
  );
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** Saves `body` under `key` over plain HTTP and gives the finalize answer's status. */
async function save(key: string, body: string, scope: TokenScope = MAIN): Promise<number> {
  const reserved = await call('CreateCacheEntry', { key, version: VERSION }, scope);
  await fetch(String(reserved.json['signed_upload_url']), {
    method: 'PUT',
    headers: { 'x-ms-blob-type': 'BlockBlob' },
    body,
  });
  const size_bytes = body.length.toString();
  const done = await call('FinalizeCacheEntryUpload', { key, version: VERSION, size_bytes }, scope);
  return done.status;
}

/** The key that a lookup matches, or undefined for a miss. */
async function find(
  key: string,
  restore_keys: string[] = [],
  scope: TokenScope = MAIN,
): Promise<unknown> {
  const found = await call(
    'GetCacheEntryDownloadURL',
    { key, restore_keys, version: VERSION },
    scope,
  );
  return found.json['matched_key'];
}

async function downloadUrl(key: string): Promise<string> {
  const found = await call('GetCacheEntryDownloadURL', { key, restore_keys: [], version: VERSION });
  return String(found.json['signed_download_url']);
}

/** Runs the real @actions/cache in a process of its own, with nothing of ours in its environment. */
async function drive(request: DriverCall, scope: TokenScope = MAIN): Promise<unknown> {
  const driver = join(import.meta.dirname, 'cache-driver.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [driver, JSON.stringify(request)],
    {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        RUNNER_TEMP: join(folder, 'temp'),
        GITHUB_WORKSPACE: folder,
        GITHUB_SERVER_URL: 'https://github.com',
        ACTIONS_CACHE_SERVICE_V2: 'True',
        ACTIONS_RESULTS_URL: service.resultsUrl,
        ACTIONS_RUNTIME_TOKEN: service.runtimeToken(scope),
      },
    },
  );
  return JSON.parse(/^result (.*)$/m.exec(stdout)?.[1] ?? '');
}

// The exchange itself: actions/toolkit packages/cache, saveCacheV2 and restoreCacheV2.
describe('driven by the real @actions/cache', () => {
  it('takes a save and gives the same files back to a lookup by prefix', async () => {
    const data = join(folder, 'data');
    const bytes = randomBytes(100_000);
    await mkdir(data);
    await writeFile(join(data, 'file'), bytes);

    expect(await drive({ save: { paths: [data], key: 'k-1' } })).toBe(1);
    await rm(data, { recursive: true });

    expect(await drive({ restore: { paths: [data], key: 'k-2', restoreKeys: ['k-'] } })).toBe(
      'k-1',
    );
    expect(await readFile(join(data, 'file'))).toEqual(bytes);
    expect(service.requests.map((request) => request.operation)).toEqual([
      'reserve',
      'upload',
      'finalize',
      'find',
      'download',
    ]);
    expect(service.requests[0]?.userAgent).toMatch(/^@actions\/cache-6\./);
  });

  it('refuses a second save of a finished key', async () => {
    const data = join(folder, 'data');
    await writeFile(data, 'one');

    expect(await drive({ save: { paths: [data], key: 'k' } })).toBe(1);
    expect(await drive({ save: { paths: [data], key: 'k' } })).toBe(-1);
    expect(service.entries()).toHaveLength(1);
  });

  it('lets a read-only token restore but not save', async () => {
    const data = join(folder, 'data');
    await writeFile(data, 'one');
    await drive({ save: { paths: [data], key: 'k' } });

    const reader: TokenScope = { ...MAIN, access: 'read' };
    expect(await drive({ save: { paths: [data], key: 'other' } }, reader)).toBe(-1);
    expect(await drive({ restore: { paths: [data], key: 'k', lookupOnly: true } }, reader)).toBe(
      'k',
    );
  });
});

// docs.github.com, "Dependency caching reference": cache hits and misses, key matching, restrictions.
describe('key matching', () => {
  it('prefers the exact key over a newer one that it is a prefix of', async () => {
    await save('go-1', 'a');
    await save('go-12', 'b');
    expect(await find('go-1')).toBe('go-1');
  });

  it('takes the primary key as a prefix before any restore key, newest first', async () => {
    await save('go-1-a', 'a');
    await save('go-1-b', 'b');
    await save('other', 'c');
    expect(await find('go-1', ['other'])).toBe('go-1-b');
  });

  it('tries restore keys in their order', async () => {
    await save('go-1', 'a');
    await save('go-2', 'b');
    expect(await find('x', ['go-1', 'go-'])).toBe('go-1');
  });

  it('does not find an entry of another version or one that is not finished', async () => {
    await call('CreateCacheEntry', { key: 'unfinished', version: VERSION });
    await save('other-version', 'a');
    const found = await call('GetCacheEntryDownloadURL', {
      key: 'other-version',
      restore_keys: [],
      version: '0'.repeat(64),
    });
    expect(found.json).toEqual({ ok: false });
    expect(await find('unfinished')).toBeUndefined();
  });
});

// docs.github.com, "Restrictions for accessing a cache".
describe('scopes', () => {
  it('shows the default branch to a pull request, and its own first', async () => {
    await save('k-main', 'a');
    expect(await find('k', [], PULL)).toBe('k-main');
    await save('k-pull', 'b', PULL);
    expect(await find('k', ['k-main'], PULL)).toBe('k-pull');
  });

  it('hides a pull request from the default branch', async () => {
    await save('k', 'a', PULL);
    expect(await find('k')).toBeUndefined();
    expect(await save('k', 'b')).toBe(200);
  });

  it('refuses a token that it did not make, and one without scopes', async () => {
    const foreign = await fetch(
      `${service.resultsUrl}twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry`,
      { method: 'POST', headers: { authorization: 'Bearer a.b.c' }, body: '{}' },
    );
    expect(foreign.status).toBe(401);
    const query = { key: 'k', restore_keys: [], version: VERSION };
    const none = await call('GetCacheEntryDownloadURL', query, { ...MAIN, access: 'none' });
    expect(none).toMatchObject({ status: 403, json: { code: 'permission_denied' } });
  });
});

describe('reserving and finishing', () => {
  const message = { key: 'k', version: VERSION };

  it('answers 409 already_exists to a key that is reserved, or 200 not ok by knob', async () => {
    await call('CreateCacheEntry', message);
    expect(await call('CreateCacheEntry', message)).toMatchObject({
      status: 409,
      json: { code: 'already_exists' },
    });
    service.knobs.reserveConflict = 'not-ok';
    expect(await call('CreateCacheEntry', message)).toEqual({ status: 200, json: { ok: false } });
  });

  it('refuses to finish with another size than was uploaded', async () => {
    await call('CreateCacheEntry', message);
    const done = await call('FinalizeCacheEntryUpload', { ...message, size_bytes: '5' });
    expect(done.status).toBe(400);
    expect(service.entries()[0]?.state).toBe('reserved');
  });

  it.each([
    ['too long', 'k'.repeat(513)],
    ['with a comma', 'a,b'],
  ])('refuses a key %s', async (_, key) => {
    expect((await call('CreateCacheEntry', { key, version: VERSION })).status).toBe(400);
  });

  // Azure, Put Block List: the list decides the order, blocks may arrive in any.
  it('assembles blocks in the order of the list', async () => {
    const reserved = await call('CreateCacheEntry', message);
    const url = String(reserved.json['signed_upload_url']);
    await fetch(`${url}&comp=block&blockid=Mg==`, { method: 'PUT', body: 'two' });
    await fetch(`${url}&comp=block&blockid=MQ==`, { method: 'PUT', body: 'one' });
    const list = '<BlockList><Latest>MQ==</Latest><Latest>Mg==</Latest></BlockList>';
    expect((await fetch(`${url}&comp=blocklist`, { method: 'PUT', body: list })).status).toBe(201);
    await call('FinalizeCacheEntryUpload', { ...message, size_bytes: '6' });
    expect(await (await fetch(await downloadUrl('k'))).text()).toBe('onetwo');
  });

  it('refuses a list that names an unknown block, and a URL whose signature is wrong', async () => {
    const url = String((await call('CreateCacheEntry', message)).json['signed_upload_url']);
    const list = '<BlockList><Latest>MQ==</Latest></BlockList>';
    expect((await fetch(`${url}&comp=blocklist`, { method: 'PUT', body: list })).status).toBe(400);
    expect((await fetch(`${url}0`, { method: 'PUT', body: 'x' })).status).toBe(403);
  });
});

describe('with a directory', () => {
  it('keeps finished entries for the next process', async () => {
    await restart({ directory: join(folder, 'store') });
    await save('k', 'kept');
    await call('CreateCacheEntry', { key: 'unfinished', version: VERSION });
    await restart({ directory: join(folder, 'store') });
    expect(await (await fetch(await downloadUrl('k'))).text()).toBe('kept');
    expect(service.entries().map((entry) => entry.key)).toEqual(['k']);
  });
});

describe('faults', () => {
  it('fails as often as asked and then works', async () => {
    service.knobs.faults.add({ on: 'reserve', kind: 'status', status: 503, times: 2 });
    const answers = [];
    for (const key of ['a', 'b', 'c'])
      answers.push((await call('CreateCacheEntry', { key, version: VERSION })).status);
    expect(answers).toEqual([503, 503, 200]);
  });

  it('cuts a download, announces a wrong length, and corrupts without changing the length', async () => {
    await save('k', 'x'.repeat(3000));
    const url = await downloadUrl('k');
    service.knobs.faults.add({ on: 'download', kind: 'cut', afterBytes: 10 });
    await expect((await fetch(url)).text()).rejects.toThrow();
    service.knobs.faults.add({ on: 'download', kind: 'wrong-length', extraBytes: 1 });
    await expect((await fetch(url)).text()).rejects.toThrow();
    service.knobs.faults.add({ on: 'download', kind: 'corrupt' });
    const spoilt = await (await fetch(url)).text();
    expect(spoilt).toHaveLength(3000);
    expect(spoilt).not.toBe('x'.repeat(3000));
    expect(await (await fetch(url)).text()).toBe('x'.repeat(3000));
  });

  it('hangs until the caller gives up, and sends slowly', async () => {
    await save('k', 'x'.repeat(30));
    const url = await downloadUrl('k');
    service.knobs.faults.add({ on: 'download', kind: 'hang' });
    await expect(fetch(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/);
    service.knobs.faults.add({ on: 'download', kind: 'slow', pieceBytes: 10, pauseMs: 40 });
    const started = performance.now();
    expect(await (await fetch(url)).text()).toHaveLength(30);
    expect(performance.now() - started).toBeGreaterThan(100);
  });
});
