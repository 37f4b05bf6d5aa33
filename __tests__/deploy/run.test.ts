import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { deliveryError } from '../../src/deploy/failure.ts';
import { type DeployInputs, parseDeploySettings } from '../../src/deploy/plan.ts';
import { readResponse } from '../../src/deploy/response.ts';
import { deliver, type DeliveryReport } from '../../src/deploy/run.ts';
import { renderDeploySummary } from '../../src/deploy/summary.ts';
import { createWire } from '../../src/host/wire.ts';
import {
  type Answer,
  closedPort,
  startSocketServer,
  startWebServer,
  type WebServer,
} from '../support/web-server.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function receiver(answer: Answer): Promise<WebServer> {
  const server = await startWebServer(answer);
  closers.push(server.close);
  return server;
}

interface Delivered {
  readonly report: DeliveryReport;
  readonly lines: readonly string[];
  readonly sleeps: readonly number[];
  readonly message: string;
  readonly hint: string;
}

const BODY = Buffer.from('{"version":"v1.2.3","ü":"exact bytes"}');
const SECRET = 'a secret of the receiver';

/** Delivers {@link BODY}; the clock jumps instead of sleeping. */
async function send(url: string, inputs: Partial<DeployInputs> = {}): Promise<Delivered> {
  const settings = parseDeploySettings({ url, secret: SECRET, expectStatus: [], ...inputs });
  const lines: string[] = [];
  const sleeps: number[] = [];
  let nowMs = Date.UTC(2026, 0, 1);
  const clock = {
    now: () => nowMs,
    random: () => 1,
    sleep: (ms: number) => {
      sleeps.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
  const log = {
    info: (line: string) => lines.push(line),
    debug: () => undefined,
    notice: () => undefined,
    warning: () => undefined,
    untrusted: () => undefined,
    group: <T>(_title: string, work: () => Promise<T>) => work(),
  };
  const wire = createWire({ userAgent: 'ship-go', clock, proxyFor: () => undefined });
  const delivery = { id: 'delivery-1', madeMs: nowMs };
  const report = await deliver(settings, { delivery, body: BODY }, { wire, clock, log });
  const { message, hint = '' } = deliveryError(report, settings);
  return { report, lines, sleeps, message, hint };
}

describe('a delivery', () => {
  it('is accepted by any 2xx and signed over exactly the bytes that arrive', async () => {
    const { url, received } = await receiver((response) => response.writeHead(202).end());
    const { report } = await send(url);
    expect(report).toMatchObject({ accepted: true, attempts: 1, outcome: { status: 202 } });
    expect(received[0]?.body).toEqual(BODY);
    expect(received[0]).toMatchObject({
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-delivery': 'delivery-1',
        'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(BODY).digest('hex')}`,
      },
    });
  });

  it('keeps its id and its bytes over repeats, and signs the time of each anew', async () => {
    const { url, received } = await receiver((response, _request, count) => {
      response.writeHead(count < 3 ? 503 : 200, count === 1 ? { 'retry-after': '20' } : {}).end();
    });
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const { report, sleeps, lines } = await send(url, { style: 'standard', secret });
    expect(report).toMatchObject({ accepted: true, attempts: 3 });
    expect(sleeps).toEqual([20_000, 2000]);
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set(['delivery-1']),
    );
    expect(received.every(({ body }) => body.equals(BODY))).toBe(true);
    const times = received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 20, 22]);
    for (const { headers, body } of received) {
      const signed = `delivery-1.${String(headers['webhook-timestamp'])}.${body.toString()}`;
      const mac = createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${mac}`);
    }
    expect(lines[0]).toMatch(/^Try 1 of 4: HTTP 503 in .*; again in 20 s\.$/);
  });

  it('sends the login of the address, and not in the request line', async () => {
    const { url, received } = await receiver((response) => response.end());
    await send(`${url.replace('://', '://me:pw@')}/hook?id=1`);
    expect(received[0]).toMatchObject({
      url: '/hook?id=1',
      headers: { authorization: `Basic ${Buffer.from('me:pw').toString('base64')}` },
    });
  });

  it('is tried again while nothing listens, and says that nothing was sent', async () => {
    const { report, sleeps, message, hint } = await send(`http://127.0.0.1:${await closedPort()}/`);
    expect(report).toMatchObject({ accepted: false, attempts: 4 });
    expect(sleeps).toEqual([1000, 2000, 4000]);
    expect(message).toMatch(/gave no answer \(4 tries\): the connection was refused/);
    expect(hint).toMatch(/^Nothing was sent\./);
  });

  it('is sent once when its answer is lost, and says that it may have been acted upon', async () => {
    let requests = 0;
    const { port, close } = await startSocketServer((socket) => {
      socket.once('data', () => {
        requests += 1;
        socket.resetAndDestroy();
      });
    });
    closers.push(close);
    const { report, hint } = await send(`http://127.0.0.1:${port}/`);
    expect(report).toMatchObject({ accepted: false, attempts: 1 });
    expect(requests).toBe(1);
    expect(hint).toMatch(/may have acted/);
  });

  it('is sent once when nothing is said in time', async () => {
    const { url, received } = await receiver(() => undefined);
    const { report, hint, message } = await send(url, { timeout: '1s' });
    expect(report.attempts).toBe(1);
    expect(received).toHaveLength(1);
    expect(message).toMatch(/no answer within 1 s/);
    expect(hint).toMatch(/may have acted.*"timeout"/);
  });

  it('is accepted by its status even if the rest of the answer hangs', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(202).write('started');
    });
    const { report } = await send(url, { timeout: '1s' });
    expect(report.accepted).toBe(true);
    expect(readResponse(report.outcome, [])).toEqual({
      text: 'started',
      incomplete: 'not whole within the time of a try',
    });
  });

  it.each([
    [401, /secret and the style/],
    [403, /secret and the style/],
    [404, /path of "url"/],
    [405, /POST/],
    [409, /another deployment/],
    [413, /payload/],
    [418, /response in the log/],
    [500, /refused signature/],
  ])('that is answered with %i is final, with a word on what that means', async (status, words) => {
    const { url, received } = await receiver((response) => response.writeHead(status).end('why'));
    const { report, message, hint } = await send(`${url}/h?token=x`);
    expect(report).toMatchObject({ accepted: false, attempts: 1 });
    expect(received).toHaveLength(1);
    expect(message).toBe(`${url}/h answered HTTP ${status} instead of 2xx`);
    expect(hint).toMatch(words);
  });

  it('does not follow a redirect, and names its target without what could be secret', async () => {
    const { url, received } = await receiver((response) => {
      response.writeHead(307, { location: 'https://me:pw@b.example/x?token=1' }).end();
    });
    const { message, hint } = await send(url);
    expect(received).toHaveLength(1);
    expect(message).toMatch(/HTTP 307 \(a redirect to "https:\/\/b\.example\/x"\)/);
    expect(hint).toMatch(/Redirects are not followed/);
  });

  it('is not repeated when the receiver asks for more patience than its own window allows', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
    });
    const { sleeps, hint } = await send(url);
    expect(sleeps).toEqual([]);
    expect(hint).toMatch(/asks for 1 h of patience/);
  });

  it('can ask for one status alone', async () => {
    const { url } = await receiver((response) => response.writeHead(200).end());
    const { report, message } = await send(url, { expectStatus: ['202'] });
    expect(report.accepted).toBe(false);
    expect(message).toMatch(/HTTP 200 instead of 202/);
  });

  it('takes a status for accepted that would otherwise be tried again', async () => {
    const { url } = await receiver((response) => response.writeHead(503).end());
    const { report } = await send(url, { expectStatus: ['503'] });
    expect(report).toMatchObject({ accepted: true, attempts: 1 });
  });
});

describe('the response', () => {
  it('is cut at 64 KiB and says so', async () => {
    const { url } = await receiver((response) => response.end('y'.repeat(100_000)));
    const { report } = await send(url);
    const { text, incomplete } = readResponse(report.outcome, []);
    expect(text).toHaveLength(64 * 1024);
    expect(incomplete).toMatch(/longer than 65536 bytes/);
  });

  it('loses control characters and every spelling of the secret', async () => {
    const { url } = await receiver((response) => response.end(`\u001b[2Jgot ${SECRET}!\r\n`));
    const { report } = await send(url);
    expect(readResponse(report.outcome, ['secret', SECRET]).text).toBe('�[2Jgot ***!\n');
  });
});

describe('the summary', () => {
  it('tells what was asked of whom and the answer, with no markup from outside', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(202).end('~~~\n<img src=x> | done');
    });
    const inputs = { version: 'v1|2', image: 'ghcr.io/o/a@sha256:1', url: `${url}/h?token=1` };
    const settings = parseDeploySettings({ secret: SECRET, expectStatus: [], ...inputs });
    const { report } = await send(url, inputs);
    const summary = renderDeploySummary(settings, report, readResponse(report.outcome, []));
    expect(summary).toMatch(/^## Deployment of v1&#124;2: accepted\n/);
    expect(summary).toContain('| delivery | <code>delivery-1</code> |');
    expect(summary).toContain('| answer | <code>HTTP 202</code> |');
    expect(summary).toContain('~~~~text\n~~~\n<img src=x> | done\n~~~~\n');
    expect(summary).not.toMatch(/token=1|a secret/);
  });
});
