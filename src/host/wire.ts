import http, { type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { formatDuration } from '../domain/duration.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import type { Clock } from './host.ts';
import { errorCode, explainNetworkError } from './network-errors.ts';
import type { Proxy } from './proxy.ts';
import { openConnection } from './wire-connect.ts';

/** One request, sent once on a connection of its own. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** For all of it: name, connection, TLS, answer and body. */
  readonly timeoutMs: number;
  /** Reading of the body stops here; more is cut off, not an error. */
  readonly maxBytes: number;
  /** Certificates to trust, PEM; absent for Node's own. */
  readonly ca?: readonly string[];
}

/** The server answered; `status` is certain however the body ended. */
export interface WireAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whole, stopped at the limit, cut by the other side, or out of time. */
  readonly end: 'whole' | 'limit' | 'cut' | 'timeout';
  /** The wait that `Retry-After` asks for. */
  readonly retryAfterMs?: number;
  readonly ms: number;
}

/** No answer came. In the phase `connect` no byte of the request had left; in `answer` it may have been acted upon. */
export interface WireFailure {
  readonly kind: 'failure';
  readonly phase: 'connect' | 'answer';
  /** Node's or OpenSSL's name of the failure; `SHIP_GO_TIMEOUT`, `SHIP_GO_PROXY`; empty when unknown. */
  readonly code: string;
  /** Why, completing "no answer: …". */
  readonly words: string;
  readonly ms: number;
}

/**
 * HTTP as it happens, for those who must know what was sent and what came: no retry, no redirect,
 * no connection used twice. Never rejects.
 */
export interface Wire {
  send(request: WireRequest): Promise<WireAnswer | WireFailure>;
}

/** What {@link createWire} needs from outside. */
export interface WireParts {
  readonly userAgent: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly proxyFor: (url: URL) => Proxy | undefined;
}

/** The machine's network as a {@link Wire}. */
export function createWire(parts: WireParts): Wire {
  return { send: (request) => send(request, parts) };
}

async function send(request: WireRequest, parts: WireParts): Promise<WireAnswer | WireFailure> {
  const startedMs = parts.clock.now();
  const took = (): number => Math.max(0, parts.clock.now() - startedMs);
  const url = new URL(request.url);
  const proxy = parts.proxyFor(url);
  const stop = new AbortController();
  let phase: WireFailure['phase'] = 'connect';
  const deadline = setTimeout(() => {
    const missing = phase === 'connect' ? 'connection' : 'answer';
    stop.abort(timeoutError(`no ${missing} within ${formatDuration(request.timeoutMs)}`));
  }, request.timeoutMs);
  let socket: Socket | undefined;
  try {
    const { signal } = stop;
    const trust = request.ca === undefined ? {} : { ca: request.ca };
    socket = await openConnection(url, { proxy, signal, ...trust });
    phase = 'answer';
    const message = await exchange(request, { url, proxy, socket, signal, parts });
    const { body, end } = await readBody(message, request.maxBytes, signal);
    const asked = retryAfterMs(message.headers['retry-after'], parts.clock.now());
    return {
      kind: 'answer',
      status: message.statusCode ?? 0,
      headers: plainHeaders(message),
      body,
      end,
      ms: took(),
      ...(asked === undefined ? {} : { retryAfterMs: asked }),
    };
  } catch (error) {
    const words = explainNetworkError(error);
    return { kind: 'failure', phase, code: errorCode(error) ?? '', words, ms: took() };
  } finally {
    clearTimeout(deadline);
    socket?.destroy();
  }
}

interface ExchangeParts {
  readonly url: URL;
  readonly proxy: Proxy | undefined;
  readonly socket: Socket;
  readonly signal: AbortSignal;
  readonly parts: WireParts;
}

function exchange(request: WireRequest, on: ExchangeParts): Promise<IncomingMessage> {
  const { url, proxy, socket, signal, parts } = on;
  // To a proxy that forwards http the whole address is the target (RFC 9112 §3.2.2).
  const forwarded = proxy !== undefined && url.protocol === 'http:';
  const target = `${url.pathname}${url.search}`;
  return new Promise((resolve, reject) => {
    const outgoing = http.request({
      createConnection: () => socket,
      method: request.method,
      path: forwarded ? `${url.origin}${target}` : target,
      setHost: false,
      headers: {
        host: url.host,
        'user-agent': parts.userAgent,
        connection: 'close',
        ...lowerCased(request.headers),
        ...(forwarded && proxy.authorization !== undefined
          ? { 'proxy-authorization': proxy.authorization }
          : {}),
        ...(request.body === undefined ? {} : { 'content-length': String(request.body.length) }),
      },
    });
    const abort = (): void => {
      outgoing.destroy(signal.reason instanceof Error ? signal.reason : undefined);
    };
    signal.addEventListener('abort', abort, { once: true });
    outgoing.once('response', resolve);
    // Stays for the whole exchange: an error after the answer has begun shows in the body's end.
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

function readBody(
  message: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Pick<WireAnswer, 'body' | 'end'>> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (end: WireAnswer['end']): void => {
      const body = Buffer.concat(chunks).subarray(0, maxBytes);
      resolve({ body, end });
      message.destroy();
    };
    message.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) finish('limit');
    });
    message.on('end', () => {
      // Node ends a body that was cut inside its Content-Length like a whole one.
      finish(message.complete ? 'whole' : 'cut');
    });
    const broken = (): void => {
      finish(signal.aborted ? 'timeout' : 'cut');
    };
    message.on('error', broken);
    message.on('close', broken);
  });
}

function plainHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function timeoutError(words: string): Error {
  return Object.assign(new Error(words), { code: 'SHIP_GO_TIMEOUT' });
}
