import { createHash } from 'node:crypto';
import { type Digest, digestHex, sha256Digest } from '../domain/digest.ts';
import type { ObservedAsset } from './observed.ts';
import { CHECKSUMS_NAME, compareBytes, type ReleasePlan } from './plan.ts';

/** An asset's name and digest. */
export interface NamedDigest {
  readonly name: string;
  readonly digest: Digest;
}

/**
 * The text of `SHA256SUMS`: one line per asset as `sha256sum` prints it, sorted bytewise by name, so
 * that every job of a plan writes the same bytes.
 */
export function renderChecksums(assets: readonly NamedDigest[]): string {
  return [...assets]
    .sort((a, b) => compareBytes(a.name, b.name))
    .map(({ name, digest }) => `${digestHex(digest)}  ${name}\n`)
    .join('');
}

/**
 * The assets that a `SHA256SUMS` lists, whoever wrote it, in its order. Lines in another form than
 * `<64 hex digits> <blank or *><name>` are passed over.
 * @see https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html
 */
export function parseChecksums(text: string): NamedDigest[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, hex, name] = /^([0-9a-f]{64}) [ *](.+)$/i.exec(line) ?? [];
    return hex === undefined || name === undefined
      ? []
      : [{ name, digest: sha256Digest(hex.toLowerCase()) }];
  });
}

/**
 * Of the lines of an earlier `SHA256SUMS` those that a new one must keep, so that every file it
 * vouched for can still be verified: of assets outside the plan that are on the release, whole and
 * with that very digest. `known` as in {@link plannedDigests}.
 */
export function keptLines(
  listed: readonly NamedDigest[],
  assets: readonly ObservedAsset[],
  plan: ReleasePlan,
  known: ReadonlyMap<number, Digest> = new Map(),
): readonly NamedDigest[] {
  const ours = new Set([...plan.assets.map(({ name }) => name), CHECKSUMS_NAME]);
  return assets.flatMap((asset) => {
    const digest = asset.digest ?? known.get(asset.id);
    if (asset.state !== 'uploaded' || digest === undefined || ours.has(asset.name)) return [];
    const isListed = listed.some((line) => line.name === asset.name && line.digest === digest);
    return isListed ? [{ name: asset.name, digest }] : [];
  });
}

/** The digest of {@link renderChecksums}'s bytes. */
export function checksumsDigest(assets: readonly NamedDigest[]): Digest {
  return sha256Digest(createHash('sha256').update(renderChecksums(assets)).digest('hex'));
}

/**
 * What a release holds of the plan: assets that are whole and whose digest is known, and the names
 * of the rest. `known` adds digests by asset id where the server gives none.
 */
export function plannedDigests(
  assets: readonly ObservedAsset[],
  plan: ReleasePlan,
  known: ReadonlyMap<number, Digest> = new Map(),
): { readonly present: readonly NamedDigest[]; readonly missing: readonly string[] } {
  const byName = new Map(assets.map((asset) => [asset.name, asset]));
  const present: NamedDigest[] = [];
  const missing: string[] = [];
  for (const { name } of plan.assets) {
    const asset = byName.get(name);
    const digest = asset?.digest ?? (asset === undefined ? undefined : known.get(asset.id));
    if (asset?.state === 'uploaded' && digest !== undefined) present.push({ name, digest });
    else missing.push(name);
  }
  return { present, missing };
}

/**
 * Digests by asset id of what the server gives no digest for, as the release's own `SHA256SUMS` lists
 * them. Good enough only where nobody can have changed an asset since: on an immutable release.
 */
export function recordedDigests(
  assets: readonly ObservedAsset[],
  listed: readonly NamedDigest[],
): ReadonlyMap<number, Digest> {
  const byName = new Map(listed.map(({ name, digest }) => [name, digest]));
  if (listed.length > 0) byName.set(CHECKSUMS_NAME, checksumsDigest(listed));
  const unknown = assets.filter(({ digest }) => (digest ?? undefined) === undefined);
  return new Map(
    unknown.flatMap(({ id, name }): [number, Digest][] => {
      const digest = byName.get(name);
      return digest === undefined ? [] : [[id, digest]];
    }),
  );
}
