import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createClock } from '../src/host/clock.ts';
import { createHttp } from '../src/host/http.ts';
import { proxyAwareAgents } from '../src/host/http-exchange.ts';
import type { Log } from '../src/host/host.ts';
import { currentPlatform } from '../src/host/platform.ts';
import { createProcesses } from '../src/host/processes.ts';
import { goConfiguration, goOnPath } from '../src/toolchain/go-env-run.ts';
import { requestGo } from '../src/toolchain/request-run.ts';
import { installGo } from '../src/toolchain/run.ts';

/** The Go that tests and tools use where the machine has none. */
const GO_FOR_SCRIPTS = 'stable';

/**
 * This process's environment with a Go on PATH: the machine's own, else one that is installed into
 * .cache as the action installs it, proof included.
 */
export async function environmentWithGo(root: string): Promise<Record<string, string>> {
  const env = plainEnvironment();
  const processes = createProcesses();
  const platform = currentPlatform();
  if ((await goOnPath(processes, env, root, platform)) !== undefined) return env;
  console.log(`No Go on PATH: installing Go (${GO_FOR_SCRIPTS}) into .cache, as the action does.`);
  const clock = createClock();
  const log = consoleLog();
  const http = createHttp({ userAgent: 'ship-go', clock, log, agents: proxyAwareAgents() });
  const request = await requestGo(
    { goVersion: GO_FOR_SCRIPTS, checkLatest: false },
    { directory: root },
    platform,
    log,
  );
  if (request === undefined) throw new Error('no version of Go was asked for');
  const toolchain = await installGo(
    request,
    {
      toolCacheDir: path.join(root, '.cache', 'tool-cache'),
      tempDir: path.join(root, '.cache', 'temp'),
      cpus: platform.cpus,
      goConfiguration: () => goConfiguration(processes, env, root),
    },
    { http, clock, log },
  );
  console.log(`Go ${toolchain.version}: ${toolchain.proof}`);
  const folders = [path.dirname(toolchain.goBinary), env['PATH'] ?? ''];
  return { ...env, PATH: folders.join(path.delimiter), GOTOOLCHAIN: 'local' };
}

/** Where Go gets modules from and whom it asks for checksums; what a runner's Go would be told by its image. */
const GO_NETWORK = ['GOPROXY', 'GOSUMDB', 'GONOSUMDB', 'GONOPROXY', 'GOPRIVATE', 'GOINSECURE'];
const KEPT = /^(PATH|LANG|TZ|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|(HTTPS?|NO|ALL)_PROXY)$/i;

/**
 * The environment of a fresh runner with `home` as its home folder: PATH, proxies and certificates of
 * this machine, and the module proxy that this machine's Go (if any) is told to use.
 */
export function baseGoEnvironment(root: string, home: string): Record<string, string> {
  mkdirSync(home, { recursive: true });
  const env = plainEnvironment();
  const kept = Object.entries(env).filter(([name]) => KEPT.test(name));
  return {
    ...Object.fromEntries(kept),
    ...goNetworkSettings(root, env),
    HOME: home,
    // Below home, so that emptying it makes a fresh machine.
    GOPATH: path.join(home, 'go'),
    GOCACHE: path.join(home, 'go-build'),
    XDG_CONFIG_HOME: path.join(home, 'config'),
  };
}

function goNetworkSettings(root: string, env: Record<string, string>): Record<string, string> {
  let values: unknown;
  try {
    const asked = { cwd: root, env: { ...env, GOTOOLCHAIN: 'local' }, encoding: 'utf8' as const };
    values = JSON.parse(execFileSync('go', ['env', '-json', ...GO_NETWORK], asked));
  } catch {
    // No Go here: what the environment says is all there is.
    values = env;
  }
  const pairs = Object.entries(values ?? {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
  );
  return Object.fromEntries(pairs.filter(([name]) => GO_NETWORK.includes(name)));
}

function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

function consoleLog(): Log {
  const print = (message: string): void => {
    console.log(message);
  };
  return {
    info: print,
    debug: () => undefined,
    notice: print,
    warning: print,
    untrusted: print,
    group: (_title, work) => work(),
  };
}
