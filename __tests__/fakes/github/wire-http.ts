import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Reply } from './exchange.ts';

/** A listening server on the loopback interface. */
export interface Listening {
  readonly server: Server;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
}

/** Starts a server on a free port. */
export async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  // A client that was held up may come back late on the same connection.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

/** Ends a server at once, its open connections included. */
export async function stop({ server }: Listening): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeAllConnections();
  await closed;
}

/** The body's bytes; undefined when the client went away before it was complete. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) {
      if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return request.complete ? Buffer.concat(chunks) : undefined;
}

function payloadOf(reply: Reply): Buffer {
  if (reply.bytes !== undefined) return Buffer.from(reply.bytes);
  return reply.json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(reply.json));
}

/** Sends a reply. `cut` sends its headers and only the first half of its body, then drops the connection. */
export function send(response: ServerResponse, reply: Reply, cut = false): void {
  const payload = payloadOf(reply);
  const type =
    reply.json === undefined ? 'application/octet-stream' : 'application/json; charset=utf-8';
  response.writeHead(reply.status, {
    server: 'github.com',
    ...(payload.byteLength === 0 ? {} : { 'content-type': type }),
    ...(reply.status === 204 ? {} : { 'content-length': payload.byteLength }),
    ...reply.headers,
  });
  if (!cut) {
    response.end(payload);
    return;
  }
  response.write(payload.subarray(0, Math.floor(payload.byteLength / 2)), () => {
    response.destroy();
  });
}

/** Cuts the connection without an answer. */
export function drop(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}
