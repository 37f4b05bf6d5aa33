import http, { type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { ActionError } from '../domain/errors.ts';
import type { HttpRequest } from './host.ts';
import { environmentProxy } from './proxy.ts';
import { proxyAgent } from './proxy-agent.ts';

const DEFAULT_IDLE_TIMEOUT_MS = 60_000;
const DEFAULT_DEADLINE_MS = 15 * 60_000;
const MOST_REDIRECTS = 10;
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** Picks the agent (direct or proxy) for an address. */
export type Agents = (url: URL) => Agent;

/** Proxies as the toolkit reads them: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. One agent for each origin. */
export function proxyAwareAgents(): Agents {
  const byOrigin = new Map<string, Agent>();
  return (url) => {
    const known = byOrigin.get(url.origin);
    if (known !== undefined) return known;
    const proxy = environmentProxy(url);
    const agent = proxy === undefined ? directAgent(url) : proxyAgent(url, proxy);
    byOrigin.set(url.origin, agent);
    return agent;
  };
}

function directAgent({ protocol }: URL): Agent {
  const Kind = protocol === 'https:' ? https.Agent : http.Agent;
  return new Kind({ keepAlive: true });
}

/**
 * Sends a request once, following redirects, and hands the answer to `read`. The whole of it ends
 * at the request's deadline. Rejects with the socket's error when there is no whole answer.
 */
export async function sendOnce<T>(
  request: HttpRequest,
  parts: { readonly agents: Agents; readonly userAgent: string },
  read: (message: IncomingMessage) => Promise<T>,
): Promise<T> {
  let { method } = request;
  let url = new URL(request.url);
  let headers: Record<string, string> = {
    'user-agent': parts.userAgent,
    ...lowerCased(request.headers ?? {}),
  };
  for (let hops = 0; ; hops += 1) {
    const message = await open(request, { method, url, headers }, parts.agents(url));
    const next = redirectTarget(message, url, method);
    if (next === undefined) return readToEnd(message, read);
    message.resume();
    if (hops >= MOST_REDIRECTS) throw redirectError(url, 'too many redirects', 'redirect-loop');
    if (url.protocol === 'https:' && next.protocol === 'http:') {
      throw redirectError(url, 'a redirect from https to http', 'redirect');
    }
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    if (message.statusCode === 303) method = 'GET';
    url = next;
  }
}

interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: Record<string, string>;
}

function open(request: HttpRequest, hop: Hop, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const body = hop.method === request.method ? request.body : undefined;
    const send = hop.url.protocol === 'https:' ? https.request : http.request;
    const outgoing = send(hop.url, {
      method: hop.method,
      agent,
      headers: { ...hop.headers, ...contentLength(hop.method, body) },
    });
    let answer: IncomingMessage | undefined;
    // Where a proxy holds back the connection, there is no socket yet that could report the end of the request.
    const giveUp = (words: string): void => {
      const error = timeoutError(words);
      // Who reads the body would else be told of a connection that the other side had cut.
      answer?.destroy(error);
      outgoing.destroy(error);
      reject(error);
    };
    const deadlineMs = request.deadlineMs ?? DEFAULT_DEADLINE_MS;
    const deadline = setTimeout(() => {
      giveUp(`not finished within ${deadlineMs} ms`);
    }, deadlineMs);
    const idleMs = request.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS;
    // Node's own timeout begins with the connection.
    const connecting = setTimeout(() => {
      giveUp(`no connection within ${idleMs} ms`);
    }, idleMs);
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) clearTimeout(connecting);
      else
        socket.once('connect', () => {
          clearTimeout(connecting);
        });
    });
    outgoing.setTimeout(idleMs, () => {
      giveUp(`no data for ${idleMs} ms`);
    });
    outgoing.on('response', (message) => {
      answer = message;
      resolve(message);
    });
    outgoing.on('close', () => {
      clearTimeout(deadline);
      clearTimeout(connecting);
    });
    outgoing.on('error', reject);
    writeBody(outgoing, body).catch(reject);
  });
}

async function writeBody(outgoing: ClientRequest, body: HttpRequest['body']): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    outgoing.end(body);
    return;
  }
  await pipeline(body.open(), outgoing);
}

function contentLength(method: string, body: HttpRequest['body']): Record<string, string> {
  if (body === undefined)
    return method === 'GET' || method === 'HEAD' ? {} : { 'content-length': '0' };
  if (typeof body === 'string') return { 'content-length': String(Buffer.byteLength(body)) };
  const size = body instanceof Uint8Array ? body.byteLength : body.sizeBytes;
  return { 'content-length': String(size) };
}

async function readToEnd<T>(
  message: IncomingMessage,
  read: (message: IncomingMessage) => Promise<T>,
): Promise<T> {
  const result = await read(message);
  // Node ends a body that was cut inside its Content-Length without an error on `for await`.
  if (!message.complete)
    throw Object.assign(new Error('the answer was cut'), { code: 'ECONNRESET' });
  return result;
}

function redirectTarget(message: IncomingMessage, url: URL, method: string): URL | undefined {
  const { statusCode, headers } = message;
  if (headers.location === undefined) return undefined;
  const keepsMethod = statusCode === 307 || statusCode === 308;
  const readOnly = method === 'GET' || method === 'HEAD';
  const follows =
    keepsMethod || statusCode === 303 || (readOnly && (statusCode === 301 || statusCode === 302));
  return follows ? new URL(headers.location, url) : undefined;
}

/** What proves who we are to one origin is none of another's business (RFC 9110 §15.4). */
function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !CREDENTIAL_HEADERS.has(name)),
  );
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function timeoutError(words: string): Error {
  return Object.assign(new Error(words), { code: 'SHIP_GO_TIMEOUT' });
}

function redirectError(url: URL, what: string, code: 'redirect' | 'redirect-loop'): ActionError {
  return new ActionError({
    code,
    message: `${url.host} answered with ${what}, which is not followed`,
    hint: 'Use the final address.',
  });
}
