import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWebServer, type WebServer } from '../support/web-server.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import {
  DEFAULT_ARCHIVES,
  expectReleased,
  moduleFile,
  PROGRAM,
  release,
  closeScenes,
} from './example-scene.ts';
import { goTools, run as runProgram, startOpenRegistry } from './image-scene.ts';
import { REPOSITORY } from './scene.ts';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder('examples-');
});
afterAll(async () => {
  await closeScenes();
  await folder.remove();
});

describe('the example image-deploy-verify.yml', () => {
  it('ends when the service that was asked to deploy the image serves the new version', async () => {
    const registry = await startOpenRegistry();
    const secret = randomUUID();
    const server = await startReceiver(secret);
    try {
      const run = await release(folder.path, 'image-deploy-verify.yml', {
        files: { 'go.mod': moduleFile('hello'), 'main.go': PROGRAM },
        tag: 'v1.2.3',
        // The workflow names a public registry; one on this machine stands in for it.
        host: { named: 'ghcr.io', here: registry.host },
        job: {
          secrets: { DEPLOY_SECRET: secret },
          vars: { DEPLOY_URL: `${server.url}/deploy`, SERVICE_URL: server.url },
        },
      });
      expectReleased(run, 'v1.2.3', DEFAULT_ARCHIVES);
      expect(run.steps.map(({ job, action }) => `${job}: ${action}`)).toEqual([
        'release: .',
        'release: image',
        'deploy: deploy',
        'deploy: verify',
      ]);
      const [ship, image, deploy, verify] = run.steps.map(({ result }) => result.outputs);

      const name = `${registry.host}/${REPOSITORY}`;
      expect(image?.['ref']).toBe(`${name}@${image?.['digest'] ?? ''}`);
      const { crane } = await goTools();
      await runProgram(crane, ['validate', '--remote', image?.['ref'] ?? '']);
      const tag = `${name}:${ship?.['version'] ?? ''}`;
      expect((await runProgram(crane, ['digest', tag])).stdout.trim()).toBe(image?.['digest']);
      const platforms = JSON.parse(image?.['metadata'] ?? '') as { platform: string }[];
      expect(platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);

      expect(deploy).toMatchObject({ status: '202', attempts: '1' });
      const deliveries = server.received.filter(({ method }) => method === 'POST');
      expect(deliveries).toHaveLength(1);
      expect(JSON.parse(deliveries[0]!.body.toString())).toMatchObject({
        repository: REPOSITORY,
        ref: 'refs/tags/v1.2.3',
        version: ship?.['version'],
        image: image?.['ref'],
      });
      // One round that still saw the old version, then three in a row that saw the new one.
      expect(verify).toMatchObject({ healthy: 'true', version: '1.2.3', attempts: '4' });
      await run.scene.close();
    } finally {
      await server.close();
      await registry.stop();
    }
  }, 600_000);
});

/**
 * A machine that deploys: it takes a delivery only with GitHub's signature, and its service tells the old version
 * once more before it tells the delivered one.
 */
function startReceiver(secret: string): Promise<WebServer> {
  const serving = { now: '1.2.2', next: '1.2.2' };
  return startWebServer((response, { method, url, headers, body }) => {
    if (method === 'GET' && url === '/healthz') {
      response.end(JSON.stringify({ version: serving.now }));
      serving.now = serving.next;
      return;
    }
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const given = Buffer.from(String(headers['x-hub-signature-256']));
    const isGenuine =
      given.length === signature.length && timingSafeEqual(given, Buffer.from(signature));
    if (method !== 'POST' || url !== '/deploy' || !isGenuine) {
      response.writeHead(isGenuine ? 404 : 401).end();
      return;
    }
    const { version } = JSON.parse(body.toString()) as { version: string };
    serving.next = version;
    response.writeHead(202).end();
  });
}
