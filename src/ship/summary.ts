import type { RestoredCache } from '../cache/report.ts';
import { formatSize } from '../cache/report.ts';
import type { Artifact } from '../domain/artifact.ts';
import { digestHex } from '../domain/digest.ts';
import { formatTarget, type Target } from '../domain/target.ts';
import type { Revision } from '../domain/version.ts';
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
  readonly artifacts: readonly Artifact[];
  /** Why nothing was released; absent when this run releases. */
  readonly dryRun?: string;
  readonly totalMs: number;
}

/**
 * The build part of the job summary, as GitHub's markdown: what was built from what, how it was
 * proved, what the caches gave. Every text from outside is escaped.
 */
export function renderBuildSummary(summary: BuildSummary): string {
  const { name, revision, toolchain, targets, dryRun } = summary;
  const title =
    dryRun === undefined
      ? []
      : [
          `## Dry run: ${escapeMarkdown(name)} ${escapeMarkdown(revision.version)}`,
          '',
          `Nothing was released: ${escapeMarkdown(dryRun)}.`,
          '',
        ];
  return [
    ...title,
    `Built ${targets.length} targets of ${escapeMarkdown(name)} ${escapeMarkdown(revision.version)} from ` +
      `\`${revision.commit.slice(0, 12)}\` with Go ${toolchain.version} in ${seconds(summary.totalMs)}.`,
    '',
    ...targetTable(targets),
    '',
    ...(dryRun === undefined ? [] : [...artifactTable(summary.artifacts), '']),
    `**Toolchain:** ${escapeMarkdown(toolchain.proof)}`,
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
        `| ${formatTarget(report.target)} | ${formatSize(report.binaryBytes)} | ${escapeMarkdown(report.linkage)} | ` +
        `${compiled(report.compiledPackages)} | ${seconds(report.buildMs)} |`,
    ),
  ];
}

function compiled(packages: number): string {
  return packages === 0 ? 'nothing' : `${packages} packages`;
}

function artifactTable(artifacts: readonly Artifact[]): string[] {
  return [
    '| artifact | size | sha256 |',
    '| --- | ---: | --- |',
    ...artifacts.map(
      (artifact) =>
        `| ${escapeMarkdown(artifact.name)} | ${formatSize(artifact.sizeBytes)} | \`${digestHex(artifact.digest).slice(0, 12)}\` |`,
    ),
  ];
}

function cacheTable(caches: readonly RestoredCache[]): string[] {
  return [
    '| cache | restored | size | time |',
    '| --- | --- | ---: | ---: |',
    ...caches.map((cache) => {
      const size = cache.sizeBytes === undefined ? '' : formatSize(cache.sizeBytes);
      const why = cache.reason === undefined ? '' : `: ${escapeMarkdown(cache.reason)}`;
      return `| ${cache.name} | ${cache.result}${why} | ${size} | ${seconds(cache.ms)} |`;
    }),
  ];
}

/** `0.4 s`, `12.3 s`, `2 min 5 s`. */
export function seconds(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Text from outside inside markdown: nothing in it becomes markup, HTML or a table cell's end. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#@]/g, (char) => `\\${char}`);
}
