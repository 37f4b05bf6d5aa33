import { createHash } from 'node:crypto';
import { gateAfter } from './lag.ts';
import { notFound, refuse, validationFailed } from './refusal.ts';
import type { Asset, Release, Repository, World } from './state.ts';

/** What an upload says about itself before its bytes. */
export interface UploadRequest {
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string | undefined;
  /** Content-Length; undefined when it was not sent. */
  readonly length: number | undefined;
}

/**
 * The name GitHub stores for an asked name. GitHub says only that special characters are replaced;
 * the map is the one the gh command line expects (cli/cli, pkg/cmd/release/upload/upload.go).
 */
export function storedAssetName(asked: string): string {
  const plain = asked.normalize('NFD').replace(/\p{M}/gu, '');
  const led = plain.startsWith('.') ? `default${plain}` : plain;
  const stored = led.replace(/[^a-z0-9\-_+@]+/gi, '.').replace(/^\.+|\.+$/g, '');
  return stored !== asked && !stored.includes('.') ? `default.${stored}` : stored;
}

/** The assets that exist, whatever their state. */
export function liveAssets(release: Release): Asset[] {
  return release.assets.filter(({ deletedGate }) => deletedGate === undefined);
}

function checkUpload(world: World, release: Release, request: UploadRequest, name: string): void {
  if (release.immutable) throw refuse(422, 'Cannot upload assets to an immutable release.');
  if (request.length === undefined) throw refuse(400, 'Bad Content-Length: ');
  if (request.contentType === undefined) throw refuse(400, 'Bad Content-Type: ');
  if (request.length === 0) throw tooSmallOrLarge('size must be greater than or equal to 1');
  if (request.length >= world.limits.assetBytes) {
    throw tooSmallOrLarge(`size must be less than ${world.limits.assetBytes}`);
  }
  const assets = liveAssets(release);
  if (assets.some((asset) => asset.name === name)) throw nameTaken();
  if (assets.length >= world.limits.assetsPerRelease) {
    const message = `file_count limited to ${world.limits.assetsPerRelease} assets per release`;
    throw validationFailed({
      resource: 'ReleaseAsset',
      code: 'custom',
      field: 'file_count',
      message,
    });
  }
}

function tooSmallOrLarge(message: string): Error {
  return validationFailed({ resource: 'ReleaseAsset', code: 'custom', field: 'size', message });
}

function nameTaken(): Error {
  return validationFailed({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });
}

function frozen(verb: string): Error {
  const message = `Cannot ${verb} asset from an immutable release`;
  return validationFailed({ resource: 'ReleaseAsset', code: 'custom', message });
}

/** Takes the name with an asset in state `starter`. Throws Refusal. */
export function beginUpload(world: World, release: Release, request: UploadRequest): Asset {
  const name = storedAssetName(request.name);
  checkUpload(world, release, request, name);
  const now = world.now();
  const asset: Asset = {
    id: world.nextId(),
    name,
    label: request.label,
    state: 'starter',
    contentType: request.contentType ?? 'application/octet-stream',
    sizeBytes: 0,
    digest: null,
    downloadCount: 0,
    createdAtMs: now,
    updatedAtMs: now,
    listGate: gateAfter(undefined, now),
    digestGate: gateAfter(undefined, now),
  };
  release.assets.push(asset);
  return asset;
}

/** Gives a begun asset its bytes. Throws 404 when it was deleted meanwhile. */
export function completeUpload(
  world: World,
  repository: Repository,
  release: Release,
  asset: Asset,
  bytes: Uint8Array,
): void {
  if (asset.deletedGate !== undefined || !repository.releases.includes(release)) throw notFound();
  const now = world.now();
  const place = { repository: repository.fullName, releaseId: release.id, name: asset.name };
  world.blobs.put(place, bytes);
  asset.state = 'uploaded';
  asset.sizeBytes = bytes.byteLength;
  asset.digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  asset.updatedAtMs = now;
  asset.listGate = gateAfter(world.knobs.lag.assetInList, now);
  asset.digestGate = gateAfter(world.knobs.lag.digest, now);
}

/** Renames or relabels an asset. Throws 422 for a taken name and for a frozen release. */
export function updateAsset(
  world: World,
  repository: Repository,
  release: Release,
  asset: Asset,
  changes: { readonly name: string | undefined; readonly label: string | undefined },
): void {
  if (release.immutable) throw frozen('update');
  const name = changes.name === undefined ? asset.name : storedAssetName(changes.name);
  if (liveAssets(release).some((other) => other !== asset && other.name === name))
    throw nameTaken();
  const place = { repository: repository.fullName, releaseId: release.id };
  if (asset.state === 'uploaded' && name !== asset.name) {
    world.blobs.move({ ...place, name: asset.name }, { ...place, name });
  }
  asset.name = name;
  asset.label = changes.label ?? asset.label;
  asset.updatedAtMs = world.now();
}

/** Deletes an asset. A frozen release refuses it, in the words of uutils/coreutils#13839. */
export function deleteAsset(
  world: World,
  repository: Repository,
  release: Release,
  asset: Asset,
): void {
  if (release.immutable) throw frozen('delete');
  if (asset.state === 'uploaded') {
    const place = { repository: repository.fullName, releaseId: release.id, name: asset.name };
    world.blobs.remove(place);
  }
  asset.deletedGate = gateAfter(world.knobs.lag.assetDeletedInList, world.now());
}
