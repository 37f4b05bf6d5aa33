/** A time as people read it: `0.4 s`, `12.3 s`, `2 min 5 s`. Takes milliseconds. */
export function seconds(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
