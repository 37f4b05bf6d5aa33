import { ActionError } from '../domain/errors.ts';
import type { Http } from '../host/host.ts';
import { type Challenge, tokenUrl } from './challenge.ts';
import { basicAuthorization, type Credentials } from './credentials.ts';
import { isLoopback } from './reference.ts';
import { registryError } from './registry-answer.ts';

/** What getting permission needs. */
export interface TokenParts {
  readonly http: Http;
  readonly mask: (secret: string) => void;
  readonly credentials: Credentials | undefined;
  readonly scopes: readonly string[];
  /** The registry, for messages. */
  readonly host: string;
  /** True when a token service without TLS is allowed, too; one on loopback always is. */
  readonly allowHttp: boolean;
}

const CLIENT_ID = 'ship-go';

/**
 * The value of an `Authorization` header that answers a registry's challenges; masked before it is returned.
 * Throws {@link ActionError} `registry-unauthorized`, `registry-challenge` or `network`.
 */
export async function authorize(
  challenges: readonly Challenge[],
  parts: TokenParts,
): Promise<string> {
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer !== undefined) return bearerAuthorization(bearer, parts);
  if (!challenges.some(({ scheme }) => scheme === 'basic')) {
    const offered = challenges.map(({ scheme }) => scheme).join(', ');
    throw badChallenge(parts.host, `asks for ${offered === '' ? 'nothing known' : offered}`);
  }
  const { credentials, host } = parts;
  if (credentials?.kind !== 'password') throw needsCredentials(host);
  return basic(credentials, parts);
}

function basic(
  { username, password }: Extract<Credentials, { readonly kind: 'password' }>,
  { mask }: TokenParts,
): string {
  const value = basicAuthorization(username, password);
  mask(value.slice('Basic '.length));
  return value;
}

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
async function bearerAuthorization(challenge: Challenge, parts: TokenParts): Promise<string> {
  const { credentials, host, http, mask } = parts;
  const url = tokenUrl(challenge, parts.scopes);
  if (url === undefined) throw badChallenge(host, 'names no address to get a token at');
  refuseOpenRealm(url, parts);
  const answer =
    credentials?.kind === 'identity-token'
      ? await refresh(url, credentials.token, http)
      : await http.bytes({
          method: 'GET',
          url: url.href,
          ...(credentials === undefined
            ? {}
            : { headers: { authorization: basic(credentials, parts) } }),
        });
  if (answer.status !== 200) {
    const what = `get permission for ${parts.scopes.join(' ')} from ${url.host}`;
    throw registryError(answer, what, host);
  }
  const token = tokenIn(Buffer.from(answer.body).toString('utf8'));
  if (token === undefined) throw badChallenge(host, `and ${url.host} gave no token`);
  mask(token);
  return `Bearer ${token}`;
}

/** @see https://distribution.github.io/distribution/spec/auth/oauth/ */
function refresh(url: URL, token: string, http: Http): ReturnType<Http['bytes']> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: CLIENT_ID,
    refresh_token: token,
    service: url.searchParams.get('service') ?? '',
    scope: url.searchParams.getAll('scope').join(' '),
  });
  return http.bytes({
    method: 'POST',
    url: url.origin + url.pathname,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    // Asking for a token twice does no harm.
    attempts: 4,
  });
}

function tokenIn(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map(Object.entries(value));
  const token: unknown = fields.get('token') ?? fields.get('access_token');
  // Anything else could end the header and begin another.
  return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}

/** A password does not go to an address without TLS, whatever the registry says. */
function refuseOpenRealm(url: URL, { host, allowHttp }: TokenParts): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && (allowHttp || isLoopback(url.host))) return;
  throw badChallenge(host, `sends us to ${url.origin} for a token, which has no TLS`);
}

function needsCredentials(host: string): ActionError {
  return new ActionError({
    code: 'registry-unauthorized',
    message: `${host} wants a user name and a password, and none were found`,
    hint: 'Give "registry-username" and "registry-password", or log in with docker/login-action before this step.',
  });
}

function badChallenge(host: string, what: string): ActionError {
  return new ActionError({
    code: 'registry-challenge',
    message: `The registry ${host} ${what}`,
    hint: 'Check the address of the registry; Basic and Bearer over https are understood.',
  });
}
