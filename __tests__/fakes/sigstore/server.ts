import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { createAuthority } from './certificates.ts';
import { createSigningServices, type JobIdentity } from './signing-services.ts';

const HOSTS = [
  'token.actions.githubusercontent.com',
  'fulcio.sigstore.dev',
  'rekor.sigstore.dev',
  'fulcio.githubapp.com',
  'timestamp.githubapp.com',
];

/** What GitHub's attestations API was given. */
export interface StoredAttestation {
  readonly repository: string;
  readonly bundle: unknown;
}

/** The services behind one attesting job, on loopback. */
export interface SigstoreStandIn {
  /** ACTIONS_ID_TOKEN_REQUEST_URL. */
  readonly idTokenUrl: string;
  /** An API that keeps attestations, and hands everything else to the releases stand-in. */
  readonly apiUrl: string;
  /** HTTPS_PROXY and the CA that make the services' real names lead here. */
  readonly env: Readonly<Record<string, string>>;
  readonly stored: readonly StoredAttestation[];
  /** `host /path` of every request to a signing service. */
  readonly asked: readonly string[];
  /** Entries in the transparency log. */
  readonly logged: number;
  close(): Promise<void>;
}

/** How the stand-in behaves. */
export interface SigstoreOptions {
  readonly identity: JobIdentity;
  /** The releases stand-in's API. */
  readonly apiUrl: string;
  /** Folder for the CA file. */
  readonly folder: string;
  /** What the attestations API says instead of storing. */
  readonly refuses?: { readonly status: number; readonly message: string };
  /** A host that answers 503. */
  readonly down?: string;
  /** Called when an attestation is stored. */
  readonly onStored?: () => void;
}

/**
 * Starts the stand-ins. The library has the services' names built in, so a proxy for HTTPS leads them
 * to a server here, whose certificate a CA of the test vouches for. Other hosts are passed through.
 */
export async function startSigstore(options: SigstoreOptions): Promise<SigstoreStandIn> {
  const authority = createAuthority('Signing services of a test');
  const services = createSigningServices(authority, options.identity);
  const caFile = path.join(options.folder, 'signing-ca.pem');
  await writeFile(caFile, authority.pem);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const stored: StoredAttestation[] = [];
  const asked: string[] = [];
  const tls = https.createServer(
    {
      key: privateKey.export({ format: 'pem', type: 'pkcs8' }),
      cert: authority.certify(publicKey, { dns: HOSTS }),
    },
    (request, response) => {
      void bodyOf(request).then((body) => {
        const host = (request.headers.host ?? '').replace(/:\d+$/, '');
        const route = (request.url ?? '').split('?')[0] ?? '';
        asked.push(`${host} ${route}`);
        const answer =
          host === options.down
            ? { status: 503, body: '{"message":"try again later"}' }
            : services.answer(host, route, body.toString());
        response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json' });
        response.end(answer?.body ?? '{"message":"no such path"}');
      });
    },
  );
  const front = http.createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname === '/id-token') {
      const audience = url.searchParams.get('audience') ?? '';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ value: services.idToken(audience) }));
      return;
    }
    const repository = /^\/repos\/([^/]+\/[^/]+)\/attestations$/.exec(url.pathname)?.[1];
    if (repository === undefined || request.method !== 'POST') {
      passOn(request, response, options.apiUrl);
      return;
    }
    void bodyOf(request).then((body) => {
      const { status, message } = options.refuses ?? { status: 201, message: '' };
      if (status === 201) options.onStored?.();
      if (status === 201)
        stored.push({ repository, ...(JSON.parse(body.toString()) as { bundle: unknown }) });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 201 ? { id: 4711 } : { message }));
    });
  });
  const tlsPort = await listen(tls);
  const tunnels = new Set<Socket>();
  front.on('connect', (request, socket: Socket) => {
    const [host = '', port = '443'] = (request.url ?? '').split(':');
    const target = HOSTS.includes(host)
      ? net.connect(tlsPort, '127.0.0.1')
      : net.connect(Number(port), host);
    for (const end of [socket, target]) {
      tunnels.add(end);
      end.on('error', () => {
        socket.destroy();
        target.destroy();
      });
    }
    target.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
  });
  const origin = `http://127.0.0.1:${await listen(front)}`;
  return {
    idTokenUrl: `${origin}/id-token?api-version=2.0`,
    apiUrl: origin,
    env: { HTTPS_PROXY: origin, NODE_EXTRA_CA_CERTS: caFile },
    stored,
    asked,
    get logged() {
      return services.logged;
    },
    close: async () => {
      for (const socket of tunnels) socket.destroy();
      await Promise.all([stop(tls), stop(front)]);
    },
  };
}

/** Hands a request to the releases stand-in as it is, and its answer back. */
function passOn(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  apiUrl: string,
): void {
  const target = new URL(`${apiUrl}${request.url ?? ''}`);
  const headers = { ...request.headers, host: target.host };
  const onward = http.request(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function listen(server: http.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stop(server: http.Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
