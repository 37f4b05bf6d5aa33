import semver from 'semver';
import type { InstallContext, InstallHost } from './context.ts';
import { hasToolchain, listToolchains } from './module-proxy-client.ts';
import type { ModuleProxyList } from './module-proxies.ts';
import { usableProxies } from './module-proxies.ts';
import {
  type GoRequest,
  highestMatch,
  isUnavailable,
  type ResolvedVersion,
  type Unavailable,
} from './plan.ts';
import { fetchManifest, fetchReleaseList, GO_RELEASES } from './release-list-client.ts';
import {
  parseToolchainList,
  type Release,
  releaseFileFor,
  toolchainModuleVersion,
} from './release-lists.ts';
import { goFromSemver } from './version-spec.ts';

/** Proxies are asked about so many single versions at most. */
const MOST_PROBES = 12;

/** Microsoft's builds of Go: files under short links, known to have no list beside them. */
const NO_LISTING = /^https:\/\/aka\.ms\/golang\/release\/latest$/i;

/** The version that a request means in a mirror: by its list, or by a file of the minor where it has none. */
export async function resolveInMirror(
  request: GoRequest,
  baseUrl: string,
  host: InstallHost,
): Promise<ResolvedVersion | Unavailable> {
  const releases = NO_LISTING.test(baseUrl)
    ? { unavailable: `${baseUrl} has no release list` }
    : await fetchReleaseList(host.http, baseUrl);
  if (!isUnavailable(releases)) return matchReleases(request, releases, baseUrl);
  const minor = /^(?:go|v)?(\d+\.\d+)$/.exec(request.text)?.[1];
  if (minor !== undefined) {
    const from = `${baseUrl}, which has no list`;
    return { semver: `${minor}.0`, anyPatchOf: `${minor}.x`, from };
  }
  return {
    unavailable: `Version range '${request.text}' is not supported with a custom download base URL when version listing is unavailable (${releases.unavailable})`,
  };
}

/**
 * Go's own release list is the one complete index, so it decides where it can be reached. The proxy's list
 * is asked for at the same time, since a runner without access to go.dev should not pay for both in turn;
 * it only names what somebody has fetched before, so it comes last, and its answer is completed by probing.
 */
export async function resolveInLists(
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
