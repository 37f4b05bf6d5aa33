import { describeError } from '../domain/errors.ts';
import type { Clock, Http, HttpRequest, HttpResponse } from '../host/host.ts';

/** What the clients of a cache service need from the machine. */
export interface ServiceParts {
  readonly http: Pick<Http, 'text' | 'download'>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}

/** An answer of any status, or why there was none. */
export type Answered =
  | ({ readonly kind: 'answer'; readonly body: string } & HttpResponse)
  | { readonly kind: 'failed'; readonly reason: string };

/** How long a request may take. */
export interface Bounds {
  /** All tries and waits together. */
  readonly totalMs: number;
  /** One try. */
  readonly tryMs: number;
}

const MOST_TRIES = 3;
const FIRST_WAIT_MS = 250;

/**
 * Sends a request until it is answered, within `bounds` whatever happens: a cache that is slow to answer
 * is worth less than no cache. Tried again are network errors and 5xx; a rate limit (429) is not, since
 * the waits that services ask for are longer than the bound. A try in which no byte moves for `idleMs`
 * has failed. Never throws.
 */
export async function askWithin(
  request: HttpRequest,
  bounds: Bounds,
  { http, clock }: ServiceParts,
  idleMs = bounds.tryMs,
): Promise<Answered> {
  const endMs = clock.now() + bounds.totalMs;
  for (let attempt = 1; ; attempt += 1) {
    const leftMs = Math.max(endMs - clock.now(), 1);
    const tryMs = Math.min(bounds.tryMs, leftMs);
    const answered = await http
      .text({ ...request, attempts: 1, deadlineMs: tryMs, idleTimeoutMs: Math.min(idleMs, tryMs) })
      .then((response): Answered => ({ kind: 'answer', ...response }))
      .catch((error: unknown): Answered => ({ kind: 'failed', reason: describeError(error) }));
    const isFinal = answered.kind === 'answer' && answered.status < 500;
    const waitMs = FIRST_WAIT_MS * 2 ** (attempt - 1);
    if (isFinal || attempt >= MOST_TRIES || clock.now() + waitMs >= endMs) return answered;
    await clock.sleep(waitMs);
  }
}

/** The fields of a JSON object; none where the text is something else. */
export function jsonFields(text: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}

/** The first of the fields that is a text; empty when none is. */
export function textField(fields: ReadonlyMap<string, unknown>, ...names: string[]): string {
  for (const name of names) {
    const value = fields.get(name);
    if (typeof value === 'string') return value;
  }
  return '';
}

/** What a status and the service's own words say, on one line. */
export function explainStatus(status: number, words: string): string {
  const limited = status === 429 ? ', a rate limit' : '';
  const said = words === '' ? 'the cache service refused' : describeError(words);
  return `${said} (HTTP ${status}${limited})`;
}
