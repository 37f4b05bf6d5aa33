import { formatDuration } from '../domain/duration.ts';
import { plainMarkdown } from '../domain/markdown.ts';
import type { HealthSettings } from './plan.ts';
import { type HealthReport, type Round, versionsSeen, worstOf } from './report.ts';
import { phasesOf, renderTimeline, TIMELINE_LEGEND } from './timeline.ts';
import type { Verdict } from './verdict.ts';

/** Rows of the table of tries: the first ones, and the last ones. */
const FIRST_ROWS = 10;
const LAST_ROWS = 40;

/** The job summary of a watch, as Markdown: the result, a timeline and its phases for each address, and every try. */
export function renderHealthSummary(settings: HealthSettings, report: HealthReport): string {
  const { rounds, durationMs } = report;
  const timelines = settings.addresses.flatMap(({ printable }, index) => {
    const phases = phasesOf(rounds, index, durationMs);
    return [
      `**${plainMarkdown(printable)}**`,
      '',
      '~~~text',
      renderTimeline(phases, durationMs),
      '~~~',
      '',
      '| from | to | what | tries |',
      '| --: | --: | :-- | --: |',
      ...phases.map(
        ({ fromMs, toMs, verdict, rounds: count }) =>
          `| ${formatDuration(fromMs)} | ${formatDuration(toMs)} | ${plainMarkdown(describe(verdict))} | ${count} |`,
      ),
      '',
    ];
  });
  return [
    `## ${title(report)}`,
    '',
    expectation(settings),
    '',
    ...timelines,
    TIMELINE_LEGEND,
    '',
    ...tryTable(rounds),
    '',
  ].join('\n');
}

function title(report: HealthReport): string {
  const after = `after ${formatDuration(report.durationMs)}`;
  const versions = versionsSeen(report).map((version) => plainMarkdown(version));
  if (report.kind === 'healthy') {
    return versions.length === 0 ? `Healthy ${after}` : `Healthy ${after}: ${versions.join(', ')}`;
  }
  const bad = worstOf(report.rounds.at(-1));
  return `Unhealthy ${after}: ${bad === undefined ? 'not healthy for long enough' : plainMarkdown(bad.verdict.words)}`;
}

function expectation({ expect, pace }: HealthSettings): string {
  const wanted = [
    `HTTP ${plainMarkdown(expect.status.text)}`,
    ...(expect.version === undefined
      ? []
      : [
          `<code>${plainMarkdown(expect.versionField.join('.'))}</code> is <code>${plainMarkdown(expect.version)}</code>`,
        ]),
    ...(expect.body === undefined ? [] : ['the expected text in the body']),
  ];
  const times = pace.consecutive === 1 ? 'once' : `${pace.consecutive} times in a row`;
  return `Expected ${times} within ${formatDuration(pace.budgetMs)}: ${wanted.join(', ')}.`;
}

function tryTable(rounds: readonly Round[]): readonly string[] {
  const rows = rounds.flatMap(({ atMs, tries }, index) =>
    tries.map(
      ({ address, verdict, ms }) =>
        `| ${index + 1} | ${formatDuration(atMs)} | ${plainMarkdown(address.printable)} | ` +
        `${plainMarkdown(describe(verdict))} | ${plainMarkdown(verdict.version ?? '')} | ${formatDuration(ms)} |`,
    ),
  );
  const left = rows.length - FIRST_ROWS - LAST_ROWS;
  const shown =
    left > 0
      ? [
          ...rows.slice(0, FIRST_ROWS),
          `| … | | ${left} more, see the log | | | |`,
          ...rows.slice(-LAST_ROWS),
        ]
      : rows;
  return [
    `<details><summary>${rows.length} ${rows.length === 1 ? 'try' : 'tries'}</summary>`,
    '',
    '| try | at | address | result | version | time |',
    '| --: | --: | :-- | :-- | :-- | --: |',
    ...shown,
    '',
    '</details>',
  ];
}

function describe(verdict: Verdict): string {
  if (verdict.kind === 'unhealthy') return verdict.words;
  const version = verdict.version === undefined ? '' : `, version ${verdict.version}`;
  return `healthy${version}`;
}
