import { ActionError } from '../domain/errors.ts';
import { holdsOnly } from './asset-decision.ts';
import { bodyMatchesPlan } from './body.ts';
import { deleteDraft, updateAndJudge, refreshAssets } from './draft-run.ts';
import type { Filling } from './filling-run.ts';
import { missingNotes } from './notes-run.ts';
import type { UpdateFields } from './release-api.ts';
import type { ObservedRelease } from './observed.ts';
import { CHECKSUMS_NAME, resolvePrerelease } from './plan.ts';
import type { NamedDigest } from './checksums.ts';
import { changedAssets, sameAssets } from './commit-run.ts';
import { resolveMakeLatest } from './versions.ts';

/** A published release may be found by its tag, and shown with all its assets, some seconds late. */
const VISIBLE_WAITS_MS = [0, 1000, 2000, 4000] as const;

/** A release that is public now, and whether this run made it so. */
export interface Publication {
  readonly release: ObservedRelease;
  readonly byThisRun: boolean;
}

/** What is known of the draft that is to be published. */
export interface CompleteDraft {
  /** Every planned asset, as its digest stands in the `SHA256SUMS` that is there. */
  readonly present: readonly NamedDigest[];
  /** Other drafts of the same tag. */
  readonly spares: readonly ObservedRelease[];
}

/**
 * Makes a complete draft public and proves it: right tag, the very assets of `present` with their
 * checksums, findable by tag. Spare drafts of the same plan that it covers are removed. Undefined when the
 * assets were changed at the last moment: nothing is published then. Throws `ActionError` when GitHub
 * refuses (the draft stays) or when what is public is not what was planned.
 */
export async function publishDraft(
  filling: Filling,
  draft: ObservedRelease,
  { present, spares }: CompleteDraft,
): Promise<Publication | undefined> {
  const { log, client } = filling.deps;
  const provePublished = async (release: ObservedRelease) => ({
    release: await prove(filling, release, present),
    byThisRun: false,
  });
  const meanwhile = await publishedMeanwhile(filling, draft);
  if (meanwhile !== undefined) return provePublished(meanwhile);
  const fields = await publishingFields(filling, draft);
  // The fence stands right before the update: whatever is changed later than this is found by the proof.
  const [fresh, isSame] = await Promise.all([
    client.release(draft.id),
    sameAssets(filling, present),
  ]);
  if (fresh?.draft === false) return provePublished(fresh);
  if (!isSame) return undefined;
  // A rate limit or an outage can lie between two tries: time enough for others to change the assets.
  const fence = { holds: true };
  const fenceAnew = async (): Promise<boolean> => {
    fence.holds = await sameAssets(filling, present);
    return fence.holds;
  };
  let answered: ObservedRelease;
  try {
    answered = await updateAndJudge(filling, draft.id, fields, (seen) => !seen.draft, fenceAnew);
  } catch (error) {
    if (fence.holds) throw error;
    return undefined;
  }
  const release = await prove(filling, answered, present);
  log.info(`Published ${release.htmlUrl}`);
  for (const spare of spares) await removeSpare(filling, spare);
  return { release, byThisRun: true };
}

/** Waits of a job that found the checksums written: who wrote them is about to publish. */
const WRITER_WAITS_MS = [0, 2000, 4000] as const;

/**
 * The release when another job has published it. Of all jobs that see it complete, the one that wrote the
 * checksums goes first, since one name can be created once; the others step in when it does not.
 */
async function publishedMeanwhile(
  filling: Filling,
  draft: ObservedRelease,
): Promise<ObservedRelease | undefined> {
  const { plan, own, changes, deps } = filling;
  const isAlone = plan.assets.every(({ name }) => own.has(name));
  const wrote = changes.get(CHECKSUMS_NAME) !== 'same';
  for (const waitMs of isAlone || wrote || own.size === 0 ? [] : WRITER_WAITS_MS) {
    if (waitMs > 0) await deps.clock.sleep(waitMs);
    const fresh = await deps.client.release(draft.id);
    if (fresh?.draft === false) return fresh;
  }
  return undefined;
}

async function publishingFields(filling: Filling, draft: ObservedRelease): Promise<UpdateFields> {
  const { desired } = filling.plan;
  const { tag, tagPrefix, discussionCategory } = desired;
  const prerelease = resolvePrerelease(desired, draft.prerelease);
  const body = await missingNotes(filling, draft);
  return {
    tag,
    draft: false,
    prerelease,
    makeLatest: await latestFlag(filling, { tag, prefix: tagPrefix, prerelease }),
    ...(discussionCategory === undefined ? {} : { discussionCategory }),
    ...(body === undefined ? {} : { body }),
  };
}

async function latestFlag(
  { plan, deps }: Filling,
  release: { readonly tag: string; readonly prefix: string; readonly prerelease: boolean },
): Promise<'true' | 'false' | 'legacy'> {
  const { makeLatest } = plan.desired;
  if (makeLatest !== 'auto' || release.prerelease)
    return resolveMakeLatest(makeLatest, release, []);
  const [latest, listed] = await Promise.all([
    deps.client.latestRelease(),
    deps.client.listReleases(),
  ]);
  return resolveMakeLatest(
    makeLatest,
    release,
    latest === undefined ? listed : [latest, ...listed],
  );
}

/** What GitHub says about the release afterwards is what counts, not what the update answered. */
async function prove(
  filling: Filling,
  answered: ObservedRelease,
  present: readonly NamedDigest[],
): Promise<ObservedRelease> {
  const { plan, deps } = filling;
  const { tag } = plan.desired;
  let seen = (await deps.client.release(answered.id)) ?? answered;
  if (seen.tag !== tag) seen = await deps.client.updateRelease(seen.id, { tag });
  if (seen.tag !== tag || seen.draft) throw wrongTag(filling, seen);
  filling.release = seen;
  let changed: readonly string[] = [];
  for (const waitMs of VISIBLE_WAITS_MS) {
    if (waitMs > 0) await deps.clock.sleep(waitMs);
    await refreshAssets(filling);
    changed = changedAssets(filling, present);
    const byTag = await deps.client.publishedRelease(tag);
    if (changed.length === 0 && byTag?.id === seen.id) return byTag;
  }
  if (changed.length > 0) throw incomplete(filling, seen, changed);
  deps.log.debug(`${tag} is published, but not yet found by its tag`);
  return seen;
}

function wrongTag({ plan }: Filling, seen: ObservedRelease): ActionError {
  return new ActionError({
    code: 'release-tag-lost',
    message: `The release ${seen.htmlUrl} has the tag "${seen.tag}" instead of "${plan.desired.tag}"`,
    hint: 'Set its tag on the release page, then re-run the job.',
  });
}

function incomplete(
  { plan }: Filling,
  seen: ObservedRelease,
  changed: readonly string[],
): ActionError {
  return new ActionError({
    code: 'release-incomplete',
    message: `${plan.desired.tag} was published, but ${changed.join(', ')} vanished from it or changed at that moment: ${seen.htmlUrl}`,
    hint: 'Find out who changed the assets, then re-run all jobs; on an immutable release use a new version.',
  });
}

/** A spare draft goes only when it is this plan's and holds nothing that the published release lacks. */
async function removeSpare(filling: Filling, spare: ObservedRelease): Promise<void> {
  const { plan, deps, assets } = filling;
  const held = (await deps.client.listAssets(spare.id)) ?? [];
  const isCovered = bodyMatchesPlan(spare.body, plan) && holdsOnly(held, [...assets.values()]);
  if (isCovered && (await deleteDraft(deps, spare.id))) {
    deps.log.info(`Deleted the spare draft ${spare.id}`);
    return;
  }
  deps.log.warning(`A second draft of ${plan.desired.tag} is left: ${spare.htmlUrl}`);
}
