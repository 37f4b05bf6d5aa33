import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttp } from '../../src/host/http.ts';
import { proxyAwareAgents } from '../../src/host/http-exchange.ts';
import type { Http } from '../../src/host/host.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

const closers: (() => Promise<void>)[] = [];
let folder: string;
let sleeps: number[];
let http: Http;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'http-'));
  sleeps = [];
  http = createHttp({
    userAgent: 'ship-go-test',
    agents: proxyAwareAgents(),
    clock: {
      now: () => Date.now(),
      random: () => 0,
      sleep: (ms) => {
        sleeps.push(ms);
        return Promise.resolve();
      },
    },
    log: {
      info: () => undefined,
      debug: () => undefined,
      notice: () => undefined,
      warning: () => undefined,
      untrusted: () => undefined,
      group: (_title, work) => work(),
    },
  });
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(handler: Handler): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    handler(request, response, count);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('retries', () => {
  it('asks again after a passing fault and returns the answer that follows', async () => {
    const url = await serve((_request, response, count) => {
      response.statusCode = count < 3 ? 503 : 200;
      response.end(count < 3 ? 'later' : 'here');
    });
    const answer = await http.text({ method: 'GET', url });
    expect(answer).toMatchObject({ status: 200, body: 'here' });
    expect(sleeps).toEqual([250, 500]);
  });

  it('waits as long as Retry-After says', async () => {
    const url = await serve((_request, response, count) => {
      if (count === 1) response.writeHead(429, { 'retry-after': '7' });
      response.end('x');
    });
    await http.text({ method: 'GET', url });
    expect(sleeps).toEqual([7000]);
  });

  it('leaves a wait of more than a minute to the caller', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(429, { 'retry-after': '600' });
      response.end();
    });
    const answer = await http.text({ method: 'GET', url });
    expect(answer.status).toBe(429);
    expect(sleeps).toEqual([]);
  });

  it.each([400, 401, 403, 404, 409, 422, 501])('returns HTTP %i at once', async (status) => {
    let requests = 0;
    const url = await serve((_request, response, count) => {
      requests = count;
      response.statusCode = status;
      response.end('no');
    });
    expect(await http.text({ method: 'GET', url })).toMatchObject({ status, body: 'no' });
    expect(requests).toBe(1);
  });

  it('sends a POST once, since its answer can be lost after it took effect', async () => {
    let requests = 0;
    const url = await serve((request, _response, count) => {
      requests = count;
      request.socket.destroy();
    });
    await expect(http.text({ method: 'POST', url, body: '{}' })).rejects.toThrow(
      /^No answer from 127\.0\.0\.1:\d+: the connection was cut \(ECONNRESET\)$/,
    );
    expect(requests).toBe(1);
  });

  it('says how often it tried when nothing answers', async () => {
    const url = await serve(() => undefined);
    for (const close of closers.splice(0)) await close();
    await expect(http.text({ method: 'GET', url })).rejects.toThrow(
      /after 4 tries: the connection was refused \(ECONNREFUSED\)/,
    );
  });
});

describe('deadlines', () => {
  it('gives up on a server that says nothing', async () => {
    const url = await serve(() => undefined);
    await expect(http.text({ method: 'GET', url, idleTimeoutMs: 50, attempts: 1 })).rejects.toThrow(
      /no data for 50 ms/,
    );
  });

  it('gives up on a body that drips for ever', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    await expect(http.bytes({ method: 'GET', url, deadlineMs: 150, attempts: 1 })).rejects.toThrow(
      /: not finished within 150 ms$/,
    );
  });

  it('gives up on a body that stops half-way, and says that it was silence', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write('x');
    });
    await expect(
      http.bytes({ method: 'GET', url, idleTimeoutMs: 50, attempts: 1 }),
    ).rejects.toThrow(/: no data for 50 ms$/);
  });

  it('are over for a redirect whose body never ends, while its target answers', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/end') {
        setTimeout(() => response.end('here'), 1100);
        return;
      }
      setTimeout(() => {
        response.writeHead(302, { location: '/end', 'content-length': '1000000' });
        response.write('x');
      }, 750);
    });
    const answer = await http.text({ method: 'GET', url, deadlineMs: 1500 });
    expect(answer).toMatchObject({ status: 200, body: 'here' });
  });
});

describe('redirects', () => {
  it('keeps credentials from another origin', async () => {
    let seen: IncomingMessage['headers'] = {};
    const storage = await serve((request, response) => {
      seen = request.headers;
      response.end('bytes');
    });
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: `${storage}/asset` });
      response.end();
    });
    const answer = await http.text({
      method: 'GET',
      url,
      headers: { Authorization: 'token secret', Accept: 'application/octet-stream' },
    });
    expect(answer.body).toBe('bytes');
    expect(seen.authorization).toBeUndefined();
    expect(seen.accept).toBe('application/octet-stream');
  });

  it('keeps credentials within one origin', async () => {
    const url = await serve((request, response, count) => {
      if (count === 1) response.writeHead(307, { location: '/moved' });
      response.end(`${request.method ?? ''} ${request.headers.authorization ?? ''}`);
    });
    const answer = await http.text({
      method: 'POST',
      url,
      body: 'x',
      headers: { authorization: 'token secret' },
    });
    expect(answer.body).toBe('POST token secret');
  });

  it('stops in a loop', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: '/' });
      response.end();
    });
    await expect(http.text({ method: 'GET', url })).rejects.toThrow(/too many redirects/);
  });
});

describe('download', () => {
  it('writes the body and its SHA-256 in one pass', async () => {
    const body = Buffer.alloc(3_000_000, 'ship');
    const url = await serve((_request, response) => response.end(body));
    const toFile = path.join(folder, 'file');
    const saved = await http.download({ method: 'GET', url, toFile });
    expect(saved).toMatchObject({
      status: 200,
      sizeBytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex'),
    });
    // Not toEqual: it compares byte by byte, which takes a minute.
    expect((await readFile(toFile)).equals(body)).toBe(true);
  });

  it('starts again when the body is cut', async () => {
    const url = await serve((_request, response, count) => {
      response.writeHead(200, { 'content-length': '10' });
      if (count === 1) {
        response.write('0123', () => response.socket?.destroy());
      } else {
        response.end('0123456789');
      }
    });
    const toFile = path.join(folder, 'file');
    await http.download({ method: 'GET', url, toFile });
    expect(await readFile(toFile, 'utf8')).toBe('0123456789');
  });

  it('leaves no file behind a status other than 200', async () => {
    const url = await serve((_request, response) => {
      response.statusCode = 404;
      response.end('none');
    });
    const saved = await http.download({ method: 'GET', url, toFile: path.join(folder, 'file') });
    expect(saved.status).toBe(404);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a body larger than it may be, and tries no second time', async () => {
    let requests = 0;
    const url = await serve((_request, response, count) => {
      requests = count;
      response.end(Buffer.alloc(2000));
    });
    const toFile = path.join(folder, 'file');
    await expect(
      http.download({ method: 'GET', url, toFile, maxBytes: 1000 }),
    ).rejects.toMatchObject({ code: 'body-too-large' });
    expect(requests).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('upload', () => {
  it('opens a fresh stream for every try and announces its length', async () => {
    const bodies: string[] = [];
    const url = await serve((request, response, count) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(
          `${request.headers['content-length'] ?? ''}:${Buffer.concat(chunks).toString()}`,
        );
        response.statusCode = count === 1 ? 502 : 201;
        response.end();
      });
    });
    const answer = await http.text({
      method: 'POST',
      url,
      attempts: 2,
      body: { sizeBytes: 5, open: () => Readable.from([Buffer.from('he'), Buffer.from('llo')]) },
    });
    expect(answer.status).toBe(201);
    expect(bodies).toEqual(['5:hello', '5:hello']);
  });
});
