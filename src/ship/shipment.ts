import { realpathSync } from 'node:fs';
import path from 'node:path';
import { type BuildPlan, planBuild } from '../build/plan.ts';
import { formatShard } from '../build/shards.ts';
import { formatTarget, type Target } from '../domain/target.ts';
import { findIncludes } from '../package/include-run.ts';
import {
  type ArchivePlan,
  DEFAULT_INCLUDES,
  type IncludedFile,
  planArchives,
  sbomName,
} from '../package/plan.ts';
import type { Project } from '../project/plan.ts';
import { listMainPackages } from '../project/mains-run.ts';
import {
  checkPlannedAssets,
  desiredRelease,
  type PlannedAsset,
  planRelease,
  type ReleasePlan,
} from '../release/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { GoFacts } from './go-environment.ts';
import type { ShipSettings } from './settings.ts';
import type { Subject } from './subject.ts';

/** What this job will build, pack and upload, by name, before any of it exists. */
export interface Shipment {
  readonly build: BuildPlan;
  readonly archives: readonly ArchivePlan[];
  /** Covers what all jobs of the matrix make. Absent in a dry run. */
  readonly release?: ReleasePlan;
}

/** What a shipment is planned from. */
export interface ShipmentParts {
  readonly settings: ShipSettings;
  readonly project: Project;
  readonly subject: Subject;
  readonly go: GoFacts;
  readonly host: Target;
}

/**
 * Plans the whole shipment. Throws for no main package, names that collide or that
 * GitHub would change, files to include that are not there.
 */
export async function planShipment(parts: ShipmentParts, runner: Runner): Promise<Shipment> {
  const { settings, project, subject, go, host } = parts;
  const { log } = runner;
  const { revision, outputDirectory } = subject;
  const mains = await listMainPackages(
    project,
    {
      patterns: settings.packages,
      name: settings.name,
      ...(settings.binaryName === undefined ? {} : { binaryName: settings.binaryName }),
    },
    { goBinary: go.toolchain.goBinary, env: go.env, tags: settings.build.tags },
    runner.host,
  );
  const build = planBuild(settings.build, {
    cwd: project.root,
    sourceRoot: spelledRoot(project.root, subject.repositoryRoot) ?? runner.context.workspace,
    recordsRevision: subject.repositoryRoot !== undefined,
    mains,
    targets: settings.targets,
    host,
    revision,
    name: settings.name,
    outputDirectory,
    env: go.env,
    relink: true,
  });
  const archives = await planPackages(parts, build, runner);
  const release = planAssets(parts, archives, runner);
  const own = ownPart(settings, build, archives);
  const shard = settings.shard === undefined ? '' : ` (shard ${formatShard(settings.shard)})`;
  if (settings.ownTargets.length === 0) {
    log.notice(`There are fewer targets than shards, so this job${shard} has nothing to build.`);
  }
  log.info(
    `Building ${mains.map((main) => main.importPath).join(', ')} for ${settings.ownTargets.map(formatTarget).join(', ')}${shard}`,
  );
  log.info(`Assets: ${own.archives.map((archive) => archive.name).join(', ')}`);
  return { ...own, ...(release === undefined ? {} : { release }) };
}

/** What this job builds and packs of the whole. The release plan always covers all of it. */
function ownPart(
  { ownTargets }: ShipSettings,
  build: BuildPlan,
  archives: readonly ArchivePlan[],
): Pick<Shipment, 'build' | 'archives'> {
  const own = new Set(ownTargets.map(formatTarget));
  return {
    build: { ...build, steps: build.steps.filter(({ target }) => own.has(formatTarget(target))) },
    archives: archives.filter(({ target }) => own.has(formatTarget(target))),
  };
}

/**
 * A module in a subfolder is under the licence at the top of its repository, unless it has one of
 * its own or the user says what to include.
 */
async function findRootLicence(
  settings: ShipSettings,
  project: Project,
  { repositoryRoot }: Subject,
  found: readonly IncludedFile[],
): Promise<readonly IncludedFile[]> {
  const isDefault = settings.include.join() === DEFAULT_INCLUDES.join();
  const hasLicence = found.some(({ name }) => /^licen[sc]e/i.test(name));
  if (!isDefault || hasLicence || repositoryRoot === undefined) return [];
  if (realpathSync(project.root) === repositoryRoot) return [];
  const globs = DEFAULT_INCLUDES.filter((glob) => glob.startsWith('LICEN'));
  return (await findIncludes(globs, { directory: repositoryRoot, boundary: repositoryRoot })).files;
}

/**
 * The top of the checkout as the user spells it: git resolves links, but the compiler's messages and
 * the runner's workspace keep them.
 */
function spelledRoot(projectRoot: string, repositoryRoot: string | undefined): string | undefined {
  if (repositoryRoot === undefined) return undefined;
  return path.resolve(projectRoot, path.relative(realpathSync(projectRoot), repositoryRoot));
}

async function planPackages(
  { settings, project, subject }: ShipmentParts,
  build: BuildPlan,
  { log, context }: Runner,
): Promise<readonly ArchivePlan[]> {
  const { revision, repositoryRoot } = subject;
  const includes = await findIncludes(settings.include, {
    directory: project.root,
    boundary: repositoryRoot ?? context.workspace,
  });
  if (includes.unmatched.length > 0) {
    log.debug(`include: nothing matches ${includes.unmatched.join(', ')}`);
  }
  const licence = await findRootLicence(settings, project, subject, includes.files);
  return planArchives(
    {
      name: settings.name,
      version: revision.version,
      archive: settings.archive,
      modifiedEpochSeconds: revision.commitEpochSeconds,
      includes: [...includes.files, ...licence],
      ...(revision.tag === undefined ? {} : { tag: revision.tag }),
      ...(settings.archiveName === undefined ? {} : { archiveName: settings.archiveName }),
    },
    build.steps.map(({ target, main, outputPath }) => ({
      target,
      name: main.binaryName,
      path: outputPath,
    })),
  );
}

/** The assets that come of these archives: each with its bill of materials where one is asked for. */
export function plannedAssets(
  archives: readonly ArchivePlan[],
  { sbom }: Pick<ShipSettings, 'sbom'>,
): readonly PlannedAsset[] {
  return archives.flatMap(({ name, target }) => [
    { name, target },
    ...(sbom ? [{ name: sbomName(name), target }] : []),
  ]);
}

function planAssets(
  { settings, subject, go }: ShipmentParts,
  archives: readonly ArchivePlan[],
  { context }: Runner,
): ReleasePlan | undefined {
  const { tag, commit } = subject.revision;
  const assets = plannedAssets(archives, settings);
  if (subject.intent.kind === 'dry-run' || tag === undefined) {
    // What a dry run lets pass, the release must be able to take.
    checkPlannedAssets(assets);
    return undefined;
  }
  const desired = desiredRelease(settings.release, {
    tag,
    tagPrefix: settings.tagPrefix,
    commit,
    serverUrl: context.serverUrl,
    sourceRepository: context.repository,
  });
  return planRelease(desired, `go${go.toolchain.version}`, assets);
}
