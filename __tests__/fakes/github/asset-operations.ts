import { mayPush, requireRead, requireWrite } from './access.ts';
import {
  beginUpload,
  completeUpload,
  deleteAsset,
  liveAssets,
  updateAsset,
  type UploadRequest,
} from './asset-rules.ts';
import { type Exchange, type Handler, page, type Reply, repositoryOf } from './exchange.ts';
import { stringOrUndefined } from './json.ts';
import { passes } from './lag.ts';
import { notFound } from './refusal.ts';
import { releaseInPath } from './release-operations.ts';
import type { Asset, Release, Repository } from './state.ts';
import { storageAddress } from './storage.ts';
import { assetJson } from './wire.ts';

interface Found {
  readonly repository: Repository;
  readonly release: Release;
  readonly asset: Asset;
}

/** The asset with the id in the path, when the caller may see it. Throws 404. */
function assetInPath(exchange: Exchange): Found {
  const repository = repositoryOf(exchange);
  requireRead(exchange.caller, repository);
  const id = Number(exchange.params['asset_id']);
  for (const release of repository.releases) {
    const asset = liveAssets(release).find((each) => each.id === id);
    if (asset === undefined) continue;
    if (release.draft && !mayPush(exchange.caller, repository)) throw notFound();
    return { repository, release, asset };
  }
  throw notFound();
}

function list(exchange: Exchange): Reply {
  const { world, query } = exchange;
  const repository = repositoryOf(exchange);
  requireRead(exchange.caller, repository);
  const release = releaseInPath(exchange, repository);
  const now = world.now();
  const shown = release.assets.filter(({ listGate, deletedGate }) =>
    deletedGate === undefined ? passes(listGate, now) : !passes(deletedGate, now),
  );
  const url = `${world.addresses.apiUrl}/repos/${repository.fullName}/releases/${release.id}/assets`;
  return page(shown, url, query, (asset) => assetJson(world, repository, release, asset));
}

function uploadRequest({ query, headers }: Exchange): UploadRequest {
  const length = headers['content-length'];
  return {
    name: query.get('name') ?? '',
    label: query.get('label'),
    contentType: headers['content-type'],
    length: length === undefined ? undefined : Number(length),
  };
}

/** An upload whose name is taken and whose bytes are still to come. */
export interface BegunUpload extends Found {
  /** Gives it the bytes and answers 201. Throws 404 when it was deleted meanwhile. */
  complete(bytes: Uint8Array): Reply;
}

/** Does what happens before an upload's bytes arrive. Throws Refusal. */
export function beginUploadExchange(exchange: Exchange): BegunUpload {
  const { world } = exchange;
  const repository = repositoryOf(exchange);
  requireWrite(exchange.caller, repository, exchange.accepted);
  const release = releaseInPath(exchange, repository);
  const asset = beginUpload(world, release, uploadRequest(exchange));
  return {
    repository,
    release,
    asset,
    complete(bytes) {
      completeUpload(world, repository, release, asset, bytes);
      return { status: 201, json: assetJson(world, repository, release, asset) };
    },
  };
}

function upload(exchange: Exchange): Reply {
  return beginUploadExchange(exchange).complete(exchange.bytes);
}

/** JSON, or the bytes when they are asked for: from here or by a redirect to the storage. */
function get(exchange: Exchange): Reply {
  const { world, headers } = exchange;
  const { repository, release, asset } = assetInPath(exchange);
  if (headers.accept !== 'application/octet-stream') {
    return { status: 200, json: assetJson(world, repository, release, asset) };
  }
  if (asset.state !== 'uploaded') throw notFound();
  if (world.knobs.download === 'redirect') {
    return { status: 302, headers: { location: storageAddress(world, asset) } };
  }
  asset.downloadCount += 1;
  const place = { repository: repository.fullName, releaseId: release.id, name: asset.name };
  return { status: 200, bytes: world.blobs.get(place) };
}

function update(exchange: Exchange): Reply {
  const { world, body } = exchange;
  const { repository, release, asset } = assetInPath(exchange);
  requireWrite(exchange.caller, repository, exchange.accepted);
  updateAsset(world, repository, release, asset, {
    name: stringOrUndefined(body['name']),
    label: stringOrUndefined(body['label']),
  });
  return { status: 200, json: assetJson(world, repository, release, asset) };
}

function remove(exchange: Exchange): Reply {
  const { repository, release, asset } = assetInPath(exchange);
  requireWrite(exchange.caller, repository, exchange.accepted);
  deleteAsset(exchange.world, repository, release, asset);
  return { status: 204 };
}

/** What is done for each operation on release assets. */
export const assetOperations: Readonly<Record<string, Handler>> = {
  'repos/list-release-assets': list,
  'repos/upload-release-asset': upload,
  'repos/get-release-asset': get,
  'repos/update-release-asset': update,
  'repos/delete-release-asset': remove,
};
