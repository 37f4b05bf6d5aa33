import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ActionError, describeError } from '../domain/errors.ts';
import { formatTarget } from '../domain/target.ts';
import type { Environment, Host } from '../host/host.ts';
import { parseDiagnostics } from './diagnostics.ts';
import { settingsToRead } from './environment.ts';
import { type BuildFailure, buildFailed } from './failure.ts';
import type { BuildPlan, BuildStep, BuiltBinary } from './plan.ts';
import { collectorSettings, concurrentBuilds, nextStep } from './schedule.ts';

type BuildHost = Pick<Host, 'processes' | 'log' | 'platform' | 'clock'>;

/** Work to do with each binary while others are still being built. */
export interface BuildHandlers {
  /**
   * Called as soon as a binary is there. At most twice as many calls as there are builds at once are
   * under way; further builds wait for them. A rejection stops the build and is thrown.
   */
  onBuilt?(binary: BuiltBinary): Promise<void>;
}

/** What is known while a plan is carried out. */
interface Run {
  readonly started: Set<number>;
  readonly finished: Set<number>;
  readonly built: Map<number, BuiltBinary>;
  readonly failures: Map<number, BuildFailure>;
  /** Errors that are no compiler's: of `onBuilt`, or a go command that could not be started. */
  readonly errors: unknown[];
}

/**
 * Carries out a plan: several `go build` at once, as many as the machine holds. After a failure
 * nothing new starts, what runs may end, and every failed build is reported. Returns the binaries in
 * plan order, after the last `onBuilt` has ended.
 * Throws {@link ActionError} `build-failed` with located compiler errors, or the first error of `onBuilt`.
 */
export async function buildTargets(
  plan: BuildPlan,
  go: { readonly goBinary: string },
  host: BuildHost,
  handlers: BuildHandlers = {},
): Promise<readonly BuiltBinary[]> {
  const run: Run = {
    started: new Set(),
    finished: new Set(),
    built: new Map(),
    failures: new Map(),
    errors: [],
  };
  const targets = plan.steps.map((step) => formatTarget(step.target));
  const followUpLimit = 2 * concurrentBuilds(targets.length, host.platform);
  const building = new Set<Promise<void>>();
  const followUps = new Set<Promise<void>>();
  const follow = (binary: BuiltBinary): void => {
    if (handlers.onBuilt !== undefined) track(followUps, handlers.onBuilt(binary), run.errors);
  };
  for (;;) {
    const isStopped = run.failures.size > 0 || run.errors.length > 0;
    const mayStart = !isStopped && followUps.size < followUpLimit;
    const next = mayStart ? nextStep({ targets, ...run }, host.platform) : undefined;
    if (next !== undefined) {
      run.started.add(next.index);
      track(
        building,
        buildStep(plan, next.index, next.parallelism, { go, host, run, follow }),
        run.errors,
      );
    } else if (building.size + followUps.size > 0) {
      await Promise.race([...building, ...followUps]);
    } else {
      break;
    }
  }
  throwFailures(plan, run, host);
  return inOrder(run.built);
}

/** Keeps `work` in `set` until it ends. Its error goes to `errors`, so the tracked promise never rejects. */
function track(set: Set<Promise<void>>, work: Promise<void>, errors: unknown[]): void {
  const tracked = work
    .catch((error: unknown) => {
      errors.push(error);
    })
    .finally(() => set.delete(tracked));
  set.add(tracked);
}

async function buildStep(
  plan: BuildPlan,
  index: number,
  parallelism: number,
  context: {
    readonly go: { readonly goBinary: string };
    readonly host: BuildHost;
    readonly run: Run;
    readonly follow: (binary: BuiltBinary) => void;
  },
): Promise<void> {
  const { go, host, run, follow } = context;
  const step = plan.steps[index];
  if (step === undefined) return;
  try {
    await prepareOutput(step, plan.relink);
    const [verb = 'build', ...rest] = step.argv;
    const args = [verb, `-p=${parallelism}`, ...rest];
    const startedAt = host.clock.now();
    host.log.info(`${formatTarget(step.target)}: building ${step.main.binaryName}`);
    host.log.debug(`${formatTarget(step.target)}: go ${args.join(' ')}`);
    const env = { ...step.env, ...collectorSettings(step.env, host.platform) };
    const result = await host.processes.run(go.goBinary, args, { cwd: plan.cwd, env });
    const output = `${result.stdout}\n${result.stderr}`.trim();
    const diagnostics = parseDiagnostics(output, plan.cwd, plan.sourceRoot);
    if (result.exitCode !== 0) {
      run.failures.set(index, { step, diagnostics, exitCode: result.exitCode });
      host.log.info(`${formatTarget(step.target)}: go build of ${step.main.importPath} failed:`);
      host.log.untrusted(output);
      return;
    }
    // Warnings, and what flags such as -x were given for.
    if (diagnostics.general.length > 0) host.log.untrusted(output);
    const binary: BuiltBinary = {
      target: step.target,
      main: step.main,
      path: step.outputPath,
      durationMs: host.clock.now() - startedAt,
      compiledPackages: diagnostics.compiledPackages,
    };
    run.built.set(index, binary);
    host.log.info(describeBuilt(binary));
    follow(binary);
  } finally {
    run.finished.add(index);
  }
}

async function prepareOutput(step: BuildStep, relink: boolean): Promise<void> {
  try {
    if (relink) await rm(step.outputPath, { force: true });
    await mkdir(path.dirname(step.outputPath), { recursive: true });
  } catch (cause) {
    throw new ActionError({
      code: 'output-directory',
      message: `Cannot write to ${path.dirname(step.outputPath)}: ${describeError(cause)}`,
      hint: 'Set "output-directory" to a folder this job may write to.',
      cause,
    });
  }
}

function describeBuilt(binary: BuiltBinary): string {
  const seconds = (binary.durationMs / 1000).toFixed(1);
  const compiled =
    binary.compiledPackages === 0
      ? 'every package from the build cache'
      : `${binary.compiledPackages} packages compiled`;
  return `${formatTarget(binary.target)}: built ${binary.main.binaryName} in ${seconds} s, ${compiled}`;
}

function throwFailures(plan: BuildPlan, run: Run, host: Pick<Host, 'log'>): void {
  const failures = inOrder(run.failures);
  const [first, ...others] = run.errors;
  const unthrown = failures.length > 0 ? run.errors : others;
  for (const error of unthrown) host.log.warning(describeError(error));
  if (failures.length > 0) throw buildFailed(failures, plan);
  if (run.errors.length > 0) throw first;
}

function inOrder<T>(byIndex: ReadonlyMap<number, T>): readonly T[] {
  return [...byIndex].sort(([a], [b]) => a - b).map(([, value]) => value);
}

/**
 * The settings of the Go at hand that a build environment is made from, by name; those this Go does
 * not know are absent. The `go env -w` file counts. Throws {@link ActionError} `go-env`.
 */
export async function readGoSettings(
  go: {
    readonly goBinary: string;
    readonly cwd: string;
    readonly env: Environment;
    /** True where the C compiler's settings count. */
    readonly cgo: boolean;
  },
  { processes }: Pick<Host, 'processes'>,
): Promise<Readonly<Record<string, string>>> {
  const { cwd, env } = go;
  const result = await processes.run(go.goBinary, ['env', '-json', ...settingsToRead(go)], {
    cwd,
    env: { ...env, PWD: cwd },
  });
  if (result.exitCode !== 0) {
    throw new ActionError({
      code: 'go-env',
      message: `"go env" failed: ${describeError(result.stderr.trim())}`,
      hint: 'Check the GOFLAGS, GOEXPERIMENT, GOENV and HOME variables of the job.',
    });
  }
  const json: unknown = JSON.parse(result.stdout);
  const entries = Object.entries(json ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}
