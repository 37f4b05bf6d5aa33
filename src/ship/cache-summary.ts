import type { RestoredCache } from '../cache/report.ts';
import { plainMarkdown, unbrokenMarkdown } from '../domain/markdown.ts';
import { formatSize } from '../domain/size.ts';
import { seconds } from './seconds.ts';

/**
 * The part of the job summary that tells what was restored, as lines of GitHub's markdown: kind of hit, what travelled,
 * what it became on disk and the time of each cache, or why there was none. The keys are long and seldom asked for, so
 * they open on demand. Every text from outside is escaped.
 */
export function cacheSection(caches: readonly RestoredCache[]): readonly string[] {
  return [
    '### Caches',
    '',
    '| cache | restored | archive | unpacked | time |',
    '| --- | --- | ---: | ---: | ---: |',
    ...caches.map((cache) => {
      const why = cache.reason === undefined ? '' : `: ${plainMarkdown(cache.reason)}`;
      const sizes = `${size(cache.archiveBytes)} | ${size(cache.sizeBytes)}`;
      return `| ${cache.name} | ${cache.result}${why} | ${sizes} | ${unbrokenMarkdown(seconds(cache.ms))} |`;
    }),
    '',
    ...keys(caches),
  ];
}

function size(bytes: number | undefined): string {
  return bytes === undefined ? '' : unbrokenMarkdown(formatSize(bytes));
}

function keys(caches: readonly RestoredCache[]): readonly string[] {
  const found = caches.flatMap(({ name, matchedKey }) =>
    matchedKey === undefined ? [] : [`${name}: ${plainMarkdown(matchedKey)}`],
  );
  if (found.length === 0) return [];
  return [`<details><summary>Keys</summary><pre>${found.join('&#10;')}</pre></details>`, ''];
}
