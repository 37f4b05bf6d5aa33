import { ActionError } from '../domain/errors.ts';
import type { HealthCheck, SplitWords } from './plan.ts';

const NANOSECONDS: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
const TIMES = {
  interval: 'Interval',
  timeout: 'Timeout',
  start_period: 'StartPeriod',
  start_interval: 'StartInterval',
} as const;
const KEYS = ['test', ...Object.keys(TIMES), 'retries'];

/**
 * Reads the `healthcheck` input: words with shell quoting, a JSON list, or a JSON object with the keys of a
 * Compose file (`test`, `interval`, `timeout`, `start_period`, `start_interval`, `retries`). A command that begins with a `-`
 * has no program yet: see {@link withProgram}. Throws {@link ActionError} `bad-healthcheck`; a command
 * for a shell is refused, as the image has none.
 * @see https://github.com/moby/docker-image-spec/blob/main/spec.md `Healthcheck`
 */
export function parseHealthCheck(text: string, splitWords: SplitWords): HealthCheck {
  const first = text.trimStart()[0];
  if (first !== '[' && first !== '{') return { Test: command(splitWords(text, 'healthcheck')) };
  const value = parseJson(text);
  if (Array.isArray(value)) return { Test: command(value) };
  if (typeof value !== 'object' || value === null) throw bad(`it is not valid JSON: ${text}`);
  return fromObject(new Map(Object.entries(value)));
}

/** The check with the program's path in front of options, or in place of the program's bare name. */
export function withProgram(check: HealthCheck, path: string): HealthCheck {
  const [kind = 'NONE', ...words] = check.Test;
  if (kind === 'NONE') return check;
  const [first = '', ...rest] = words;
  if (first.startsWith('-')) return { ...check, Test: [kind, path, ...words] };
  const isProgram = first === path.slice(path.lastIndexOf('/') + 1);
  return isProgram ? { ...check, Test: [kind, path, ...rest] } : check;
}

function fromObject(value: ReadonlyMap<string, unknown>): HealthCheck {
  for (const key of value.keys()) {
    if (!KEYS.includes(key)) throw bad(`"${key}" is none of ${KEYS.join(', ')}`);
  }
  const test = value.get('test');
  if (!Array.isArray(test)) throw bad('its "test" is no list');
  const retries = value.get('retries');
  if (retries !== undefined && !(Number.isInteger(retries) && Number(retries) > 0)) {
    throw bad('its "retries" is no whole number above 0');
  }
  const times = Object.entries(TIMES).flatMap(([key, field]) =>
    value.has(key) ? [[field, nanoseconds(key, value.get(key))] as const] : [],
  );
  return {
    Test: command(test),
    ...Object.fromEntries(times),
    ...(retries === undefined ? {} : { Retries: Number(retries) }),
  };
}

/** Docker's form of a command: `CMD` and words, or `NONE` alone. */
function command(words: readonly unknown[]): readonly string[] {
  const texts = words.filter((word) => typeof word === 'string');
  if (texts.length !== words.length) throw bad('a command is a list of texts');
  if (texts[0] === 'CMD-SHELL') throw bad('CMD-SHELL needs a shell, which the image has not');
  if (texts.length === 1 && texts[0] === 'NONE') return texts;
  const plain = texts[0] === 'CMD' ? texts.slice(1) : texts;
  if (plain.length === 0) throw bad('its command is empty');
  return ['CMD', ...plain];
}

/** `500ms`, `30s`, `5m`; a bare number is seconds. Docker refuses anything between 0 and 1 ms. */
function nanoseconds(key: string, value: unknown): number {
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(String(value)) ?? [];
  const result = Math.round(Number(digits) * (NANOSECONDS[unit] ?? NaN));
  if (Number.isSafeInteger(result) && (result === 0 || result >= 1e6)) return result;
  throw bad(
    `its "${key}" is ${JSON.stringify(value)}, which is no duration such as 500ms, 30s or 5m`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bad(why: string): ActionError {
  return new ActionError({
    code: 'bad-healthcheck',
    message: `Input "healthcheck" cannot be used: ${why}`,
    hint: 'Give the options of your program, such as -healthcheck, or a JSON list with the whole command.',
  });
}
