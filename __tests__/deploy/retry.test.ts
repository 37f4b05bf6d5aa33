import { describe, expect, it } from '@jest/globals';
import { cannotHaveActed, decideRetry, type Outcome } from '../../src/deploy/retry.ts';

function answer(status: number, retryAfterMs?: number): Outcome {
  const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
  return {
    kind: 'answer',
    status,
    headers: {},
    body: new Uint8Array(),
    end: 'whole',
    ms: 1,
    ...asked,
  };
}

function failure(phase: 'connect' | 'answer', code: string): Outcome {
  return { kind: 'failure', phase, code, words: code, ms: 1 };
}

const first = { attempt: 1, tries: 4, ageMs: 0, random: 0.5 };

describe('a second try', () => {
  it.each([
    ['a refused connection', failure('connect', 'ECONNREFUSED')],
    ['a name that does not resolve', failure('connect', 'ENOTFOUND')],
    ['a handshake that was cut', failure('connect', 'ECONNRESET')],
    ['a connection that did not come about in time', failure('connect', 'SHIP_GO_TIMEOUT')],
    ['429', answer(429)],
    ['503', answer(503)],
  ])('follows %s, since the receiver cannot have acted', (_name, outcome) => {
    expect(cannotHaveActed(outcome)).toBe(true);
    expect(decideRetry(outcome, first)).toEqual({ kind: 'again', waitMs: 750 });
  });

  it.each([
    ['a connection cut after sending', failure('answer', 'ECONNRESET')],
    ['silence after sending', failure('answer', 'SHIP_GO_TIMEOUT')],
    ['a certificate that is wrong', failure('connect', 'CERT_HAS_EXPIRED')],
    ['a proxy that refuses', failure('connect', 'SHIP_GO_PROXY')],
    ...[200, 302, 400, 401, 404, 408, 409, 500, 502, 504].map(
      (status) => [`HTTP ${status}`, answer(status)] as const,
    ),
  ])('never follows %s', (_name, outcome) => {
    expect(decideRetry(outcome, first)).toEqual({ kind: 'final' });
  });

  it('does not follow the last try', () => {
    expect(decideRetry(answer(503), { ...first, attempt: 4 })).toEqual({ kind: 'final' });
  });

  it('waits as long as Retry-After asks, as long as the delivery is young enough for receivers', () => {
    expect(decideRetry(answer(503, 20_000), first)).toEqual({ kind: 'again', waitMs: 20_000 });
    expect(decideRetry(answer(429, 240_000), first)).toEqual({ kind: 'again', waitMs: 240_000 });
    expect(decideRetry(answer(429, 240_001), first)).toEqual({ kind: 'final' });
    const later = { ...first, ageMs: 230_000 };
    expect(decideRetry(answer(503, 20_000), later)).toEqual({ kind: 'final' });
    expect(decideRetry(answer(503), later)).toEqual({ kind: 'again', waitMs: 750 });
  });

  it('waits longer each time, with jitter, and never for more than half a minute of its own', () => {
    const waits = [1, 2, 3, 10].map((attempt) =>
      [0, 1].map((random) => decideRetry(answer(503), { ...first, attempt, tries: 20, random })),
    );
    expect(waits).toEqual(
      [
        [500, 1000],
        [1000, 2000],
        [2000, 4000],
        [15_000, 30_000],
      ].map((pair) => pair.map((waitMs) => ({ kind: 'again', waitMs }))),
    );
  });
});
