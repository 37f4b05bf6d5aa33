import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** What a process needs to find programs, its home, and the network through a proxy with its own CA. */
const basics = ['PATH', 'HOME'];
const network = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
];
/** Without these no program starts on Windows. */
const windows = [
  'SystemRoot',
  'SystemDrive',
  'ComSpec',
  'PATHEXT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
];

/**
 * The part of this process's environment that a child may see: PATH, HOME, proxies and CA certificates, and on
 * Windows what programs need to start. No GO*, NODE_*, GIT_* or GITHUB_* of the machine gets in.
 */
export function baseEnvironment(
  from: Readonly<NodeJS.ProcessEnv> = process.env,
): Record<string, string> {
  const wanted = new Set(
    [...basics, ...network, ...(process.platform === 'win32' ? windows : [])].map(foldName),
  );
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    if (value !== undefined && wanted.has(foldName(name))) env[name] = value;
  }
  return env;
}

/** What {@link goEnvironment} may be asked for. */
export interface GoEnvironmentOptions {
  /** A build cache of one's own (absolute): every compile is seen. Default: the machine's. */
  readonly buildCache?: string;
  /** A module cache of one's own (absolute). Default: the machine's. */
  readonly moduleCache?: string;
  /** Further variables; they win. */
  readonly extra?: Readonly<Record<string, string>>;
}

/**
 * The whole environment for a `go` command in a test: {@link baseEnvironment}, GOTOOLCHAIN=local, the GOPROXY of this
 * process or else of `go env GOPROXY`. GOFLAGS is not inherited, and GOENV=off keeps `go env -w` settings out.
 * Throws a plain error when `go` cannot be run.
 */
export async function goEnvironment(
  options: GoEnvironmentOptions = {},
): Promise<Record<string, string>> {
  return {
    ...baseEnvironment(),
    GOENV: 'off',
    // The go command and its compilers collect less garbage: a sixth of their processor time.
    GOGC: '400',
    GOTOOLCHAIN: 'local',
    GOPROXY: await moduleProxy(),
    GOSUMDB: await goSetting('GOSUMDB'),
    GOCACHE: options.buildCache ?? (await goSetting('GOCACHE')),
    GOMODCACHE: options.moduleCache ?? (await goSetting('GOMODCACHE')),
    ...options.extra,
  };
}

/** Where Go modules come from on this machine: GOPROXY, else `go env GOPROXY`. Throws when there is neither. */
export async function moduleProxy(): Promise<string> {
  const value = process.env['GOPROXY'] ?? '';
  return value === '' ? goSetting('GOPROXY') : value;
}

async function goSetting(name: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('go', ['env', name], {
      cwd: path.parse(process.cwd()).root,
    });
    return stdout.trim();
  } catch (cause) {
    throw new Error(`Cannot ask Go for ${name}: this test needs "go" on PATH.`, { cause });
  }
}

function foldName(name: string): string {
  return process.platform === 'win32' ? name.toUpperCase() : name;
}
