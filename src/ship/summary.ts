import type { RestoredCache } from '../cache/report.ts';
import { plainMarkdown, unbrokenMarkdown } from '../domain/markdown.ts';
import { formatSize } from '../domain/size.ts';
import { formatTarget, type Target } from '../domain/target.ts';
import type { Revision } from '../domain/version.ts';
import type { Toolchain } from '../toolchain/plan.ts';
import type { Provenance } from './flow.ts';
import { cacheSection } from './cache-summary.ts';
import { seconds } from './seconds.ts';
import type { TargetSize } from './sizes.ts';

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
  /** By target, as `linux/arm/7`. */
  readonly sizes: ReadonlyMap<string, TargetSize>;
  /** The tag that `sizes` compares with. */
  readonly previousTag?: string;
  readonly provenance: Provenance;
  readonly totalMs: number;
}

/** Characters of the longest bar: with target and size it fits a phone's screen. */
const BAR_WIDTH = 32;

/**
 * The build part of the job summary, as GitHub's markdown: what was built from what, how it was
 * proved, how large it became, what the caches gave. Every text from outside is escaped.
 */
export function renderBuildSummary(summary: BuildSummary): string {
  const { name, revision, toolchain, targets } = summary;
  return [
    '### Build',
    '',
    `${count(targets.length, 'target')} of ${plainMarkdown(name)} ${plainMarkdown(revision.version)} from ` +
      `\`${revision.commit.slice(0, 12)}\` with Go ${toolchain.version} in ${seconds(summary.totalMs)}.`,
    '',
    ...targetTable(summary),
    '',
    ...sizeChart(summary),
    `Go: ${plainMarkdown(toolchain.proof)}.`,
    ...provenanceLines(summary.provenance),
    '',
    ...cacheSection(summary.caches),
    cacheEffect(summary),
    '',
  ].join('\n');
}

function targetTable({ targets, sizes, previousTag }: BuildSummary): string[] {
  const compares = [...sizes.values()].some(({ previousBytes }) => previousBytes !== undefined);
  const change = compares ? [`since ${plainMarkdown(previousTag ?? '')}`] : [];
  const head = ['target', 'binary', 'download', ...change, 'proof', 'compiled', 'time'];
  const right = ['binary', 'download', ...change, 'compiled', 'time'];
  return [
    row(head),
    row(head.map((title) => (right.includes(title) ? '---:' : '---'))),
    ...targets.map((report) => {
      const size = sizes.get(formatTarget(report.target));
      return row([
        formatTarget(report.target),
        ...[
          formatSize(report.binaryBytes),
          size === undefined ? '' : formatSize(size.packedBytes),
          ...(compares ? [size === undefined ? '' : changeOf(size)] : []),
        ].map(unbrokenMarkdown),
        plainMarkdown(report.linkage),
        unbrokenMarkdown(
          report.compiledPackages === 0 ? 'nothing' : count(report.compiledPackages, 'package'),
        ),
        unbrokenMarkdown(seconds(report.buildMs)),
      ]);
    }),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** `+12 kB (+0.4 %)`, `−7 B`, `same`, `new`. */
function changeOf({ packedBytes, previousBytes }: TargetSize): string {
  if (previousBytes === undefined || previousBytes === 0) return 'new';
  const difference = packedBytes - previousBytes;
  if (difference === 0) return 'same';
  const sign = difference > 0 ? '+' : '−';
  const percent = ((Math.abs(difference) / previousBytes) * 100).toFixed(1);
  const share = percent === '0.0' ? '' : ` (${sign}${percent} %)`;
  return `${sign}${formatSize(Math.abs(difference))}${share}`;
}

/** The downloads as bars in plain text, which every viewer of the summary shows. */
function sizeChart({ targets, sizes }: BuildSummary): string[] {
  const bars = targets.flatMap(({ target }) => {
    const name = formatTarget(target);
    const size = sizes.get(name);
    return size === undefined ? [] : [{ name, bytes: size.packedBytes }];
  });
  if (bars.length < 2) return [];
  const largest = Math.max(...bars.map(({ bytes }) => bytes), 1);
  const width = Math.max(...bars.map(({ name }) => name.length));
  const lines = bars.map(({ name, bytes }) => {
    const length = Math.max(1, Math.round((bytes / largest) * BAR_WIDTH));
    return `${name.padEnd(width)}  ${'█'.repeat(length)} ${formatSize(bytes)}`;
  });
  return ['~~~text', ...lines, '~~~', ''];
}

function provenanceLines(provenance: Provenance): string[] {
  if (!provenance.attested) {
    const { reason } = provenance;
    return reason === undefined ? [] : ['', `Build provenance: none: ${plainMarkdown(reason)}`];
  }
  const { url } = provenance;
  const isLink = /^https?:\/\/[^\s<>()]+$/.test(url);
  return ['', `Build provenance: ${isLink ? `[attestation](${url})` : 'attested'}.`];
}

function cacheEffect({ targets, caches }: BuildSummary): string {
  const compiled = targets.reduce((sum, { compiledPackages }) => sum + compiledPackages, 0);
  const untouched = targets.filter(({ compiledPackages }) => compiledPackages === 0).length;
  if (compiled === 0) return 'Every package came from the build cache.';
  const build = caches.find(({ name }) => name === 'build')?.result;
  if (build !== 'exact' && build !== 'partial') return `${count(compiled, 'package')} compiled.`;
  const whole = untouched === 0 ? '' : `; ${count(untouched, 'target')} compiled nothing`;
  return `${count(compiled, 'package')} compiled, the others came from the build cache${whole}.`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
