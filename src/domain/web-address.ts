import { ActionError } from './errors.ts';
import { isSecretName } from './secret-name.ts';

/** An address of the web that a user named. */
export interface WebAddress {
  /** What is requested: no user, no password, no fragment. */
  readonly url: string;
  /** What may be shown: without the query too, which can hold a secret. */
  readonly printable: string;
  /** `Basic …` for the user and password of the address; absent where it has none. */
  readonly authorization?: string;
  /** Texts of the address that must be masked. */
  readonly secrets: readonly string[];
  /** True for http to another machine: everything can be read on the way. */
  readonly exposed: boolean;
}

/**
 * Reads an `https:` address; `http:` only for this machine itself, or anywhere with `allowHttp`.
 * Throws {@link ActionError} `bad-url` or `insecure-url`, neither of which shows a secret part.
 */
export function parseWebAddress(input: string, text: string, allowHttp: boolean): WebAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new ActionError({
      code: 'bad-url',
      message: `Input "${input}" does not take "${withoutSecrets(text)}", which is no https address`,
      hint: 'Write the whole address, such as https://example.com/path.',
    });
  }
  const exposed = url.protocol === 'http:' && !isLoopback(url.hostname);
  if (exposed && !allowHttp) {
    throw new ActionError({
      code: 'insecure-url',
      message: `Input "${input}" is ${printableUrl(url)}, and http can be read and changed on the way`,
      hint: 'Use https, or set "allow-http" to true where the network itself is trusted.',
    });
  }
  return describe(url, exposed);
}

/** An address for logs: no user, no password, no query, no fragment. */
export function printableUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** True for names and addresses of this machine itself (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopback(hostname: string): boolean {
  return (
    /^(.+\.)?localhost\.?$/i.test(hostname) ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname) ||
    hostname === '[::1]'
  );
}

function describe(url: URL, exposed: boolean): WebAddress {
  const [user, password] = [decoded(url.username), decoded(url.password)];
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  bare.hash = '';
  const authorization =
    user === '' && password === '' ? undefined : `Basic ${base64(`${user}:${password}`)}`;
  return {
    url: bare.href,
    printable: printableUrl(url),
    exposed,
    secrets: secretsOf(url, authorization),
    ...(authorization === undefined ? {} : { authorization }),
  };
}

function secretsOf(url: URL, authorization: string | undefined): readonly string[] {
  const found = [
    ...loginSecrets(url.href),
    ...(authorization === undefined ? [] : [authorization.slice('Basic '.length)]),
    ...[...url.searchParams].filter(([name]) => isSecretName(name)).map(([, value]) => value),
  ];
  return [...new Set(found)].filter((secret) => secret !== '');
}

/** The parts of an address with a login that must not be shown; none where the text is no address. */
export function loginSecrets(text: string): readonly string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const { username, password } = url;
  // A token is often given as the user with no password.
  const parts = password === '' ? [username] : [password];
  return [...new Set(parts.flatMap((part) => [decoded(part), part]))].filter((part) => part !== '');
}

/** A text that is no address, cut before anything that could be a secret in one. */
export function withoutSecrets(text: string): string {
  const [head = ''] = text.split(/[?#]/);
  const shown = head.replace(/[^/]*@/g, '').replace(/\s+/g, ' ');
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}

/** A part of an address without percent-encoding. A lone per cent sign is allowed there and means itself. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
