import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { splitIntoParts } from '../../src/cache/blob-client.ts';
import type { ArchiveFile, DownloadAnswer, FindAnswer } from '../../src/cache/exchange.ts';
import type { Fault } from '../fakes/cache-faults.ts';
import { startCacheServiceV1, type CacheServiceV1 } from '../fakes/cache-service-v1.ts';
import { startCacheJob, type CacheJob } from './cache-job.ts';

let job: CacheJob;
let archive: ArchiveFile;
let target: string;

beforeEach(async () => {
  job = await startCacheJob();
  archive = { path: join(job.folder, 'archive'), sizeBytes: 50_000 };
  target = join(job.folder, 'downloaded');
  await writeFile(archive.path, randomBytes(archive.sizeBytes));
});

afterEach(() => job.close());

const find = (primaryKey: string, ...restoreKeys: string[]): Promise<FindAnswer> =>
  job.client().find({ primaryKey, restoreKeys });

async function restore(
  key: string,
  withinMs = 5000,
  idleMs = 300,
): Promise<DownloadAnswer | FindAnswer> {
  const found = await find(key);
  if (found.kind !== 'hit') return found;
  return job.client({ idleMs }).download(found.url, target, withinMs);
}

describe('a save and a restore', () => {
  it('give the bytes back and name the key that matched', async () => {
    expect(await job.client().save('k-1', archive)).toEqual({ kind: 'saved' });
    expect(await find('k-2', 'k-')).toMatchObject({ kind: 'hit', matchedKey: 'k-1' });
    expect(await find('k')).toMatchObject({ kind: 'hit', matchedKey: 'k-1' });
    expect(await find('other')).toEqual({ kind: 'miss' });
    expect(await restore('k-1')).toEqual({ kind: 'done', sizeBytes: archive.sizeBytes });
    expect(await readFile(target)).toEqual(await readFile(archive.path));
  });

  it('send an archive of many blocks in parts that the storage puts together', async () => {
    archive = { ...archive, sizeBytes: 70 * 1024 * 1024 };
    await writeFile(archive.path, Buffer.alloc(archive.sizeBytes, 'block'));
    expect(await job.client().save('k-1', archive)).toEqual({ kind: 'saved' });
    const uploads = job.service.requests.filter(({ operation }) => operation === 'upload');
    expect(uploads).toHaveLength(4);
    // Large enough for a busy machine to pause in the middle of it.
    expect(await restore('k-1', 60_000, 60_000)).toMatchObject({ kind: 'done' });
    expect((await readFile(target)).equals(await readFile(archive.path))).toBe(true);
  });
});

describe('a failed restore', () => {
  beforeEach(() => job.client().save('k-1', archive));

  const always = { times: Infinity } as const;
  it.each<[string, Fault, RegExp]>([
    ['a cut body', { on: 'download', kind: 'cut', afterBytes: 100, ...always }, /cut/],
    ['a wrong length', { on: 'download', kind: 'wrong-length', extraBytes: 9, ...always }, /cut/],
    ['a silent storage', { on: 'download', kind: 'hang', ...always }, /no data for 300 ms/],
    ['an error of the storage', { on: 'download', kind: 'status', status: 500, ...always }, /500/],
    ['an expired address', { on: 'download', kind: 'status', status: 403 }, /HTTP 403/],
    [
      'a rate limit',
      { on: 'find', kind: 'status', status: 429, retryAfterSeconds: 90 },
      /429, a rate/,
    ],
    ['a refusal', { on: 'find', kind: 'status', status: 400 }, /400/],
    ['an error of the service', { on: 'find', kind: 'status', status: 503, ...always }, /503/],
  ])('by %s is no miss, has a reason and leaves no file', async (_, fault, reason) => {
    job.service.knobs.faults.add(fault);
    const answer = await restore('k-1');
    expect(answer).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) });
    expect(await readdir(job.folder)).not.toContain('downloaded');
  });

  it.each<[string, Fault]>([
    ['one error of the service', { on: 'find', kind: 'status', status: 502 }],
    ['one cut of the body', { on: 'download', kind: 'cut', afterBytes: 100 }],
  ])('by %s is tried again', async (_, fault) => {
    job.service.knobs.faults.add(fault);
    expect(await restore('k-1')).toMatchObject({ kind: 'done' });
  });

  it('by a storage that sends drop by drop ends at the deadline', async () => {
    const drops = { on: 'download', kind: 'slow', pieceBytes: 100, pauseMs: 100 } as const;
    job.service.knobs.faults.add({ ...drops, times: Infinity });
    const startedMs = Date.now();
    expect(await restore('k-1', 700)).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/No answer from \S+: not finished within \d+ ms/),
    });
    expect(Date.now() - startedMs).toBeLessThan(30_000);
  });

  it('by a service that hangs ends after all tries, at the deadline of the call', async () => {
    job.service.knobs.faults.add({ on: 'find', kind: 'hang', times: Infinity });
    const client = job.client({ tryMs: 150, callMs: 400 });
    expect(await client.find({ primaryKey: 'k-1', restoreKeys: [] })).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/within|no data/),
    });
  });

  it('by a service that is down says so at once', async () => {
    job.env['ACTIONS_RESULTS_URL'] = 'http://127.0.0.1:1/';
    expect(await find('k-1')).toEqual({
      kind: 'failed',
      reason: expect.stringContaining('the connection was refused'),
    });
  });

  it('by a token without readable scopes says so', async () => {
    job.enter({ ref: 'refs/heads/main', access: 'none' });
    expect(await find('k-1')).toEqual({
      kind: 'failed',
      reason: expect.stringContaining('cache read denied'),
    });
  });

  it('by an answer that makes no sense says so', async () => {
    job.service.knobs.faults.add({ on: 'find', kind: 'status', status: 200 });
    expect(await find('k-1')).toEqual({ kind: 'miss' });
  });
});

describe('a refused save', () => {
  it.each(['already-exists', 'not-ok'] as const)('of a taken key: %s', async (conflict) => {
    job.service.knobs.reserveConflict = conflict;
    await job.client().save('k-1', archive);
    expect(await job.client().save('k-1', archive)).toEqual({ kind: 'exists' });
  });

  it('of a read-only token says so', async () => {
    job.enter({ ref: 'refs/heads/main', access: 'read' });
    expect(await job.client().save('k-1', archive)).toEqual({
      kind: 'failed',
      reason: expect.stringContaining('cache write denied'),
    });
  });

  it('of a key that is too long does not throw', async () => {
    expect(await job.client().save('k'.repeat(513), archive)).toMatchObject({ kind: 'failed' });
  });

  it.each<[string, Fault, RegExp]>([
    ['storage', { on: 'upload', kind: 'status', status: 403, times: Infinity }, /403 ServerBusy/],
    ['storage that hangs', { on: 'upload', kind: 'hang', times: Infinity }, /no data|within/],
    ['last call', { on: 'finalize', kind: 'status', status: 500, times: Infinity }, /500/],
  ])('by the %s has a reason', async (_, fault, reason) => {
    job.service.knobs.faults.add(fault);
    const client = job.client({ idleMs: 200, uploadMs: 1000 });
    expect(await client.save('k-1', archive)).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(reason),
    });
    expect(job.service.entries().map((entry) => entry.state)).toEqual(['reserved']);
  });
});

describe('version 1 of the service', () => {
  let service: CacheServiceV1;
  beforeEach(async () => {
    service = await startCacheServiceV1();
    Object.assign(job.env, {
      GITHUB_SERVER_URL: 'https://git.corp.test',
      ACTIONS_CACHE_URL: service.url,
      ACTIONS_RUNTIME_TOKEN: 'v1',
    });
  });
  afterEach(() => service.close());

  it('saves in chunks, finds by prefix and gives the bytes back', async () => {
    archive = { ...archive, sizeBytes: 40 * 1024 * 1024 };
    await writeFile(archive.path, Buffer.alloc(archive.sizeBytes, 'chunk'));
    expect(await find('k-1')).toEqual({ kind: 'miss' });
    expect(await job.client().save('k-1', archive)).toEqual({ kind: 'saved' });
    expect(await find('k-2', 'k-')).toMatchObject({ kind: 'hit', matchedKey: 'k-1' });
    // Large enough for a busy machine to pause in the middle of it.
    const whole = { kind: 'done', sizeBytes: archive.sizeBytes };
    expect(await restore('k-1', 60_000, 60_000)).toEqual(whole);
    expect((await readFile(target)).equals(await readFile(archive.path))).toBe(true);
    expect(await job.client().save('k-1', archive)).toEqual({ kind: 'exists' });
  });

  it('is refused in its own words', async () => {
    job.env['ACTIONS_RUNTIME_TOKEN'] = 'wrong';
    const refused = {
      kind: 'failed',
      reason: expect.stringContaining('bad credentials (HTTP 401)'),
    };
    expect(await find('k-1')).toEqual(refused);
    expect(await job.client().save('k-1', archive)).toEqual(refused);
  });
});

describe('refusal', () => {
  it('says why there is nothing to ask', () => {
    job.env['ACTIONS_RESULTS_URL'] = '';
    expect(job.client().refusal('restore')).toBe('this runner offers no cache service');
    expect(job.client().refusal('save')).toBe('this runner offers no cache service');
  });

  it('names the mode that forbids something', () => {
    job.env['ACTIONS_CACHE_MODE'] = 'read';
    expect(job.client().refusal('restore')).toBeUndefined();
    expect(job.client().refusal('save')).toMatch(/cache mode "read" forbids/);
  });
});

describe('splitIntoParts', () => {
  it('covers every byte once', () => {
    expect(splitIntoParts(10, 4)).toEqual([
      { start: 0, sizeBytes: 4 },
      { start: 4, sizeBytes: 4 },
      { start: 8, sizeBytes: 2 },
    ]);
  });
});
