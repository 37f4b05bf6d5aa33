import { createHmac } from 'node:crypto';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createSelfSigned } from '../support/certificates.ts';
import { describeWith } from '../support/needs.ts';
import { type Answer, closedPort, startWebServer, type WebServer } from '../support/web-server.ts';
import { createDeploymentRunner, type DeploymentRunner } from './deployment-job.ts';
import { ACTION, annotations } from './scene.ts';

const SECRET = 'correct horse battery staple';

let runner: DeploymentRunner;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  runner = await createDeploymentRunner();
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

afterAll(() => runner.close());

async function receiver(answer: Answer): Promise<WebServer> {
  const server = await startWebServer(answer);
  closers.push(server.close);
  return server;
}

describe('the deploy action', () => {
  it('sends one signed delivery and tells of it', async () => {
    const { url, received } = await receiver((response) => {
      response.writeHead(202).end('deploying v1.2.3\n');
    });
    const { result, log } = await runner.run('deploy', {
      url: `${url}/hook?token=t0psecret`,
      secret: SECRET,
      version: 'v1.2.3',
      image: 'ghcr.io/octo-org/hello@sha256:abc',
      payload: '{"url": "https://github.example/a.tar.gz", "sha256": "00ff"}',
    });
    expect(annotations(result, 'error')).toEqual([]);
    expect(result.outcome).toBe('success');
    const id = result.outputs['delivery-id'] ?? '';
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(result.outputs).toEqual({
      status: '202',
      'delivery-id': id,
      response: 'deploying v1.2.3\n',
      attempts: '1',
    });
    expect(received).toHaveLength(1);
    const [{ body, headers, url: target }] = received as [(typeof received)[number]];
    expect(target).toBe('/hook?token=t0psecret');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'ship-go',
      'x-github-event': 'ship_go_deploy',
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    });
    expect(JSON.parse(body.toString())).toEqual({
      event: 'ship_go_deploy',
      delivery_id: id,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      version: 'v1.2.3',
      image: 'ghcr.io/octo-org/hello@sha256:abc',
      repository: 'octo-org/hello',
      commit: '0123456789abcdef0123456789abcdef01234567',
      ref: 'refs/tags/v1.2.3',
      run_url: expect.stringMatching(
        /^https:\/\/github\.com\/octo-org\/hello\/actions\/runs\/\d+\/attempts\/1$/,
      ),
      url: 'https://github.example/a.tar.gz',
      sha256: '00ff',
    });
    expect(log).toContain('deploying v1.2.3');
    for (const text of [log, result.summary]) expect(text).not.toMatch(/correct horse|t0psecret/);
    expect(result.summary).toMatch(/^## Deployment of v1\.2\.3: accepted\n/);
  });

  it('repeats a delivery that was turned away, with the same id', async () => {
    const { url, received } = await receiver((response, _request, count) => {
      if (count === 1) response.writeHead(503, { 'retry-after': '1' }).end('busy');
      else response.writeHead(200).end('done');
    });
    const { result } = await runner.run('deploy', { url, secret: SECRET });
    expect(result.outputs).toMatchObject({ status: '200', attempts: '2', response: 'done' });
    expect(received.map(({ headers }) => headers['x-github-delivery'])).toEqual([
      result.outputs['delivery-id'],
      result.outputs['delivery-id'],
    ]);
  });

  it('makes another delivery in another run', async () => {
    const { url } = await receiver((response) => response.end());
    const first = await runner.run('deploy', { url, secret: SECRET });
    const second = await runner.run('deploy', { url, secret: SECRET });
    expect(first.result.outputs['delivery-id']).not.toBe(second.result.outputs['delivery-id']);
  });

  it('fails with the status, the response and one annotation, and sets the outputs all the same', async () => {
    const { url, received } = await receiver((response) => {
      response.writeHead(500).end(`::error::forged\n::add-mask::x\nsecret is ${SECRET}`);
    });
    const { result, log } = await runner.run('deploy', { url, secret: SECRET });
    expect(result.outcome).toBe('failure');
    expect(received).toHaveLength(1);
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(/^Send the deployment: http.* answered HTTP 500 instead of 2xx\. That/),
    ]);
    expect(result.outputs).toMatchObject({
      status: '500',
      attempts: '1',
      response: '::error::forged\n::add-mask::x\nsecret is ***',
    });
    expect(log).toMatch(/::error::forged/);
    expect(log).not.toContain(SECRET);
    expect(result.summary).toMatch(/: not accepted\n/);
  });

  it('says that nothing was sent when nothing listens', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const { result } = await runner.run('deploy', { url, secret: SECRET, retries: '1' });
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(
        /gave no answer \(2 tries\): the connection was refused.*Nothing was sent/,
      ),
    ]);
    expect(result.outputs).toMatchObject({ status: '', attempts: '2' });
  });

  it('signs for Standard Webhooks and masks the key in both spellings', async () => {
    const key = Buffer.from('0123456789abcdef0123456789abcdef');
    const secret = `whsec_${key.toString('base64')}`;
    const { url, received } = await receiver((response) => response.end(`key ${secret.slice(6)}`));
    const { result, log } = await runner.run('deploy', { url, secret, style: 'standard' });
    expect(result.outcome).toBe('success');
    const [{ headers, body }] = received as [(typeof received)[number]];
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body.toString()}`;
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    );
    expect(log).not.toContain(key.toString('base64'));
    expect(result.outputs['response']).toBe('key ***');
  });

  it('goes over plain http where that is allowed, through the proxy, and warns', async () => {
    const { url, received } = await receiver((response) => response.end('forwarded'));
    const { result } = await runner.run(
      'deploy',
      { url: 'http://deploy.invalid/hook', secret: SECRET, style: 'gitlab', 'allow-http': 'true' },
      { HTTP_PROXY: url },
    );
    expect(result.outputs).toMatchObject({ status: '200', response: 'forwarded' });
    expect(received[0]).toMatchObject({
      url: 'http://deploy.invalid/hook',
      headers: { host: 'deploy.invalid', 'x-gitlab-token': SECRET },
    });
    expect(annotations(result, 'warning')).toEqual([
      'http://deploy.invalid/hook is plain http: the secret travels in the clear, and whoever reads it can deploy.',
    ]);
  });

  it('ends soon when the job is cancelled in the middle of a wait', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(503, { 'retry-after': '120' }).end();
    });
    const job = await runner.job();
    const started = job.start(path.join(ACTION, 'deploy'), {
      with: { url, secret: SECRET },
      onLine: (line) => {
        if (line.includes('again in')) job.cancel();
      },
    });
    const result = await started.result;
    expect(result.outcome).not.toBe('success');
    expect(result.signalsSent).toEqual(['SIGINT']);
    expect(annotations(result, 'error').slice(0, 1)).toEqual([
      expect.stringMatching(/^Cancelled by SIGINT\. If a delivery had been sent, the receiver may/),
    ]);
    await job.finish();
  });
});

describeWith('openssl')('a receiver that cannot prove who it is', () => {
  it('gets nothing, and is not asked again', async () => {
    const pair = await createSelfSigned(path.join(runner.workspace.path, 'self'));
    const server = await startWebServer((response) => response.end(), pair);
    closers.push(server.close);
    const { result } = await runner.run('deploy', { url: server.url, secret: SECRET });
    expect(result.outputs).toMatchObject({ status: '', attempts: '1' });
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(/gave no answer: its certificate is self-signed.*Nothing was sent\./),
    ]);
    expect(server.received).toEqual([]);
  });
});

describe('bad input ends the step with one annotation before anything is sent', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['no secret', { secret: '' }, /Input "secret" is empty/],
    ['no address', { url: '' }, /Input "url" is empty/],
    ['http to another machine', { url: 'http://deploy.example/x' }, /can be read and changed/],
    [
      'an unknown style',
      { style: 'gitea' },
      /"style" does not take "gitea".*github, gitlab, standard/,
    ],
    ['a payload that is no JSON', { payload: '{version: 1}' }, /Input "payload" is not JSON/],
    ['a time that is none', { timeout: 'soon' }, /"timeout" does not take "soon"/],
    ['retries that are none', { retries: '1.5' }, /"retries" does not take "1\.5"/],
    ['a status that is none', { 'expect-status': 'OK' }, /"expect-status" does not take "OK"/],
    ['a boolean that is none', { 'allow-http': 'yes' }, /"allow-http" does not take "yes"/],
  ])('%s', async (_name, inputs, message) => {
    const { url, received } = await receiver((response) => response.end());
    const { result } = await runner.run('deploy', { url, secret: SECRET, ...inputs });
    expect(result.outcome).toBe('failure');
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(message)]);
    expect(received).toEqual([]);
  });
});
