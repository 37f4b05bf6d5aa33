import { isAlreadyThere, kindOf } from './answer.ts';
import type { Filling } from './filling-run.ts';
import { refreshAssets } from './draft-run.ts';
import type { ObservedAsset, ObservedRelease } from './observed.ts';

/** Waits between looks at the assets of a release that has just become public: lists lag. */
const SHOWN_WAITS_MS = [0, 1000, 2000, 4000] as const;

/**
 * True for a release that was published when it was looked at, and for a draft that is one still. Else what
 * became of it is remembered in `filling`, and the caller decides again.
 */
export async function isStillDraft(filling: Filling, release: ObservedRelease): Promise<boolean> {
  if (!release.draft) return true;
  const fresh = await filling.deps.client.release(release.id);
  if (fresh?.draft === true) return true;
  filling.release = fresh;
  return false;
}

/**
 * Deletes an asset. False when the release was a draft and has become public before that was done: a call before
 * it, or a failed try, can take a minute, and what is public is not changed unasked. The caller decides again.
 */
export async function deleteUnlessPublic(
  filling: Filling,
  release: ObservedRelease,
  assetId: number,
): Promise<boolean> {
  const seen = { isUnchanged: true };
  const look = async (): Promise<boolean> => {
    seen.isUnchanged = await isStillDraft(filling, release);
    return seen.isUnchanged;
  };
  if (!(await look())) return lookAnew(filling, assetId);
  try {
    await filling.deps.client.deleteAsset(assetId, look);
    return true;
  } catch (error) {
    if (seen.isUnchanged) throw error;
    return lookAnew(filling, assetId);
  }
}

/**
 * What was seen of the draft may be old: who published it may have replaced the asset before. Reads the assets
 * until they show that, or long enough to believe that it is still there.
 */
async function lookAnew(filling: Filling, assetId: number): Promise<false> {
  for (const waitMs of SHOWN_WAITS_MS) {
    if (waitMs > 0) await filling.deps.clock.sleep(waitMs);
    if (!(await refreshAssets(filling))) break;
    if (![...filling.assets.values()].some(({ id }) => id === assetId)) break;
  }
  return false;
}

/**
 * True when an upload into a draft was refused since another job has published it meanwhile: a frozen release
 * takes nothing. What it holds is then in `filling`, and the caller decides again.
 */
export async function wasFrozenMeanwhile(
  filling: Filling,
  release: ObservedRelease,
  name: string,
  error: unknown,
): Promise<boolean> {
  if (kindOf(error) !== 'refused' || isAlreadyThere(error)) return false;
  if (await isStillDraft(filling, release)) return false;
  for (const waitMs of SHOWN_WAITS_MS) {
    if (waitMs > 0) await filling.deps.clock.sleep(waitMs);
    if (!(await refreshAssets(filling)) || filling.assets.has(name)) break;
  }
  return true;
}

/** How long another job may take to send what looks like a broken upload: some 7 s, plenty for `SHA256SUMS`. */
const UNDER_WAY_WAITS_MS = [1000, 2000, 4000] as const;

/**
 * True when a broken upload stays what it was when the assets were listed. Else it was another job's and under
 * way: it is whole or gone by now, `filling` knows, and the caller decides again. Deleting it at once could
 * hit it after it was completed and published.
 */
export async function isStillBroken(filling: Filling, broken: ObservedAsset): Promise<boolean> {
  const { client, clock } = filling.deps;
  for (const waitMs of UNDER_WAY_WAITS_MS) {
    await clock.sleep(waitMs);
    const fresh = await client.asset(broken.id);
    if (fresh?.state === broken.state) continue;
    if (fresh === undefined) filling.assets.delete(broken.name);
    else filling.assets.set(fresh.name, fresh);
    return false;
  }
  return true;
}
