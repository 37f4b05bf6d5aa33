import { posix, win32 } from 'node:path';
import type { Environment } from '../host/host.ts';

/** The two folders of go; absolute unless the user set them otherwise. */
export interface GoFolders {
  readonly goModCache: string;
  readonly goCache: string;
}

/**
 * Path of the file that `go env -w` writes; undefined where GOENV is `off` or the user has no folder for it.
 * @see Go's src/cmd/go/internal/cfg, EnvFile, and os.UserConfigDir
 */
export function goEnvFile(env: Environment, os: NodeJS.Platform): string | undefined {
  const goenv = env['GOENV'] ?? '';
  if (goenv === 'off') return undefined;
  if (goenv !== '') return goenv;
  const folder = userFolder(env, os, 'config');
  return folder === undefined ? undefined : pathsOf(os).join(folder, 'go', 'env');
}

/**
 * Where go will keep modules and compiled packages, told before there is a go to ask: from the
 * environment, else from the text of {@link goEnvFile}, else go's defaults. Undefined where go itself
 * would find no place. What go says later counts; this only lets work begin earlier.
 */
export function expectGoFolders(
  env: Environment,
  envFile: string,
  os: NodeJS.Platform,
): GoFolders | undefined {
  const setting = goSettings(env, envFile);
  const paths = pathsOf(os);
  const home = given(env[os === 'win32' ? 'USERPROFILE' : 'HOME']);
  const [goPath] = (setting('GOPATH') ?? '').split(paths.delimiter);
  const root = given(goPath) ?? (home === undefined ? undefined : paths.join(home, 'go'));
  const goModCache =
    setting('GOMODCACHE') ?? (root === undefined ? undefined : paths.join(root, 'pkg', 'mod'));
  const cacheFolder = userFolder(env, os, 'cache');
  const goCache =
    setting('GOCACHE') ??
    (cacheFolder === undefined ? undefined : paths.join(cacheFolder, 'go-build'));
  return goModCache === undefined || goCache === undefined ? undefined : { goModCache, goCache };
}

/** What go takes for a setting: the environment's word, else that of the text of {@link goEnvFile}. */
export function goSettings(
  env: Environment,
  envFile: string,
): (name: string) => string | undefined {
  const written = parseEnvFile(envFile);
  return (name) => given(env[name]) ?? given(written.get(name));
}

function pathsOf(os: NodeJS.Platform): typeof posix {
  return os === 'win32' ? win32 : posix;
}

/** `NAME=value` lines; others say nothing. */
function parseEnvFile(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) settings.set(name, value);
  }
  return settings;
}

/** Go's os.UserConfigDir and os.UserCacheDir. */
function userFolder(
  env: Environment,
  os: NodeJS.Platform,
  kind: 'config' | 'cache',
): string | undefined {
  if (os === 'win32')
    return (
      given(env[kind === 'config' ? 'AppData' : 'LocalAppData']) ??
      given(env[kind === 'config' ? 'APPDATA' : 'LOCALAPPDATA'])
    );
  const home = given(env['HOME']);
  if (os === 'darwin') {
    const library = kind === 'config' ? 'Application Support' : 'Caches';
    return home === undefined ? undefined : posix.join(home, 'Library', library);
  }
  const xdg = given(env[kind === 'config' ? 'XDG_CONFIG_HOME' : 'XDG_CACHE_HOME']);
  if (xdg !== undefined) return posix.isAbsolute(xdg) ? xdg : undefined;
  return home === undefined
    ? undefined
    : posix.join(home, kind === 'config' ? '.config' : '.cache');
}

function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
