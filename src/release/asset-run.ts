import type { Digest } from '../domain/digest.ts';
import { digestHex } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import { type AnswerError, isAlreadyThere, kindOf } from './answer.ts';
import { checkAssetSize, decideAsset } from './asset-decision.ts';
import { findDigest } from './asset-digest-run.ts';
import type { AssetSource } from './release-api.ts';
import { openRelease, refreshAssets } from './draft-run.ts';
import type { Filling } from './filling-run.ts';
import { rememberListed } from './listed-run.ts';
import { deleteUnlessPublic, isStillBroken, wasFrozenMeanwhile } from './meanwhile-run.ts';
import type { ObservedAsset, ObservedRelease } from './observed.ts';
import { CHECKSUMS_NAME } from './plan.ts';
import { backoffMs, MAX_TRIES } from './retry.ts';

/** An asset as it shall be on the release. */
export interface WantedAsset {
  readonly name: string;
  readonly sizeBytes: number;
  readonly digest: Digest;
  readonly source: AssetSource;
}

/**
 * Brings one asset onto the release and proves that it is there, byte for byte. Equal bytes are left
 * alone, so it may be called again at any time. A function as `asked` is asked anew before every
 * try: what it wants follows from what is on the release. Throws `ActionError` when the release cannot or must
 * not take the asset.
 */
export async function placeAsset(
  filling: Filling,
  asked: WantedAsset | (() => Promise<WantedAsset>),
): Promise<void> {
  if (typeof asked !== 'function') checkAssetSize(asked);
  let sent = false;
  let replaced = false;
  for (let tries = 1; ; tries += 1) {
    const release = await openRelease(filling);
    const wanted = typeof asked === 'function' ? await asked() : asked;
    if (tries > MOST_LOOKS) throw contended(wanted, MOST_LOOKS);
    const existing = filling.assets.get(wanted.name);
    const decision = await decide(filling, release, wanted, existing);
    if (decision === 'skip') {
      recordChange(filling, wanted.name, replaced ? 'replaced' : sent ? 'new' : 'same');
      return;
    }
    if (!release.draft && wanted.name !== CHECKSUMS_NAME && !isSpareName(wanted.name)) {
      if (await takeSpare(filling, release, wanted, existing)) {
        recordChange(filling, wanted.name, existing === undefined ? 'new' : 'replaced');
        return;
      }
    }
    if (existing !== undefined) {
      if (decision === 'replace-broken' && !(await isStillBroken(filling, existing))) continue;
      const otherBytes = decision === 'replace-bytes';
      if (!(await removeAsset(filling, release, existing, otherBytes))) continue;
      replaced ||= otherBytes;
    }
    const sending = await upload(filling, release, wanted, tries);
    if (sending === 'proven') {
      recordChange(filling, wanted.name, replaced ? 'replaced' : 'new');
      return;
    }
    // A name that was taken when the bytes came was taken by somebody else.
    sent ||= sending === 'unclear';
  }
}

/** Looks at what is there, for one asset: more than uploads, since each look may find that others were at work. */
const MOST_LOOKS = 2 * MAX_TRIES;

/** What an asset of a published release is called until it takes the place of the one with other bytes. */
const SPARE_SUFFIX = '.new';

function isSpareName(name: string): boolean {
  return name.endsWith(SPARE_SUFFIX);
}

/**
 * Replaces a published asset so that users never miss it for longer than two short calls: the new one
 * goes up beside it, is proven, and takes its name when the old one is deleted. Also ends such a
 * replacement that a crash cut short. False when there is nothing to replace and nothing was left over.
 */
async function takeSpare(
  filling: Filling,
  release: ObservedRelease,
  wanted: WantedAsset,
  existing: ObservedAsset | undefined,
): Promise<boolean> {
  const { client, log } = filling.deps;
  const name = wanted.name + SPARE_SUFFIX;
  const isWhole = existing?.state === 'uploaded';
  if (!isWhole && !filling.assets.has(name)) return false;
  if (isWhole)
    log.notice(`${wanted.name} differs from the asset of an earlier run and is replaced`);
  await placeAsset(filling, { ...wanted, name });
  filling.changes.delete(name);
  const spare = filling.assets.get(name);
  if (spare === undefined) return false;
  if (existing !== undefined && !(await removeAsset(filling, release, existing, false)))
    return false;
  const renamed = await client.renameAsset(spare.id, wanted.name);
  filling.assets.delete(name);
  if (renamed === undefined) return false;
  filling.assets.set(renamed.name, renamed);
  filling.digests.set(renamed.id, wanted.digest);
  return true;
}

type Decision = 'skip' | 'upload' | 'replace-broken' | 'replace-bytes';

async function decide(
  filling: Filling,
  release: ObservedRelease,
  wanted: WantedAsset,
  existing: ObservedAsset | undefined,
): Promise<Decision> {
  const facts = { artifact: wanted, release, existing };
  const known = existing?.digest ?? filling.digests.get(existing?.id ?? 0);
  let decision = decideAsset({ ...facts, existingDigest: known }, filling.plan);
  if (decision.kind === 'compare' && existing !== undefined) {
    const found = await findDigest(filling, existing);
    if (found === undefined) {
      filling.assets.delete(wanted.name);
      return 'upload';
    }
    decision = decideAsset({ ...facts, existingDigest: found }, filling.plan);
  }
  if (decision.kind === 'skip' || decision.kind === 'upload') return decision.kind;
  return decision.kind === 'replace' && decision.because === 'other-bytes'
    ? 'replace-bytes'
    : 'replace-broken';
}

function recordChange(filling: Filling, name: string, change: 'new' | 'same' | 'replaced'): void {
  // A later look that finds the asset in place must not hide what was done to it earlier.
  if (change !== 'same' || !filling.changes.has(name)) filling.changes.set(name, change);
}

/** Deletes what takes the name. False when the draft became public meanwhile. */
function removeAsset(
  filling: Filling,
  release: ObservedRelease,
  existing: ObservedAsset,
  otherBytes: boolean,
): Promise<boolean> {
  if (!otherBytes) return forgetAsset(filling, release, existing);
  const { log } = filling.deps;
  log.notice(`${existing.name} differs from the asset of an earlier run and is replaced`);
  if (!release.draft || existing.name === CHECKSUMS_NAME)
    return forgetAsset(filling, release, existing);
  // Other bytes under a name make the checksums of a draft wrong, so those go first. One asset after another:
  // between the look at the checksums and the deletion nothing else of this job happens.
  const removal = filling.replacing.then(
    async () =>
      (await dropChecksums(filling, release)) && (await forgetAsset(filling, release, existing)),
  );
  filling.replacing = removal.catch(() => undefined);
  return removal;
}

async function forgetAsset(
  filling: Filling,
  release: ObservedRelease,
  existing: ObservedAsset,
): Promise<boolean> {
  if (!(await deleteUnlessPublic(filling, release, existing.id))) return false;
  filling.assets.delete(existing.name);
  return true;
}

/** False when the draft became public meanwhile. */
async function dropChecksums(filling: Filling, release: ObservedRelease): Promise<boolean> {
  const { deps, plan } = filling;
  // Another job may have written them since this one looked, with lines of its own.
  const fresh = (await deps.client.listAssets(release.id)) ?? [];
  for (const sums of fresh.filter(({ name }) => name === CHECKSUMS_NAME)) {
    filling.assets.set(CHECKSUMS_NAME, sums);
    if (plan.accepts === 'build') await rememberListed(filling);
    if (!(await deleteUnlessPublic(filling, release, sums.id))) return false;
  }
  filling.assets.delete(CHECKSUMS_NAME);
  return true;
}

/** How an upload went; all but `proven` must be looked up in `filling.assets`. */
type Sending = 'proven' | 'taken' | 'unclear';

async function upload(
  filling: Filling,
  release: ObservedRelease,
  wanted: WantedAsset,
  tries: number,
): Promise<Sending> {
  const { client, clock, log } = filling.deps;
  try {
    const asset = await client.uploadAsset(release, wanted.name, wanted.source);
    return (await verifyUpload(filling, { release, wanted, asset, tries })) ? 'proven' : 'unclear';
  } catch (error) {
    if (tries < MAX_TRIES && (await wasFrozenMeanwhile(filling, release, wanted.name, error))) {
      return 'taken';
    }
    if (!isWorthALook(error) || tries >= MAX_TRIES) throw error;
    log.info(`Upload of ${wanted.name}, try ${tries}: ${error.message}`);
    await clock.sleep(backoffMs(tries, clock.random()));
    await refreshAssets(filling);
    return isAlreadyThere(error) ? 'taken' : 'unclear';
  }
}

/** Failures after which the asset may be there, or the release gone: look, then decide again. */
function isWorthALook(error: unknown): error is AnswerError {
  const kind = kindOf(error);
  return kind === 'unclear' || kind === 'absent' || isAlreadyThere(error);
}

async function verifyUpload(
  filling: Filling,
  sent: {
    readonly release: ObservedRelease;
    readonly wanted: WantedAsset;
    readonly asset: ObservedAsset;
    readonly tries: number;
  },
): Promise<boolean> {
  const { release, wanted, asset, tries } = sent;
  const { log } = filling.deps;
  const whole = asset.state === 'uploaded' && asset.sizeBytes === wanted.sizeBytes;
  const digest = whole ? await findDigest(filling, asset) : undefined;
  if (asset.name === wanted.name && digest === wanted.digest) {
    filling.assets.set(asset.name, asset);
    filling.digests.set(asset.id, digest);
    return true;
  }
  if (whole && digest === undefined) {
    // Gone before its digest was known: another job has replaced it, as jobs do that add their lines to one file.
    filling.assets.delete(wanted.name);
    if (tries >= MAX_TRIES) throw contended(wanted, MAX_TRIES);
    await refreshAssets(filling);
    return false;
  }
  if (!(await deleteUnlessPublic(filling, release, asset.id))) {
    filling.assets.set(asset.name, asset);
    return false;
  }
  filling.assets.delete(wanted.name);
  if (asset.name !== wanted.name) throw renamed(wanted, asset);
  if (tries >= MAX_TRIES) throw corrupted(wanted, digest, asset);
  log.warning(`GitHub stored other bytes for ${wanted.name}; uploading it again`);
  return false;
}

/** The code of {@link contended}. */
const CONTENDED = 'asset-contended';

function contended(wanted: WantedAsset, times: number): ActionError {
  return new ActionError({
    code: CONTENDED,
    message: `${wanted.name} does not stay on the release as this job uploads it: another job or a person changed or removed it ${times} times`,
    hint: 'Let no other workflow write to this release at the same time, then re-run the job.',
  });
}

/** True where other jobs kept writing the same asset: who comes last has the last word. */
export function isContended(error: unknown): boolean {
  return isAlreadyThere(error) || (error instanceof ActionError && error.code === CONTENDED);
}

function renamed(wanted: WantedAsset, asset: ObservedAsset): ActionError {
  return new ActionError({
    code: 'asset-name',
    message: `GitHub stored the asset "${wanted.name}" as "${asset.name}"; it was removed again`,
    hint: 'Use only letters, digits and - _ + @ with single dots in names.',
  });
}

function corrupted(
  wanted: WantedAsset,
  digest: Digest | undefined,
  asset: ObservedAsset,
): ActionError {
  const stored = digest === undefined ? `${asset.sizeBytes} bytes` : digestHex(digest).slice(0, 12);
  return new ActionError({
    code: 'asset-corrupted',
    message: `GitHub stored ${stored} for ${wanted.name} after ${MAX_TRIES} uploads; this run packed ${digestHex(wanted.digest).slice(0, 12)} (${wanted.sizeBytes} bytes)`,
    hint: 'Make sure that nothing writes to the output directory during the upload, then re-run the job.',
  });
}
