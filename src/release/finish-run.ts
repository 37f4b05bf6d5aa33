import { isAlreadyThere, kindOf } from './answer.ts';
import { findDigest } from './asset-digest-run.ts';
import { type NamedDigest, plannedDigests } from './checksums.ts';
import { adoptDraft, dropOwnDraft, refreshAssets, settleOn } from './draft-run.ts';
import { checkMarker, electDraft } from './election.ts';
import type { Filling } from './filling-run.ts';
import type { ObservedRelease } from './observed.ts';
import { isContended } from './asset-run.ts';
import { describeOutcome, type ReleaseOutcome } from './outcome.ts';
import { placeChecksums, placeOwn, sameAssets } from './commit-run.ts';
import { remarkOverwritten, settleNotes } from './notes-run.ts';
import { publishDraft } from './publish-run.ts';

/** Waits before each further look: siblings may be about to finish, and lists lag. */
const ROUND_WAITS_MS = [0, 2000, 4000, 8000] as const;

/**
 * How long to wait for what only other jobs can upload: `brief` looks twice, for a main step that has a
 * post step behind it; `full` uses every look there is.
 */
export type Patience = 'brief' | 'full';

/** Looks of a brief wait. */
const BRIEF_ROUNDS = 2;

/** Why a look did not end in an outcome: only other jobs can help, or something was set in motion. */
type Unfinished = 'others' | 'moving';

/**
 * Completes and publishes the release when every planned asset is there, whoever uploaded it;
 * otherwise says what is missing. Safe to call in every job and again in a post step: whoever comes
 * last publishes, and whoever comes later finds it done. Throws `ActionError` when the release
 * cannot be finished.
 */
export async function finishFilling(
  filling: Filling,
  patience: Patience = 'full',
): Promise<ReleaseOutcome> {
  const { clock, log } = filling.deps;
  for (const [round, waitMs] of ROUND_WAITS_MS.entries()) {
    if (waitMs > 0) {
      log.info(`The release is not complete yet; looking again in ${waitMs / 1000} s`);
      await clock.sleep(waitMs);
    }
    const found = await finishRound(filling, round);
    if (typeof found !== 'string') return found;
    if (found === 'others' && patience === 'brief' && round + 1 >= BRIEF_ROUNDS) break;
  }
  return waiting(filling);
}

/** One look and what follows from it. */
async function finishRound(filling: Filling, round: number): Promise<ReleaseOutcome | Unfinished> {
  const place = await findPlace(filling, round);
  if (place === undefined) return placeAnew(filling, round);
  const { release } = place;
  const present = await collect(filling, round);
  if (typeof present === 'string') return present;
  const wroteSums = await tryChecksums(filling, present);
  if (wroteSums === undefined) return 'moving';
  if (!release.draft) {
    const alreadyReleased = wroteNothing(filling, wroteSums);
    return outcome(filling, await remarkOverwritten(filling, release), { alreadyReleased });
  }
  if (!filling.plan.desired.draft) return publishElected(filling, present, place);
  if (!(await sameAssets(filling, present))) return 'moving';
  return outcome(filling, await settleNotes(filling, release), {});
}

/** No release to be seen. When this job had uploaded something, someone deleted it: it goes up again. */
async function placeAnew(filling: Filling, round: number): Promise<Unfinished> {
  if (round === 0 || filling.own.size === 0) return 'others';
  filling.release = undefined;
  await placeOwn(filling);
  return 'moving';
}

/**
 * Writes the checksums; undefined when several jobs that leave a draft took turns to add their lines, and
 * this one lost too often: it looks again after a wait.
 */
async function tryChecksums(
  filling: Filling,
  present: readonly NamedDigest[],
): Promise<boolean | undefined> {
  try {
    return await placeChecksums(filling, present);
  } catch (error) {
    if (filling.plan.accepts === 'build' && isContended(error)) return undefined;
    throw error;
  }
}

interface Place {
  readonly release: ObservedRelease;
  /** Other drafts of the same tag. */
  readonly spares: readonly ObservedRelease[];
}

/** The release to finish, elected anew: a sibling's draft with a lower id may have come to light. */
async function findPlace(filling: Filling, round: number): Promise<Place | undefined> {
  const { plan, deps } = filling;
  const { client } = deps;
  const known =
    filling.release === undefined ? undefined : await client.release(filling.release.id);
  const formerId = filling.release?.id;
  // A draft that stays incomplete may be a spare one: made when the tag's published release did not show yet.
  const isWaiting = known === undefined || round > 0;
  const current =
    known?.draft !== false && isWaiting
      ? ((await client.publishedRelease(plan.desired.tag)) ?? known)
      : known;
  if (current?.draft === false) {
    if (!plan.desired.overwrite) checkMarker(current, plan);
    const release = await settleOn(filling, current);
    await moveFrom(filling, formerId, release);
    return { release, spares: [] };
  }
  const releases = await client.listReleases();
  const visible = current === undefined ? releases : [current, ...releases];
  const { elected, others } = electDraft(visible, plan);
  if (elected === undefined) return undefined;
  const release = await settleOn(filling, await adoptDraft(filling, elected, releases));
  await moveFrom(filling, formerId, release);
  return { release, spares: others.filter(({ id }) => id !== formerId) };
}

/** Takes this job's assets along to another release than the one it filled so far, and clears up there. */
async function moveFrom(
  filling: Filling,
  formerId: number | undefined,
  release: ObservedRelease,
): Promise<void> {
  if (formerId === undefined || formerId === release.id) return;
  const kind = release.draft ? 'draft' : 'published release';
  filling.deps.log.info(`Moving to the ${kind} ${release.id}, which was there before ${formerId}`);
  await placeOwn(filling);
  await dropOwnDraft(filling, formerId);
}

/** Digests of all planned assets, unless some are missing. Own ones that vanished are uploaded again. */
async function collect(
  filling: Filling,
  round: number,
): Promise<readonly NamedDigest[] | Unfinished> {
  const planned = new Set(filling.plan.assets.map(({ name }) => name));
  for (const asset of filling.assets.values()) {
    if (asset.state !== 'uploaded' || !planned.has(asset.name)) continue;
    await findDigest(filling, asset);
  }
  const assets = [...filling.assets.values()];
  const { present, missing } = plannedDigests(assets, filling.plan, filling.digests);
  const altered = present.filter(({ name, digest }) => {
    const own = filling.own.get(name);
    return own !== undefined && own.digest !== digest;
  });
  // A list may lag behind an upload: what seems gone is uploaded again only when it stays so.
  const lost = round === 0 ? [] : missing.filter((name) => filling.own.has(name));
  if (altered.length === 0 && lost.length === 0) {
    if (missing.length === 0) return present;
    return missing.some((name) => filling.own.has(name)) ? 'moving' : 'others';
  }
  await placeOwn(filling);
  return 'moving';
}

async function publishElected(
  filling: Filling,
  present: readonly NamedDigest[],
  { release: draft, spares }: Place,
): Promise<ReleaseOutcome | Unfinished> {
  try {
    const published = await publishDraft(filling, draft, { present, spares });
    if (published === undefined) return 'moving';
    return outcome(filling, published.release, { published: published.byThisRun });
  } catch (error) {
    if (isAlreadyThere(error)) return publishedBySibling(filling, draft, error);
    const { client } = filling.deps;
    if (kindOf(error) !== 'absent' || (await client.release(draft.id)) !== undefined) throw error;
    // Somebody deleted the draft at the last moment: the next round finds another one, or makes it anew.
    filling.release = undefined;
    return 'moving';
  }
}

/** Two complete drafts, two publishers: the other one was first, which is success if it holds the same. */
async function publishedBySibling(
  filling: Filling,
  draft: ObservedRelease,
  error: unknown,
): Promise<ReleaseOutcome> {
  const { plan, deps } = filling;
  const release = await deps.client.publishedRelease(plan.desired.tag);
  if (release === undefined) throw error;
  await settleOn(filling, release);
  const present = await collect(filling, 0);
  if (typeof present === 'string') throw error;
  await dropOwnDraft(filling, draft.id);
  return outcome(filling, release, {});
}

/** True when this job found all of its own assets and the checksums in place. */
function wroteNothing({ changes }: Filling, wroteSums: boolean): boolean {
  return !wroteSums && [...changes.values()].every((change) => change === 'same');
}

function outcome(
  filling: Filling,
  release: ObservedRelease,
  said: { readonly published?: boolean; readonly alreadyReleased?: boolean },
): ReleaseOutcome {
  const { plan, digests, changes, kept } = filling;
  const assets = [...filling.assets.values()];
  return describeOutcome({
    plan,
    release,
    assets,
    digests,
    changes,
    kept,
    complete: true,
    ...said,
  });
}

async function waiting(filling: Filling): Promise<ReleaseOutcome> {
  const { plan, digests, changes } = filling;
  await refreshAssets(filling);
  const assets = [...filling.assets.values()];
  return describeOutcome({
    plan,
    release: filling.release,
    assets,
    digests,
    changes,
    complete: false,
  });
}
