import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { Project } from '../project/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { Toolchain, ToolchainSettings } from '../toolchain/plan.ts';
import { goConfiguration, goOnPath } from '../toolchain/go-env-run.ts';
import { requestGo } from '../toolchain/request-run.ts';
import type { GoFacts } from './go-environment.ts';
import { installGo } from '../toolchain/run.ts';

/**
 * Makes the wanted Go available and puts it first for the rest of the job. Throws what resolving,
 * downloading and proving throw.
 */
export async function provideGo(
  settings: ToolchainSettings,
  project: Project,
  runner: Runner,
): Promise<Toolchain> {
  const { context, env, host, log } = runner;
  const request = await requestGo(
    settings,
    {
      directory: context.workspace,
      moduleFile: project.goWorkPath ?? project.goModPath,
      toolchainLine: honoursToolchainLine(env),
    },
    host.platform,
    log,
  );
  if (request === undefined) return requireGoOnPath(project, runner);
  const toolchain = await installGo(
    request,
    {
      toolCacheDir: context.toolCache,
      tempDir: context.temp,
      cpus: host.platform.cpus,
      goConfiguration: () => goConfiguration(host.processes, env, context.workspace),
      apiUrl: context.apiUrl,
    },
    host,
  );
  log.info(
    `Go ${toolchain.version} for "${request.text}" from ${request.source}: ${toolchain.proof} (${toolchain.elapsedMs} ms)`,
  );
  return toolchain;
}

/** Set for later steps by an earlier call of ours, so that its `GOTOOLCHAIN=local` is not taken for the user's. */
const OWN_GOTOOLCHAIN = 'SHIP_GO_GOTOOLCHAIN';

function honoursToolchainLine(env: Runner['env']): boolean {
  return env['GOTOOLCHAIN'] !== 'local' || env[OWN_GOTOOLCHAIN] === 'local';
}

/** Exports what setup-go exports, so that later steps run the same Go, and the `go-version` output. */
export function exportGo({ toolchain, goPath }: GoFacts, runner: Runner): void {
  runner.setOutput('go-version', toolchain.version);
  runner.exportVariable('GOTOOLCHAIN', 'local');
  if (runner.env['GOTOOLCHAIN'] !== 'local') runner.exportVariable(OWN_GOTOOLCHAIN, 'local');
  runner.addPath(path.dirname(toolchain.goBinary));
  runner.addPath(path.join(goPath, 'bin'));
}

async function requireGoOnPath(project: Project, runner: Runner): Promise<Toolchain> {
  const { env, host, context } = runner;
  const found = await goOnPath(host.processes, env, context.workspace, host.platform);
  if (found !== undefined) return found;
  throw new ActionError({
    code: 'no-go-version',
    message: `${project.goModPath} names no Go version, and there is no Go on the runner`,
    hint: 'Set go-version, or add a go line to go.mod.',
  });
}
