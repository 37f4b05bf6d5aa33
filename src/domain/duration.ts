import { ActionError } from './errors.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const PARTS = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;
const WHOLE = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;

/** What a duration may be, in milliseconds, ends included. */
export interface DurationRange {
  readonly leastMs: number;
  readonly mostMs: number;
}

/**
 * The milliseconds of an input such as `500ms`, `30s`, `5m` or `1m30s`; a bare number is seconds.
 * Throws {@link ActionError} `bad-duration` for anything else and for one outside `range`.
 */
export function parseDuration(input: string, text: string, range: DurationRange): number {
  const ms = readDuration(text.trim());
  if (ms === undefined) {
    throw badDuration(`Input "${input}" does not take "${text}"`, 'Write it as 500ms, 30s or 5m.');
  }
  if (ms < range.leastMs || ms > range.mostMs) {
    throw badDuration(
      `Input "${input}" does not take "${text}"`,
      `It may be from ${formatDuration(range.leastMs)} to ${formatDuration(range.mostMs)}.`,
    );
  }
  return ms;
}

function readDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  if (!WHOLE.test(text)) return undefined;
  const parts = [...text.matchAll(PARTS)].map(
    ([, amount, unit]) => Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN),
  );
  return Math.round(parts.reduce((sum, part) => sum + part, 0));
}

/** For people: `850 ms`, `12.3 s`, `2 min 5 s`, `1 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1000).toFixed(1))} s`;
  const whole = Math.round(ms / 1000);
  const [hours, minutes, seconds] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const words = [
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    seconds > 0 && hours === 0 ? `${seconds} s` : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

function badDuration(message: string, hint: string): ActionError {
  return new ActionError({ code: 'bad-duration', message, hint });
}
