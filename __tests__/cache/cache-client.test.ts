import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { CacheRequest } from '../../src/cache/cache-client.ts';
import { startCacheJob, type CacheJob } from './cache-job.ts';

let job: CacheJob;
let data: string;

beforeEach(async () => {
  job = await startCacheJob();
  data = join(job.folder, 'data');
  await mkdir(data);
  await writeFile(join(data, 'file'), randomBytes(50_000));
});

afterEach(() => job.close());

const request = (primaryKey: string, ...restoreKeys: string[]): CacheRequest => ({
  paths: [data],
  primaryKey,
  restoreKeys,
});

describe('a save and a restore', () => {
  it('give the files back and name the key that matched', async () => {
    const bytes = await readFile(join(data, 'file'));
    expect(await job.client().save([data], 'k-1')).toEqual({ kind: 'saved' });
    await rm(data, { recursive: true });
    const answer = await job.client().restore(request('k-2', 'k-'));
    expect(answer).toEqual({ kind: 'hit', matchedKey: 'k-1' });
    expect(await readFile(join(data, 'file'))).toEqual(bytes);
  });

  it('print nothing but debug lines and masks, and hand the rest to the debug log', async () => {
    await job.client().save([data], 'k-1');
    await job.client().restore(request('k-1'));
    process.stdout.write('a line of another step\n');
    const shown = job.printed().split('\n');
    expect(shown.filter((line) => line !== '' && !/^::(debug|add-mask)::/.test(line))).toEqual([
      'a line of another step',
    ]);
    expect(shown.some((line) => line.startsWith('::add-mask::'))).toBe(true);
    expect(job.debugLines).toContain('Cache hit for: k-1');
  });

  it('leave what others print at the same time alone', async () => {
    const saving = job.client().save([data], 'k-1');
    process.stdout.write('a line of another step\n');
    await saving;
    expect(job.printed()).toContain('a line of another step\n');
    expect(job.printed()).not.toContain('[command]');
  });
});

describe('a lookup', () => {
  it('finds without downloading', async () => {
    await job.client().save([data], 'k-1');
    expect(await job.client().lookup(request('k-1'))).toEqual({ kind: 'hit', matchedKey: 'k-1' });
    expect(await job.client().lookup(request('other'))).toEqual({ kind: 'miss' });
    expect(job.service.requests.map(({ operation }) => operation)).not.toContain('download');
  });
});

describe('a failed restore', () => {
  beforeEach(() => job.client().save([data], 'k-1'));

  it.each([
    ['a cut body', { on: 'download', kind: 'cut', afterBytes: 100 }, /./],
    ['a wrong length', { on: 'download', kind: 'wrong-length', extraBytes: 9 }, /./],
    ['a corrupt archive', { on: 'download', kind: 'corrupt' }, /tar.*failed/],
    ['a rate limit', { on: 'find', kind: 'status', status: 429, retryAfterSeconds: 9 }, /429/],
    ['a refusal', { on: 'find', kind: 'status', status: 400 }, /400/],
  ] as const)('by %s is no miss, has a reason and annotates nothing', async (_, fault, reason) => {
    job.service.knobs.faults.add(fault);
    const answer = await job.client().restore(request('k-1'));
    expect(answer).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) });
    expect(job.printed()).not.toMatch(/^::(error|warning)::/m);
  });

  it('by a token without readable scopes says so', async () => {
    job.enter({ ref: 'refs/heads/main', access: 'none' });
    expect(await job.client().restore(request('k-1'))).toEqual({
      kind: 'failed',
      reason: expect.stringContaining('cache read denied'),
    });
  });

  it('by a service that hangs ends at the deadline', async () => {
    job.service.knobs.faults.add({ on: 'find', kind: 'hang', times: Infinity });
    const client = job.client({ lookupMs: 200, restoreMs: 300, saveMs: 1000 });
    const reasons = await Promise.all([
      client.restore(request('k-1')),
      client.lookup(request('k-1')),
    ]);
    expect(reasons).toEqual([
      { kind: 'failed', reason: 'no end after 0.3 s' },
      { kind: 'failed', reason: 'no end after 0.2 s' },
    ]);
  });

  it('by a mode that permits no reads says so', async () => {
    process.env['ACTIONS_CACHE_MODE'] = 'write-only';
    expect(await job.client().restore(request('k-1'))).toEqual({
      kind: 'failed',
      reason: expect.stringContaining("cache-mode 'write-only' does not permit reads"),
    });
  });
});

describe('a refused save', () => {
  it.each(['already-exists', 'not-ok'] as const)('of a taken key: %s', async (conflict) => {
    job.service.knobs.reserveConflict = conflict;
    await job.client().save([data], 'k-1');
    expect(await job.client().save([data], 'k-1')).toEqual({ kind: 'exists' });
  });

  it('of a read-only token says so', async () => {
    job.enter({ ref: 'refs/heads/main', access: 'read' });
    expect(await job.client().save([data], 'k-1')).toEqual({
      kind: 'failed',
      reason: expect.stringContaining('cache write denied'),
    });
  });

  it('of a path that does not exist, or a key that is too long, does not throw', async () => {
    expect(await job.client().save([join(data, 'none')], 'k-1')).toMatchObject({ kind: 'failed' });
    expect(await job.client().save([data], 'k'.repeat(513))).toMatchObject({ kind: 'failed' });
  });

  it('by the storage has a reason and annotates nothing', async () => {
    job.service.knobs.faults.add({ on: 'upload', kind: 'status', status: 403, times: Infinity });
    expect(await job.client().save([data], 'k-1')).toMatchObject({ kind: 'failed' });
    expect(job.printed()).not.toMatch(/^::(error|warning)::/m);
    expect(job.service.entries().map((entry) => entry.state)).toEqual(['reserved']);
  });
});

describe('isAvailable', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['the runner names a service', {}, true],
    ['it names none', { ACTIONS_RESULTS_URL: '' }, false],
    [
      'a GitHub Enterprise Server names none',
      { GITHUB_SERVER_URL: 'https://git.corp.test' },
      false,
    ],
    [
      'a GitHub Enterprise Server names one of version 1',
      { GITHUB_SERVER_URL: 'https://git.corp.test', ACTIONS_CACHE_URL: 'https://cache.corp.test' },
      true,
    ],
  ])('where %s', async (_, variables, expected) => {
    Object.assign(process.env, variables);
    expect(await job.client().isAvailable()).toBe(expected);
  });
});

describe('the temporary folder', () => {
  it('keeps no archive after a save and a failed restore', async () => {
    await job.client().save([data], 'k-1');
    job.service.knobs.faults.add({ on: 'download', kind: 'corrupt' });
    await job.client().restore(request('k-1'));
    const left = await readdir(join(job.folder, 'temp'), { recursive: true });
    expect(left.filter((name) => name.includes('cache.t'))).toEqual([]);
  });
});
