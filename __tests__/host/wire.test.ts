import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Proxy } from '../../src/host/proxy.ts';
import { createWire, type WireAnswer, type WireFailure } from '../../src/host/wire.ts';
import { type Authority, createAuthority, createSelfSigned } from '../support/certificates.ts';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.ts';
import { describeWith } from '../support/needs.ts';
import {
  type Answer,
  closedPort,
  startSocketServer,
  startWebServer,
  type WebServer,
} from '../support/web-server.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(
  answer: Answer,
  tls?: Parameters<typeof startWebServer>[1],
): Promise<WebServer> {
  const server = await startWebServer(answer, tls);
  closers.push(() => server.close());
  return server;
}

interface Options {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly ca?: readonly string[];
  readonly proxy?: Proxy;
}

function send(url: string, options: Options = {}): Promise<WireAnswer | WireFailure> {
  const { proxy, ...rest } = options;
  const wire = createWire({ userAgent: 'test', clock: Date, proxyFor: () => proxy });
  return wire.send({ method: 'GET', url, headers: {}, timeoutMs: 20_000, maxBytes: 1000, ...rest });
}

const text = (answer: WireAnswer | WireFailure): string =>
  answer.kind === 'answer' ? Buffer.from(answer.body).toString() : '';

async function startProxy(
  routes: Readonly<Record<string, number>>,
): Promise<Pick<ConnectProxy, 'asked'> & { readonly proxy: Proxy }> {
  const { port, asked, close } = await startConnectProxy(routes);
  closers.push(close);
  const name = `127.0.0.1:${port}`;
  return { asked, proxy: { protocol: 'http:', hostname: '127.0.0.1', port, name } };
}

describe('an answer', () => {
  it('comes with its status, headers and body', async () => {
    const { url, received } = await serve((response) => {
      response.writeHead(202, { 'x-a': 'b', 'retry-after': '7' }).end('taken');
    });
    const answer = await send(`${url}/hook?x=1`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from('{"ö":1}'),
    });
    expect(answer).toMatchObject({ kind: 'answer', status: 202, end: 'whole', retryAfterMs: 7000 });
    expect(answer).toMatchObject({ headers: { 'x-a': 'b' } });
    expect(text(answer)).toBe('taken');
    expect(received[0]).toMatchObject({ method: 'POST', url: '/hook?x=1' });
    expect(received[0]?.body.toString()).toBe('{"ö":1}');
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '8',
      'user-agent': 'test',
      connection: 'close',
      host: new URL(url).host,
    });
  });

  it('that redirects is handed over, not followed', async () => {
    const { url, received } = await serve((response) => {
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await send(url)).toMatchObject({ status: 307, headers: { location: '/elsewhere' } });
    expect(received).toHaveLength(1);
  });

  it('is read up to the limit and no further', async () => {
    const { url } = await serve((response) => {
      response.write('x'.repeat(100_000));
    });
    const answer = await send(url, { maxBytes: 1000 });
    expect(answer).toMatchObject({ end: 'limit' });
    expect(text(answer)).toBe('x'.repeat(1000));
  });

  it('of exactly the limit is whole', async () => {
    const { url } = await serve((response) => response.end('x'.repeat(1000)));
    expect(await send(url, { maxBytes: 1000 })).toMatchObject({ end: 'whole' });
  });

  it('that is cut keeps its status and what came', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('0123', () => response.socket?.destroy());
    });
    const answer = await send(url);
    expect(answer).toMatchObject({ status: 200, end: 'cut' });
    expect(text(answer)).toBe('0123');
  });

  it('that trickles ends with the time of the try', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 5);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    expect(await send(url, { timeoutMs: 1000 })).toMatchObject({ status: 200, end: 'timeout' });
  });
});

describe('no answer', () => {
  it('from a port where nothing listens is refused before anything was sent', async () => {
    const port = await closedPort();
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({
      kind: 'failure',
      phase: 'connect',
      code: 'ECONNREFUSED',
    });
  });

  it('from a name that does not exist is a matter of DNS', async () => {
    const failure = await send('http://does-not-exist.invalid/');
    expect(failure).toMatchObject({ kind: 'failure', phase: 'connect' });
    expect(failure).toHaveProperty('code', expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/));
  });

  it('from a server that hangs up is a cut connection after sending', async () => {
    const { port, close } = await startSocketServer((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    closers.push(close);
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({
      phase: 'answer',
      code: 'ECONNRESET',
    });
  });

  it('from a server that says nothing ends with the time of the try', async () => {
    const { port, close } = await startSocketServer(() => undefined);
    closers.push(close);
    expect(await send(`http://127.0.0.1:${port}/`, { timeoutMs: 1000 })).toMatchObject({
      phase: 'answer',
      code: 'SHIP_GO_TIMEOUT',
      words: 'no answer within 1 s',
    });
  });

  it('within a TLS handshake that hangs was not sent', async () => {
    const { port, close } = await startSocketServer(() => undefined);
    closers.push(close);
    expect(await send(`https://127.0.0.1:${port}/`, { timeoutMs: 1000 })).toMatchObject({
      phase: 'connect',
      code: 'SHIP_GO_TIMEOUT',
      words: 'no connection within 1 s',
    });
  });

  it('from something that is no web server says so', async () => {
    const { port, close } = await startSocketServer((socket) => {
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    closers.push(close);
    expect(await send(`http://127.0.0.1:${port}/`)).toHaveProperty(
      'code',
      expect.stringMatching(/^HPE_/),
    );
  });

  it('over TLS from a server of plain http says so', async () => {
    const { port } = await serve((response) => response.end());
    expect(await send(`https://127.0.0.1:${port}/`)).toMatchObject({
      phase: 'connect',
      code: expect.stringMatching(/^(EPROTO|ERR_SSL_.*)$/),
    });
  });
});

describeWith('openssl')('TLS', () => {
  let folder: TemporaryFolder;
  let authority: Authority;
  let trust: readonly string[];

  beforeAll(async () => {
    folder = await temporaryFolder('wire-');
    authority = await createAuthority(folder.path);
    trust = [await readFile(authority.file, 'utf8')];
  });

  afterAll(() => folder.remove());

  it('reaches a server whose authority is trusted', async () => {
    const pair = await authority.issue('IP:127.0.0.1');
    const { url } = await serve((response) => response.end('secure'), pair);
    expect(text(await send(url, { ca: trust }))).toBe('secure');
  });

  it.each<[string, string, Parameters<Authority['issue']>[1], string]>([
    [
      'an expired certificate',
      'IP:127.0.0.1',
      { from: '20200101000000Z', to: '20200201000000Z' },
      'CERT_HAS_EXPIRED',
    ],
    [
      'a certificate of the future',
      'IP:127.0.0.1',
      { from: '20900101000000Z', to: '20900201000000Z' },
      'CERT_NOT_YET_VALID',
    ],
    [
      'a certificate for another name',
      'DNS:other.example',
      undefined,
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ])('tells %s', async (_name, names, validity, code) => {
    const pair = await authority.issue(names, validity);
    const { url, received } = await serve((response) => response.end(), pair);
    expect(await send(url, { ca: trust })).toMatchObject({ phase: 'connect', code });
    expect(received).toEqual([]);
  });

  it('tells an authority that is not trusted from a certificate that vouches for itself', async () => {
    const foreign = await serve(
      (response) => response.end(),
      await authority.issue('IP:127.0.0.1'),
    );
    expect(await send(foreign.url)).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    const own = await createSelfSigned(path.join(folder.path, 'self'));
    const { url } = await serve((response) => response.end(), own);
    expect(await send(url)).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('is done with the server itself through the tunnel of a proxy', async () => {
    const pair = await authority.issue('DNS:app.example');
    const { port } = await serve((response) => response.end('through'), pair);
    const { proxy, asked } = await startProxy({ 'app.example:443': port });
    const answer = await send('https://app.example/', {
      ca: trust,
      proxy: { ...proxy, authorization: 'Basic bWU6cHc=' },
    });
    expect(text(answer)).toBe('through');
    expect(asked).toEqual(['CONNECT app.example:443 Basic bWU6cHc=']);
  });
});

describe('a proxy', () => {
  it('is asked for the whole address of plain http', async () => {
    const { url, received } = await serve((response) => response.end('forwarded'));
    const { hostname, port, host } = new URL(url);
    const proxy = { protocol: 'http:', hostname, port: Number(port), name: host } as const;
    const answer = await send('http://app.example/x?y', {
      proxy: { ...proxy, authorization: 'Basic bWU6cHc=' },
    });
    expect(text(answer)).toBe('forwarded');
    expect(received[0]).toMatchObject({
      url: 'http://app.example/x?y',
      headers: { host: 'app.example', 'proxy-authorization': 'Basic bWU6cHc=' },
    });
  });

  it('that refuses is named with its answer', async () => {
    const { proxy } = await startProxy({});
    expect(await send('https://app.example/', { proxy })).toMatchObject({
      phase: 'connect',
      code: 'SHIP_GO_PROXY',
      words: `the proxy ${proxy.name} refused to connect to app.example:443: HTTP 407`,
    });
  });

  it('that is not there is told from a server that is not there', async () => {
    const port = await closedPort();
    const name = `127.0.0.1:${port}`;
    const proxy = { protocol: 'http:', hostname: '127.0.0.1', port, name } as const;
    expect(await send('https://app.example/', { proxy })).toMatchObject({
      phase: 'connect',
      code: 'SHIP_GO_PROXY',
      words: expect.stringContaining(`${name}: the connection was refused`),
    });
  });

  it('that hangs ends with the time of the try', async () => {
    const { port, close } = await startSocketServer(() => undefined);
    closers.push(close);
    const proxy = { protocol: 'http:', hostname: '127.0.0.1', port, name: 'p' } as const;
    expect(await send('https://app.example/', { proxy, timeoutMs: 1000 })).toMatchObject({
      phase: 'connect',
      code: 'SHIP_GO_TIMEOUT',
    });
  });
});
