import type { Artifact } from '../domain/artifact.ts';
import type { ArchivePlan } from '../package/plan.ts';
import { sbomName } from '../package/plan.ts';
import { digestFile, writeArchive, writeText } from '../package/run.ts';
import { renderSbom } from '../package/sbom.ts';
import type { Runner } from '../runner/runner.ts';
import type { FlowParts, ProvedBinary } from './flow.ts';
import type { Subject } from './subject.ts';

/** Writes one archive and, where asked for, its bill of materials, and uploads both. `proved` has every binary in it, by path. */
export async function packArchive(
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
    programs.push({ name: member.name, digest: await digestFile(member.path), buildInfo });
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
