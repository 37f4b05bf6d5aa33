import { getProxyUrl } from '@actions/http-client/lib/proxy';

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

/** The proxy for an address, as the toolkit reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; none for this machine itself. */
export function environmentProxy(url: URL): Proxy | undefined {
  const proxy = getProxyUrl(url);
  if (proxy === undefined) return undefined;
  const secure = proxy.protocol === 'https:';
  const { username, password } = proxy;
  const login = Buffer.from(`${username}:${password}`).toString('base64');
  return {
    protocol: secure ? 'https:' : 'http:',
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? (secure ? 443 : 80) : Number(proxy.port),
    name: proxy.host,
    ...(username === '' ? {} : { authorization: `Basic ${login}` }),
  };
}
