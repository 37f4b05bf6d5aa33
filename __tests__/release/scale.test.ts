import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from '../support/workspace.ts';
import { withScene } from './scene.ts';

it('fills 200 assets from ten jobs within 2.5 requests an asset and three uploads a job', () =>
  withScene(async (scene) => {
    const assets = Array.from({ length: 200 }, (_, at) => ({
      name: `hello_1.2.3_t${Math.floor(at / 4)}_${at % 4}.tar.gz`,
    }));
    const plan = scene.plan({}, undefined, assets);
    const files = await scene.artifacts(undefined, assets);
    const jobs = Array.from({ length: 10 }, (_, job) =>
      files.filter((_file, at) => Math.floor(at / 4) % 10 === job),
    );
    const uploads = new Map<string, { now: number; most: number }>();
    scene.github.hooks.onRequest = async ({ operation, headers }) => {
      if (operation !== 'repos/upload-release-asset') return;
      const key = headers.authorization ?? '';
      const seen = uploads.get(key) ?? { now: 0, most: 0 };
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      uploads.set(key, seen);
      // Long enough for the job's other uploads to arrive.
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.now -= 1;
    };
    const outcomes = await Promise.all(jobs.map((own) => scene.job(plan, own)));
    expect(outcomes.map(({ published }) => published)).toContain(true);
    expect(scene.theRelease().assets).toHaveLength(201);
    const perAsset = scene.github.requests.length / assets.length;
    console.info(`${scene.github.requests.length} requests, ${perAsset.toFixed(2)} an asset`);
    expect(perAsset).toBeLessThanOrEqual(2.5);
    expect(Math.max(...[...uploads.values()].map(({ most }) => most))).toBeLessThanOrEqual(3);
    expect(uploads.size).toBe(10);
  }));

it('keeps memory flat for an asset of 1 GiB', async () => {
  const folder = await temporaryFolder('release-memory-');
  const received = createHash('sha256');
  let bytes = 0;
  const sink = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      received.update(chunk);
    });
    request.on('end', () => {
      const digest = `sha256:${received.digest('hex')}`;
      const asset = { id: 1, name: 'big.bin', state: 'uploaded', size: bytes, digest };
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify(asset));
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  try {
    const file = path.join(folder.path, 'big.bin');
    const handle = await open(file, 'w');
    await handle.truncate(2 ** 30);
    await handle.close();
    const address = sink.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const script = path.join(import.meta.dirname, 'upload-one.ts');
    const child = spawn(process.execPath, [script, `http://127.0.0.1:${port}`, file]);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, bytes]).toEqual([0, 2 ** 30]);
    const peakMegabytes = Number(/peak (\d+) MB/.exec(said)?.[1]);
    console.info(said.trim());
    expect(peakMegabytes).toBeLessThan(250);
  } finally {
    sink.close();
    await folder.remove();
  }
});
