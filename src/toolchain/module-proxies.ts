import { ActionError } from '../domain/errors.ts';
import { decoded } from '../domain/web-address.ts';
import type { Unavailable } from './plan.ts';

/**
 * The settings of the go command that decide where modules come from and what proves them, each as
 * the environment variable of that name holds it. Undefined: not set anywhere.
 */
export interface GoConfiguration {
  readonly goProxy?: string;
  readonly goSumDb?: string;
  readonly goNoProxy?: string;
  readonly goNoSumDb?: string;
  readonly goFlags?: string;
}

/** One module proxy of a GOPROXY list. */
export interface ModuleProxy {
  /** Without a trailing slash and without credentials. */
  readonly url: string;
  /** The value of an `Authorization` header, where the address held a user name. */
  readonly authorization?: string;
  /** `|` followed it: any failure leads to the next; after `,` only 404 and 410 do. */
  readonly fallBackOnError: boolean;
}

/** A GOPROXY list. What `end` names is reached when every proxy said that it does not have the module. */
export interface ModuleProxyList {
  readonly proxies: readonly ModuleProxy[];
  readonly end: 'direct' | 'off' | 'none';
}

/**
 * Parses GOPROXY as the go command does: entries after `direct` or `off` do not count, an entry
 * without a scheme gets https. Throws {@link ActionError} `bad-goproxy` for an address that is none.
 * @see https://go.dev/ref/mod#environment-variables
 */
export function parseGoProxy(text: string): ModuleProxyList {
  const proxies: ModuleProxy[] = [];
  for (const [, raw = '', separator] of text.matchAll(/([^,|]*)([,|]|$)/g)) {
    const entry = raw.trim();
    if (entry === 'off' || entry === 'direct') return { proxies, end: entry };
    if (entry !== '') proxies.push(parseEntry(entry, separator === '|'));
  }
  return { proxies, end: 'none' };
}

function parseEntry(entry: string, fallBackOnError: boolean): ModuleProxy {
  // A single word is kept for meanings to come, and a path is no address, as with the go command.
  const isAddress = /[.:/]/.test(entry) && !entry.startsWith('/');
  const url = isAddress ? URL.parse(entry.includes(':/') ? entry : `https://${entry}`) : null;
  if (url === null || !isProxyAddress(url)) {
    throw new ActionError({
      code: 'bad-goproxy',
      message: `GOPROXY names "${url === null ? entry : withoutCredentials(url)}", which is no address of a module proxy`,
      hint: 'Give addresses that start with https://, http:// or file:/// (a folder of this machine), or the words direct and off.',
    });
  }
  const { username, password } = url;
  const bare = { url: withoutCredentials(url), fallBackOnError };
  if (username === '') return bare;
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { ...bare, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** The go command takes a file:// address with nothing but a path. */
function isProxyAddress({ protocol, host, search, hash }: URL): boolean {
  if (protocol === 'file:') return host === '' && search === '' && hash === '';
  return protocol === 'http:' || protocol === 'https:';
}

function withoutCredentials(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare.href.replace(/\/+$/, '');
}

/**
 * True when one of the comma-separated glob patterns (GONOPROXY, GOPRIVATE) covers the module path:
 * a pattern matches element by element a prefix of the path.
 * @see https://pkg.go.dev/golang.org/x/mod/module#MatchPrefixPatterns
 */
export function matchesModulePattern(patterns: string, modulePath: string): boolean {
  const elements = modulePath.split('/');
  return patterns.split(',').some((pattern) => {
    const parts = pattern.trim().replace(/\/$/, '').split('/');
    if (parts[0] === '' || parts.length > elements.length) return false;
    return parts.every((part, index) => globMatches(part, elements[index] ?? ''));
  });
}

function globMatches(glob: string, element: string): boolean {
  const source = glob.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '[^/]*');
  try {
    return new RegExp(`^${source.replaceAll('?', '[^/]')}$`).test(element);
  } catch {
    return false;
  }
}

/**
 * The proxies that may serve Go toolchains, or why none may. What GONOPROXY (or GOPRIVATE) covers must not come
 * from a proxy.
 * Throws {@link ActionError} `bad-goproxy`.
 */
export function usableProxies(configuration: GoConfiguration): ModuleProxyList | Unavailable {
  const { goProxy, goNoProxy } = configuration;
  if (goProxy === undefined || goProxy.trim() === '') {
    return { unavailable: 'GOPROXY is not set, and no Go is there to ask for its default' };
  }
  if (goNoProxy !== undefined && matchesModulePattern(goNoProxy, 'golang.org/toolchain')) {
    return { unavailable: `GONOPROXY (${goNoProxy}) excludes golang.org/toolchain` };
  }
  const list = parseGoProxy(goProxy);
  if (list.proxies.length > 0) return list;
  return { unavailable: `GOPROXY=${goProxy} names no proxy` };
}
