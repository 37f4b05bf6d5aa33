import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expectGoFolders, goEnvFile, goSettings } from '../cache/go-folders.ts';
import type { CacheSettings } from '../cache/plan.ts';
import type { Environment } from '../host/host.ts';
import type { Runner } from '../runner/runner.ts';
import { type DataDrive, dataDriveOf, onDataDrive } from '../toolchain/data-drive.ts';

/** What decides whether go's folders move to the second drive. */
export interface FolderFacts {
  /** Node's word for the system. */
  readonly os: NodeJS.Platform;
  readonly env: Environment;
  /** Text of the file that `go env -w` writes. */
  readonly envFile: string;
  readonly drive: DataDrive;
  /** True for a folder that is there, so that an earlier step filled it. */
  readonly isThere: (folder: string) => boolean;
}

/**
 * The variables that put GOMODCACHE and GOCACHE on the second drive: unpacking and compiling write tens of thousands
 * of small files, which a slow system drive takes minutes for. A folder that the user chose, or that is
 * there already, stays where it is.
 */
export function foldersOnDataDrive(facts: FolderFacts): Readonly<Record<string, string>> {
  const { os, env, envFile, drive, isThere } = facts;
  const folders = expectGoFolders(env, envFile, os);
  if (folders === undefined) return {};
  const setting = goSettings(env, envFile);
  const moved = (
    name: string,
    folder: string,
    choices: readonly string[],
  ): readonly (readonly [string, string])[] => {
    const place = onDataDrive(folder, drive);
    const isChosen = choices.some((choice) => setting(choice) !== undefined);
    return place === undefined || isChosen || isThere(folder) ? [] : [[name, place]];
  };
  return Object.fromEntries([
    ...moved('GOMODCACHE', folders.goModCache, ['GOMODCACHE', 'GOPATH']),
    ...moved('GOCACHE', folders.goCache, ['GOCACHE', 'GOCACHEPROG']),
  ]);
}

/** What {@link moveGoFolders} needs of the runner. */
export interface FolderEdge extends Pick<Runner, 'env' | 'exportVariable'> {
  readonly context: Pick<Runner['context'], 'toolCache'>;
  readonly host: { readonly platform: Pick<Runner['host']['platform'], 'os'> };
  readonly log: Pick<Runner['log'], 'info'>;
}

/**
 * Puts go's folders on the fast drive, where GitHub's Windows machines have one, for the later steps of the job. Gives
 * the variables that this step's own commands need for it: none anywhere else, and where this run keeps no caches.
 */
export async function moveGoFolders(
  { mode }: Pick<CacheSettings, 'mode'>,
  { env, host, context, log, exportVariable }: FolderEdge,
  driveIsThere = hasDrive,
): Promise<Environment> {
  const { os } = host.platform;
  const drive = dataDriveOfRunner({ env, host, context }, driveIsThere);
  if (mode === 'off' || drive === undefined) return {};
  const file = goEnvFile(env, os);
  const envFile = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
  const variables = foldersOnDataDrive({ os, env, envFile, drive, isThere: existsSync });
  for (const [name, folder] of Object.entries(variables)) {
    log.info(`${name} is ${folder} for the rest of the job: ${drive.system} is the slower drive`);
    exportVariable(name, folder);
  }
  return variables;
}

/** The second drive of the machine; see {@link dataDriveOf}. */
export function dataDriveOfRunner(
  { env, host, context }: Pick<FolderEdge, 'env' | 'host' | 'context'>,
  driveIsThere = hasDrive,
): DataDrive | undefined {
  return dataDriveOf({
    os: host.platform.os,
    runnerEnvironment: env['RUNNER_ENVIRONMENT'],
    toolCacheDir: context.toolCache,
    hasDrive: driveIsThere,
  });
}

/** True for a drive (`C:`) that is there. */
function hasDrive(drive: string): boolean {
  return existsSync(`${drive}\\`);
}
