import { ActionError } from './errors.ts';

/** The HTTP statuses that count as right. */
export interface StatusList {
  /** As given, for messages: `200, 2xx`. */
  readonly text: string;
  /** First and last status of each range, ends included. */
  readonly ranges: readonly (readonly [number, number])[];
}

/**
 * Statuses such as `200`, `2xx` and `200-299`, one an item.
 * Throws {@link ActionError} `bad-status` for an item that is none of these. `items` must not be empty.
 */
export function parseStatusList(input: string, items: readonly string[]): StatusList {
  return { text: items.join(', '), ranges: items.map((item) => parseRange(input, item)) };
}

/** True when `status` is one of the list's. */
export function includesStatus(list: StatusList, status: number): boolean {
  return list.ranges.some(([first, last]) => status >= first && status <= last);
}

function parseRange(input: string, item: string): readonly [number, number] {
  const family = /^([1-5])xx$/i.exec(item)?.[1];
  if (family !== undefined) return [Number(family) * 100, Number(family) * 100 + 99];
  const match = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/.exec(item);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (match !== null && first <= last) return [first, last];
  throw new ActionError({
    code: 'bad-status',
    message: `Input "${input}" does not take "${item}"`,
    hint: 'Write HTTP statuses as 200, 2xx or 200-299, one a line or comma-separated.',
  });
}
