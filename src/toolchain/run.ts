import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { InstallContext, InstallHost } from './context.ts';
import { treeVersion } from './goroot-run.ts';
import { fetchFromModuleProxy } from './module-proxy-run.ts';
import { goBinaryIn, type GoRequest, isUnavailable, type Toolchain, toolName } from './plan.ts';
import { fetchFromReleaseList } from './release-list-run.ts';
import { resolveVersion, type ResolvedVersion } from './resolve-run.ts';
import {
  installAt,
  installedVersion,
  toolCachePlace,
  type ToolCachePlace,
} from './tool-cache-run.ts';
import { goFromSemver } from './version-spec.ts';

/**
 * Makes the requested Go available in the tool cache and returns it. The first source that has it serves:
 * the tool cache (no network), the module proxy, the release list; a mirror, where one is given, replaces the last two.
 * A source is passed over when it cannot be reached, never when what it sent could not be proved.
 * Throws {@link ActionError}: `go-version-not-found`, `go-unavailable`, `proof-failed`, `bad-archive`, `wrong-go-version`.
 */
export async function installGo(
  request: GoRequest,
  context: InstallContext,
  host: InstallHost,
): Promise<Toolchain> {
  const startedMs = host.clock.now();
  const resolved = await resolveVersion(request, context, host);
  context.onVersion?.(goFromSemver(resolved.semver));
  const tool = toolName(request.downloadBaseUrl);
  const place = toolCachePlace(context.toolCacheDir, tool, resolved.semver, request.platform);
  const found = { request, place, startedMs };
  const cached = await installedVersion(place, request.platform);
  if (cached !== undefined) {
    return toolchain(found, cached, host, {
      origin: 'tool-cache',
      proof: `it is in the runner's tool cache (${place.folder})`,
    });
  }
  host.log.info(
    `Go ${goFromSemver(resolved.semver)} for "${request.text}" from ${request.source} (found in: ${resolved.from}) is not in the tool cache`,
  );
  const proved = await download(request, resolved, place, context, host);
  const version = await treeVersion(place.folder, request.platform);
  return toolchain(found, version ?? goFromSemver(resolved.semver), host, proved);
}

type Provenance = Pick<Toolchain, 'origin' | 'proof'>;

function toolchain(
  found: {
    readonly request: GoRequest;
    readonly place: ToolCachePlace;
    readonly startedMs: number;
  },
  version: string,
  host: InstallHost,
  provenance: Provenance,
): Toolchain {
  const goroot = found.place.folder;
  return {
    version,
    goroot,
    goBinary: goBinaryIn(goroot, found.request.platform),
    ...provenance,
    elapsedMs: host.clock.now() - found.startedMs,
  };
}

type Fetch = typeof fetchFromModuleProxy;

async function download(
  request: GoRequest,
  resolved: ResolvedVersion,
  place: ToolCachePlace,
  context: InstallContext,
  host: InstallHost,
): Promise<Provenance> {
  const goVersion = goFromSemver(resolved.semver);
  const suffix = Math.floor(host.clock.random() * 2 ** 40).toString(36);
  const archive = path.join(context.tempDir, `go-${resolved.semver}-${suffix}.download`);
  await mkdir(context.tempDir, { recursive: true });
  const reasons: string[] = [];
  try {
    for (const [origin, fetch] of sourcesFor(request, resolved)) {
      const outcome = await fetch(goVersion, request, archive, context, host);
      if (!isUnavailable(outcome)) {
        await installAt(place, request.platform, host.clock, outcome.unpack);
        return { origin, proof: outcome.proof };
      }
      reasons.push(outcome.unavailable);
      host.log.info(`Passing over the ${origin.replace('-', ' ')}: ${outcome.unavailable}`);
    }
  } finally {
    await rm(archive, { force: true });
  }
  throw unavailable(request, goVersion, reasons);
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
  const { goos, goarch } = request.platform;
  return new ActionError({
    code: 'go-unavailable',
    message: `Unable to find Go version '${goVersion}' for platform ${goos} and architecture ${goarch}: ${reasons.join('; ')}`,
    hint: 'Check that this version exists for the platform and that the runner reaches a module proxy (GOPROXY) or go.dev.',
  });
}
