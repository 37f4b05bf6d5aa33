import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServedFile } from '../fakes/go-proxy.ts';
import { createAuthority } from '../support/certificates.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';

/** The hosts where Go's versions are listed, as this machine's stand-ins. */
const HOSTS = ['go.dev', 'raw.githubusercontent.com'] as const;

/** Stand-ins for hosts whose addresses are built in: behind a proxy, with certificates of an authority of our own. */
export interface Internet {
  /** The job's `env:` that leads there, and nowhere else. */
  readonly env: Readonly<Record<string, string>>;
  /** `host/path?query` → what is answered; a list is answered in turn, its last for ever. Others are 404. */
  readonly files: Map<string, ServedFile | ServedFile[]>;
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** Starts it; `folder` gets the authority's files. */
export async function startInternet(folder: string): Promise<Internet> {
  const authority = await createAuthority(folder);
  const pair = await authority.issue(HOSTS.map((host) => `DNS:${host}`).join(','));
  const files: Internet['files'] = new Map();
  const requests: Internet['requests'] = [];
  const server = createServer(pair, (request, response) => {
    const path = `${request.headers.host ?? ''}${request.url ?? ''}`;
    requests.push({ path, authorization: request.headers.authorization });
    const found = files.get(path) ?? 404;
    const file = Array.isArray(found)
      ? ((found.length > 1 ? found.shift() : found[0]) ?? 404)
      : found;
    if (typeof file === 'number') response.writeHead(file).end();
    else response.writeHead(200, { 'content-length': Buffer.byteLength(file) }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy = await startConnectProxy(
    Object.fromEntries(HOSTS.map((host) => [`${host}:443`, port])),
  );
  const address = `http://127.0.0.1:${proxy.port}`;
  return {
    env: {
      ...{ HTTPS_PROXY: address, https_proxy: address, NO_PROXY: '', no_proxy: '' },
      NODE_EXTRA_CA_CERTS: authority.file,
    },
    files,
    requests,
    async close() {
      await proxy.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
