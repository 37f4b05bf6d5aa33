import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { loginSecrets } from '../domain/web-address.ts';
import type { Environment } from '../host/host.ts';
import type { Runner } from '../runner/runner.ts';
import { adviseNewerGo } from '../toolchain/advice.ts';
import type { Toolchain, ToolchainSettings } from '../toolchain/plan.ts';
import { GO_VERSION_INPUT, requestGo } from '../toolchain/request-run.ts';
import { installGo } from '../toolchain/run.ts';
import { listInstalled } from '../toolchain/tool-cache-run.ts';
import { dataDriveOfRunner } from './data-folders.ts';

/** Set for later steps by an earlier call of ours, so that its `GOTOOLCHAIN=local` is not taken for the user's. */
const OWN_GOTOOLCHAIN = 'SHIP_GO_GOTOOLCHAIN';

/**
 * Makes the Go available that the inputs or else `moduleFile` (go.work or go.mod) ask for. Undefined when nothing
 * asks for one. `onVersion` is told the version as soon as it is known, before it is there. Throws what resolving, downloading and proving throw.
 */
export async function provideToolchain(
  settings: ToolchainSettings,
  moduleFile: string | undefined,
  runner: Runner,
  onVersion?: (version: string) => void,
): Promise<Toolchain | undefined> {
  const { context, env, host, log } = runner;
  const chosen = withMirrorOf(env, settings);
  // The address is part of what is told about a mirror.
  for (const secret of loginSecrets(chosen.goDownloadBaseUrl ?? '')) log.mask(secret);
  const request = await requestGo(
    chosen,
    {
      directory: context.workspace,
      ...(moduleFile === undefined ? {} : { moduleFile }),
      toolchainLine: honoursToolchainLine(env),
    },
    host.platform,
    log,
  );
  if (request === undefined) return undefined;
  const toolchain = await installGo(
    request,
    {
      toolCacheDir: context.toolCache,
      dataDrive: dataDriveOfRunner(runner),
      tempDir: context.temp,
      cpus: host.platform.cpus,
      goConfiguration: async () => {
        const { goConfiguration } = await import('../toolchain/go-env-run.ts');
        return goConfiguration(host.processes, env, context.workspace);
      },
      apiUrl: context.apiUrl,
      ...(onVersion === undefined ? {} : { onVersion }),
    },
    host,
  );
  log.info(
    `Go ${toolchain.version} for "${request.text}" from ${request.source}: ${toolchain.proof} (${toolchain.goroot}, ${toolchain.elapsedMs} ms)`,
  );
  if (request.source !== GO_VERSION_INPUT && request.downloadBaseUrl === undefined) {
    const known = await listInstalled(context.toolCache, 'go', request.platform);
    const advice = adviseNewerGo(toolchain.version, request.source, known);
    if (advice !== undefined) log.notice(advice);
  }
  return toolchain;
}

/** The variable of actions/setup-go; the input wins. */
function withMirrorOf(env: Environment, settings: ToolchainSettings): ToolchainSettings {
  const fromEnvironment = env['GO_DOWNLOAD_BASE_URL'] ?? '';
  if (settings.goDownloadBaseUrl !== undefined || fromEnvironment === '') return settings;
  return { ...settings, goDownloadBaseUrl: fromEnvironment };
}

function honoursToolchainLine(env: Environment): boolean {
  return env['GOTOOLCHAIN'] !== 'local' || env[OWN_GOTOOLCHAIN] === 'local';
}

/**
 * Exports what actions/setup-go exports, so that later steps run the same Go: GOTOOLCHAIN=local, the go command and GOPATH/bin on
 * PATH (the latter first, and there), and the `go-version` output. A Go that is on PATH already is not added again.
 */
export async function exportGo(
  { toolchain, goPath }: { readonly toolchain: Toolchain; readonly goPath: string },
  runner: Runner,
): Promise<void> {
  runner.setOutput('go-version', toolchain.version);
  runner.exportVariable('GOTOOLCHAIN', 'local');
  if (runner.env['GOTOOLCHAIN'] !== 'local') runner.exportVariable(OWN_GOTOOLCHAIN, 'local');
  if (toolchain.origin !== 'path') runner.addPath(path.dirname(toolchain.goBinary));
  // GOPATH may be a list; go install uses its first folder.
  const [first = ''] = goPath.split(path.delimiter);
  if (first === '') return;
  const bin = path.join(first, 'bin');
  await mkdir(bin, { recursive: true }).catch((error: unknown) => {
    runner.log.info(`${bin} cannot be made: ${String(error)}`);
  });
  runner.addPath(bin);
}
