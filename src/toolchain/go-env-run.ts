import { ActionError } from '../domain/errors.ts';
import type { Environment, Platform, Processes } from '../host/host.ts';
import { goPlatform } from './architecture.ts';
import type { GoConfiguration } from './module-proxies.ts';
import { goBinaryIn, type Toolchain, versionFromFile } from './plan.ts';

const CONFIGURATION = ['GOPROXY', 'GOSUMDB', 'GONOPROXY', 'GONOSUMDB', 'GOFLAGS'];

/**
 * The go command's settings: as a Go on PATH reports them, which includes the environment, `go env -w` and its
 * own defaults; with no Go there, as far as the environment sets them.
 */
export async function goConfiguration(
  processes: Pick<Processes, 'run'>,
  env: Environment,
  directory: string,
): Promise<GoConfiguration> {
  const values = (await goEnv(processes, env, directory, CONFIGURATION)) ?? {
    ...env,
    GONOPROXY: env['GONOPROXY'] ?? env['GOPRIVATE'] ?? '',
    GONOSUMDB: env['GONOSUMDB'] ?? env['GOPRIVATE'] ?? '',
  };
  const text = (name: string): string => values[name]?.trim() ?? '';
  const entries = {
    goProxy: text('GOPROXY'),
    goSumDb: text('GOSUMDB'),
    goNoProxy: text('GONOPROXY'),
    goNoSumDb: text('GONOSUMDB'),
    goFlags: text('GOFLAGS'),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ''));
}

/** The Go on PATH as it is, for a job that asks for no version. Undefined when there is none. */
export async function goOnPath(
  processes: Pick<Processes, 'run'>,
  env: Environment,
  directory: string,
  platform: Pick<Platform, 'os' | 'arch'>,
): Promise<Toolchain | undefined> {
  const values = await goEnv(processes, env, directory, ['GOVERSION', 'GOROOT']);
  const goroot = values?.['GOROOT'];
  const version = versionFromFile(values?.['GOVERSION'] ?? '');
  if (goroot === undefined || version === undefined) return undefined;
  return {
    version,
    goroot,
    goBinary: goBinaryIn(goroot, goPlatform(platform.os, platform.arch)),
    origin: 'path',
    proof: 'it is the Go that the runner has on PATH',
    elapsedMs: 0,
  };
}

/** Values of `go env -json`; undefined when there is no Go or it does not answer. */
async function goEnv(
  processes: Pick<Processes, 'run'>,
  env: Environment,
  directory: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string>> | undefined> {
  // A go.mod nearby must not make this Go fetch another one just to be asked.
  const options = { cwd: directory, env: { ...env, GOTOOLCHAIN: 'local' } };
  try {
    const { exitCode, stdout } = await processes.run('go', ['env', '-json', ...names], options);
    return exitCode === 0 ? stringValues(JSON.parse(stdout)) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof ActionError && error.code === 'command-not-found') return undefined;
    throw error;
  }
}

function stringValues(json: unknown): Readonly<Record<string, string>> {
  if (typeof json !== 'object' || json === null) return {};
  return Object.fromEntries(
    Object.entries(json).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
