import { ActionError } from '../domain/errors.ts';
import { holdsOnly } from './asset-decision.ts';
import { bodyMatchesPlan } from './body.ts';
import { updateAndJudge, refreshAssets } from './draft-run.ts';
import type { Filling } from './filling-run.ts';
import { missingNotes } from './notes-run.ts';
import type { UpdateFields } from './release-api.ts';
import type { ObservedRelease } from './observed.ts';
import { CHECKSUMS_NAME, resolvePrerelease } from './plan.ts';
import { plannedDigests } from './checksums.ts';
import { resolveMakeLatest } from './versions.ts';

/** A published release may be found by its tag, and shown with all its assets, some seconds late. */
const VISIBLE_WAITS_MS = [0, 1000, 2000, 4000] as const;

/** A release that is public now, and whether this run made it so. */
export interface Publication {
  readonly release: ObservedRelease;
  readonly byThisRun: boolean;
}

/**
 * Makes a complete draft public and proves it: right tag, every planned asset, findable by tag.
 * Spare drafts of the same plan that it covers are removed. Throws `ActionError` when GitHub refuses
 * (the draft stays) or when what is public is not what was planned.
 */
export async function publishDraft(
  filling: Filling,
  draft: ObservedRelease,
  spares: readonly ObservedRelease[],
): Promise<Publication> {
  const { log } = filling.deps;
  const meanwhile = await publishedMeanwhile(filling, draft);
  if (meanwhile !== undefined)
    return { release: await prove(filling, meanwhile), byThisRun: false };
  const fields = await publishingFields(filling, draft);
  const answered = await updateAndJudge(filling, draft.id, fields, (seen) => !seen.draft);
  const release = await prove(filling, answered);
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
  for (const waitMs of isAlone || wrote || own.size === 0 ? [0] : WRITER_WAITS_MS) {
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
async function prove(filling: Filling, answered: ObservedRelease): Promise<ObservedRelease> {
  const { plan, deps } = filling;
  const { tag } = plan.desired;
  let seen = (await deps.client.release(answered.id)) ?? answered;
  if (seen.tag !== tag) seen = await deps.client.updateRelease(seen.id, { tag });
  if (seen.tag !== tag || seen.draft) throw wrongTag(filling, seen);
  filling.release = seen;
  let missing: readonly string[] = [];
  for (const waitMs of VISIBLE_WAITS_MS) {
    if (waitMs > 0) await deps.clock.sleep(waitMs);
    await refreshAssets(filling);
    missing = plannedDigests([...filling.assets.values()], plan, filling.digests).missing;
    const byTag = await deps.client.publishedRelease(tag);
    if (missing.length === 0 && byTag?.id === seen.id) return byTag;
  }
  if (missing.length > 0) throw incomplete(filling, seen, missing);
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
  missing: readonly string[],
): ActionError {
  return new ActionError({
    code: 'release-incomplete',
    message: `${plan.desired.tag} was published, but ${missing.join(', ')} vanished from it at that moment: ${seen.htmlUrl}`,
    hint: 'Find out who deleted the assets, then re-run all jobs; on an immutable release use a new version.',
  });
}

/** A spare draft goes only when it is this plan's and holds nothing that the published release lacks. */
async function removeSpare(filling: Filling, spare: ObservedRelease): Promise<void> {
  const { plan, deps, assets } = filling;
  const held = (await deps.client.listAssets(spare.id)) ?? [];
  if (bodyMatchesPlan(spare.body, plan) && holdsOnly(held, [...assets.values()])) {
    await deps.client.deleteRelease(spare.id);
    deps.log.info(`Deleted the spare draft ${spare.id}`);
    return;
  }
  deps.log.warning(`A second draft of ${plan.desired.tag} is left: ${spare.htmlUrl}`);
}
