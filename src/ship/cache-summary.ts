import type { RestoredCache } from '../cache/report.ts';
import { escapeMarkdown, formatBytes } from '../release/summary.ts';
import { seconds } from './seconds.ts';

/**
 * The part of the job summary that tells what was restored, as lines of GitHub's markdown: kind of hit, key, size and
 * time of each cache, or why there was none. Every text from outside is escaped.
 */
export function cacheSection(caches: readonly RestoredCache[]): readonly string[] {
  const rows = caches.map((cache) => {
    const size = cache.sizeBytes === undefined ? '' : formatBytes(cache.sizeBytes);
    const why = cache.reason === undefined ? '' : `: ${escapeMarkdown(cache.reason)}`;
    const key = cache.matchedKey === undefined ? '' : escapeMarkdown(cache.matchedKey);
    return `| ${cache.name} | ${cache.result}${why} | ${key} | ${size} | ${seconds(cache.ms)} |`;
  });
  return [
    '### Caches',
    '',
    '| cache | restored | key | size | time |',
    '| --- | --- | --- | ---: | ---: |',
    ...rows,
    '',
  ];
}
