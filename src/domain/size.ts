const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/**
 * A size in bytes for people, in powers of 1000 as GitHub's pages and most file lists count:
 * `582 B`, `14 kB`, `31.8 MB`, `212 MB`. The same words in the log and in every summary.
 */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  let value = sizeBytes / 1000;
  let unit = 0;
  // 999.5 of one unit would be shown as 1000 of it.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 99.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}
