import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a path is answered with: content, or a bare status. */
export type ServedFile = string | Uint8Array | number;

/** A static file server on loopback: a GOPROXY or a release-list mirror is nothing more (go.dev/ref/mod#goproxy-protocol). */
export interface FakeGoProxy {
  /** Without a trailing slash. */
  readonly url: string;
  /** Paths without their leading slash, queries included, as in `?mode=json&include=all`. Others are 404. */
  readonly files: Map<string, ServedFile>;
  /** Every request so far: path, and the headers it came with. */
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** Starts a server that serves `files`, which may change while it runs. */
export async function startGoProxy(files = new Map<string, ServedFile>()): Promise<FakeGoProxy> {
  const requests: FakeGoProxy['requests'] = [];
  const server = createServer((request, response) => {
    const path = decodeURI((request.url ?? '/').slice(1));
    requests.push({ path, authorization: request.headers.authorization });
    const file = files.get(path) ?? 404;
    if (typeof file === 'number') response.writeHead(file).end();
    else response.writeHead(200, { 'content-length': Buffer.byteLength(file) }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    files,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
