import { lt } from 'semver';
import { checkTargets } from '../build/targets.ts';
import { ActionError } from '../domain/errors.ts';
import type { Project } from '../project/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { Toolchain } from '../toolchain/plan.ts';
import { goOnPath } from '../toolchain/go-env-run.ts';
import { type GoFacts, readGoFacts } from './go-environment.ts';
import { releaseBuildCache } from './release-caches.ts';
import type { ShipSettings } from './settings.ts';
import type { Subject } from './subject.ts';
import { semverFromGo } from '../toolchain/version-spec.ts';
import { exportGo, provideToolchain } from './toolchain-step.ts';

/** What the Go of a run depends on. */
export interface GoParts {
  readonly settings: ShipSettings;
  readonly project: Project;
  readonly subject: Subject;
}

/**
 * Makes the wanted Go available, puts it first for the rest of the job, and checks the targets
 * against it. `onVersion` is told the version before it is there, unless the Go on PATH is used.
 * Throws what resolving, downloading and proving throw, `unknown-target` and `target-needs-linker`.
 */
export async function provideGo(
  parts: GoParts,
  runner: Runner,
  onVersion?: (version: string) => void,
): Promise<GoFacts> {
  const { settings, project, subject } = parts;
  const moduleFile = namesGo(project) ? (project.goWorkPath ?? project.goModPath) : undefined;
  const toolchain =
    (await provideToolchain(settings.toolchain, moduleFile, runner, onVersion)) ??
    (await requireGoOnPath(project, runner));
  refuseOlderGo(toolchain, project);
  const go = await readGoFacts(
    toolchain,
    {
      cwd: project.root,
      repositoryRoot: subject.repositoryRoot,
      cgo: settings.build.cgo,
      buildCache: releaseBuildCache(
        settings.cache,
        subject.intent.kind === 'release',
        runner.context.temp,
      ),
    },
    runner,
  );
  await exportGo(go, runner);
  checkTargets(settings.targets, go.distList);
  return go;
}

/** The go command would refuse later, in words that name no input. */
function refuseOlderGo({ version }: Toolchain, project: Project): void {
  const wanted = semverFromGo(project.goDirective ?? '');
  const found = semverFromGo(version);
  if (wanted === undefined || found === undefined || !lt(found, wanted)) return;
  throw new ActionError({
    code: 'go-too-old',
    message: `Go ${version} is older than the "go ${project.goDirective ?? ''}" line of ${project.goWorkPath ?? project.goModPath}`,
    hint: 'Leave "go-version" and "go-version-file" out to take what that file asks for, or set a newer version.',
  });
}

/** A go.mod need not say which Go it is for; then the runner's own is as good as any. */
function namesGo({ goDirective, toolchainDirective }: Project): boolean {
  return goDirective !== undefined || toolchainDirective !== undefined;
}

async function requireGoOnPath(project: Project, runner: Runner): Promise<Toolchain> {
  const { env, host, context } = runner;
  const found = await goOnPath(host.processes, env, context.workspace, host.platform);
  if (found !== undefined) return found;
  throw new ActionError({
    code: 'no-go-version',
    message: `${project.goModPath} names no Go version, and there is no Go on the runner`,
    hint: 'Set go-version, or add a go line to go.mod.',
  });
}
