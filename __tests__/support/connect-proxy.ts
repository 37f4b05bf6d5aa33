import http from 'node:http';
import net from 'node:net';

/** A proxy on 127.0.0.1 that tunnels to other machines, all of which are this one. */
export interface ConnectProxy {
  readonly port: number;
  /** What it was asked for: `CONNECT host:port` and the login. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts one that leads `host:port` to the given ports of this machine, and answers 407 for others. */
export async function startConnectProxy(
  routes: Readonly<Record<string, number>>,
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer((_request, response) => {
    response.writeHead(407).end();
  });
  server.on('connection', (socket: net.Socket) => sockets.add(socket));
  server.on('connect', (request, client: net.Socket) => {
    const target = request.url ?? '';
    const login = request.headers['proxy-authorization'] ?? '';
    asked.push(`CONNECT ${target} ${login}`.trimEnd());
    client.on('error', () => undefined);
    const port = routes[target];
    if (port === undefined) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const upstream = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    port: (server.address() as net.AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        // A tunnel is no connection of HTTP any more, so the server itself forgets it.
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
