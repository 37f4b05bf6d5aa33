import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Authority, createAuthority, createSelfSigned } from '../support/certificates.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { describeWith } from '../support/needs.ts';
import {
  type Answer,
  closedPort,
  startSocketServer,
  startWebServer,
  type WebServer,
} from '../support/web-server.ts';
import { writeTree } from '../support/workspace.ts';
import { createDeploymentRunner, type DeploymentRunner } from './deployment-job.ts';
import { ACTION, annotations } from './scene.ts';

/** Quick, yet with time for the machine to be slow. */
const quick = { timeout: '60s', interval: '50ms' };
/** For services that never become healthy: one round, and none after it. */
const brief = { timeout: '60s', interval: '10m' };

let runner: DeploymentRunner;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  runner = await createDeploymentRunner();
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

afterAll(() => runner.close());

async function serve(
  answer: Answer,
  tls?: Parameters<typeof startWebServer>[1],
): Promise<WebServer> {
  const server = await startWebServer(answer, tls);
  closers.push(server.close);
  return server;
}

const tells =
  (version: string): Answer =>
  (response) =>
    response.end(JSON.stringify({ status: 'ok', version }));

describe('the verify action', () => {
  it('waits through a rollout until the new version serves, three times in a row', async () => {
    const { url, received } = await serve((response, _request, count) => {
      if (count === 1) response.destroy();
      else if (count === 2) response.writeHead(503).end();
      else response.end(JSON.stringify({ version: [3, 5].includes(count) ? '1.2.2' : '1.2.3' }));
    });
    const { result, log } = await runner.run('verify', {
      ...quick,
      url: `${url}/version`,
      'expect-version': '1.2.3',
    });
    expect(annotations(result, 'error')).toEqual([]);
    expect(result.outputs).toEqual({
      healthy: 'true',
      version: '1.2.3',
      attempts: '8',
      'duration-ms': expect.stringMatching(/^\d+$/),
      'error-class': '',
    });
    expect(received).toHaveLength(8);
    expect(log).toMatch(/Round 1 .*: reset: /);
    expect(log).toMatch(/Round 2 .*: status: got HTTP 503 instead of 200; next in /);
    expect(log).toMatch(/Round 3 .*: wrong version: got "1\.2\.2" instead of "1\.2\.3"/);
    expect(log).toMatch(/Round 4 .*: healthy, version "1\.2\.3" \(1 of 3 in a row\)/);
    expect(result.summary).toMatch(/^## Healthy after .*: 1\.2\.3\n/);
    expect(result.summary).toMatch(/\| try \| at \| address \| result \| version \| time \|/);
  });

  it('asks a fresh connection each time, as new visitors of a load balancer do', async () => {
    const { url, received } = await serve(tells('1'));
    await runner.run('verify', { ...quick, url });
    expect(received.map(({ headers }) => headers.connection)).toEqual(['close', 'close', 'close']);
  });

  it('is healthy only when all addresses are', async () => {
    const [a, b] = [await serve(tells('2')), await serve(tells('1'))];
    const both = `${a.url}/a\n${b.url}/b`;
    const { result } = await runner.run('verify', { ...brief, url: both, 'expect-version': '2' });
    expect(result.outputs).toMatchObject({ healthy: 'false', version: '2,1' });
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(/\/b is unhealthy .*: wrong version: got "1" instead of "2"/),
    ]);
  });

  it('sends headers, masks those that are secret, and prints none', async () => {
    const { url, received } = await serve((response, { headers }) => {
      response.end(JSON.stringify({ version: headers.authorization }));
    });
    const { result, log } = await runner.run('verify', {
      ...quick,
      url: `${url}/?api_key=k3y-of-query`,
      headers: 'Authorization: Bearer t0ken-of-header\nX-Stage: prod',
      consecutive: '1',
    });
    expect(received[0]).toMatchObject({
      url: '/?api_key=k3y-of-query',
      headers: { authorization: 'Bearer t0ken-of-header', 'x-stage': 'prod' },
    });
    expect(log).toMatch(/version "\*\*\*"/);
    for (const text of [log, result.summary]) expect(text).not.toMatch(/t0ken-of|k3y-of/);
  });

  it('reads a version deeper inside and a text in the body', async () => {
    const { url } = await serve((response) => {
      response.writeHead(203).end('{"build":{"tag":"v3"},"note":"ready to serve"}');
    });
    const { result } = await runner.run('verify', {
      ...quick,
      url,
      'expect-status': '2xx',
      'expect-version': 'v3',
      'version-field': 'build.tag',
      'expect-body': 'ready to serve',
      consecutive: '1',
    });
    expect(result.outputs).toMatchObject({ healthy: 'true', version: 'v3', attempts: '1' });
  });

  it('is no way to smuggle commands into the log', async () => {
    const { url } = await serve(tells('\n::error::forged\n::set-output name=x::y'));
    const { result } = await runner.run('verify', { ...brief, url, 'expect-version': '1' });
    expect(annotations(result, 'error')).toHaveLength(1);
    expect(annotations(result, 'error')[0]).toMatch(/wrong version: got "::error::forged/);
  });

  it('ends soon when the job is cancelled in the middle of a wait', async () => {
    const { url } = await serve((response) => response.writeHead(500).end());
    const job = await runner.job();
    const started = job.start(path.join(ACTION, 'verify'), {
      with: { url, interval: '5m', timeout: '1h' },
      onLine: (line) => {
        if (line.includes('next in')) job.cancel();
      },
    });
    const result = await started.result;
    expect(result.outcome).not.toBe('success');
    expect(result.signalsSent).toEqual(['SIGINT']);
    await job.finish();
  });
});

describe('a service that is not healthy', () => {
  const drip: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => {
      clearInterval(timer);
    });
  };

  it.each<[string, string, Answer, Record<string, string>, RegExp]>([
    ['another status', 'status', (r) => r.writeHead(500).end(), {}, /status: got HTTP 500/],
    [
      'a redirect',
      'status',
      (r) => r.writeHead(301, { location: 'https://other.example/' }).end(),
      {},
      /a redirect to "https:\/\/other\.example\/" that is not followed/,
    ],
    [
      'the old version',
      'wrong-version',
      tells('1.2.2'),
      { 'expect-version': '1.2.3' },
      /wrong version: got "1\.2\.2" instead of "1\.2\.3"/,
    ],
    [
      'no version',
      'wrong-version',
      (r) => r.end('{}'),
      { 'expect-version': '1.2.3' },
      /has no field "version"/,
    ],
    [
      'a page instead of JSON',
      'bad-json',
      (r) => r.end('<h1>It works</h1>'),
      { 'expect-version': '1.2.3' },
      /bad JSON: got "<h1>It works<\/h1>"/,
    ],
    [
      'another text',
      'body',
      (r) => r.end('maintenance'),
      { 'expect-body': 'ready' },
      /body: it does not hold the expected text/,
    ],
    [
      'an endless answer',
      'too-large',
      (r) => r.end(' '.repeat(70_000)),
      { 'expect-version': '1' },
      /longer than 64 KiB/,
    ],
    ['silence', 'timeout', () => undefined, { 'try-timeout': '1s' }, /timeout: no answer within /],
    [
      'a trickle',
      'timeout',
      drip,
      { 'try-timeout': '2s' },
      /timeout: the answer was not whole in time/,
    ],
    ['a cut connection', 'reset', (r) => r.destroy(), {}, /reset: the connection was cut/],
    [
      'half an answer',
      'reset',
      (r) => {
        r.writeHead(200, { 'content-length': '100' }).write('{', () => r.destroy());
      },
      {},
      /reset: the answer was cut/,
    ],
  ])('%s is of the class %s', async (_name, errorClass, answer, inputs, message) => {
    const { url } = await serve(answer);
    const { result } = await runner.run('verify', { ...brief, url, ...inputs });
    expect(result.outcome).toBe('failure');
    expect(result.outputs).toMatchObject({ healthy: 'false', 'error-class': errorClass });
    expect(Number(result.outputs['attempts'])).toBeGreaterThan(0);
    expect(Number(result.outputs['duration-ms'])).toBeGreaterThan(0);
    const errors = annotations(result, 'error');
    expect(errors).toEqual([expect.stringMatching(message)]);
    expect(result.summary).toMatch(/^## Unhealthy after /);
  });

  it('a name that does not exist is of the class dns', async () => {
    const { result } = await runner.run('verify', { ...brief, url: 'https://app.invalid/' });
    expect(result.outputs['error-class']).toBe('dns');
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(/DNS: its name/)]);
  });

  it('a port where nothing listens is of the class refused', async () => {
    const url = `http://localhost:${await closedPort()}/`;
    const { result } = await runner.run('verify', { ...brief, url });
    expect(result.outputs['error-class']).toBe('refused');
    expect(annotations(result, 'error')).toEqual([
      expect.stringMatching(/refused: the connection was refused .*Nothing listens there/),
    ]);
  });

  it('something that is no web server is of the class protocol', async () => {
    const { port, close } = await startSocketServer((socket) => socket.end('220 mail ESMTP\r\n'));
    closers.push(close);
    const { result } = await runner.run('verify', { ...brief, url: `http://127.0.0.1:${port}` });
    expect(result.outputs['error-class']).toBe('protocol');
  });
});

describeWith('openssl')('over TLS', () => {
  let authority: Authority;

  beforeAll(async () => {
    authority = await createAuthority(path.join(runner.workspace.path, 'authority'));
    await copyFile(authority.file, path.join(runner.workspace.path, 'ca.pem'));
  });

  it('trusts the authority of ca-file', async () => {
    const { url } = await serve(tells('1'), await authority.issue('IP:127.0.0.1'));
    const { result } = await runner.run('verify', { ...quick, url, 'ca-file': 'ca.pem' });
    expect(annotations(result, 'error')).toEqual([]);
    expect(result.outputs['healthy']).toBe('true');
  });

  it.each<[string, string, () => Promise<{ key: string; cert: string }>, string]>([
    [
      'an expired certificate',
      'tls-expired',
      () => authority.issue('IP:127.0.0.1', { from: '20200101000000Z', to: '20200201000000Z' }),
      'ca.pem',
    ],
    [
      'a certificate for another name',
      'tls-hostname',
      () => authority.issue('DNS:other.example'),
      'ca.pem',
    ],
    ['an authority nobody knows', 'tls-unknown-ca', () => authority.issue('IP:127.0.0.1'), ''],
    [
      'a self-signed certificate',
      'tls-self-signed',
      () => createSelfSigned(path.join(runner.workspace.path, 'self')),
      'ca.pem',
    ],
  ])('%s is of the class %s and ends the watch early', async (_name, errorClass, issue, caFile) => {
    const { url, received } = await serve(tells('1'), await issue());
    const { result, log } = await runner.run('verify', {
      url,
      'ca-file': caFile,
      interval: '50ms',
      timeout: '1h',
    });
    expect(result.outputs).toMatchObject({ healthy: 'false', 'error-class': errorClass });
    expect(result.outputs['attempts']).toBe('3');
    expect(log).toMatch(/: TLS, /);
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(/ended early/)]);
    expect(received).toEqual([]);
  });

  it('goes through the proxy of the runner, and around it where NO_PROXY says so', async () => {
    const { port } = await serve(tells('1'), await authority.issue('DNS:app.invalid'));
    const proxy = await startConnectProxy({ 'app.invalid:443': port });
    closers.push(proxy.close);
    const env = { HTTPS_PROXY: `http://me:pw@127.0.0.1:${proxy.port}` };
    const inputs = { url: 'https://app.invalid/', 'ca-file': 'ca.pem', consecutive: '1' };
    const through = await runner.run('verify', { ...quick, ...inputs }, env);
    expect(annotations(through.result, 'error')).toEqual([]);
    expect(proxy.asked).toEqual([
      `CONNECT app.invalid:443 Basic ${Buffer.from('me:pw').toString('base64')}`,
    ]);
    const around = await runner.run(
      'verify',
      { ...brief, ...inputs },
      { ...env, NO_PROXY: '.invalid' },
    );
    expect(around.result.outputs['error-class']).toBe('dns');
    const refused = { ...brief, ...inputs, url: 'https://unknown.invalid/' };
    const turnedAway = await runner.run('verify', refused, env);
    expect(turnedAway.result.outputs['error-class']).toBe('proxy');
    expect(turnedAway.log).not.toContain('me:pw');
  });

  it.each([
    ['nowhere.pem', /cannot be read/],
    ['empty.pem', /holds no certificate/],
    ['broken.pem', /damaged certificate, number 1/],
  ])('refuses a ca-file that is none: %s', async (file, message) => {
    await writeTree(runner.workspace.path, {
      'empty.pem': 'nothing',
      'broken.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    });
    const { url, received } = await serve(tells('1'));
    const { result } = await runner.run('verify', { ...quick, url, 'ca-file': file });
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(message)]);
    expect(received).toEqual([]);
  });
});

describe('bad input ends the step with one annotation before anything is asked', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['no address', { url: '' }, /Input "url" is empty/],
    [
      'an address that is none',
      { url: 'example.com' },
      /"example\.com", which is no https address/,
    ],
    ['http to another machine', { url: 'http://a.example' }, /can be read and changed/],
    ['an interval that is none', { interval: 'often' }, /"interval" does not take "often"/],
    ['a count that is none', { consecutive: '0' }, /"consecutive" does not take "0"/],
    ['a header that is none', { headers: 'x' }, /Input "headers" cannot be sent: line 1/],
    ['a status that is none', { 'expect-status': '2yy' }, /"expect-status" does not take "2yy"/],
    ['a path with a gap', { 'version-field': 'a..b' }, /"version-field" does not take "a\.\.b"/],
  ])('%s', async (_name, inputs, message) => {
    const { url, received } = await serve(tells('1'));
    const { result } = await runner.run('verify', { ...quick, url, ...inputs });
    expect(result.outcome).toBe('failure');
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(message)]);
    expect(received).toEqual([]);
  });
});
