import { KNOWN_PORTS } from '../build/ports.ts';
import { checkTargets } from '../build/targets.ts';
import { ActionError } from '../domain/errors.ts';
import type { Revision } from '../domain/version.ts';
import { namesPrograms, planArchives } from '../package/plan.ts';
import type { Project } from '../project/plan.ts';
import { listMainPackages } from '../project/mains-run.ts';
import { checkPlannedAssets } from '../release/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { ShipSettings } from '../ship/settings.ts';
import { plannedAssets } from '../ship/shipment.ts';
import { goOnPath } from '../toolchain/go-env-run.ts';

/** What the names depend on beside the settings. */
export interface NamesSubject {
  readonly project: Project;
  readonly revision: Revision;
}

/**
 * The names of all assets that the root action makes from the same inputs, `SHA256SUMS` left out,
 * sorted as the targets are. Go is asked only for what this project cannot know without it. Throws
 * what planning there throws, `unknown-target`, and `plan-needs-go`.
 */
export async function planNames(
  settings: ShipSettings,
  { project, revision }: NamesSubject,
  runner: Runner,
): Promise<readonly string[]> {
  const ports = () => portsOfGo(project, runner);
  const isKnown = settings.targets.every(({ goos, goarch }) =>
    KNOWN_PORTS.includes(`${goos}/${goarch}`),
  );
  checkTargets(settings.targets, isKnown ? KNOWN_PORTS : ((await ports()) ?? KNOWN_PORTS));
  const binaries = await binaryNames(settings, project, runner);
  const archives = planArchives(
    {
      name: settings.name,
      version: revision.version,
      archive: settings.archive,
      modifiedEpochSeconds: revision.commitEpochSeconds,
      includes: [],
      ...(revision.tag === undefined ? {} : { tag: revision.tag }),
      ...(settings.archiveName === undefined ? {} : { archiveName: settings.archiveName }),
    },
    // Names alone: nothing is read or written at these paths.
    settings.targets.flatMap((target) => binaries.map((name) => ({ target, name, path: name }))),
  );
  const assets = plannedAssets(archives, settings);
  checkPlannedAssets(assets);
  return assets.map(({ name }) => name);
}

/** One stand-in where the names of programs do not matter, since each target has one archive for all of them. */
async function binaryNames(
  settings: ShipSettings,
  project: Project,
  runner: Runner,
): Promise<readonly string[]> {
  const { name, binaryName, packages, build } = settings;
  if (binaryName !== undefined) return [binaryName];
  if (!namesPrograms(settings)) return [name];
  const { env, host } = runner;
  const go = await goOnPath(host.processes, env, project.root, host.platform);
  if (go === undefined) throw needsGo();
  const { goBinary } = go;
  const mains = await listMainPackages(
    project,
    { patterns: packages, name },
    { goBinary, env, tags: build.tags },
    host,
  );
  return mains.map((main) => main.binaryName);
}

/** The ports of the Go on PATH; undefined without one. */
async function portsOfGo(
  project: Project,
  { env, host }: Runner,
): Promise<readonly string[] | undefined> {
  const go = await goOnPath(host.processes, env, project.root, host.platform);
  if (go === undefined) return undefined;
  const options = { cwd: project.root, env };
  const list = await host.processes.run(go.goBinary, ['tool', 'dist', 'list'], options);
  return list.exitCode === 0 ? list.stdout.split(/\s+/).filter((port) => port !== '') : undefined;
}

function needsGo(): ActionError {
  return new ActionError({
    code: 'plan-needs-go',
    message:
      'Every program is an asset of its own here, so the names depend on the main packages, and there is no Go on PATH to list them',
    hint: 'Install Go in an earlier step, set "binary-name" where there is one program, or leave {binary} out of "archive-name".',
  });
}
