import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Http } from '../../src/host/host.ts';
import { createHttp } from '../../src/host/http.ts';
import { proxyAwareAgents } from '../../src/host/http-exchange.ts';
import { environmentProxy } from '../../src/host/proxy.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';

const PROXY_VARIABLES = [
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
];

const before = { ...process.env };
const closers: (() => Promise<void>)[] = [];
let tries: number;
let http: Http;
beforeEach(() => {
  for (const name of PROXY_VARIABLES) Reflect.deleteProperty(process.env, name);
  tries = 1;
  const ignore = (): void => undefined;
  http = createHttp({
    userAgent: 'ship-go-test',
    agents: proxyAwareAgents(),
    clock: {
      now: () => Date.now(),
      random: () => 0,
      sleep: () => {
        tries += 1;
        return Promise.resolve();
      },
    },
    log: {
      ...{ info: ignore, debug: ignore, notice: ignore, warning: ignore, untrusted: ignore },
      group: (_title, work) => work(),
    },
  });
});
afterEach(async () => {
  Object.assign(process.env, before);
  for (const close of closers.splice(0)) await close();
});

/** A server of plain TCP; returns its port. */
async function listen(talk: (socket: net.Socket) => void): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  );
  return (server.address() as AddressInfo).port;
}

const get = (url: string, attempts = 1): Promise<unknown> =>
  http.text({ method: 'GET', url, attempts, idleTimeoutMs: 200, deadlineMs: 10_000 });

describe('no answer', () => {
  it('from a name that nobody has is a matter of DNS', async () => {
    await expect(get('https://nobody.invalid/')).rejects.toThrow(
      /^No answer from nobody\.invalid: its name .* \(DNS\) \((ENOTFOUND|EAI_AGAIN)\)$/,
    );
  });

  it('over TLS from a server of plain http says so, and not what OpenSSL says', async () => {
    const port = await listen((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'),
    );
    await expect(get(`https://127.0.0.1:${port}/`)).rejects.toThrow(
      /the TLS handshake failed, as with .* plain http on that port \(EPROTO\)$/,
    );
  });
});

describe('a proxy', () => {
  it('carries http and https in tunnels, with its login', async () => {
    const server = createServer((_request, response) => response.end('through'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = await startConnectProxy({ 'mirror.example:80': port });
    closers.push(
      proxy.close,
      () =>
        new Promise((done) =>
          server.close(() => {
            done();
          }),
        ),
    );
    process.env['HTTP_PROXY'] = `http://me:p%40w@127.0.0.1:${proxy.port}`;
    const answers = [await get('http://mirror.example/a'), await get('http://mirror.example/b')];
    expect(answers).toMatchObject([{ body: 'through' }, { body: 'through' }]);
    const login = Buffer.from('me:p@w').toString('base64');
    // The tunnel is kept for the second request.
    expect(proxy.asked).toEqual([`CONNECT mirror.example:80 Basic ${login}`]);
    server.closeAllConnections();
  });

  it('that refuses is named, with its answer', async () => {
    const proxy = await startConnectProxy({});
    closers.push(proxy.close);
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${proxy.port}`;
    await expect(get('https://go.example/')).rejects.toThrow(
      `No answer from go.example: the proxy 127.0.0.1:${proxy.port} refused to connect to go.example:443: HTTP 407`,
    );
  });

  it('that is not there is told from a server that is not there', async () => {
    const port = await listen(() => undefined);
    for (const close of closers.splice(0)) await close();
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${port}`;
    await expect(get('https://go.example/', 3)).rejects.toThrow(
      `No answer from go.example after 3 tries: no answer from the proxy 127.0.0.1:${port}: the connection was refused (ECONNREFUSED)`,
    );
    expect(tries).toBe(3);
  });

  it('that takes the connection and says nothing is given up like a server that does (pain 19)', async () => {
    const port = await listen(() => undefined);
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${port}`;
    await expect(get('https://go.example/')).rejects.toThrow(/no connection within 200 ms$/);
  });

  it.each([
    ['proxy.example:3128', 'proxy.example:3128', undefined],
    ['http://proxy.example:3128', 'proxy.example:3128', undefined],
    ['me:p%40w@proxy.example:3128', 'proxy.example:3128', 'me:p@w'],
    ['me:p%ss@proxy.example:3128', 'proxy.example:3128', 'me:p%ss'],
  ])('may be written %s', (text, name, login) => {
    process.env['HTTPS_PROXY'] = text;
    const authorization =
      login === undefined
        ? {}
        : { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
    expect(environmentProxy(new URL('https://go.example/'))).toEqual({
      ...{ protocol: 'http:', hostname: 'proxy.example', port: 3128, name },
      ...authorization,
    });
  });
});

describe('a file that cannot be written', () => {
  it('is no fault of the server: its own error comes through, and there is no second try', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'http-'));
    const server = createServer((_request, response) => response.end('bytes'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(
      () =>
        new Promise((done) =>
          server.close(() => {
            done();
          }),
        ),
      () => rm(folder, { recursive: true }),
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const toFile = path.join(folder, 'missing/file');
    await expect(http.download({ method: 'GET', url, toFile })).rejects.toMatchObject({
      ...{ code: 'ENOENT', syscall: 'open' },
    });
    expect(tries).toBe(1);
    expect(await readdir(folder)).toEqual([]);
    server.closeAllConnections();
  });
});
