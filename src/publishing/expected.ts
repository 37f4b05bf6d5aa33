import { ActionError } from '../domain/errors.ts';
import { CHECKSUMS_NAME } from '../release/plan.ts';

/**
 * Parses the `expect` input: the `assets` output of plan (a JSON list of names), or names one a line or
 * comma-separated. The checksums are made here, so their name may be in it or not. Throws
 * {@link ActionError} `bad-expect` when it names nothing, names something twice or is no list of names.
 */
export function parseExpected(text: string | undefined): readonly string[] {
  const names = (text ?? '').startsWith('[') ? parseJsonList(text ?? '') : splitNames(text ?? '');
  const expected = names.filter((name) => name !== CHECKSUMS_NAME);
  if (expected.length === 0) throw badExpect('names no asset');
  const twice = expected.find((name, at) => expected.indexOf(name) !== at);
  if (twice !== undefined) throw badExpect(`names "${twice}" twice`);
  return expected;
}

function splitNames(text: string): readonly string[] {
  return text
    .split(/[\r\n,]+/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function parseJsonList(text: string): readonly string[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw badExpect('begins like a JSON list and is none');
  }
  const isNames = (value: unknown): value is readonly string[] =>
    Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
  if (!isNames(list)) throw badExpect('is a JSON list of something other than names');
  return list;
}

function badExpect(why: string): ActionError {
  return new ActionError({
    code: 'bad-expect',
    message: `Input "expect" ${why}`,
    hint: 'Give the asset names that must be there, one a line, or the "assets" output of the plan action.',
  });
}
