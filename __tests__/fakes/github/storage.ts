import { createHash } from 'node:crypto';
import { decoded } from './contract.ts';
import type { Reply } from './exchange.ts';
import { liveAssets } from './asset-rules.ts';
import { latestOf } from './latest.ts';
import type { Asset, Release, Repository, World } from './state.ts';

function signature(asset: Asset): string {
  return createHash('sha256').update(`asset ${asset.id} ${asset.name}`).digest('hex').slice(0, 32);
}

/** A signed address of an asset's bytes on the storage's own origin; it needs no token. */
export function storageAddress(world: World, asset: Asset): string {
  return `${world.addresses.storageUrl}/release-assets/${asset.id}?sig=${signature(asset)}`;
}

/**
 * The storage's answer. Like the object stores behind GitHub it refuses a request that brings a
 * second kind of credential, so a token that follows the redirect is noticed.
 */
export function serveStorage(world: World, url: URL, authorization: string | undefined): Reply {
  if (authorization !== undefined) {
    return { status: 400, bytes: Buffer.from('Only one auth mechanism allowed\n') };
  }
  const id = Number(url.pathname.split('/').at(-1));
  for (const repository of world.repositories.values()) {
    for (const release of repository.releases) {
      const asset = liveAssets(release).find((each) => each.id === id);
      if (asset?.state !== 'uploaded') continue;
      if (url.searchParams.get('sig') !== signature(asset)) return { status: 403 };
      asset.downloadCount += 1;
      const { fullName } = repository;
      const place = { repository: fullName, releaseId: release.id, name: asset.name };
      return { status: 200, bytes: world.blobs.get(place) };
    }
  }
  return { status: 404 };
}

function publishedRelease(repository: Repository, tag: string): Release | undefined {
  return repository.releases.find(({ draft, tagName }) => !draft && tagName === tag);
}

/**
 * The website's download addresses: `/<owner>/<name>/releases/download/<tag>/<asset>` and
 * `/releases/latest/download/<asset>`. They know no tokens, so drafts and private repositories are
 * 404 for them (maojindao55/freebuddy#139).
 */
export function serveWeb(world: World, url: URL): Reply {
  const found = /^\/([^/]+\/[^/]+)\/releases\/(?:download\/(.+)|latest\/download)\/([^/]+)$/.exec(
    url.pathname,
  );
  const repository = world.repositories.get((found?.[1] ?? '').toLowerCase());
  if (repository === undefined || repository.private) return { status: 404 };
  const tag = found?.[2];
  const release =
    tag === undefined ? latestOf(repository) : publishedRelease(repository, decoded(tag));
  if (release === undefined) return { status: 404 };
  const name = decoded(found?.[3] ?? '');
  const asset = liveAssets(release).find((each) => each.name === name);
  if (asset?.state !== 'uploaded') return { status: 404 };
  return { status: 302, headers: { location: storageAddress(world, asset) } };
}
