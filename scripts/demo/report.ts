import type { StepResult } from '../../__tests__/support/runner/results.ts';
import type { ReleaseView } from '../../__tests__/fakes/github/seed.ts';
import { formatSize } from '../../src/domain/size.ts';
import type { PastRun } from './history.ts';

/** Prints the step's log as it comes: groups as headings, annotations as they would look. */
export function printLogLine(line: string): void {
  if (line.startsWith('##[endgroup]')) return;
  if (line.startsWith('##[debug]')) return;
  const heading = /^##\[group\](.*)$/.exec(line);
  if (heading !== null) {
    console.log(`\n-- ${heading[1] ?? ''}`);
    return;
  }
  console.log(`   ${line.replace(/^##\[(error|warning|notice)\]/, '$1: ')}`);
}

/** Prints what the release page shows. */
export function printReleasePage(repository: string, release: ReleaseView): void {
  const state = release.draft ? 'draft' : release.prerelease ? 'pre-release' : 'published';
  heading(`Release page of ${repository}`);
  console.log(`${release.name} (${state}, tag ${release.tagName})\n`);
  const rows = release.assets.map((asset) => [
    asset.name,
    formatSize(asset.sizeBytes),
    asset.digest ?? '',
  ]);
  printTable(['asset', 'size', 'digest'], rows);
  console.log(`\n${(release.body ?? '').replace(/<!--.*?-->/gs, '').trim()}`);
}

/** Prints the job summary as markdown, with the characters that a page would show. */
export function printSummary(step: StepResult): void {
  heading('Job summary');
  console.log(withCharacters(step.summary.trim()));
}

const NAMED: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
};

function withCharacters(markdown: string): string {
  return markdown.replace(
    /&(?:#(\d+)|(\w+));/g,
    (all: string, code: string | undefined, name: string | undefined) =>
      code === undefined ? (NAMED[name ?? ''] ?? all) : String.fromCodePoint(Number(code)),
  );
}

/** Prints how this run compares with the first one of the same subject. */
export function printComparison(run: PastRun, first: PastRun | undefined): void {
  heading('Caches');
  console.log(`Build cache: ${run.buildCache}. Whole step: ${seconds(run.totalMs)}.`);
  if (first === undefined) {
    console.log('Run the same command again: the caches are there now.');
    return;
  }
  const times = (first.totalMs / run.totalMs).toFixed(1);
  console.log(`The first run took ${seconds(first.totalMs)}: this one was ${times} times as fast.`);
  console.log(
    'A release compiles everything anew by default; this demo asks for the build cache (cache-on-release: all).',
  );
  const same = first.checksums === run.checksums;
  console.log(`Every archive has the same bytes as in the first run: ${same ? 'yes' : 'NO'}.`);
}

/** Prints what the whole way showed. */
export function printFindings(
  findings: readonly { readonly what: string; readonly seen: string }[],
): void {
  heading('What was seen');
  printTable(
    ['step', 'seen'],
    findings.map(({ what, seen }) => [what, seen]),
  );
}

/** Prints a heading of the demo's own. */
export function heading(text: string): void {
  console.log(`\n== ${text}\n`);
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [head, widths.map((width) => '-'.repeat(width)), ...rows]) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
