import { ActionError } from '../domain/errors.ts';
import type { Http, HttpRequest, Log } from '../host/host.ts';
import { MOST_DOCUMENT_BYTES } from './base.ts';
import { parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { apiHost, isLoopback } from './reference.ts';
import { type RegistryAnswer, registryError } from './registry-answer.ts';
import { authorize, type TokenParts } from './token-client.ts';

/** One request to a registry. */
export type RegistryCall = Pick<HttpRequest, 'method' | 'headers' | 'body' | 'attempts'> & {
  /** A path such as `/v2/name/manifests/latest`, or an address that the registry gave. */
  readonly url: string;
};

/** A registry for one piece of work: it knows who we are, and tells it to nobody else. */
export interface Registry {
  /** For messages: `ghcr.io`. */
  readonly host: string;
  /** `https://ghcr.io`. */
  readonly origin: string;
  /** Sends a request and returns any answer but 401, which becomes `registry-unauthorized`. */
  send(call: RegistryCall): Promise<RegistryAnswer>;
  /** Streams a body into a new file; hashed on the way. */
  download(
    url: string,
    toFile: string,
    maxBytes: number,
  ): Promise<{ readonly status: number; readonly sizeBytes: number; readonly sha256: string }>;
}

/** What a registry is reached with. */
export interface RegistryParts {
  readonly http: Http;
  readonly log: Pick<Log, 'debug' | 'info'>;
  readonly mask: (secret: string) => void;
  readonly credentials: Credentials | undefined;
  /** What to ask permission for: `repository:name:pull,push`. */
  readonly scopes: readonly string[];
  /** True when plain HTTP is allowed where the registry has no TLS; a loopback address always may. */
  readonly allowHttp: boolean;
}

/**
 * Finds out how a registry (`ghcr.io`, `localhost:5000`) is to be spoken with. Throws {@link ActionError} `network`,
 * `registry-http` (no TLS and not allowed), `no-registry`, or what getting permission throws.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#determining-support
 */
export async function openRegistry(name: string, parts: RegistryParts): Promise<Registry> {
  const host = apiHost(name);
  const mayUseHttp = parts.allowHttp || isLoopback(host);
  const { origin, answer } = await ping(host, mayUseHttp, parts.http);
  const tokens: TokenParts = { ...parts, host: name };
  let authorization = await firstAuthorization(answer, tokens);
  let renewal: Promise<string> | undefined;

  const renew = (refused: RegistryAnswer, used: string | undefined): Promise<string> => {
    // Another request may have renewed it while this one was under way.
    if (authorization !== undefined && authorization !== used)
      return Promise.resolve(authorization);
    renewal ??= authorize(challengesOf(refused), tokens).finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  /** Sends with what proves who we are, anew once when it has run out. Another origin gets none of it. */
  const withProof = async <T extends { readonly status: number }>(
    url: string,
    headers: Readonly<Record<string, string>>,
    send: (url: string, headers: Readonly<Record<string, string>>) => Promise<T>,
    answerOf: (result: T) => RegistryAnswer,
  ): Promise<T> => {
    const target = new URL(url, origin);
    refuseDowngrade(origin, target);
    const isOwn = target.origin === origin;
    const proved = (proof: string | undefined): Readonly<Record<string, string>> =>
      proof === undefined || !isOwn ? headers : { ...headers, authorization: proof };
    const used = authorization;
    const first = await send(target.href, proved(used));
    if (first.status !== 401 || !isOwn) return first;
    authorization = await renew(answerOf(first), used);
    const second = await send(target.href, proved(authorization));
    if (second.status === 401) throw refusedProof(answerOf(second), name, parts.credentials);
    return second;
  };

  return {
    host: name,
    origin,
    send: ({ url, headers = {}, ...call }) =>
      withProof(
        url,
        headers,
        (address, all) =>
          parts.http.bytes({ ...call, url: address, headers: all, maxBytes: MOST_DOCUMENT_BYTES }),
        (answer) => answer,
      ),
    download: (url, toFile, maxBytes) =>
      withProof(
        url,
        {},
        (address, headers) =>
          parts.http.download({ method: 'GET', url: address, headers, toFile, maxBytes }),
        ({ status, headers }) => ({ status, headers, body: new Uint8Array(0) }),
      ),
  };
}

function challengesOf({ headers }: RegistryAnswer): ReturnType<typeof parseChallenges> {
  return parseChallenges(headers['www-authenticate'] ?? '');
}

async function firstAuthorization(
  answer: RegistryAnswer,
  tokens: TokenParts,
): Promise<string | undefined> {
  if (answer.status === 401) return authorize(challengesOf(answer), tokens);
  if (answer.status < 300) return undefined;
  if (answer.status !== 404) throw registryError(answer, 'reach the registry', tokens.host);
  throw new ActionError({
    code: 'no-registry',
    message: `${tokens.host} is no container registry: it does not know /v2/`,
    hint: 'Check the host in "image" and "base".',
  });
}

interface Ping {
  readonly origin: string;
  readonly answer: RegistryAnswer;
}

async function ping(host: string, mayUseHttp: boolean, http: Http): Promise<Ping> {
  const get = (origin: string, attempts?: number): Promise<RegistryAnswer> =>
    http.bytes({
      method: 'GET',
      url: `${origin}/v2/`,
      ...(attempts === undefined ? {} : { attempts }),
    });
  const secure = `https://${host}`;
  try {
    return { origin: secure, answer: await get(secure, mayUseHttp ? 1 : undefined) };
  } catch (error) {
    const isPlain = error instanceof ActionError && speaksNoTls(error.cause);
    const isLocal = isLoopback(host);
    if (!isPlain && !isLocal) throw error;
    if (isPlain && !mayUseHttp) throw noTls(host, error);
    if (!isPlain && isCertificateError(error)) throw error;
    const plain = `http://${host}`;
    return { origin: plain, answer: await get(plain) };
  }
}

/** OpenSSL's words for an answer that is no TLS. A refused certificate is not among them. */
function speaksNoTls(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === 'EPROTO' || code.startsWith('ERR_SSL_');
}

function isCertificateError(error: unknown): boolean {
  const code = error instanceof ActionError ? codeOf(error.cause) : '';
  return /CERT|ISSUER|SIGNATURE|ALTNAME/.test(code);
}

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return String(cause.code);
}

function noTls(host: string, cause: unknown): ActionError {
  return new ActionError({
    code: 'registry-http',
    message: `${host} does not speak TLS`,
    hint: 'Credentials and images would travel in the clear. If that network is yours, set `allow-http: true`.',
    cause,
  });
}

/** Content that a registry serves over TLS does not leave it for plain HTTP. */
function refuseDowngrade(origin: string, target: URL): void {
  if (target.protocol === 'https:' || !origin.startsWith('https:')) return;
  throw new ActionError({
    code: 'registry-downgrade',
    message: `The registry at ${origin} sent us to ${target.origin}, which has no TLS`,
    hint: 'A proxy in front of the registry hides that it serves https: let it send X-Forwarded-Proto.',
  });
}

function refusedProof(
  answer: RegistryAnswer,
  host: string,
  credentials: Credentials | undefined,
): ActionError {
  const who = credentials === undefined ? 'without credentials' : 'with these credentials';
  return registryError(answer, `work on ${host} ${who}`, host);
}
