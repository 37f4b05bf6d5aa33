import { join } from 'node:path';

import { ActionError, describeError } from '../domain/errors.ts';
import type { Environment, Host } from '../host/host.ts';
import { listBelieved, readNamedDownloads } from './prune-run.ts';
import { readVerification } from './verify.ts';

/** The module cache of a project, and the go that will use it. */
export interface ModuleFolder {
  /** GOMODCACHE; absolute. */
  readonly goModCache: string;
  /** The project's sum files; absolute. */
  readonly sumFiles: readonly string[];
  readonly goBinary: string;
  /** Folder of the project; absolute. */
  readonly cwd: string;
  readonly env: Environment;
}

/**
 * Makes sure that modules which are already in GOMODCACHE are what go.sum says: go itself checks no
 * more than the `.ziphash` beside an unpacked module, never its files. `absent` when none of the
 * project's modules is there in a form that go would believe; that costs a few file lookups.
 * Throws {@link ActionError} `modules-modified` or `modules-unverified`.
 * @see https://go.dev/ref/mod#go-mod-verify
 */
export async function verifyModules(
  folder: ModuleFolder,
  { processes }: Pick<Host, 'processes'>,
): Promise<'absent' | 'unmodified'> {
  const { goBinary, cwd, env, goModCache, sumFiles } = folder;
  const { zips } = await readNamedDownloads(sumFiles);
  const believed = await listBelieved(join(goModCache, 'cache', 'download'), zips);
  if (believed.size === 0) return 'absent';
  const result = await processes.run(goBinary, ['mod', 'verify'], { cwd, env });
  const found = readVerification(result.exitCode, `${result.stdout}\n${result.stderr}`);
  if (found.kind === 'unmodified') return found.kind;
  if (found.kind === 'modified') {
    throw new ActionError({
      code: 'modules-modified',
      message: `This run publishes, and modules in ${goModCache} are not what was downloaded: ${found.modules.join(', ')}`,
      hint: 'Clear GOMODCACHE with "go clean -modcache", and look at what filled it before this step.',
    });
  }
  throw new ActionError({
    code: 'modules-unverified',
    message: `This run publishes, and "go mod verify" could not check the modules in ${goModCache}: ${describeError(found.reason)}`,
    hint: 'Clear GOMODCACHE with "go clean -modcache", or correct what go reports.',
  });
}
