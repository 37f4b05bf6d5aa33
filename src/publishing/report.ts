import type { ReleaseOutcome } from '../release/outcome.ts';
import { renderReleaseSummary } from '../release/summary.ts';
import type { Runner } from '../runner/runner.ts';
import { outputRelease } from '../ship/outputs.ts';
import type { PublishSettings } from './settings.ts';

/** Sets the outputs and the job summary of a finished release. */
export async function reportPublished(
  outcome: ReleaseOutcome,
  { release }: PublishSettings,
  runner: Runner,
): Promise<void> {
  outputRelease(outcome, outcome.checksums ?? '', runner);
  runner.setOutput('prerelease', String(outcome.prerelease));
  const { repository } = release;
  const report = { kind: 'release', outcome, repository, attested: false } as const;
  await runner.addSummary(renderReleaseSummary(report));
}
