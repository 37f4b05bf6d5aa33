import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https, { type ServerOptions } from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';

/** One request as a server under test received it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A server on 127.0.0.1. */
export interface WebServer {
  /** `http://127.0.0.1:1234`, or https with TLS options. */
  readonly url: string;
  readonly port: number;
  /** What it was asked, in order. */
  readonly received: readonly Received[];
  readonly close: () => Promise<void>;
}

/** Answers one request; `count` is 1 for the first. */
export type Answer = (response: ServerResponse, request: Received, count: number) => void;

/** Starts a server that reads each request whole and then answers. */
export async function startWebServer(answer: Answer, options?: ServerOptions): Promise<WebServer> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks) };
      received.push(one);
      answer(response, one, received.length);
    });
  };
  const server =
    options === undefined ? http.createServer(listener) : https.createServer(options, listener);
  const { port, close } = await listen(server);
  const scheme = options === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    received,
    close: async () => {
      server.closeAllConnections();
      await close();
    },
  };
}

/** Starts a server below HTTP, which does with each connection what it likes. */
export async function startSocketServer(
  onConnection: (socket: Socket) => void,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  const { port, close } = await listen(server);
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await close();
    },
  };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const { port, close } = await startSocketServer(() => undefined);
  await close();
  return port;
}

async function listen(server: net.Server): Promise<{ port: number; close: () => Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
