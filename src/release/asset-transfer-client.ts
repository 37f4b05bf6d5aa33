import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpClient } from '@actions/http-client';
import type { AssetSource } from './release-api.ts';
import type { AssetTransfers, TextAnswer } from './transport.ts';

const IDLE_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 5;
const MAX_TEXT_BYTES = 1024 * 1024;

interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly source?: AssetSource;
}

/** Transfers that carry `token` to the origin they were asked for, and to no other. */
export function createAssetTransfers(token: string, userAgent: string): AssetTransfers {
  const common = { authorization: `token ${token}`, 'user-agent': userAgent };
  const download = (url: string): Promise<http.IncomingMessage> => {
    const headers = { ...common, accept: 'application/octet-stream' };
    return follow({ method: 'GET', url: new URL(url), headers });
  };
  return {
    async post(url, contentType, source) {
      const length = source.kind === 'file' ? source.sizeBytes : source.bytes.byteLength;
      const headers = {
        ...common,
        accept: 'application/vnd.github+json',
        'content-type': contentType,
        'content-length': String(length),
      };
      return readText(await follow({ method: 'POST', url: new URL(url), headers, source }));
    },
    text: async (url) => readText(await download(url)),
    async hash(url) {
      const response = await download(url);
      if (response.statusCode !== 200) return { kind: 'failed', answer: await readText(response) };
      const hash = createHash('sha256');
      await pipeline(response, hash);
      return { kind: 'hashed', sha256: hash.digest('hex') };
    },
  };
}

/** The answer at the end of the redirects. Storage servers are other origins: the token stays behind. */
async function follow(first: Exchange): Promise<http.IncomingMessage> {
  let exchange = first;
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(exchange);
    const { location } = response.headers;
    if (location === undefined || !isRedirect(exchange.method, response.statusCode))
      return response;
    response.resume();
    if (redirects === MAX_REDIRECTS) throw new Error(`more than ${MAX_REDIRECTS} redirects`);
    exchange = redirected(exchange, new URL(location, exchange.url));
  }
}

/** A 301 or 302 would turn a POST into a GET; only 307 and 308 mean "the same call, there". */
function isRedirect(method: Exchange['method'], status = 0): boolean {
  return status === 307 || status === 308 || (method === 'GET' && [301, 302, 303].includes(status));
}

function redirected(exchange: Exchange, url: URL): Exchange {
  if (url.origin === exchange.url.origin) return { ...exchange, url };
  if (exchange.url.protocol === 'https:' && url.protocol !== 'https:') {
    throw new Error(`refused a redirect from https to ${url.protocol}//${url.host}`);
  }
  const headers = Object.entries(exchange.headers).filter(([name]) => name !== 'authorization');
  return { ...exchange, url, headers: Object.fromEntries(headers) };
}

function send({ method, url, headers, source }: Exchange): Promise<http.IncomingMessage> {
  // The toolkit's client knows HTTPS_PROXY and NO_PROXY; only its agent is of use for streams.
  const agent = new HttpClient().getAgent(url.href);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent, timeout: IDLE_TIMEOUT_MS });
    sending.once('timeout', () => {
      sending.destroy(new Error(`no byte moved for ${IDLE_TIMEOUT_MS / 1000} s`));
    });
    // A refusal may come, and close the connection, before the body is through: the answer wins.
    sending.once('response', resolve);
    sending.once('error', reject);
    if (source === undefined) sending.end();
    else pipeline(open(source), sending).catch(reject);
  });
}

function open(source: AssetSource): Readable {
  if (source.kind === 'file') return createReadStream(source.path);
  return Readable.from([source.bytes]);
}

async function readText(response: http.IncomingMessage): Promise<TextAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.byteLength;
    if (length > MAX_TEXT_BYTES) throw new Error(`an answer of more than ${MAX_TEXT_BYTES} bytes`);
    chunks.push(bytes);
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
