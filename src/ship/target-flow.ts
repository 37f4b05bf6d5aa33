import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { classifyLinkage, describeLinkage } from '../binary/linkage.ts';
import type { BinaryFacts } from '../binary/plan.ts';
import { inspectBinary } from '../binary/run.ts';
import { judgeBinary } from '../binary/verdict.ts';
import type { BuiltBinary } from '../build/plan.ts';
import { buildTargets } from '../build/run.ts';
import type { Artifact } from '../domain/artifact.ts';
import { sha256Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import { formatTarget } from '../domain/target.ts';
import type { ArchivePlan } from '../package/plan.ts';
import { sbomName } from '../package/plan.ts';
import { writeArchive, writeText } from '../package/run.ts';
import { renderSbom } from '../package/sbom.ts';
import type { ReleaseSession } from '../release/run.ts';
import type { Runner } from '../runner/runner.ts';
import type { GoFacts } from './go-environment.ts';
import type { ShipSettings } from './settings.ts';
import type { Shipment } from './shipment.ts';
import type { Subject } from './subject.ts';
import type { TargetReport } from './summary.ts';

/** A binary after its proof. */
interface ProvedBinary {
  readonly built: BuiltBinary;
  readonly facts: BinaryFacts;
}

/** What building, proving and packing made. */
export interface Shipped {
  /** Archives and bills of materials, in plan order. */
  readonly artifacts: readonly Artifact[];
  readonly targets: readonly TargetReport[];
}

/** What the flow of the targets needs. `session` is absent in a dry run. */
export interface FlowParts {
  readonly settings: ShipSettings;
  readonly subject: Subject;
  readonly go: GoFacts;
  readonly shipment: Shipment;
  readonly session: ReleaseSession | undefined;
}

/**
 * Carries every target from build to upload: each binary is proved as soon as it is built, each
 * archive written when its binaries are proved, and uploaded while other targets still build.
 * Throws what building, proving, packing and uploading throw; running builds end first.
 */
export async function shipTargets(parts: FlowParts, runner: Runner): Promise<Shipped> {
  const { shipment, go } = parts;
  const proved = new Map<string, ProvedBinary>();
  const artifacts = new Map<string, readonly Artifact[]>();
  const built = await buildTargets(shipment.build, go.toolchain, runner.host, {
    onBuilt: async (binary) => {
      proved.set(binary.path, await prove(binary, parts, runner));
      for (const archive of shipment.archives) {
        const isOurs = archive.members.some((member) => member.path === binary.path);
        if (!isOurs || !isReady(archive, shipment, proved)) continue;
        artifacts.set(archive.name, await pack(archive, proved, parts, runner));
      }
    },
  });
  return {
    artifacts: shipment.archives.flatMap((archive) => artifacts.get(archive.name) ?? []),
    targets: reportTargets(built, proved),
  };
}

async function prove(
  built: BuiltBinary,
  { settings, subject, go }: FlowParts,
  { log }: Runner,
): Promise<ProvedBinary> {
  const facts = await inspectBinary(built.path);
  const isStamped = subject.repositoryRoot !== undefined;
  const findings = judgeBinary(facts, {
    name: `${built.main.binaryName} (${formatTarget(built.target)})`,
    target: built.target,
    goVersion: go.toolchain.version,
    cgo: settings.build.cgo,
    static: settings.static,
    trimpath: true,
    changedFiles: subject.dirtyFiles,
    ...(isStamped ? { commit: subject.revision.commit } : {}),
  });
  const errors = findings.filter(({ severity }) => severity === 'error');
  for (const { severity, message, hint } of findings) {
    if (severity === 'warning') log.warning(`${message}. ${hint}`);
    if (severity === 'notice') log.notice(`${message}. ${hint}`);
  }
  const [first, ...others] = errors;
  for (const { message, hint } of others) log.info(`${message}. ${hint}`);
  if (first !== undefined) throw new ActionError(first);
  log.info(`${formatTarget(built.target)}: ${linkageOf({ built, facts })}`);
  return { built, facts };
}

function isReady(
  archive: ArchivePlan,
  shipment: Shipment,
  proved: ReadonlyMap<string, ProvedBinary>,
): boolean {
  const binaries = new Set(shipment.build.steps.map((step) => step.outputPath));
  return archive.members.every(({ path }) => !binaries.has(path) || proved.has(path));
}

async function pack(
  plan: ArchivePlan,
  proved: ReadonlyMap<string, ProvedBinary>,
  { settings, subject, session }: FlowParts,
  { log }: Runner,
): Promise<readonly Artifact[]> {
  const archive = await writeArchive(plan, subject.outputDirectory);
  log.info(`${archive.name}: ${archive.sizeBytes} bytes, ${archive.digest}`);
  const sbom = settings.sbom
    ? [await writeSbom(plan, archive, proved, subject, settings.name)]
    : [];
  const artifacts = [archive, ...sbom];
  if (session !== undefined) {
    await Promise.all(artifacts.map((artifact) => session.upload(artifact)));
  }
  return artifacts;
}

async function writeSbom(
  plan: ArchivePlan,
  archive: Artifact,
  proved: ReadonlyMap<string, ProvedBinary>,
  { revision, outputDirectory }: Subject,
  name: string,
): Promise<Artifact> {
  const programs = [];
  for (const member of plan.members) {
    const buildInfo = proved.get(member.path)?.facts.buildInfo;
    if (buildInfo === undefined) continue;
    const hex = createHash('sha256')
      .update(await readFile(member.path))
      .digest('hex');
    programs.push({ name: member.name, digest: sha256Digest(hex), buildInfo });
  }
  const text = renderSbom({
    name,
    version: revision.version,
    archive: archive.name,
    digest: archive.digest,
    programs,
    commitDate: revision.commitDate,
  });
  const document = await writeText(
    { name: sbomName(archive.name), kind: 'sbom', text },
    outputDirectory,
  );
  return { ...document, target: plan.target };
}

function reportTargets(
  built: readonly BuiltBinary[],
  proved: ReadonlyMap<string, ProvedBinary>,
): readonly TargetReport[] {
  const byTarget = new Map<string, TargetReport>();
  for (const binary of built) {
    const one = proved.get(binary.path);
    if (one === undefined) continue;
    const key = formatTarget(binary.target);
    const other = byTarget.get(key);
    byTarget.set(key, {
      target: binary.target,
      binaryBytes: one.facts.sizeBytes + (other?.binaryBytes ?? 0),
      compiledPackages: binary.compiledPackages + (other?.compiledPackages ?? 0),
      buildMs: binary.durationMs + (other?.buildMs ?? 0),
      linkage: PROOFS[classifyLinkage(one.facts, binary.target.goos).kind],
    });
  }
  return [...byTarget.values()];
}

/** The proof in a word or three, for the summary; the log has the libraries and the reason. */
const PROOFS = {
  static: 'static',
  system: "the system's own libraries only",
  dynamic: 'not static',
} as const;

function linkageOf({ built, facts }: ProvedBinary): string {
  return describeLinkage(classifyLinkage(facts, built.target.goos));
}
