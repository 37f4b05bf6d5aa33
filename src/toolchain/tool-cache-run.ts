import { mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import semver from 'semver';
import { ActionError } from '../domain/errors.ts';
import type { Clock } from '../host/host.ts';
import type { GoPlatform } from './architecture.ts';
import { type DataDrive, onDataDrive } from './data-drive.ts';
import { treeVersion } from './goroot-run.ts';

/** One version's place in the runner's tool cache. */
export interface ToolCachePlace {
  /** `<tool cache>/<tool>/<semantic version>/<architecture>`. */
  readonly folder: string;
  /** Empty file that says the folder is whole: `<folder>.complete`, as @actions/tool-cache writes it. */
  readonly marker: string;
}

/** Another job that has just put its tree in place needs a moment to write the marker. */
const MARKER_WAIT_MS = 2_000;
const POLL_MS = 50;
/** No install takes so long. */
const STALE_MS = 24 * 3_600_000;
const MOST_PLACE_ATTEMPTS = 10;
const OCCUPIED = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY', 'ENOTDIR']);

/** Where a version belongs. */
export function toolCachePlace(
  toolCacheDir: string,
  tool: string,
  version: string,
  platform: GoPlatform,
): ToolCachePlace {
  const folder = path.join(toolCacheDir, tool, version, platform.toolCacheArch);
  return { folder, marker: `${folder}.complete` };
}

/**
 * The version, without `go`, of the Go at a place. Undefined when there is none that is whole: a
 * missing marker, command or VERSION file all mean that it must not be used.
 */
export async function installedVersion(
  place: ToolCachePlace,
  platform: GoPlatform,
): Promise<string | undefined> {
  if (!(await exists(place.marker))) return undefined;
  return treeVersion(place.folder, platform);
}

/** Semantic versions of a tool that are marked as whole for the platform. */
export async function listInstalled(
  toolCacheDir: string,
  tool: string,
  platform: GoPlatform,
): Promise<readonly string[]> {
  const names = await readdir(path.join(toolCacheDir, tool)).catch(() => []);
  const versions = names.filter((name) => semver.valid(name) === name);
  const whole = await Promise.all(
    versions.map((version) => exists(toolCachePlace(toolCacheDir, tool, version, platform).marker)),
  );
  return versions.filter((_, index) => whole[index]);
}

/** Where {@link installInto} works. */
export interface InstallSite {
  /** The tool's folder in the tool cache, absolute. */
  readonly parent: string;
  readonly platform: GoPlatform;
  readonly dataDrive?: DataDrive | undefined;
}

/**
 * Installs a tree and returns its place: `fill` gets an empty folder on the volume of the place, `place`
 * may depend on what is in it then. Only what is whole is renamed into place and marked: a failure or
 * a crash leaves nothing that looks installed. When another job was faster, its tree is kept and ours dropped.
 */
export async function installInto(
  place: ToolCachePlace | ((folder: string) => Promise<ToolCachePlace>),
  { parent, platform, dataDrive }: InstallSite,
  clock: Clock,
  fill: (folder: string) => Promise<void>,
): Promise<ToolCachePlace> {
  const moved = (file: string): string =>
    (dataDrive === undefined ? undefined : onDataDrive(file, dataDrive)) ?? file;
  const above = typeof place === 'function' ? parent : path.dirname(place.folder);
  const staging = besides(path.join(moved(above), platform.toolCacheArch), clock);
  await mkdir(path.dirname(staging), { recursive: true });
  await removeLeftovers(moved(parent), clock);
  await mkdir(staging);
  try {
    await fill(staging);
    const final = typeof place === 'function' ? await place(staging) : place;
    const stored = { folder: moved(final.folder), marker: moved(final.marker) };
    await mkdir(path.dirname(stored.folder), { recursive: true });
    await moveIntoPlace(staging, stored, platform, clock);
    if (stored.folder !== final.folder) await linkPlace(final, stored, platform, clock);
    return final;
  } finally {
    // Why it failed matters more than a file that something holds open; the next install removes it.
    await removeTree(staging).catch(() => undefined);
  }
}

/** Makes a place lead to a tree on another drive. Junctions need no privilege; links to files do. */
async function linkPlace(
  place: ToolCachePlace,
  stored: ToolCachePlace,
  platform: GoPlatform,
  clock: Clock,
): Promise<void> {
  if ((await installedVersion(place, platform)) !== undefined) return;
  await mkdir(path.dirname(place.folder), { recursive: true });
  const leftover = besides(place.folder, clock);
  if ((await tryRename(place.folder, leftover)) === undefined) await removeTree(leftover);
  await rm(place.marker, { force: true });
  await symlink(stored.folder, place.folder, 'junction');
  await symlink(stored.marker, place.marker, 'file').catch(() => writeFile(place.marker, ''));
}

/** Removes what jobs that were cut off left beside any version of the tool; an install that still runs is younger. */
async function removeLeftovers(tool: string, clock: Clock): Promise<void> {
  const versions = await readdir(tool).catch(() => []);
  for (const folder of [tool, ...versions.map((version) => path.join(tool, version))]) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => LEFTOVER.test(one))) {
      const file = path.join(folder, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
      // A folder that another user's job left may be out of our hands, which hinders nothing.
      if (clock.now() - mtimeMs > STALE_MS) await removeTree(file).catch(() => undefined);
    }
  }
}

/** What {@link besides} makes of an architecture; `.snapshot`, `.DS_Store` and the like are not ours. */
const LEFTOVER = /^\.[a-z0-9]+-[0-9a-z]+$/;

/** A name that no one looks up: it begins with a dot, and tool-cache folders are architectures. */
function besides(folder: string, clock: Clock): string {
  const suffix = Math.floor(clock.random() * 2 ** 40).toString(36);
  return path.join(path.dirname(folder), `.${path.basename(folder)}-${suffix}`);
}

async function moveIntoPlace(
  staging: string,
  place: ToolCachePlace,
  platform: GoPlatform,
  clock: Clock,
): Promise<void> {
  let failure: unknown;
  for (let attempt = 1; attempt <= MOST_PLACE_ATTEMPTS; attempt += 1) {
    failure = await tryRename(staging, place.folder);
    if (failure === undefined) {
      await writeFile(place.marker, '');
      return;
    }
    if (await becomesWhole(place, platform, clock)) return;
    // Whatever lies there without marker or command is what a crashed job left behind.
    const leftover = besides(place.folder, clock);
    if ((await tryRename(place.folder, leftover)) === undefined) await removeTree(leftover);
  }
  throw new ActionError({
    code: 'tool-cache-busy',
    message: `Cannot put Go into ${place.folder}: something else keeps it occupied`,
    hint: 'Remove that folder from the tool cache, or wait for the job that uses it.',
    cause: failure,
  });
}

/** Undefined when it worked; the error when the target is occupied or gone; throws any other. */
async function tryRename(from: string, to: string): Promise<unknown> {
  try {
    await rename(from, to);
    return undefined;
  } catch (error) {
    const known = typeof error === 'object' && error !== null && 'code' in error;
    const code = known ? String(error.code) : '';
    if (OCCUPIED.has(code) || (code === 'ENOENT' && (await exists(path.dirname(to))))) return error;
    throw error;
  }
}

async function becomesWhole(
  place: ToolCachePlace,
  platform: GoPlatform,
  clock: Clock,
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= MARKER_WAIT_MS; waitedMs += POLL_MS) {
    if ((await installedVersion(place, platform)) !== undefined) return true;
    await clock.sleep(POLL_MS);
  }
  return false;
}

/** Removes a folder and all in it; gone already is fine. */
export async function removeTree(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
