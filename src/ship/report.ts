import path from 'node:path';
import { shardsWith } from '../build/shards.ts';
import type { RestoreReport } from '../cache/report.ts';
import type { Artifact, ArtifactKind } from '../domain/artifact.ts';
import { describeError } from '../domain/errors.ts';
import { CHECKSUMS_NAME, renderChecksums } from '../package/checksums.ts';
import { writeText } from '../package/run.ts';
import { type PreviousRelease, readPreviousRelease } from '../release/previous-run.ts';
import type { ReleaseOutcome } from '../release/outcome.ts';
import { type ReleaseReport, renderReleaseSummary } from '../release/summary.ts';
import type { Runner } from '../runner/runner.ts';
import type { Provenance } from './flow.ts';
import type { GoFacts } from './go-environment.ts';
import { outputArtifacts, outputRelease } from './outputs.ts';
import { assetUrls, connectRelease } from './release-step.ts';
import type { ShipSettings } from './settings.ts';
import type { Shipment } from './shipment.ts';
import type { Subject } from './subject.ts';
import { sizesByTarget } from './sizes.ts';
import { renderBuildSummary } from './summary.ts';
import type { Shipped } from './target-flow.ts';

/** All that a finished run tells. `outcome` is absent in a dry run. */
export interface ShippedReport {
  readonly settings: ShipSettings;
  readonly subject: Subject;
  readonly go: GoFacts;
  readonly caches: RestoreReport;
  readonly shipment: Shipment;
  readonly shipped: Shipped;
  readonly provenance: Provenance;
  readonly outcome: ReleaseOutcome | undefined;
  readonly totalMs: number;
}

/** Writes SHA256SUMS and artifacts.json, sets the outputs and the job summary of a run that built. */
export async function reportShipped(report: ShippedReport, runner: Runner): Promise<void> {
  const { settings, subject, go, caches, shipped, provenance, outcome, totalMs } = report;
  const { outputDirectory, intent, revision } = subject;
  const own = renderChecksums(shipped.artifacts);
  // What a release that still waits for other jobs will list is not known yet.
  const text = (outcome === undefined ? own : outcome.checksums) ?? '';
  const sums = { name: CHECKSUMS_NAME, kind: 'checksums', text } as const;
  const artifacts = [
    ...shipped.artifacts,
    ...(text === '' ? [] : [await writeText(sums, outputDirectory)]),
  ];
  await outputArtifacts(artifacts, assetUrls(outcome), outputDirectory, runner);
  outputRelease(outcome, text, runner);
  const previous = outcome === undefined ? undefined : await previousRelease(report, runner);
  const versions = { now: revision.version, tagPrefix: settings.tagPrefix };
  const build = renderBuildSummary({
    name: settings.name,
    revision,
    toolchain: go.toolchain,
    caches: caches.caches,
    targets: shipped.targets,
    sizes: sizesByTarget(shipped.artifacts, versions, previous),
    ...(previous === undefined ? {} : { previousTag: previous.tag }),
    provenance,
    totalMs,
  });
  const release = renderReleaseSummary(
    outcome === undefined
      ? { kind: 'dry-run', reason: dryRunReason(intent), version: revision.version, artifacts }
      : {
          ...releaseReport(outcome, settings, provenance.attested),
          waitingFor: shardsOfMissing(outcome, report),
        },
  );
  await runner.addSummary(`${release.trimEnd()}\n\n${build}`);
  registerMatcher(settings, runner);
}

/** For a column of the summary: whatever keeps it from being read keeps only that column away. */
async function previousRelease(
  { settings, subject }: ShippedReport,
  runner: Runner,
): Promise<PreviousRelease | undefined> {
  const { tag } = subject.revision;
  if (tag === undefined) return undefined;
  try {
    const client = await connectRelease(settings.release.repository, runner);
    return await readPreviousRelease({ tag, tagPrefix: settings.tagPrefix }, client);
  } catch (error) {
    runner.log.debug(`The previous release could not be read: ${describeError(error)}`);
    return undefined;
  }
}

/** Sets the outputs and the job summary of a run that found everything released. */
export async function reportAlreadyReleased(
  outcome: ReleaseOutcome,
  parts: {
    readonly settings: ShipSettings;
    readonly shipment: Shipment;
    readonly subject: Subject;
    /** Absolute paths by asset name; what another job made is not among them. */
    readonly files: ReadonlyMap<string, string>;
  },
  runner: Runner,
): Promise<void> {
  const { settings, shipment, subject, files } = parts;
  const targets = new Map(shipment.release?.assets.map(({ name, target }) => [name, target]) ?? []);
  const artifacts = outcome.assets.map(({ name, sizeBytes, digest }): Artifact => {
    const target = targets.get(name);
    const kind = kindOf(name);
    const file = files.get(name) ?? '';
    const asset = { name, path: file, kind, sizeBytes, digest };
    return { ...asset, ...(target === undefined ? {} : { target }) };
  });
  await outputArtifacts(artifacts, assetUrls(outcome), subject.outputDirectory, runner);
  outputRelease(outcome, outcome.checksums ?? '', runner);
  await runner.addSummary(renderReleaseSummary(releaseReport(outcome, settings, false)));
  registerMatcher(settings, runner);
}

/** For later steps only, hence last: the errors of our own build are annotated already. */
function registerMatcher({ problemMatcher }: ShipSettings, runner: Runner): void {
  if (problemMatcher) runner.addMatcher(path.resolve(import.meta.dirname, '../../matchers.json'));
}

function releaseReport(
  outcome: ReleaseOutcome,
  { release }: Pick<ShipSettings, 'release'>,
  attested: boolean,
): ReleaseReport & { readonly kind: 'release' } {
  return { kind: 'release', outcome, repository: release.repository, attested };
}

function shardsOfMissing(
  { missing }: ReleaseOutcome,
  { settings, shipment }: Pick<ShippedReport, 'settings' | 'shipment'>,
): readonly string[] {
  const names = new Set(missing);
  const wanted = (shipment.release?.assets ?? []).flatMap(({ name, target }) =>
    target !== undefined && names.has(name) ? [target] : [],
  );
  return shardsWith(wanted, settings.targets, settings.shard);
}

function dryRunReason(intent: Subject['intent']): string {
  return intent.kind === 'dry-run' ? intent.reason : 'this run releases nothing';
}

function kindOf(name: string): ArtifactKind {
  if (name === CHECKSUMS_NAME) return 'checksums';
  if (name.endsWith('.cdx.json')) return 'sbom';
  return /\.(tar\.gz|tar\.zst|zip)$/.test(name) ? 'archive' : 'binary';
}
