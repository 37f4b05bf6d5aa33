import type { RequestRecord } from './record.ts';

/** When a fault strikes: before the request has its effect, or after it, so that only the reply is lost. */
export type When = 'before' | 'after';

/** One thing that goes wrong. */
export type Fault =
  /** An answer of our choosing, such as 500, 502, 503 or a passing 404. */
  | { readonly kind: 'status'; readonly status: number; readonly when: When }
  /** The connection is cut without an answer. */
  | { readonly kind: 'reset'; readonly when: When }
  /** The whole effect, and the first half of the answer. */
  | { readonly kind: 'truncate' }
  /** The effect happens after a wait. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Nothing comes back until the stand-in closes. */
  | { readonly kind: 'hang'; readonly when: When }
  /** An upload ends in 502 and leaves an empty asset in state `starter`; other requests only get the 502. */
  | { readonly kind: 'starter' }
  /** An upload is stored with one byte changed, and answered as if it was right; other requests pass. */
  | { readonly kind: 'corrupt' }
  /** 403 with nothing remaining and a reset so many seconds from now. */
  | { readonly kind: 'primary-limit'; readonly resetInSeconds: number }
  /** 403 or 429, with retry-after when given. */
  | {
      readonly kind: 'secondary-limit';
      readonly status: 403 | 429;
      readonly retryAfterSeconds?: number;
    };

/** Which requests are meant. Every given part must fit; a function decides alone. */
export type Matcher =
  | {
      readonly host?: RequestRecord['host'];
      readonly method?: string;
      /** A pattern for the decoded path without API prefix. */
      readonly path?: RegExp;
      /** An `operationId` of the official description, such as `repos/create-release`. */
      readonly operation?: string;
    }
  | ((request: RequestRecord) => boolean);

/** Whether a request is one of those a matcher means. */
export function matches(matcher: Matcher, request: RequestRecord): boolean {
  if (typeof matcher === 'function') return matcher(request);
  return (
    (matcher.host === undefined || matcher.host === request.host) &&
    (matcher.method === undefined || matcher.method === request.method) &&
    (matcher.operation === undefined || matcher.operation === request.operation) &&
    (matcher.path === undefined || matcher.path.test(request.path))
  );
}

/** Random faults that are the same for the same seed and order of requests. */
export interface RandomFaults {
  readonly seed: number;
  /** Probability of a fault, per matching request, in [0, 1]. */
  readonly rate: number;
  /** What may strike, equally likely. Default: lost and early 502, resets and a truncated answer. */
  readonly faults?: readonly Fault[];
  /** Default every request. */
  readonly matcher?: Matcher;
  /** At most so many in all. Default no bound. */
  readonly most?: number;
}

/** Where faults are ordered. */
export interface Faults {
  /** The next `times` (default 1) requests that match get the fault; earlier orders come first. */
  next(matcher: Matcher, fault: Fault, times?: number): void;
  /** From now on requests get faults at random; undefined ends it. */
  random(options: RandomFaults | undefined): void;
  /** Forgets every order. */
  clear(): void;
  /** Orders of `next` that no request has met yet. */
  readonly pending: number;
}

const DEFAULT_RANDOM: readonly Fault[] = [
  { kind: 'status', status: 502, when: 'before' },
  { kind: 'status', status: 502, when: 'after' },
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'truncate' },
  { kind: 'starter' },
];

/** A stream of numbers in [0, 1) that follows from a seed (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Order {
  readonly matcher: Matcher;
  readonly fault: Fault;
  left: number;
}

/** Faults, and `take`, which says what strikes a request and counts it as struck. */
export function createFaults(): Faults & { take(request: RequestRecord): Fault | undefined } {
  let orders: Order[] = [];
  let chance: (RandomFaults & { readonly draw: () => number; struck: number }) | undefined;

  function takeRandom(request: RequestRecord): Fault | undefined {
    if (chance === undefined || chance.struck >= (chance.most ?? Number.POSITIVE_INFINITY)) {
      return undefined;
    }
    if (!matches(chance.matcher ?? {}, request)) return undefined;
    if (chance.draw() >= chance.rate) return undefined;
    const choices = chance.faults ?? DEFAULT_RANDOM;
    chance.struck += 1;
    return choices[Math.floor(chance.draw() * choices.length)];
  }

  return {
    next(matcher, fault, times = 1) {
      orders.push({ matcher, fault, left: times });
    },
    random(options) {
      chance =
        options === undefined
          ? undefined
          : { ...options, draw: seededRandom(options.seed), struck: 0 };
    },
    clear() {
      orders = [];
      chance = undefined;
    },
    get pending() {
      return orders.reduce((sum, { left }) => sum + left, 0);
    },
    take(request) {
      const order = orders.find(({ matcher }) => matches(matcher, request));
      if (order === undefined) return takeRandom(request);
      order.left -= 1;
      orders = orders.filter(({ left }) => left > 0);
      return order.fault;
    },
  };
}
