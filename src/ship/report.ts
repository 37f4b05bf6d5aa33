import path from 'node:path';
import type { RestoreReport } from '../cache/report.ts';
import type { Artifact, ArtifactKind } from '../domain/artifact.ts';
import { CHECKSUMS_NAME, renderChecksums } from '../package/checksums.ts';
import { writeText } from '../package/run.ts';
import type { ReleaseOutcome } from '../release/outcome.ts';
import { type ReleaseReport, renderReleaseSummary } from '../release/summary.ts';
import type { Runner } from '../runner/runner.ts';
import type { GoFacts } from './go-environment.ts';
import { outputArtifacts, outputRelease } from './outputs.ts';
import { assetUrls } from './release-step.ts';
import type { ShipSettings } from './settings.ts';
import type { Shipment } from './shipment.ts';
import type { Subject } from './subject.ts';
import { renderBuildSummary } from './summary.ts';
import type { Shipped } from './target-flow.ts';

/** All that a finished run tells. `outcome` is absent in a dry run. */
export interface ShippedReport {
  readonly settings: ShipSettings;
  readonly subject: Subject;
  readonly go: GoFacts;
  readonly caches: RestoreReport;
  readonly shipped: Shipped;
  readonly outcome: ReleaseOutcome | undefined;
  readonly totalMs: number;
}

/** Writes SHA256SUMS and artifacts.json, sets the outputs and the job summary of a run that built. */
export async function reportShipped(report: ShippedReport, runner: Runner): Promise<void> {
  const { settings, subject, go, caches, shipped, outcome, totalMs } = report;
  const { outputDirectory, intent, revision } = subject;
  const own = renderChecksums(shipped.artifacts);
  const text = outcome?.checksums ?? own;
  const sums = await writeText({ name: CHECKSUMS_NAME, kind: 'checksums', text }, outputDirectory);
  const artifacts = [...shipped.artifacts, sums];
  await outputArtifacts(artifacts, assetUrls(outcome), outputDirectory, runner);
  outputRelease(outcome, text, runner);
  const build = renderBuildSummary({
    name: settings.name,
    revision,
    toolchain: go.toolchain,
    caches: caches.caches,
    targets: shipped.targets,
    totalMs,
  });
  const release = renderReleaseSummary(
    outcome === undefined
      ? { kind: 'dry-run', reason: dryRunReason(intent), version: revision.version, artifacts }
      : releaseReport(outcome, settings),
  );
  await runner.addSummary(`${release.trimEnd()}\n\n${build}`);
  registerMatcher(settings, runner);
}

/** Sets the outputs and the job summary of a run that found everything released. */
export async function reportAlreadyReleased(
  outcome: ReleaseOutcome,
  parts: {
    readonly settings: ShipSettings;
    readonly shipment: Shipment;
    readonly subject: Subject;
  },
  runner: Runner,
): Promise<void> {
  const { settings, shipment, subject } = parts;
  const targets = new Map(shipment.release?.assets.map(({ name, target }) => [name, target]) ?? []);
  const artifacts = outcome.assets.map(({ name, sizeBytes, digest }): Artifact => {
    const target = targets.get(name);
    const kind = kindOf(name);
    return { name, path: '', kind, sizeBytes, digest, ...(target === undefined ? {} : { target }) };
  });
  await outputArtifacts(artifacts, assetUrls(outcome), subject.outputDirectory, runner);
  outputRelease(outcome, outcome.checksums ?? '', runner);
  await runner.addSummary(renderReleaseSummary(releaseReport(outcome, settings)));
  registerMatcher(settings, runner);
}

/** For later steps only, hence last: the errors of our own build are annotated already. */
function registerMatcher({ problemMatcher }: ShipSettings, runner: Runner): void {
  if (problemMatcher) runner.addMatcher(path.resolve(import.meta.dirname, '../../matchers.json'));
}

function releaseReport(
  outcome: ReleaseOutcome,
  { release }: Pick<ShipSettings, 'release'>,
): ReleaseReport {
  return { kind: 'release', outcome, repository: release.repository, attested: false };
}

function dryRunReason(intent: Subject['intent']): string {
  return intent.kind === 'dry-run' ? intent.reason : 'this run releases nothing';
}

function kindOf(name: string): ArtifactKind {
  if (name === CHECKSUMS_NAME) return 'checksums';
  if (name.endsWith('.cdx.json')) return 'sbom';
  return /\.(tar\.gz|tar\.zst|zip)$/.test(name) ? 'archive' : 'binary';
}
