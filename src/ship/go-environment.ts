import { neutralEnvironment } from '../build/environment.ts';
import { readGoSettings } from '../build/run.ts';
import { ActionError, describeError } from '../domain/errors.ts';
import type { Environment, Host, ProcessOptions } from '../host/host.ts';
import { trustRepositories } from '../project/git-environment.ts';
import type { Runner } from '../runner/runner.ts';
import type { Toolchain } from '../toolchain/plan.ts';
import { goFirst } from './go-first.ts';

/** The installed Go as this run uses it. */
export interface GoFacts {
  readonly toolchain: Toolchain;
  /** The whole environment for every Go command of this run. */
  readonly env: Environment;
  /** Absolute folders. */
  readonly goModCache: string;
  readonly goCache: string;
  readonly goPath: string;
  /** `goos/goarch` pairs that this Go can build. */
  readonly distList: readonly string[];
}

/** What decides about the environment of Go commands. */
export interface GoUse {
  /** Folder the commands run in. */
  readonly cwd: string;
  readonly repositoryRoot: string | undefined;
  readonly cgo: boolean;
  /** A GOCACHE instead of the machine's, and of a GOCACHEPROG; absolute. */
  readonly buildCache?: string | undefined;
}

/**
 * Asks the installed Go about itself and makes an environment in which nothing of the machine
 * changes what is built. Throws {@link ActionError} `go-env` when it does not answer.
 */
export async function readGoFacts(
  toolchain: Toolchain,
  use: GoUse,
  { env: ambient, host, log }: Runner,
): Promise<GoFacts> {
  const { goBinary } = toolchain;
  const first = withBuildCache(goFirst(ambient, toolchain), use.buildCache);
  const { cwd, cgo } = use;
  // The list depends on none of the settings, so go is asked for both at once.
  const [settings, distList] = await Promise.all([
    readGoSettings({ goBinary, cwd, env: first, cgo }, host),
    listPorts({ goBinary, cwd, env: neutralEnvironment(first, {}, { cgo }).env }, host),
  ]);
  const neutral = neutralEnvironment(first, settings, { cgo });
  for (const notice of neutral.notices) log.notice(notice);
  const roots = use.repositoryRoot === undefined ? [] : [use.repositoryRoot];
  // Again: `go env -w` may name a GOCACHEPROG too.
  const env = trustRepositories(withBuildCache(neutral.env, use.buildCache), roots);
  if (use.buildCache !== undefined) {
    log.info(
      `This run publishes: everything is compiled anew in ${use.buildCache}, since nothing can verify a build cache (see cache-on-release)`,
    );
  }
  return {
    toolchain,
    env,
    goModCache: required(settings, 'GOMODCACHE'),
    goCache: required(settings, 'GOCACHE'),
    goPath: required(settings, 'GOPATH'),
    distList,
  };
}

/** The `goos/goarch` pairs that a Go can build. */
async function listPorts(
  { goBinary, ...options }: ProcessOptions & { readonly goBinary: string },
  { processes }: Pick<Host, 'processes'>,
): Promise<readonly string[]> {
  const list = await processes.run(goBinary, ['tool', 'dist', 'list'], options);
  if (list.exitCode !== 0) throw doesNotAnswer('tool dist list', list.stderr);
  return list.stdout.split(/\r?\n/).filter((line) => line !== '');
}

/** A GOCACHEPROG goes: it would be asked instead of the folder. */
function withBuildCache(env: Environment, folder: string | undefined): Environment {
  if (folder === undefined) return env;
  const replaced = new Set(['GOCACHE', 'GOCACHEPROG']);
  const kept = Object.entries(env).filter(([name]) => !replaced.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), GOCACHE: folder };
}

function required(settings: Readonly<Record<string, string>>, name: string): string {
  const value = settings[name];
  if (value !== undefined && value !== '') return value;
  throw doesNotAnswer(`env ${name}`, 'the value is empty');
}

function doesNotAnswer(what: string, why: string): ActionError {
  return new ActionError({
    code: 'go-env',
    message: `"go ${what}" failed: ${describeError(why)}`,
    hint: 'Check the GOFLAGS, GOENV and HOME variables of the job.',
  });
}
