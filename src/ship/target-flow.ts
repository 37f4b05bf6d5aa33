import { classifyLinkage } from '../binary/linkage.ts';
import type { BuiltBinary } from '../build/plan.ts';
import { buildTargets } from '../build/run.ts';
import type { Artifact } from '../domain/artifact.ts';
import { formatTarget } from '../domain/target.ts';
import type { ArchivePlan } from '../package/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { FlowParts, ProvedBinary } from './flow.ts';
import { packArchive } from './pack.ts';
import { proveBinary } from './prove.ts';
import type { Shipment } from './shipment.ts';
import { noticeUnstamped } from './stamp-check.ts';
import type { TargetReport } from './summary.ts';

/** What building, proving and packing made. */
export interface Shipped {
  /** Archives and bills of materials, in plan order. */
  readonly artifacts: readonly Artifact[];
  readonly targets: readonly TargetReport[];
}

/**
 * Carries every target from build to upload: each binary is proved as soon as it is built, each
 * archive written when its binaries are proved, and uploaded while other targets still build.
 * Throws what building, proving, packing and uploading throw; running builds end first.
 */
export async function shipTargets(parts: FlowParts, runner: Runner): Promise<Shipped> {
  const { settings, shipment, go } = parts;
  const stampsLookedAt = new Set<string>();
  const proved = new Map<string, ProvedBinary>();
  const artifacts = new Map<string, readonly Artifact[]>();
  const built = await buildTargets(shipment.build, go.toolchain, runner.host, {
    onBuilt: async (binary) => {
      proved.set(binary.path, await proveBinary(binary, parts, runner));
      // Every target of a program is stamped alike: the first tells for all.
      if (!stampsLookedAt.has(binary.main.importPath)) {
        stampsLookedAt.add(binary.main.importPath);
        const notice = await noticeUnstamped(binary, settings.build.ldflags);
        if (notice !== undefined) runner.log.notice(notice);
      }
      for (const archive of shipment.archives) {
        const isOurs = archive.members.some((member) => member.path === binary.path);
        if (!isOurs || !isReady(archive, shipment, proved)) continue;
        artifacts.set(archive.name, await packArchive(archive, proved, parts, runner));
      }
    },
  });
  return {
    artifacts: shipment.archives.flatMap((archive) => artifacts.get(archive.name) ?? []),
    targets: reportTargets(built, proved),
  };
}

function isReady(
  archive: ArchivePlan,
  shipment: Shipment,
  proved: ReadonlyMap<string, ProvedBinary>,
): boolean {
  const binaries = new Set(shipment.build.steps.map((step) => step.outputPath));
  return archive.members.every(({ path }) => !binaries.has(path) || proved.has(path));
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
