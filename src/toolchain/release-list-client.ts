import type { Http } from '../host/host.ts';
import type { GoPlatform } from './architecture.ts';
import { networkFailure } from './module-proxy-client.ts';
import type { Unavailable } from './plan.ts';
import { parseManifest, parseReleaseList, type Release } from './release-lists.ts';

/** Where Go publishes its releases. */
export const GO_RELEASES = 'https://go.dev/dl';

const MANIFEST =
  'https://raw.githubusercontent.com/actions/go-versions/main/versions-manifest.json';
const MOST_ARCHIVE_BYTES = 500 * 1024 * 1024;

/** Version lists have stand-ins, so one that is out of reach is given up soon. */
const QUICK = { idleTimeoutMs: 5_000, deadlineMs: 20_000, attempts: 2 } as const;

/** GETs Go's release list from go.dev or a mirror of it. `baseUrl` has no trailing slash. */
export async function fetchReleaseList(
  http: Pick<Http, 'text'>,
  baseUrl: string,
): Promise<readonly Release[] | Unavailable> {
  const url = `${baseUrl}/?mode=json&include=all`;
  const body = await getText(http, url, {});
  if (typeof body !== 'string') return body;
  return parseReleaseList(body) ?? { unavailable: `${url} is no release list` };
}

/** Where the manifest can also be had, for a runner that is refused at the first address. */
export interface GitHubApi {
  /** Address of this server's API, without a trailing slash: `https://api.github.com`. */
  readonly apiUrl?: string;
  readonly token?: string;
}

/**
 * Versions in the manifest of actions/go-versions for the platform. The plain file comes first, as it
 * needs no token and has no rate limit; the API gets the token, and no other host ever does.
 */
export async function fetchManifest(
  http: Pick<Http, 'text'>,
  platform: GoPlatform,
  api: GitHubApi,
): Promise<readonly string[] | Unavailable> {
  let body = await getText(http, MANIFEST, {});
  if (typeof body !== 'string' && api.apiUrl !== undefined) {
    const authorization = api.token === undefined ? {} : { authorization: `Bearer ${api.token}` };
    body = await getText(
      http,
      `${api.apiUrl}/repos/actions/go-versions/contents/versions-manifest.json?ref=main`,
      { accept: 'application/vnd.github.raw+json', ...authorization },
    );
  }
  if (typeof body !== 'string') return body;
  return (
    parseManifest(body, platform) ?? {
      unavailable: 'the manifest of actions/go-versions is malformed',
    }
  );
}

/** The SHA-256 that a mirror publishes beside a file as `<file>.sha256`: 64 hex digits. */
export async function fetchSidecar(
  http: Pick<Http, 'text'>,
  fileUrl: string,
): Promise<string | Unavailable> {
  const body = await getText(http, `${fileUrl}.sha256`, {});
  if (typeof body !== 'string') return body;
  const hex = /^([0-9a-f]{64})(?:\s|$)/i.exec(body)?.[1];
  return hex?.toLowerCase() ?? { unavailable: `${fileUrl}.sha256 holds no SHA-256` };
}

/** Downloads an archive and returns its SHA-256. */
export async function downloadArchive(
  http: Pick<Http, 'download'>,
  url: string,
  toFile: string,
): Promise<{ readonly sha256: string } | Unavailable> {
  try {
    const { status, sha256 } = await http.download({
      method: 'GET',
      url,
      toFile,
      maxBytes: MOST_ARCHIVE_BYTES,
    });
    return status === 200 ? { sha256 } : { unavailable: `${url}: HTTP ${status}` };
  } catch (error) {
    return { unavailable: networkFailure(error) };
  }
}

async function getText(
  http: Pick<Http, 'text'>,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | Unavailable> {
  try {
    const { status, body } = await http.text({ method: 'GET', url, headers, ...QUICK });
    return status === 200 ? body : { unavailable: `${url}: HTTP ${status}` };
  } catch (error) {
    return { unavailable: networkFailure(error) };
  }
}
