/** The wait asked for by a server may be honoured up to here; longer ones are the caller's decision. */
export const LONGEST_RETRY_AFTER_MS = 60_000;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** True for answers that mean "not now": RFC 9110 §15.5.9 and §15.6, RFC 6585 §4. 501 and 505 never get better. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * Milliseconds to wait before try number `attempt + 1`: exponential with full jitter, at least half.
 * @param attempt the try that failed, 1 for the first
 * @param random a number in [0, 1)
 */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
