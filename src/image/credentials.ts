/** What proves to a registry who we are. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A refresh token of OAuth 2, which some clouds' logins leave. */
  | { readonly kind: 'identity-token'; readonly token: string };

/** Where docker's configuration says that credentials are. */
export type CredentialSource =
  | { readonly kind: 'stored'; readonly credentials: Credentials }
  | { readonly kind: 'helper'; readonly helper: string; readonly server: string }
  | { readonly kind: 'none' };

/** The name that docker keeps Docker Hub under. */
const HUB_KEY = 'https://index.docker.io/v1/';
/** What a credential helper answers as the user's name when the secret is an identity token. */
const TOKEN_USER = '<token>';

/**
 * Looks a registry up in the text of docker's `config.json`: its own helper, then stored entries, then the
 * common store, as docker does. A text that is no JSON object holds nothing.
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export function findCredentials(config: string, registry: string): CredentialSource {
  const value = parseObject(config);
  const server = registry === 'docker.io' ? HUB_KEY : registry;
  const helper = textOf(objectOf(value['credHelpers'])[registry]);
  if (helper !== undefined) return { kind: 'helper', helper, server };
  const auths = objectOf(value['auths']);
  const key = Object.keys(auths).find((one) => hostOf(one) === hostOf(server));
  const stored = key === undefined ? undefined : storedCredentials(objectOf(auths[key]));
  if (stored !== undefined) return { kind: 'stored', credentials: stored };
  const store = textOf(value['credsStore']);
  // A login leaves an empty entry where the store has the secret.
  if (store !== undefined) return { kind: 'helper', helper: store, server: key ?? server };
  return { kind: 'none' };
}

/** Reads the answer of a credential helper's `get`. Undefined when it holds no credentials. */
export function parseHelperAnswer(answer: string): Credentials | undefined {
  const value = parseObject(answer);
  const [username, secret] = [textOf(value['Username']), textOf(value['Secret'])];
  if (username === undefined || secret === undefined) return undefined;
  if (username === TOKEN_USER) return { kind: 'identity-token', token: secret };
  return { kind: 'password', username, password: secret };
}

/** The value of an `Authorization` header. @see https://www.rfc-editor.org/rfc/rfc7617 */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function storedCredentials(entry: Readonly<Record<string, unknown>>): Credentials | undefined {
  const token = textOf(entry['identitytoken']);
  if (token !== undefined) return { kind: 'identity-token', token };
  const packed = textOf(entry['auth']);
  const plain = packed === undefined ? '' : Buffer.from(packed, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  const username = colon > 0 ? plain.slice(0, colon) : textOf(entry['username']);
  const password =
    colon > 0 ? plain.slice(colon + 1).replace(/\0+$/, '') : textOf(entry['password']);
  if (username === undefined || password === undefined || password === '') return undefined;
  return { kind: 'password', username, password };
}

/** The host in a key, which may be an address: `https://ghcr.io/v2/`. */
function hostOf(key: string): string {
  const host =
    key
      .replace(/^https?:\/\//, '')
      .split('/')[0]
      ?.toLowerCase() ?? '';
  return host === 'docker.io' || host === 'registry-1.docker.io' ? 'index.docker.io' : host;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
