import { type DurationRange, parseDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/errors.ts';
import { parseStatusList, type StatusList } from '../domain/status-list.ts';
import { parseWebAddress, type WebAddress } from '../domain/web-address.ts';
import { parseHeaders, type RequestHeaders } from './headers.ts';

/** The inputs of the `verify/` action as text; absent where nothing was given. */
export interface VerifyInputs {
  readonly urls: readonly string[];
  readonly expectStatus: readonly string[];
  readonly expectVersion?: string | undefined;
  readonly versionField?: string | undefined;
  readonly expectBody?: string | undefined;
  readonly headers: readonly string[];
  readonly timeout?: string | undefined;
  readonly tryTimeout?: string | undefined;
  readonly interval?: string | undefined;
  readonly consecutive?: string | undefined;
  readonly allowHttp?: boolean | undefined;
}

/** What one answer must be. */
export interface Expectation {
  readonly status: StatusList;
  /** This text in the version field; a `v` before the first digit counts on neither side. */
  readonly version?: string;
  /** Path of the version in a JSON answer, outermost name first. */
  readonly versionField: readonly string[];
  /** A text that the answer must hold. */
  readonly body?: string;
}

/** How often and how long to ask. All in milliseconds but `consecutive`. */
export interface Pace {
  /** For everything. */
  readonly budgetMs: number;
  /** For one request, from the name to the end of the body. */
  readonly tryMs: number;
  /** Between rounds; grows while a service stays unhealthy. */
  readonly intervalMs: number;
  /** Rounds in a row in which every address must be healthy. */
  readonly consecutive: number;
}

/** What to watch, checked. */
export interface HealthSettings {
  readonly addresses: readonly WebAddress[];
  readonly expect: Expectation;
  readonly headers: RequestHeaders;
  readonly pace: Pace;
}

const BUDGETS: DurationRange = { leastMs: 100, mostMs: 6 * 3_600_000 };
const TRIES: DurationRange = { leastMs: 50, mostMs: 3_600_000 };
const INTERVALS: DurationRange = { leastMs: 50, mostMs: 3_600_000 };
const DEFAULTS = { budgetMs: 5 * 60_000, tryMs: 10_000, intervalMs: 2_000, consecutive: 3 };
const MOST_CONSECUTIVE = 100;
const MOST_ADDRESSES = 50;

/** Checks every input. Throws {@link ActionError} for the first that is wrong; no message holds a secret. */
export function parseHealthSettings(given: VerifyInputs): HealthSettings {
  const addresses = given.urls.map((url) => parseWebAddress('url', url, given.allowHttp ?? false));
  if (addresses.length === 0 || addresses.length > MOST_ADDRESSES) {
    throw new ActionError({
      code: 'no-url',
      message:
        addresses.length === 0
          ? 'Input "url" is empty'
          : `Input "url" holds ${addresses.length} addresses`,
      hint: `Give the address of a health or version page, one a line, at most ${MOST_ADDRESSES}.`,
    });
  }
  return {
    addresses,
    expect: parseExpectation(given),
    headers: parseHeaders(given.headers),
    pace: parsePace(given),
  };
}

function parseExpectation(given: VerifyInputs): Expectation {
  const { expectStatus, expectVersion, versionField, expectBody } = given;
  return {
    status: parseStatusList('expect-status', expectStatus.length === 0 ? ['200'] : expectStatus),
    versionField: parseField(versionField ?? 'version'),
    ...(expectVersion === undefined ? {} : { version: expectVersion }),
    ...(expectBody === undefined ? {} : { body: expectBody }),
  };
}

function parseField(text: string): readonly string[] {
  const names = text.split('.').map((name) => name.trim());
  if (!names.includes('')) return names;
  throw new ActionError({
    code: 'bad-field',
    message: `Input "version-field" does not take "${text}"`,
    hint: 'Write the name of a field, such as version, or a path such as build.version.',
  });
}

function parsePace(given: VerifyInputs): Pace {
  const { timeout, tryTimeout, interval, consecutive } = given;
  const read = (
    name: string,
    text: string | undefined,
    range: DurationRange,
    fallback: number,
  ): number => (text === undefined ? fallback : parseDuration(name, text, range));
  return {
    budgetMs: read('timeout', timeout, BUDGETS, DEFAULTS.budgetMs),
    tryMs: read('try-timeout', tryTimeout, TRIES, DEFAULTS.tryMs),
    intervalMs: read('interval', interval, INTERVALS, DEFAULTS.intervalMs),
    consecutive: consecutive === undefined ? DEFAULTS.consecutive : parseConsecutive(consecutive),
  };
}

function parseConsecutive(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= 1 && count <= MOST_CONSECUTIVE) return count;
  throw new ActionError({
    code: 'bad-consecutive',
    message: `Input "consecutive" does not take "${text}"`,
    hint: `Use a whole number from 1 to ${MOST_CONSECUTIVE}.`,
  });
}
