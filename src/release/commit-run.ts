import type { Artifact } from '../domain/artifact.ts';
import { findDigest } from './asset-digest-run.ts';
import { placeAsset, type WantedAsset } from './asset-run.ts';
import { checksumsDigest, keptLines, type NamedDigest, renderChecksums } from './checksums.ts';
import { refreshAssets } from './draft-run.ts';
import type { Filling } from './filling-run.ts';
import { rememberListed } from './listed-run.ts';
import { CHECKSUMS_NAME } from './plan.ts';

/** An artifact as an asset that is read from its file. */
export function wantedFromArtifact({ name, path, sizeBytes, digest }: Artifact): WantedAsset {
  return { name, sizeBytes, digest, source: { kind: 'file', path, sizeBytes } };
}

/** Brings all of this job's own assets onto the release that is filled now. */
export async function placeOwn(filling: Filling): Promise<void> {
  for (const artifact of filling.own.values()) {
    await placeAsset(filling, wantedFromArtifact(artifact));
  }
}

/**
 * Writes `SHA256SUMS` for the assets that are there. Its name is unique in the release, so of two
 * jobs one creates it and the other finds the same bytes. On a published release, and in a draft that
 * jobs with plans of their own fill, it keeps what an earlier one said of assets outside the plan, in
 * `filling.kept`. True when this call wrote it.
 */
export async function placeChecksums(
  filling: Filling,
  present: readonly NamedDigest[],
): Promise<boolean> {
  const before = filling.changes.get(CHECKSUMS_NAME);
  filling.changes.delete(CHECKSUMS_NAME);
  await placeAsset(filling, () => wantedChecksums(filling, present));
  const wrote = filling.changes.get(CHECKSUMS_NAME) !== 'same';
  if (!wrote && before !== undefined) filling.changes.set(CHECKSUMS_NAME, before);
  return wrote;
}

async function wantedChecksums(
  filling: Filling,
  present: readonly NamedDigest[],
): Promise<WantedAsset> {
  // A draft of one plan has no other jobs' lines to keep: its checksums follow from the plan alone.
  if (filling.release?.draft === false || filling.plan.accepts === 'build') {
    await learnKept(filling, present);
  }
  const lines = [...present, ...filling.kept];
  const bytes = Buffer.from(renderChecksums(lines));
  return {
    name: CHECKSUMS_NAME,
    sizeBytes: bytes.byteLength,
    digest: checksumsDigest(lines),
    source: { kind: 'bytes', bytes },
  };
}

async function learnKept(filling: Filling, present: readonly NamedDigest[]): Promise<void> {
  const sums = filling.assets.get(CHECKSUMS_NAME);
  if (sums?.digest !== checksumsDigest([...present, ...filling.kept])) {
    await rememberListed(filling);
  }
  const listed = new Set(filling.listed.map(({ name }) => name));
  for (const asset of filling.assets.values()) {
    if (asset.state === 'uploaded' && listed.has(asset.name)) await findDigest(filling, asset);
  }
  const assets = [...filling.assets.values()];
  filling.kept = keptLines(filling.listed, assets, filling.plan, filling.digests);
}

/**
 * The fence before publishing: a second list must show the same assets with the same digests, and
 * the checksums of exactly those. A late replacement by another job shows here.
 */
export async function sameAssets(
  filling: Filling,
  present: readonly NamedDigest[],
): Promise<boolean> {
  const idsBefore = idsByName(filling);
  if (!(await refreshAssets(filling))) return false;
  const idsNow = idsByName(filling);
  const unmoved = present.every(({ name }) => idsNow.get(name) === idsBefore.get(name));
  return unmoved && changedAssets(filling, present).length === 0;
}

/**
 * The names of `present`, and `SHA256SUMS`, that were not there whole and with the very same digest when
 * the release's assets were listed last.
 */
export function changedAssets(
  { assets, digests, kept }: Filling,
  present: readonly NamedDigest[],
): readonly string[] {
  const sums = { name: CHECKSUMS_NAME, digest: checksumsDigest([...present, ...kept]) };
  return [...present, sums].flatMap(({ name, digest }) => {
    const asset = assets.get(name);
    const found = asset?.digest ?? digests.get(asset?.id ?? 0);
    return asset?.state === 'uploaded' && found === digest ? [] : [name];
  });
}

function idsByName({ assets }: Filling): ReadonlyMap<string, number> {
  return new Map([...assets.values()].map(({ name, id }) => [name, id]));
}
