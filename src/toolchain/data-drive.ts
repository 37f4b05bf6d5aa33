/** A second drive: what begins with `system` is kept at the same path below `data`. */
export interface DataDrive {
  /** `C:` */
  readonly system: string;
  /** `D:` */
  readonly data: string;
}

/** What decides whether a second drive is used. */
export interface DriveFacts {
  /** Node's word for the system. */
  readonly os: NodeJS.Platform;
  /** RUNNER_ENVIRONMENT: `github-hosted`, `self-hosted`. */
  readonly runnerEnvironment: string | undefined;
  /** The runner's tool cache, absolute. */
  readonly toolCacheDir: string;
  /** True for a drive (`C:`) that is there. */
  readonly hasDrive: (drive: string) => boolean;
}

/**
 * GitHub's Windows machines have a slow system drive C: and a fast one D:. Go is kept on D: there, with links
 * on C: where everyone looks for it. Undefined anywhere else: on a self-hosted runner the owner
 * decides where things are. Follows `cacheWindowsDir` of actions/setup-go.
 */
export function dataDriveOf(facts: DriveFacts): DataDrive | undefined {
  const { os, runnerEnvironment, toolCacheDir, hasDrive } = facts;
  if (os !== 'win32' || runnerEnvironment !== 'github-hosted') return undefined;
  if (!/^c:/i.test(toolCacheDir)) return undefined;
  return hasDrive('C:') && hasDrive('D:') ? { system: 'C:', data: 'D:' } : undefined;
}

/** The same path on the data drive; undefined for one that is not on the system drive. */
export function onDataDrive(file: string, drive: DataDrive): string | undefined {
  const { system, data } = drive;
  const head = file.slice(0, system.length);
  if (head.toLowerCase() !== system.toLowerCase()) return undefined;
  return `${data}${file.slice(system.length)}`;
}
