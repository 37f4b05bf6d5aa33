import http from 'node:http';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { explainNetworkError } from './network-errors.ts';
import type { Proxy } from './proxy.ts';

/** What {@link openConnection} needs to know. */
export interface ConnectionParts {
  readonly proxy: Proxy | undefined;
  /** Tunnels through the proxy for plain http, too; else the caller sends the proxy whole addresses. */
  readonly tunnelAlways?: boolean;
  /** Certificates to trust, PEM; absent for Node's own. */
  readonly ca?: readonly string[];
  /** Ends the attempt; its reason is what the promise rejects with. */
  readonly signal: AbortSignal;
}

/**
 * A fresh connection to the server of `url`, through the proxy and with TLS done where needed.
 * Rejects with the socket's error; whatever fails at the proxy has the code `SHIP_GO_PROXY`.
 */
export async function openConnection(url: URL, parts: ConnectionParts): Promise<Socket> {
  const secure = url.protocol === 'https:';
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const { proxy, signal, tunnelAlways = false } = parts;
  const trust = parts.ca === undefined ? {} : { ca: [...parts.ca] };
  if (proxy === undefined) {
    const raw = await tcp(hostname, port, signal);
    return secure ? handshake(raw, { hostname, signal, ...trust }) : raw;
  }
  const toProxy = await reachProxy(proxy, trust, signal);
  if (!secure && !tunnelAlways) return toProxy;
  const through = await tunnel(toProxy, proxy, { target: `${url.hostname}:${port}`, signal });
  return secure ? handshake(through, { hostname, signal, ...trust }) : through;
}

function tcp(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = net.connect({ host, port });
  return opened(socket, 'connect', signal);
}

async function handshake(
  socket: Socket,
  parts: { readonly hostname: string; readonly ca?: string[]; readonly signal: AbortSignal },
): Promise<Socket> {
  const { hostname, ca, signal } = parts;
  const secured = tls.connect({
    socket,
    host: hostname,
    // A server name must not be an address (RFC 6066 §3); the certificate is then checked for `host`.
    servername: net.isIP(hostname) === 0 ? hostname : '',
    ALPNProtocols: ['http/1.1'],
    ...(ca === undefined ? {} : { ca }),
  });
  return opened(secured, 'secureConnect', signal);
}

async function reachProxy(
  proxy: Proxy,
  trust: { readonly ca?: string[] },
  signal: AbortSignal,
): Promise<Socket> {
  try {
    const raw = await tcp(proxy.hostname, proxy.port, signal);
    if (proxy.protocol === 'http:') return raw;
    return await handshake(raw, { hostname: proxy.hostname, signal, ...trust });
  } catch (error) {
    signal.throwIfAborted();
    throw proxyError(`no answer from the proxy ${proxy.name}: ${explainNetworkError(error)}`);
  }
}

/** CONNECT (RFC 9110 §9.3.6): from then on the socket is one to `target`. */
function tunnel(
  socket: Socket,
  proxy: Proxy,
  parts: { readonly target: string; readonly signal: AbortSignal },
): Promise<Socket> {
  const { target, signal } = parts;
  const { authorization } = proxy;
  return new Promise((resolve, reject) => {
    const outgoing = http.request({
      createConnection: () => socket,
      method: 'CONNECT',
      path: target,
      headers: {
        host: target,
        ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
      },
      setHost: false,
    });
    const abort = (): void => {
      outgoing.destroy();
      reject(reasonOf(signal));
    };
    signal.addEventListener('abort', abort, { once: true });
    outgoing.once('connect', (answer) => {
      signal.removeEventListener('abort', abort);
      if (answer.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(
        proxyError(
          `the proxy ${proxy.name} refused to connect to ${target}: HTTP ${answer.statusCode ?? 0}`,
        ),
      );
    });
    outgoing.once('error', (error) => {
      signal.removeEventListener('abort', abort);
      reject(proxyError(`the proxy ${proxy.name} gave up: ${explainNetworkError(error)}`));
    });
    outgoing.end();
  });
}

function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.destroy();
      reject(reasonOf(signal));
    };
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      reject(error);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', fail);
    socket.once(event, () => {
      signal.removeEventListener('abort', abort);
      socket.removeListener('error', fail);
      resolve(socket);
    });
  });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}

function proxyError(message: string): Error {
  return Object.assign(new Error(message), { code: 'SHIP_GO_PROXY' });
}
