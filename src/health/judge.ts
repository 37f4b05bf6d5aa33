import { quoted } from '../domain/foreign-text.ts';
import { includesStatus } from '../domain/status-list.ts';
import type { WireAnswer, WireFailure } from '../host/wire.ts';
import { judgeFailure } from './classify.ts';
import type { Expectation } from './plan.ts';
import type { ErrorClass, Unhealthy, Verdict } from './verdict.ts';

/** Longest version that is handed on; what is longer is no version. */
const MOST_VERSION_LENGTH = 200;

/** Whether one try found what is expected. The status is looked at first, then the body, then the version. */
export function judge(outcome: WireAnswer | WireFailure, expect: Expectation): Verdict {
  if (outcome.kind === 'failure') return judgeFailure(outcome);
  const { status } = outcome;
  const seen = readVersion(outcome, expect.versionField);
  const version = seen.kind === 'version' ? { version: seen.version } : {};
  const unhealthy = (errorClass: ErrorClass, words: string): Unhealthy => ({
    kind: 'unhealthy',
    errorClass,
    words,
    hopeless: false,
    status,
    ...version,
  });
  if (!includesStatus(expect.status, status)) {
    return unhealthy(
      'status',
      `status: got HTTP ${status}${redirection(outcome)} instead of ${expect.status.text}`,
    );
  }
  if (outcome.end === 'cut') return unhealthy('reset', 'reset: the answer was cut');
  if (outcome.end === 'timeout') {
    return unhealthy('timeout', 'timeout: the answer was not whole in time');
  }
  if (expect.body !== undefined && !textOf(outcome).includes(expect.body)) {
    const part = outcome.end === 'limit' ? 'the first 64 KiB do' : 'it does';
    return unhealthy('body', `body: ${part} not hold the expected text`);
  }
  if (expect.version === undefined) return { kind: 'healthy', status, ...version };
  if (seen.kind !== 'version') return unhealthy(seen.kind, seen.words);
  if (withoutV(seen.version) === withoutV(expect.version)) {
    return { kind: 'healthy', status, version: seen.version };
  }
  return unhealthy(
    'wrong-version',
    `wrong version: got ${quoted(seen.version)} instead of ${quoted(expect.version)}`,
  );
}

type SeenVersion =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'bad-json' | 'wrong-version' | 'too-large'; readonly words: string };

function readVersion(answer: WireAnswer, field: readonly string[]): SeenVersion {
  if (answer.end === 'limit') {
    return { kind: 'too-large', words: 'too large: the answer is longer than 64 KiB' };
  }
  const text = textOf(answer);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'bad-json', words: `bad JSON: got ${quoted(text, 60)}` };
  }
  for (const name of field) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? new Map(Object.entries(value)).get(name)
        : undefined;
  }
  const name = quoted(field.join('.'));
  if (typeof value !== 'string' && typeof value !== 'number') {
    return { kind: 'wrong-version', words: `wrong version: the answer has no field ${name}` };
  }
  const version = String(value);
  return version.length <= MOST_VERSION_LENGTH
    ? { kind: 'version', version }
    : {
        kind: 'wrong-version',
        words: `wrong version: the field ${name} is longer than a version, ${quoted(version, 60)}`,
      };
}

/** A byte order mark is no part of the text. */
function textOf({ body }: WireAnswer): string {
  return new TextDecoder().decode(body);
}

function redirection({ status, headers }: WireAnswer): string {
  const { location } = headers;
  if (status < 300 || status > 399 || location === undefined) return '';
  const [target = ''] = location.split(/[?#]/);
  return `, a redirect to ${quoted(target.replace(/\/\/[^/]*@/, '//'))} that is not followed,`;
}

/** The tag `v1.2.3` and the version `1.2.3` are the same; workflow expressions cannot make one of the other. */
function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}
