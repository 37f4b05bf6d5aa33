import { ActionError } from '../domain/errors.ts';
import type { FetchedToolchain, InstallContext, InstallHost } from './context.ts';
import { expectVersion } from './goroot-run.ts';
import { type GoRequest, isUnavailable, type Unavailable } from './plan.ts';
import {
  downloadArchive,
  fetchReleaseList,
  fetchSidecar,
  GO_RELEASES,
} from './release-list-client.ts';
import { releaseFileFor } from './release-lists.ts';
import { unpackGo } from './unpack-run.ts';

/** One archive to fetch, with the SHA-256 it must have. */
interface PublishedFile {
  readonly url: string;
  readonly sha256: string;
  /** Where the SHA-256 was read. */
  readonly sumFrom: string;
}

/**
 * Fetches a release's archive into `archiveFile` from go.dev or the mirror that the request names.
 * Throws {@link ActionError} `proof-failed` when its SHA-256 is another than the published one.
 */
export async function fetchFromReleaseList(
  goVersion: string,
  request: GoRequest,
  archiveFile: string,
  context: InstallContext,
  host: InstallHost,
): Promise<FetchedToolchain | Unavailable> {
  const baseUrl = request.downloadBaseUrl ?? context.releasesUrl ?? GO_RELEASES;
  const published = await findFile(goVersion, request, baseUrl, host);
  if (isUnavailable(published)) return published;
  const got = await downloadArchive(host.http, published.url, archiveFile);
  if (isUnavailable(got)) return got;
  if (got.sha256 !== published.sha256) {
    throw new ActionError({
      code: 'proof-failed',
      message: `Cannot prove ${published.url}: expected sha256 ${published.sha256} (${published.sumFrom}), got ${got.sha256}`,
      hint: 'Nothing was installed. The server, or someone before it, serves other bytes than were published.',
    });
  }
  return {
    proof: `sha256 ${got.sha256} as published by ${published.sumFrom}`,
    unpack: async (folder) => {
      await unpackArchive(archiveFile, published.url, folder, context.cpus);
      await expectVersion(folder, goVersion, published.url);
    },
  };
}

async function findFile(
  goVersion: string,
  request: GoRequest,
  baseUrl: string,
  host: InstallHost,
): Promise<PublishedFile | Unavailable> {
  const { platform } = request;
  const anyPatch = goVersion.endsWith('.x');
  const releases = anyPatch
    ? { unavailable: `${baseUrl} has no list` }
    : await fetchReleaseList(host.http, baseUrl);
  if (isUnavailable(releases)) {
    if (request.downloadBaseUrl === undefined) return releases;
    const suffix = platform.goos === 'windows' ? 'zip' : 'tar.gz';
    const name = `go${goVersion.replace(/\.x$/, '')}.${platform.goos}-${platform.releaseArch}.${suffix}`;
    return findSidecar(`${baseUrl}/${name}`, host);
  }
  const release = releases.find(({ version }) => version === goVersion);
  const file = release === undefined ? undefined : releaseFileFor(release, platform);
  if (file === undefined) {
    const others = (release?.files ?? []).map(({ goos, arch }) => `${goos}/${arch}`).join(', ');
    const lists = release === undefined ? 'does not list' : `has only ${others} of`;
    return { unavailable: `${baseUrl} ${lists} Go ${goVersion}` };
  }
  const url = `${baseUrl}/${file.filename}`;
  if (!/^[0-9a-f]{64}$/.test(file.sha256)) return findSidecar(url, host);
  return { url, sha256: file.sha256, sumFrom: `the release list of ${baseUrl}` };
}

/** A mirror that is a plain folder of files can still publish sums; without any, its bytes are not used. */
async function findSidecar(url: string, host: InstallHost): Promise<PublishedFile | Unavailable> {
  const sha256 = await fetchSidecar(host.http, url);
  if (typeof sha256 === 'string') return { url, sha256, sumFrom: `${url}.sha256` };
  return {
    unavailable: `nothing proves ${url}: there is no release list, and ${sha256.unavailable}`,
  };
}

async function unpackArchive(
  archiveFile: string,
  url: string,
  folder: string,
  cpus: number,
): Promise<void> {
  if (new URL(url).pathname.endsWith('.zip')) {
    await unpackGo(archiveFile, folder, { prefix: 'go/', isModule: false }, cpus);
    return;
  }
  const { extractTar } = await import('@actions/tool-cache');
  // Every archive of Go holds one folder, go/, which is the GOROOT.
  await extractTar(archiveFile, folder, ['xz', '--strip-components=1']);
}
