import { formatDuration } from '../domain/duration.ts';
import { fencedMarkdown, plainMarkdown } from '../domain/markdown.ts';
import type { DeploySettings } from './plan.ts';
import type { Response } from './response.ts';
import type { DeliveryReport } from './run.ts';

/** Characters of a response in the summary; the log has all that was read. */
const MOST_SHOWN = 2_000;

/** The job summary of a delivery, as Markdown: what was asked of whom, and the answer. */
export function renderDeploySummary(
  settings: DeploySettings,
  report: DeliveryReport,
  response: Response,
): string {
  const { outcome, delivery } = report;
  const what = settings.version ?? settings.image;
  const subject = what === undefined ? 'Deployment' : `Deployment of ${plainMarkdown(what)}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['receiver', settings.address.printable],
    ['version', settings.version],
    ['image', settings.image],
    ['event', settings.event],
    ['signed as', settings.key.style === 'gitlab' ? 'gitlab (token)' : settings.key.style],
    ['delivery', delivery.id],
    ['answer', outcome.kind === 'answer' ? `HTTP ${outcome.status}` : `none: ${outcome.words}`],
    ['tries', String(report.attempts)],
    ['time', formatDuration(report.durationMs)],
  ];
  return [
    `## ${subject}: ${report.accepted ? 'accepted' : 'not accepted'}`,
    '',
    '| | |',
    '| :-- | :-- |',
    ...rows.flatMap(([name, value]) =>
      value === undefined ? [] : [`| ${name} | <code>${plainMarkdown(value)}</code> |`],
    ),
    '',
    ...responsePart(response),
  ].join('\n');
}

function responsePart({ text, incomplete }: Response): readonly string[] {
  if (text.trim() === '') return [];
  const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  const note = incomplete === undefined ? '' : ` (${incomplete})`;
  return [`The receiver said${note}:`, '', fencedMarkdown(shown), ''];
}
