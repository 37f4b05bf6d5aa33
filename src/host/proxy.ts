import { getProxyUrl } from '@actions/http-client/lib/proxy';
import { decoded } from '../domain/web-address.ts';

/** A proxy with its login. */
export interface Proxy {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number;
  /** `host:port`, for messages. */
  readonly name: string;
  /** `Basic …`; absent where the address holds no user. */
  readonly authorization?: string;
}

/**
 * The proxy for an address, as the toolkit reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; none for this machine itself.
 * `host:port` without a scheme is taken for http, as curl and Go do.
 */
export function environmentProxy(url: URL): Proxy | undefined {
  const given = getProxyUrl(url);
  if (given === undefined) return undefined;
  // "proxy.example:8080" parses, with "proxy.example:" for its scheme.
  const proxy = given.hostname === '' ? URL.parse(`http://${given.href}`) : given;
  if (proxy === null) return undefined;
  const secure = proxy.protocol === 'https:';
  const [username, password] = [proxy.username, proxy.password].map(
    // The toolkit has decoded what it could parse.
    (text) => (proxy === given ? text : decoded(text)),
  ) as [string, string];
  const login = Buffer.from(`${username}:${password}`).toString('base64');
  return {
    protocol: secure ? 'https:' : 'http:',
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? (secure ? 443 : 80) : Number(proxy.port),
    name: proxy.host,
    ...(username === '' ? {} : { authorization: `Basic ${login}` }),
  };
}
