import semver from 'semver';
import { ActionError } from '../domain/errors.ts';
import type { InstallContext, InstallHost } from './context.ts';
import { hasToolchain, listToolchains } from './module-proxy-client.ts';
import type { ModuleProxyList } from './module-proxies.ts';
import { usableProxies } from './module-proxies.ts';
import { type GoRequest, highestMatch, isUnavailable, toolName, type Unavailable } from './plan.ts';
import { fetchManifest, fetchReleaseList, GO_RELEASES } from './release-list-client.ts';
import {
  parseToolchainList,
  type Release,
  releaseFileFor,
  toolchainModuleVersion,
} from './release-lists.ts';
import { listInstalled } from './tool-cache-run.ts';
import { goFromSemver } from './version-spec.ts';

/** The version to install, and how it was found. */
export interface ResolvedVersion {
  readonly semver: string;
  /** Words for the log: `as asked`, `the tool cache`, the address of a list. */
  readonly from: string;
}

/** Proxies are asked about so many single versions at most. */
const MOST_PROBES = 12;

/**
 * The exact version that a request means. A full version is taken as it is; a range is the highest match
 * in the tool cache, without network; else, and for `stable`, `oldstable` and check-latest, the version lists decide.
 * Throws {@link ActionError} `go-version-not-found`.
 */
export async function resolveVersion(
  request: GoRequest,
  context: InstallContext,
  host: InstallHost,
): Promise<ResolvedVersion> {
  const { spec } = request;
  if (spec.kind === 'exact') return { semver: spec.semver, from: 'as asked' };
  const tool = toolName(request.downloadBaseUrl);
  const installed = await listInstalled(context.toolCacheDir, tool, request.platform);
  const cached = spec.kind === 'range' ? highestMatch(installed, spec) : undefined;
  const hit = cached === undefined ? undefined : { semver: cached, from: 'the tool cache' };
  if (hit !== undefined && !request.checkLatest) return hit;
  const listed = await (request.downloadBaseUrl === undefined
    ? resolveInLists(request, context, host)
    : resolveInMirror(request, request.downloadBaseUrl, host));
  if (!isUnavailable(listed)) return listed;
  if (hit === undefined) throw notFound(request, listed.unavailable);
  host.log.warning(
    `Cannot look for a newer Go than ${hit.semver} in the tool cache: ${listed.unavailable}`,
  );
  return hit;
}

async function resolveInMirror(
  request: GoRequest,
  baseUrl: string,
  host: InstallHost,
): Promise<ResolvedVersion | Unavailable> {
  const releases = await fetchReleaseList(host.http, baseUrl);
  if (isUnavailable(releases)) {
    const reason = `${releases.unavailable}; a mirror without a list serves full versions only`;
    return { unavailable: reason };
  }
  return matchReleases(request, releases, baseUrl);
}

/**
 * Go's own release list is the one complete index, so it decides where it can be reached. The proxy's list
 * is asked for at the same time, since a runner without access to go.dev should not pay for both in turn;
 * it only names what somebody has fetched before, so it comes last, and its answer is completed by probing.
 */
async function resolveInLists(
  request: GoRequest,
  context: InstallContext,
  host: InstallHost,
): Promise<ResolvedVersion | Unavailable> {
  const releasesUrl = context.releasesUrl ?? GO_RELEASES;
  const [releases, proxied] = await Promise.all([
    fetchReleaseList(host.http, releasesUrl),
    startProxyList(context, host),
  ]);
  const reasons: string[] = [];
  if (isUnavailable(releases)) {
    reasons.push(releases.unavailable);
    const manifest = await fetchManifest(host.http, request.platform, {
      ...(context.apiUrl === undefined ? {} : { apiUrl: context.apiUrl }),
      ...(request.token === undefined ? {} : { token: request.token }),
    });
    if (isUnavailable(manifest)) reasons.push(manifest.unavailable);
    else {
      const match = highestMatch(manifest, request.spec);
      if (match !== undefined)
        return { semver: match, from: 'the manifest of actions/go-versions' };
    }
  } else {
    return matchReleases(request, releases, releasesUrl);
  }
  for (const reason of reasons) host.log.debug(reason);
  if (isUnavailable(proxied)) {
    return { unavailable: [...reasons, proxied.unavailable].join('; ') };
  }
  return matchProxied(request, proxied, host);
}

function matchReleases(
  request: GoRequest,
  releases: readonly Release[],
  from: string,
): ResolvedVersion | Unavailable {
  const offered = releases.filter((release) => releaseFileFor(release, request.platform));
  const match = highestMatch(
    offered.map((release) => release.semver),
    request.spec,
  );
  if (match !== undefined) return { semver: match, from };
  return { unavailable: `${from} lists no version that fits` };
}

interface ProxiedList {
  readonly proxies: ModuleProxyList;
  readonly text: string;
}

async function startProxyList(
  context: InstallContext,
  host: InstallHost,
): Promise<ProxiedList | Unavailable> {
  const proxies = usableProxies(await context.goConfiguration());
  if (isUnavailable(proxies)) return proxies;
  const text = await listToolchains(host.http, proxies);
  return typeof text === 'string' ? { proxies, text } : text;
}

/**
 * The list of one platform has gaps; Go releases all platforms together, so every platform's entries are
 * candidates and the proxy is asked whether it has the wanted one.
 */
async function matchProxied(
  request: GoRequest,
  { proxies, text }: ProxiedList,
  host: InstallHost,
): Promise<ResolvedVersion | Unavailable> {
  const { platform, spec } = request;
  const versions = [...new Set(parseToolchainList(text).map((listed) => listed.semver))];
  const has = (version: string): Promise<boolean> =>
    hasToolchain(host.http, proxies, toolchainModuleVersion(goFromSemver(version), platform));
  let candidates = versions;
  for (let probes = 0; probes < MOST_PROBES; probes += 1) {
    const match = highestMatch(candidates, spec);
    if (match === undefined) break;
    if (await has(match)) {
      return { semver: await newestPatch(match, request, has), from: 'the module proxy' };
    }
    candidates = candidates.filter((version) => version !== match);
  }
  return { unavailable: 'the module proxy lists no version that fits' };
}

/** Follows the patch releases after a version for as long as the proxy has them and they fit. */
async function newestPatch(
  version: string,
  request: GoRequest,
  has: (version: string) => Promise<boolean>,
): Promise<string> {
  let newest = version;
  for (let probes = 0; probes < MOST_PROBES; probes += 1) {
    const next = semver.inc(newest, 'patch');
    if (next === null || semver.prerelease(newest) !== null) return newest;
    if (request.spec.kind === 'range' && !semver.satisfies(next, request.spec.range)) return newest;
    if (!(await has(next))) return newest;
    newest = next;
  }
  return newest;
}

function notFound(request: GoRequest, reason: string): ActionError {
  const { platform, text, source } = request;
  return new ActionError({
    code: 'go-version-not-found',
    message: `Unable to find Go version '${text}' (from ${source}) for platform ${platform.goos} and architecture ${platform.goarch}: ${reason}`,
    hint: 'Check the version, or give a full one such as 1.25.3: it needs no list.',
  });
}
