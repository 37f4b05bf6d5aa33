import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import { executableSuffix, formatTarget, type Target, targetSlug } from '../domain/target.ts';
import type { Revision } from '../domain/version.ts';
import type { Environment } from '../host/host.ts';
import type { MainPackage } from '../project/plan.ts';
import { parseBuildFlags } from './arguments.ts';
import { parseEnvLines } from './environment.ts';
import { parseLdflags, renderLdflags } from './ldflags.ts';
import { isSameTarget, targetEnv } from './targets.ts';

/** What the user may change about a build, parsed. */
export interface BuildSettings {
  /** Build tags, in order, without repeats. */
  readonly tags: readonly string[];
  /** Words for `go build`, each `-name` or `-name=value`. */
  readonly buildFlags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Words for the linker, defaults included; variables not yet replaced. */
  readonly ldflags: readonly string[];
  readonly cgo: boolean;
}

/** The inputs behind {@link BuildSettings}, as given. */
export interface BuildInputs {
  readonly tags: readonly string[];
  readonly buildFlags: string;
  /** Lines of the `env` input. */
  readonly env: readonly string[];
  readonly ldflags: string;
  readonly cgo: boolean;
}

/** Everything a build depends on. Paths are absolute. */
export interface BuildSubject {
  /** Folder that `go build` runs in: the project's root. */
  readonly cwd: string;
  /** Folder whose files annotations can point at: the top of the checkout. */
  readonly sourceRoot: string;
  /** False where git can tell nothing: then no revision is recorded in the binaries. */
  readonly recordsRevision: boolean;
  readonly mains: readonly MainPackage[];
  readonly targets: readonly Target[];
  /** The machine's own target. */
  readonly host: Target;
  readonly revision: Revision;
  /** The project's name, for `{name}`. */
  readonly name: string;
  readonly outputDirectory: string;
  /** The neutral environment ({@link neutralEnvironment} of environment.ts) that each step adds to. */
  readonly env: Environment;
  /**
   * True removes a binary of an earlier run before building. Go keeps one whose build ID fits without
   * looking at its bytes: quick on one's own machine, not good enough for what is published.
   */
  readonly relink: boolean;
}

/** One `go build`. */
export interface BuildStep {
  readonly target: Target;
  readonly main: MainPackage;
  /** Arguments after `go`; `-p` is added when it is known how much runs beside it. */
  readonly argv: readonly string[];
  /** The whole environment. */
  readonly env: Environment;
  /** Absolute path of the binary, suffix included. */
  readonly outputPath: string;
}

/** What to build, target by target, in the order of the targets and then of the packages. */
export interface BuildPlan {
  readonly cwd: string;
  readonly sourceRoot: string;
  readonly relink: boolean;
  readonly steps: readonly BuildStep[];
}

/** One binary that was built. */
export interface BuiltBinary {
  readonly target: Target;
  readonly main: MainPackage;
  /** Absolute. */
  readonly path: string;
  readonly durationMs: number;
  /** Packages that had to be compiled; 0 when everything came from the build cache. */
  readonly compiledPackages: number;
}

/**
 * Parses the build inputs. Throws {@link ActionError} for a bad tag (`bad-build-tag`) and what
 * parsing flags, ldflags and env lines throws.
 */
export function parseBuildSettings(inputs: BuildInputs): BuildSettings {
  for (const tag of inputs.tags) {
    if (/^[\p{L}\p{Nd}_.]+$/u.test(tag)) continue;
    throw new ActionError({
      code: 'bad-build-tag',
      message: `Input "tags" does not take "${tag}"`,
      hint: 'List build tags, one a line or comma-separated; a tag is letters, digits, _ and . only.',
    });
  }
  return {
    tags: [...new Set(inputs.tags)],
    buildFlags: parseBuildFlags(inputs.buildFlags),
    env: parseEnvLines(inputs.env),
    ldflags: parseLdflags(inputs.ldflags),
    cgo: inputs.cgo,
  };
}

/**
 * What makes compiled packages differ, for the build cache's key: targets, tags, flags, environment,
 * cgo. Linker flags are not part of it: they decide about no compiled package. Sorted.
 */
export function buildIdentity(
  settings: BuildSettings,
  targets: readonly Target[],
): readonly string[] {
  return [
    ...targets.map(formatTarget),
    ...settings.tags.map((tag) => `tag ${tag}`),
    ...settings.buildFlags.map((flag) => `flag ${flag}`),
    ...Object.entries(settings.env).map(([name, value]) => `env ${name}=${value}`),
    `cgo ${String(settings.cgo)}`,
  ].sort();
}

/**
 * Plans every `go build`.
 * Throws {@link ActionError} `cgo-cross-build` when cgo is on and a target is not the machine's own.
 */
export function planBuild(settings: BuildSettings, subject: BuildSubject): BuildPlan {
  if (settings.cgo) refuseCrossBuild(subject);
  const steps = subject.targets.flatMap((target) =>
    subject.mains.map((main): BuildStep => {
      const outputPath = binaryPath(subject.outputDirectory, target, main.binaryName);
      return {
        target,
        main,
        outputPath,
        argv: buildArguments(settings, subject, { target, main, outputPath }),
        env: {
          ...subject.env,
          ...settings.env,
          ...targetEnv(target),
          SOURCE_DATE_EPOCH: String(subject.revision.commitEpochSeconds),
          // The go command trusts it, and then spells paths in messages as we do.
          PWD: subject.cwd,
        },
      };
    }),
  );
  const { cwd, sourceRoot, relink } = subject;
  return { cwd, sourceRoot, relink, steps };
}

/** `<outputDirectory>/bin/<goos>_<goarch>[_variant]/<binary>[.exe]`: where a binary goes. */
export function binaryPath(outputDirectory: string, target: Target, binaryName: string): string {
  const file = binaryName + executableSuffix(target);
  return path.join(outputDirectory, 'bin', targetSlug(target), file);
}

/**
 * Refuses an output directory that git would see: a stray file marks every binary built after it as
 * modified. All paths absolute and with links resolved; `repositoryRoot` is undefined outside git.
 * Throws {@link ActionError} `output-in-checkout`.
 */
export function checkOutputDirectory(
  directory: string,
  repositoryRoot: string | undefined,
  gitIgnored: boolean,
): void {
  if (repositoryRoot === undefined || gitIgnored) return;
  const relative = path.relative(repositoryRoot, directory);
  const isOutside =
    relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  if (isOutside) return;
  throw new ActionError({
    code: 'output-in-checkout',
    message: `The output directory ${directory} lies in the checkout and is not git-ignored: files in it would make the build dirty`,
    hint: `Leave "output-directory" out, or add "/${relative.split(path.sep).join('/')}${relative === '' ? 'dist' : ''}/" to .gitignore${relative === '' ? ' and use that folder' : ''}.`,
  });
}

function buildArguments(
  settings: BuildSettings,
  subject: BuildSubject,
  step: Pick<BuildStep, 'target' | 'main' | 'outputPath'>,
): readonly string[] {
  const { revision, name } = subject;
  const ldflags = renderLdflags(settings.ldflags, { revision, name, target: step.target });
  return [
    'build',
    '-v',
    '-trimpath',
    `-buildvcs=${String(subject.recordsRevision)}`,
    ...(settings.tags.length > 0 ? [`-tags=${settings.tags.join(',')}`] : []),
    ...settings.buildFlags,
    `-ldflags=${ldflags}`,
    `-o=${step.outputPath}`,
    '--',
    step.main.importPath,
  ];
}

function refuseCrossBuild({ targets, host }: BuildSubject): void {
  const foreign = targets.filter(
    // The variant is up to the compiler's flags; the machine must be the same.
    (target) =>
      !isSameTarget(
        { goos: target.goos, goarch: target.goarch },
        { goos: host.goos, goarch: host.goarch },
      ),
  );
  if (foreign.length === 0) return;
  throw new ActionError({
    code: 'cgo-cross-build',
    message: `Cannot build ${foreign.map(formatTarget).join(', ')} with cgo on a ${formatTarget(host)} machine: its C compiler makes programs for ${formatTarget(host)} only`,
    hint: 'Set "targets: host" and run one job per kind of machine, or set "cgo: false".',
  });
}
