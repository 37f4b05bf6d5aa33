import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ActionError } from '../domain/errors.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import type { Clock, Http, HttpRequest, HttpResponse, Log } from './host.ts';
import { type Agents, sendOnce } from './http-exchange.ts';
import { backoffMs, isTransientStatus, LONGEST_RETRY_AFTER_MS } from './http-retry.ts';
import { explainNetworkError, isDiskError } from './network-errors.ts';

const DEFAULT_ATTEMPTS = 4;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const SAFE_TO_REPEAT = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/** What {@link createHttp} needs from outside. */
export interface HttpParts {
  readonly userAgent: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The agent for an address: the proxy's where the environment names one. */
  readonly agents: Agents;
}

/** HTTP over the machine's network. */
export function createHttp(parts: HttpParts): Http {
  return {
    text: async (request) => {
      const { head, result } = await exchange(parts, request, (message) =>
        readBody(message, DEFAULT_MAX_BYTES),
      );
      return { ...head, body: result.toString('utf8') };
    },
    bytes: async (request) => {
      const limit = request.maxBytes ?? DEFAULT_MAX_BYTES;
      const { head, result } = await exchange(parts, request, (message) =>
        readBody(message, limit),
      );
      return { ...head, body: result };
    },
    download: async (request) => {
      const { head, result } = await exchange(parts, request, (message) =>
        saveBody(message, request.toFile, request.maxBytes ?? Infinity),
      );
      return { ...head, ...result };
    },
  };
}

interface Exchange<T> {
  readonly head: HttpResponse;
  readonly result: T;
}

/** One request until it is answered or its tries are used up. `read` consumes the body within the try. */
async function exchange<T>(
  parts: HttpParts,
  request: HttpRequest,
  read: (message: IncomingMessage) => Promise<T>,
): Promise<Exchange<T>> {
  const attempts = request.attempts ?? (SAFE_TO_REPEAT.has(request.method) ? DEFAULT_ATTEMPTS : 1);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(parts, request, read);
    const reason = failureReason(outcome);
    if (reason === undefined || attempt >= attempts || isFinal(outcome)) {
      return settle(request, outcome, attempt);
    }
    const asked = 'head' in outcome ? outcome.head.headers['retry-after'] : undefined;
    const wanted = retryAfterMs(asked, parts.clock.now());
    if (wanted !== undefined && wanted > LONGEST_RETRY_AFTER_MS) {
      return settle(request, outcome, attempt);
    }
    const waitMs = Math.max(wanted ?? 0, backoffMs(attempt, parts.clock.random()));
    parts.log.debug(
      `${request.method} ${printable(request.url)}: ${reason}; try ${attempt + 1} of ${attempts} in ${waitMs} ms`,
    );
    await parts.clock.sleep(waitMs);
  }
}

type Outcome<T> = Exchange<T> | { readonly error: unknown };

async function attemptOnce<T>(
  parts: HttpParts,
  request: HttpRequest,
  read: (message: IncomingMessage) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    return await sendOnce(request, parts, async (message) => ({
      head: { status: message.statusCode ?? 0, headers: plainHeaders(message) },
      result: await read(message),
    }));
  } catch (error) {
    return { error };
  }
}

function failureReason<T>(outcome: Outcome<T>): string | undefined {
  if ('error' in outcome) return explainNetworkError(outcome.error);
  return isTransientStatus(outcome.head.status) ? `HTTP ${outcome.head.status}` : undefined;
}

/** Errors with a meaning of their own (body too large, downgrade, full disk) do not get better by trying again. */
function isFinal<T>(outcome: Outcome<T>): boolean {
  return 'error' in outcome && (outcome.error instanceof ActionError || isDiskError(outcome.error));
}

function settle<T>(request: HttpRequest, outcome: Outcome<T>, attempt: number): Exchange<T> {
  if (!('error' in outcome)) return outcome;
  if (isFinal(outcome)) throw outcome.error;
  const tries = attempt === 1 ? '' : ` after ${attempt} tries`;
  throw new ActionError({
    code: 'network',
    message: `No answer from ${new URL(request.url).host}${tries}: ${explainNetworkError(outcome.error)}`,
    hint: 'Check the network and proxy settings of the runner (HTTPS_PROXY, NO_PROXY), then re-run the job.',
    cause: outcome.error,
  });
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const meter = sizeMeter(maxBytes);
  for await (const chunk of message as AsyncIterable<Buffer>) {
    meter(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

interface Saved {
  readonly sizeBytes: number;
  readonly sha256: string;
}

async function saveBody(
  message: IncomingMessage,
  toFile: string,
  maxBytes: number,
): Promise<Saved> {
  if (message.statusCode !== 200) {
    await readBody(message, DEFAULT_MAX_BYTES);
    return { sizeBytes: 0, sha256: '' };
  }
  const hash = createHash('sha256');
  const meter = sizeMeter(maxBytes);
  let sizeBytes = 0;
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        meter(chunk.length);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      sizeBytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(message, tap, createWriteStream(toFile));
  } catch (error) {
    await rm(toFile, { force: true });
    throw error;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

function sizeMeter(maxBytes: number): (bytes: number) => void {
  let total = 0;
  return (bytes) => {
    total += bytes;
    if (total <= maxBytes) return;
    throw new ActionError({
      code: 'body-too-large',
      message: `The server sent more than the ${maxBytes} bytes that are allowed here`,
      hint: 'Check that the address is the right one.',
    });
  };
}

function plainHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** An address for the log: queries of signed URLs are secrets. */
function printable(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
