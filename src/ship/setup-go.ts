import { readFile } from 'node:fs/promises';
import path from 'node:path';
import semver from 'semver';
import { ActionError } from '../domain/errors.ts';
import type { Environment } from '../host/host.ts';
import type { Runner } from '../runner/runner.ts';
import { wholeGoEnv } from '../toolchain/go-env-run.ts';
import { foundToolchain, goVersionLine, renderGoEnv } from '../toolchain/go-env.ts';
import type { Toolchain } from '../toolchain/plan.ts';
import { semverFromGo } from '../toolchain/version-spec.ts';
import type { GoFacts } from './go-environment.ts';
import { goFirst } from './go-first.ts';

/** The Go that the job gets, as it describes itself. */
export interface SetupGo extends Pick<
  GoFacts,
  'toolchain' | 'env' | 'goModCache' | 'goCache' | 'goPath'
> {
  /** All of `go env`. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Asks the Go about itself: the installed one, or where none was asked for the one on PATH. A GOROOT of another
 * Go is put out of action. Throws {@link ActionError} `no-go-version` or `go-env`.
 */
export async function readSetupGo(
  installed: Toolchain | undefined,
  runner: Runner,
): Promise<SetupGo> {
  const { env } = runner;
  if (installed === undefined) {
    runner.log.info(
      '[warning]go-version input was not specified. The action will try to use pre-installed version.',
    );
    return readGoOnPath(runner);
  }
  const values = await ask(installed.goBinary, goFirst(env, installed), runner);
  if (values === undefined) {
    throw new ActionError({
      code: 'go-env',
      message: `"${installed.goBinary} env" failed`,
      hint: 'Check the GOFLAGS, GOENV and HOME variables of the job, and whether this Go is for this machine (architecture).',
    });
  }
  setGoRoot(installed, runner);
  return describe(installed, goFirst(env, installed), values);
}

async function readGoOnPath(runner: Runner): Promise<SetupGo> {
  const { env, host, log } = runner;
  const local = { ...env, GOTOOLCHAIN: 'local' };
  const values = await ask('go', local, runner);
  const toolchain = foundToolchain(values, host.platform);
  if (values !== undefined && toolchain !== undefined) return describe(toolchain, local, values);
  const stale = env['GOROOT'] ?? '';
  if (stale !== '') {
    const without = Object.fromEntries(Object.entries(local).filter(([name]) => name !== 'GOROOT'));
    const retried = await ask('go', without, runner);
    const found = foundToolchain(retried, host.platform);
    if (retried !== undefined && found !== undefined) {
      log.notice(`GOROOT is ${stale}, where no Go is; it is unset for the rest of the job.`);
      runner.exportVariable('GOROOT', '');
      return describe(found, without, retried);
    }
  }
  throw new ActionError({
    code: 'no-go-version',
    message:
      'Neither go-version nor go-version-file is given, and there is no Go on PATH that works',
    hint: 'Set go-version, or go-version-file: go.mod.',
  });
}

function ask(
  command: string,
  env: Environment,
  { host, context }: Runner,
): Promise<Readonly<Record<string, string>> | undefined> {
  return wholeGoEnv(host.processes, { command, env, cwd: context.workspace });
}

/** Go finds its own GOROOT since 1.9; one that is set misleads every other Go. */
function setGoRoot({ version, goroot }: Toolchain, runner: Runner): void {
  const { env, log } = runner;
  const current = semverFromGo(version);
  if (current !== undefined && semver.lt(current, '1.9.0')) {
    runner.exportVariable('GOROOT', goroot);
    return;
  }
  const given = env['GOROOT'] ?? '';
  if (given === '' || path.resolve(given) === path.resolve(goroot)) return;
  log.notice(
    `GOROOT is ${given}, which belongs to another Go; it is unset for the rest of the job, and Go ${version} finds its own.`,
  );
  runner.exportVariable('GOROOT', '');
}

function describe(
  toolchain: Toolchain,
  env: Environment,
  values: Readonly<Record<string, string>>,
): SetupGo {
  const goPath = values['GOPATH'] ?? '';
  const [first = ''] = goPath.split(path.delimiter);
  return {
    toolchain,
    env,
    values,
    goPath,
    // Go knows the variable since 1.15.
    goModCache: values['GOMODCACHE'] ?? path.join(first, 'pkg', 'mod'),
    goCache: values['GOCACHE'] ?? '',
  };
}

/** Says so when the module at the root asks for a newer Go than the job gets: its commands would refuse, as GOTOOLCHAIN is local. */
export async function noticeOlderGo({ toolchain }: SetupGo, runner: Runner): Promise<void> {
  const file = path.join(runner.context.workspace, 'go.mod');
  const text = await readFile(file, 'utf8').catch(() => '');
  const line = /^go[ \t]+(\d[\w.]*)/m.exec(text)?.[1] ?? '';
  const wanted = semverFromGo(line);
  const found = semverFromGo(toolchain.version);
  if (wanted === undefined || found === undefined || !semver.lt(found, wanted)) return;
  runner.log.notice(
    `${file} asks for go ${line}, but this job gets Go ${toolchain.version} and GOTOOLCHAIN is local, so the go command will refuse that module. Set go-version-file: go.mod, or a newer go-version.`,
  );
}

/** Prints what actions/setup-go prints last: `go version`, and `go env` in a group. */
export async function tellGo({ values, toolchain }: SetupGo, runner: Runner): Promise<void> {
  runner.log.info(goVersionLine(values, toolchain.version));
  await runner.log.group('go env', () => {
    runner.log.info(renderGoEnv(values, runner.host.platform.os));
    return Promise.resolve();
  });
}
