import type { InstallContext, InstallHost } from './context.ts';
import { treeVersion } from './goroot-run.ts';
import { goBinaryIn, type GoRequest, type Toolchain, toolName } from './plan.ts';
import { resolveVersion } from './resolve-run.ts';
import { installedVersion, toolCachePlace, type ToolCachePlace } from './tool-cache-run.ts';
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
  const { platform } = request;
  if (resolved.anyPatchOf === undefined) {
    context.onVersion?.(goFromSemver(resolved.semver));
    const tool = toolName(request.downloadBaseUrl);
    const place = toolCachePlace(context.toolCacheDir, tool, resolved.semver, platform);
    const cached = await installedVersion(place, platform);
    if (cached !== undefined) {
      return toolchain({ request, place, startedMs }, cached, host, {
        origin: 'tool-cache',
        proof: "it is in the runner's tool cache",
      });
    }
  }
  const wanted = resolved.anyPatchOf ?? goFromSemver(resolved.semver);
  host.log.info(
    `Go ${wanted} for "${request.text}" from ${request.source} (found in: ${resolved.from}) is not in the tool cache`,
  );
  // Loaded when something is missing: most runs find their Go in the tool cache.
  const { downloadGo } = await import('./download-run.ts');
  const { place, ...provenance } = await downloadGo(request, resolved, context, host);
  const version = await treeVersion(place.folder, platform);
  return toolchain({ request, place, startedMs }, version ?? wanted, host, provenance);
}

/** Where a toolchain came from and what proves it. */
export type Provenance = Pick<Toolchain, 'origin' | 'proof'>;

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
