import { ActionError } from '../domain/errors.ts';
import type { Environment, Platform, Processes } from '../host/host.ts';
import { foundToolchain, type GoEnvValues, parseGoEnvText } from './go-env.ts';
import type { GoConfiguration } from './module-proxies.ts';
import type { Toolchain } from './plan.ts';

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
  // A stale GOROOT keeps a Go from working at all, and none of these settings depends on it.
  const asked = { ...env, GOROOT: '' };
  const values = (await goEnv(processes, asked, directory, CONFIGURATION)) ?? {
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
  return foundToolchain(await goEnv(processes, env, directory, ['GOVERSION', 'GOROOT']), platform);
}

/**
 * Everything that `go env` says. A Go that does not tell its version there (before 1.16) is asked for it, and one that
 * knows no `-json` (before 1.9) is read as text. Undefined when the command is not there or fails.
 */
export async function wholeGoEnv(
  processes: Pick<Processes, 'run'>,
  {
    command,
    env,
    cwd,
  }: { readonly command: string; readonly env: Environment; readonly cwd: string },
): Promise<GoEnvValues | undefined> {
  const ask = async (...args: readonly string[]): Promise<string | undefined> => {
    try {
      const { exitCode, stdout } = await processes.run(command, args, { cwd, env });
      return exitCode === 0 ? stdout : undefined;
    } catch (error) {
      if (error instanceof ActionError && error.code === 'command-not-found') return undefined;
      throw error;
    }
  };
  const json = await ask('env', '-json');
  const text = json ?? (await ask('env'));
  if (text === undefined) return undefined;
  const values = json === undefined ? parseGoEnvText(text) : stringValues(JSON.parse(json));
  if ((values['GOVERSION'] ?? '') !== '') return values;
  const said = (await ask('version')) ?? '';
  const version = /^go version (.+) \S+\/\S+\s*$/.exec(said)?.[1];
  return version === undefined ? values : { ...values, GOVERSION: version };
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
