import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { planCaches } from '../../src/cache/plan.ts';
import type { RestoredCache } from '../../src/cache/report.ts';
import { restoreCaches } from '../../src/cache/restore-run.ts';
import { saveCaches } from '../../src/cache/save-run.ts';
import { DEFAULTS } from './cache-facts.ts';
import { startCacheJob, type CacheJob } from './cache-job.ts';
import { createGoProject, type GoProject } from './go-project.ts';

const NOBODY = 65_534;
const OTHER = 'github.com/pkg/errors/@v/v0.9.0';

let job: CacheJob;
let project: GoProject;
let downloads: string;

beforeAll(async () => {
  job = await startCacheJob();
  project = await createGoProject(job.folder);
  downloads = join(project.goModCache, 'cache', 'download');
  const sums = await readFile(project.goSum, 'utf8');
  await project.go('mod', 'download', 'github.com/pkg/errors@v0.9.0');
  await project.write('go.sum', `${sums}github.com/pkg/errors v0.9.0 h1:x\n`);
  const report = await restoreModules('seed');
  expect(report).toMatchObject({ result: 'off' });
  await rm(join(downloads, dirname(OTHER)), { recursive: true });
  const empty = await restoreAll('seed');
  await project.write('go.sum', sums);
  await project.go('mod', 'download', 'github.com/pkg/errors@v0.9.0');
  await project.go('mod', 'download');
  await project.write('go.sum', `${sums}github.com/pkg/errors v0.9.0 h1:x\n`);
  const saved = await saveCaches(empty.state, { ...job.parts(), buildSucceeded: true });
  expect(saved.caches[0]).toMatchObject({ outcome: 'saved' });
}, 300_000);

afterEach(() => chmod(join(downloads, dirname(OTHER)), 0o755).catch(() => undefined));

afterAll(async () => {
  await project.go('clean', '-modcache');
  await job.close();
});

async function restoreAll(commit: string): ReturnType<typeof restoreCaches> {
  const facts = await project.facts(commit);
  return restoreCaches(planCaches(DEFAULTS, { ...facts, goCache: 'off' }), job.parts());
}

async function restoreModules(commit: string): Promise<RestoredCache> {
  return (await restoreAll(commit)).caches[0]!;
}

/** Root may do everything; a runner's user may not. */
async function asUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  await promisify(execFile)('chown', ['-R', `${NOBODY}`, job.folder]);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('modules that an earlier step unpacked, read-only as go leaves them', () => {
  it('are left alone where none is missing', async () => {
    expect(await asUser(() => restoreModules('again'))).toMatchObject({ result: 'off' });
  });

  it('stay, and the missing ones come in beside them, for a user who may not change the tree', async () => {
    for (const end of ['zip', 'mod', 'ziphash']) await rm(join(downloads, `${OTHER}.${end}`));
    const unpacked = join(project.goModCache, 'github.com/pkg/errors@v0.9.1');
    const before = await readdir(unpacked);
    expect(await asUser(() => restoreModules('again'))).toMatchObject({ result: 'exact' });
    expect(await readdir(join(downloads, dirname(OTHER)))).toEqual(
      expect.arrayContaining(['v0.9.0.zip', 'v0.9.1.zip']),
    );
    expect(await readdir(unpacked)).toEqual(before);
  });

  it('cost a folder that this user may not write a reason, not the job', async () => {
    await rm(join(downloads, `${OTHER}.zip`), { force: true });
    await rm(join(downloads, `${OTHER}.mod`), { force: true });
    await chmod(join(downloads, dirname(OTHER)), 0o555);
    const found = await asUser(() => restoreModules('again'));
    expect(found).toMatchObject({
      result: 'unavailable',
      reason: expect.stringMatching(/EACCES/),
    });
    expect(await readdir(join(project.goModCache, 'cache'))).not.toContain('.ship-go');
  });
});
