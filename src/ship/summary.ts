import type { RestoredCache } from '../cache/report.ts';
import { formatTarget, type Target } from '../domain/target.ts';
import type { Revision } from '../domain/version.ts';
import { escapeMarkdown, formatBytes } from '../release/summary.ts';
import type { Toolchain } from '../toolchain/plan.ts';

/** One target as the summary tells it. */
export interface TargetReport {
  readonly target: Target;
  /** Size of the binaries together. */
  readonly binaryBytes: number;
  /** Packages that the compiler had to compile; the rest came from the build cache. */
  readonly compiledPackages: number;
  readonly buildMs: number;
  /** What the linkage proof found: `static`, or the system's libraries that are always there. */
  readonly linkage: string;
}

/** Everything the build part of the job summary is made of. */
export interface BuildSummary {
  readonly name: string;
  readonly revision: Revision;
  readonly toolchain: Toolchain;
  readonly caches: readonly RestoredCache[];
  readonly targets: readonly TargetReport[];
  readonly totalMs: number;
}

/**
 * The build part of the job summary, as GitHub's markdown: what was built from what, how it was
 * proved, what the caches gave. Every text from outside is escaped.
 */
export function renderBuildSummary(summary: BuildSummary): string {
  const { name, revision, toolchain, targets } = summary;
  return [
    '### Build',
    '',
    `${targets.length} ${targets.length === 1 ? 'target' : 'targets'} of ${escapeMarkdown(name)} ${escapeMarkdown(revision.version)} from ` +
      `\`${revision.commit.slice(0, 12)}\` with Go ${toolchain.version} in ${seconds(summary.totalMs)}.`,
    '',
    ...targetTable(targets),
    '',
    `Go: ${escapeMarkdown(toolchain.proof)}.`,
    '',
    '### Caches',
    '',
    ...cacheTable(summary.caches),
    '',
  ].join('\n');
}

function targetTable(targets: readonly TargetReport[]): string[] {
  return [
    '| target | binary | proof | compiled | time |',
    '| --- | ---: | --- | ---: | ---: |',
    ...targets.map(
      (report) =>
        `| ${formatTarget(report.target)} | ${formatBytes(report.binaryBytes)} | ${escapeMarkdown(report.linkage)} | ` +
        `${compiled(report.compiledPackages)} | ${seconds(report.buildMs)} |`,
    ),
  ];
}

function compiled(packages: number): string {
  return packages === 0 ? 'nothing' : `${packages} packages`;
}

function cacheTable(caches: readonly RestoredCache[]): string[] {
  return [
    '| cache | restored | key | size | time |',
    '| --- | --- | --- | ---: | ---: |',
    ...caches.map((cache) => {
      const size = cache.sizeBytes === undefined ? '' : formatBytes(cache.sizeBytes);
      const why = cache.reason === undefined ? '' : `: ${escapeMarkdown(cache.reason)}`;
      const key = cache.matchedKey === undefined ? '' : escapeMarkdown(cache.matchedKey);
      return `| ${cache.name} | ${cache.result}${why} | ${key} | ${size} | ${seconds(cache.ms)} |`;
    }),
  ];
}

/** `0.4 s`, `12.3 s`, `2 min 5 s`. */
export function seconds(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
