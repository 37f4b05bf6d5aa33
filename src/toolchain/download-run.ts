import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { InstallContext, InstallHost } from './context.ts';
import { treeVersion } from './goroot-run.ts';
import { fetchFromModuleProxy } from './module-proxy-run.ts';
import {
  type GoRequest,
  isUnavailable,
  type ResolvedVersion,
  type Toolchain,
  toolName,
} from './plan.ts';
import { fetchFromReleaseList } from './release-list-run.ts';
import { installInto, toolCachePlace, type ToolCachePlace } from './tool-cache-run.ts';
import { folderVersion, goFromSemver } from './version-spec.ts';

type Fetch = typeof fetchFromModuleProxy;

/** A toolchain that was downloaded, proved and put into the tool cache. */
export interface Downloaded extends Pick<Toolchain, 'origin' | 'proof'> {
  readonly place: ToolCachePlace;
}

/**
 * Downloads, proves and installs a version from the first source that has it. The archive goes to the temporary
 * folder and is gone afterwards. Throws {@link ActionError} `go-unavailable` and what proving and unpacking throw.
 */
export async function downloadGo(
  request: GoRequest,
  resolved: ResolvedVersion,
  context: InstallContext,
  host: InstallHost,
): Promise<Downloaded> {
  const goVersion = resolved.anyPatchOf ?? goFromSemver(resolved.semver);
  const suffix = Math.floor(host.clock.random() * 2 ** 40).toString(36);
  const archive = path.join(context.tempDir, `go-${goVersion}-${suffix}.download`);
  await mkdir(context.tempDir, { recursive: true });
  const reasons: string[] = [];
  try {
    for (const [origin, fetch] of sourcesFor(request, resolved)) {
      const outcome = await fetch(goVersion, request, archive, context, host);
      if (!isUnavailable(outcome)) {
        const place = await install(request, resolved, context, host, outcome.unpack);
        return { origin, proof: outcome.proof, place };
      }
      reasons.push(outcome.unavailable);
      host.log.info(`Passing over the ${origin.replace('-', ' ')}: ${outcome.unavailable}`);
    }
  } finally {
    await rm(archive, { force: true });
  }
  throw unavailable(request, goVersion, reasons);
}

function install(
  request: GoRequest,
  resolved: ResolvedVersion,
  context: InstallContext,
  host: InstallHost,
  unpack: (folder: string) => Promise<void>,
): Promise<ToolCachePlace> {
  const { platform } = request;
  const tool = toolName(request.downloadBaseUrl);
  const placeOf = (version: string): ToolCachePlace =>
    toolCachePlace(context.toolCacheDir, tool, version, platform);
  // Where only the minor was named, the tree itself says which patch it is.
  const findPlace = async (folder: string): Promise<ToolCachePlace> => {
    const inside = await treeVersion(folder, platform);
    return placeOf(inside === undefined ? resolved.semver : folderVersion(inside));
  };
  return installInto(
    resolved.anyPatchOf === undefined ? placeOf(resolved.semver) : findPlace,
    { parent: path.join(context.toolCacheDir, tool), platform, dataDrive: context.dataDrive },
    host.clock,
    unpack,
  );
}

/**
 * Toolchains are modules since Go 1.21. Older ones were added to the module proxy later, which the release
 * list is preferred to.
 */
function sourcesFor(
  request: GoRequest,
  resolved: ResolvedVersion,
): readonly (readonly [Exclude<Toolchain['origin'], 'path' | 'tool-cache'>, Fetch])[] {
  const list = ['release-list', fetchFromReleaseList] as const;
  if (request.downloadBaseUrl !== undefined) return [list];
  const proxy = ['module-proxy', fetchFromModuleProxy] as const;
  const [, minor = 0] = resolved.semver.split('.').map(Number);
  return minor >= 21 ? [proxy, list] : [list, proxy];
}

function unavailable(
  request: GoRequest,
  goVersion: string,
  reasons: readonly string[],
): ActionError {
  const { platform, downloadBaseUrl } = request;
  const { goos, goarch } = platform;
  return new ActionError({
    code: 'go-unavailable',
    message: `Unable to find Go version '${goVersion}' for platform ${goos} and architecture ${goarch}: ${reasons.join('; ')}`,
    hint:
      downloadBaseUrl === undefined
        ? 'Check that this version exists for the platform and that the runner reaches a module proxy (GOPROXY) or go.dev.'
        : 'Check that the mirror has this version for the platform, or leave go-download-base-url out.',
  });
}
