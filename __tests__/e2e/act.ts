import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { baseEnvironment, goEnvironment, moduleProxy } from '../support/hermetic-env.ts';
import { defaultNodeExecutable } from '../support/runner/node-runtime.ts';
import { ACTION, type Scene, SHARED_TOOL_CACHE } from './scene.ts';

// A second opinion that is not ours: act reads action.yml, evaluates its defaults, and starts main
// and post by its own rules. In host mode it needs no container.

const run = promisify(execFile);

/** Where {@link vendorAction} puts the action, as `uses:` names it. */
export const VENDORED_ACTION = './.ship-go';

/** Copies the action into a checkout: act runs local actions from the work tree. Commit it afterwards. */
export async function vendorAction(checkout: string): Promise<void> {
  for (const part of ['action.yml', 'matchers.json', 'dist']) {
    await cp(path.join(ACTION, part), path.join(checkout, VENDORED_ACTION, part), {
      recursive: true,
    });
  }
}

/** What a run under act needs to know. */
export interface ActRun {
  /** A git work tree with a remote `origin` on github.com. */
  readonly checkout: string;
  /** Path of the workflow in the checkout. */
  readonly workflow: string;
  /** Absolute path of the event's payload, which must lie outside the checkout: it would make it dirty. */
  readonly eventPath: string;
  readonly ref: string;
}

/**
 * Runs the checkout's workflow for a push and returns what act printed. The stand-ins of `scene`
 * serve it, and its home folder is the runner's. Rejects with act's output when the workflow fails.
 */
export async function runUnderAct(
  scene: Scene,
  { checkout, workflow, eventPath, ref }: ActRun,
): Promise<string> {
  const act = await buildAct();
  const variables: Record<string, string> = {
    ACTIONS_CACHE_SERVICE_V2: 'True',
    ACTIONS_RESULTS_URL: scene.cache.resultsUrl,
    ACTIONS_RUNTIME_TOKEN: scene.cache.runtimeToken({ ref }),
    GITHUB_API_URL: scene.github.apiUrl,
  };
  const args = [
    'push',
    ...['--workflows', workflow],
    ...['--eventpath', eventPath],
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    '--no-cache-server',
    ...['--secret', `GITHUB_TOKEN=${scene.github.token()}`],
    ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
  try {
    const options = { cwd: checkout, env: await actEnvironment(scene.home), maxBuffer: 2 ** 28 };
    return (await run(act, args, options)).stdout;
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    throw new Error(`act failed:\n${stdout ?? String(error)}`, { cause: error });
  }
}

/** Pinned in tools/go.mod; built once and kept in .cache. */
async function buildAct(): Promise<string> {
  const binary = path.join(ACTION, '.cache', 'bin', 'act');
  if (existsSync(binary)) return binary;
  await mkdir(path.dirname(binary), { recursive: true });
  const env = await goEnvironment({ extra: { GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' } });
  const cwd = path.join(ACTION, 'tools');
  await run('go', ['build', '-o', binary, 'github.com/nektos/act'], { cwd, env });
  return binary;
}

async function actEnvironment(home: string): Promise<Record<string, string>> {
  await mkdir(home, { recursive: true });
  const env = baseEnvironment();
  return {
    ...env,
    // act takes the first node on PATH for node24 actions.
    PATH: [path.dirname(defaultNodeExecutable()), env['PATH'] ?? ''].join(path.delimiter),
    HOME: home,
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_CONFIG_HOME: path.join(home, '.config'),
    GOPROXY: await moduleProxy(),
    RUNNER_TOOL_CACHE: SHARED_TOOL_CACHE,
  };
}
