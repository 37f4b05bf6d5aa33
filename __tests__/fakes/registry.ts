import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// A container registry with its state in memory and faults on demand, by the OCI distribution specification
// (https://github.com/opencontainers/distribution-spec/blob/main/spec.md). Real registries are used
// where they can be made to behave so; this one is for what they do only on a bad day.

/** How the registry wants to be asked. */
export type RegistryAccess =
  | { readonly kind: 'open' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'bearer';
      readonly username: string;
      readonly password: string;
      /** Requests that one token is good for. Default: any number. */
      readonly tokenUses?: number;
      /** The address in the challenge, where it is not this server's own. */
      readonly realm?: string;
    };

/** One request as it came. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

/** What a fault does to a request: another answer, or a connection that ends without one. */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  /** Ends the connection before the body is read. */
  | 'cut'
  /** Does what was asked, and ends the connection before the answer. */
  | 'lose-answer';

export interface RegistryOptions {
  readonly access?: RegistryAccess;
  /** Asked for every request but those for tokens; `undefined` serves it as usual. */
  readonly fault?: (request: {
    readonly method: string;
    readonly url: string;
  }) => Fault | undefined;
  /** Origin of another server that uploads are sent to; see {@link FakeRegistry.acceptElsewhere}. */
  readonly uploadsTo?: string;
  /** What `Docker-Content-Digest` says. Default `right`. */
  readonly digestHeader?: 'right' | 'wrong' | 'none';
  /** Changes the bytes of manifests as they are stored. */
  readonly garble?: boolean;
  /** False answers a mount as a registry without that feature. Default true. */
  readonly mounts?: boolean;
}

export interface FakeRegistry {
  /** `localhost:<port>`. */
  readonly host: string;
  readonly origin: string;
  readonly requests: SeenRequest[];
  /** Content by `<repository>@<digest>`. */
  readonly blobs: Map<string, Buffer>;
  /** Manifests by `<repository>:<tag>` and `<repository>@<digest>`. */
  readonly manifests: Map<string, { readonly mediaType: string; readonly bytes: Buffer }>;
  readonly tokensGiven: string[];
  /** Stores what another server received for an upload address of this one. */
  acceptElsewhere(url: string, body: Buffer): boolean;
  close(): Promise<void>;
}

export function sha256(bytes: Buffer | string): `sha256:${string}` {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Starts a registry on loopback, without TLS. */
export async function startRegistry(options: RegistryOptions = {}): Promise<FakeRegistry> {
  const requests: SeenRequest[] = [];
  const blobs: FakeRegistry['blobs'] = new Map();
  const manifests: FakeRegistry['manifests'] = new Map();
  const uploads = new Map<string, string>();
  const tokens = new Map<string, number>();
  const tokensGiven: string[] = [];
  let origin = '';

  const finishUpload = (url: string, body: Buffer): { status: number; digest: string } => {
    const { pathname, searchParams } = new URL(url, origin);
    const id = pathname.split('/').at(-1) ?? '';
    const repository = uploads.get(id);
    const digest = searchParams.get('digest') ?? '';
    // The state must come back byte for byte, as signed addresses must.
    if (repository === undefined || !url.includes('?_state=a%2Fb=='))
      return { status: 404, digest };
    uploads.delete(id);
    if (sha256(body) !== digest) return { status: 400, digest };
    blobs.set(`${repository}@${digest}`, body);
    return { status: 201, digest };
  };

  const allowed = ({ authorization = '' }: SeenRequest): boolean => {
    const access = options.access ?? { kind: 'open' };
    if (access.kind === 'open') return true;
    if (access.kind === 'basic') return authorization === basic(access);
    const token = authorization.replace('Bearer ', '');
    const left = tokens.get(token) ?? 0;
    tokens.set(token, left - 1);
    return left > 0;
  };

  const challenge = (): string => {
    const access = options.access;
    if (access?.kind !== 'bearer') return 'Basic realm="fake"';
    return `Bearer realm="${access.realm ?? `${origin}/token`}",service="fake",scope="ignored, comma"`;
  };

  const giveToken = (seen: SeenRequest, response: ServerResponse): void => {
    const access = options.access;
    if (access?.kind !== 'bearer' || !seenAllowed(seen, access)) {
      reply(response, 401, {}, errorBody('UNAUTHORIZED', 'bad credentials'));
      return;
    }
    const token = randomUUID();
    tokensGiven.push(token);
    tokens.set(token, access.tokenUses ?? Infinity);
    reply(response, 200, {}, JSON.stringify({ token, expires_in: 300 }));
  };

  const serve = (seen: SeenRequest, response: ServerResponse): void => {
    const { method, url, body } = seen;
    const { pathname, searchParams } = new URL(url, origin);
    if (pathname === '/v2/') {
      reply(response, 200);
      return;
    }
    const [, repository = '', kind = '', rest = ''] =
      /^\/v2\/(.+?)\/(blobs|manifests)\/(.*)$/.exec(pathname) ?? [];
    if (kind === 'manifests') {
      serveManifest({ method, repository, reference: rest, body }, response, seen);
    } else if (rest.startsWith('uploads/') && method === 'POST') {
      beginUpload(repository, searchParams, response);
    } else if (rest.startsWith('uploads/')) {
      const { status, digest } = finishUpload(url, body);
      const text = status === 400 ? errorBody('DIGEST_INVALID', 'other content') : '';
      reply(response, status, status === 201 ? digestHeader(digest) : {}, text);
    } else {
      const blob = blobs.get(`${repository}@${rest}`);
      if (blob === undefined) reply(response, 404, {}, errorBody('BLOB_UNKNOWN', 'not here'));
      else reply(response, 200, {}, method === 'HEAD' ? '' : blob);
    }
  };

  const digestHeader = (digest: string): Record<string, string> => {
    if (options.digestHeader === 'none') return {};
    const wrong = options.digestHeader === 'wrong';
    return { 'docker-content-digest': wrong ? sha256('something else') : digest };
  };

  const beginUpload = (
    repository: string,
    query: URLSearchParams,
    response: ServerResponse,
  ): void => {
    const [mount, from] = [query.get('mount'), query.get('from')];
    const known = blobs.get(`${from ?? ''}@${mount ?? ''}`);
    if (known !== undefined && options.mounts !== false) {
      blobs.set(`${repository}@${mount ?? ''}`, known);
      reply(response, 201);
      return;
    }
    const id = randomUUID();
    uploads.set(id, repository);
    const place = `/v2/${repository}/blobs/uploads/${id}?_state=a%2Fb==`;
    reply(response, 202, { location: `${options.uploadsTo ?? ''}${place}` });
  };

  const serveManifest = (
    {
      method,
      repository,
      reference,
      body,
    }: Record<'method' | 'repository' | 'reference', string> & {
      readonly body: Buffer;
    },
    response: ServerResponse,
    seen: SeenRequest & { readonly contentType?: string },
  ): void => {
    const keyOf = (name: string): string =>
      `${repository}${name.startsWith('sha256:') ? '@' : ':'}${name}`;
    if (method === 'PUT') {
      const bytes = options.garble === true ? Buffer.concat([body, Buffer.from('\n')]) : body;
      const stored = { mediaType: seen.contentType ?? '', bytes };
      manifests.set(keyOf(reference), stored);
      manifests.set(keyOf(sha256(bytes)), stored);
      reply(response, 201, digestHeader(sha256(body)));
      return;
    }
    const found = manifests.get(keyOf(reference));
    if (found === undefined) {
      reply(response, 404, {}, errorBody('MANIFEST_UNKNOWN', 'not here'));
      return;
    }
    const headers = { 'content-type': found.mediaType, ...digestHeader(sha256(found.bytes)) };
    reply(response, 200, headers, method === 'HEAD' ? '' : found.bytes);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const isToken = url.startsWith('/token');
    const fault = isToken ? undefined : options.fault?.({ method, url });
    if (fault === 'cut') {
      requests.push({ method, url, authorization: headers.authorization, body: Buffer.alloc(0) });
      request.socket.destroy();
      return;
    }
    const body = await readAll(request);
    const seen = { method, url, authorization: headers.authorization, body };
    requests.push(seen);
    if (fault === 'lose-answer') {
      response.end = () => {
        request.socket.destroy();
        return response;
      };
    } else if (fault !== undefined) {
      reply(response, fault.status, fault.headers, fault.body);
      return;
    }
    if (isToken) giveToken(seen, response);
    else if (!allowed(seen)) reply(response, 401, { 'www-authenticate': challenge() });
    else serve({ ...seen, ...contentType(headers['content-type']) }, response);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  origin = `http://${host}`;
  return {
    host,
    origin,
    requests,
    blobs,
    manifests,
    tokensGiven,
    acceptElsewhere: (url, body) => finishUpload(url, body).status === 201,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The header of a user. */
export function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function seenAllowed(
  { authorization, body, method }: SeenRequest,
  access: { readonly username: string; readonly password: string },
): boolean {
  if (method !== 'POST') return authorization === basic(access);
  const form = new URLSearchParams(body.toString());
  return (
    form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === access.password
  );
}

function contentType(value: string | undefined): { readonly contentType?: string } {
  return value === undefined ? {} : { contentType: value };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function errorBody(code: string, message: string): string {
  return JSON.stringify({ errors: [{ code, message }] });
}

function reply(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
