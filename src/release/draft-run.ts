import { isAlreadyThere, kindOf } from './answer.ts';
import { adoptBody, bodyMatchesPlan, renderBody } from './body.ts';
import { checkMarker, electDraft, immutableRelease } from './election.ts';
import type { Filling, ReleaseDeps } from './filling-run.ts';
import { rememberListed } from './listed-run.ts';
import { furtherNotes } from './further-notes-run.ts';
import type { UpdateFields } from './release-api.ts';
import type { ObservedRelease } from './observed.ts';
import { CHECKSUMS_NAME, resolvePrerelease } from './plan.ts';
import { backoffMs, MAX_TRIES } from './retry.ts';

/** Waits between looks at a list that may lag. A fresh draft has been seen to stay hidden for 15 s (cli/cli#6599). */
const LIST_WAITS_MS = [0, 1000, 2000, 4000, 8000] as const;

/**
 * The release that this job's assets belong on, found or made just before the first upload, with its
 * assets in `filling.assets`. Parallel callers share one search. Throws `ActionError` when the tag's
 * release is not ours to fill.
 */
export async function openRelease(filling: Filling): Promise<ObservedRelease> {
  if (filling.release !== undefined) return filling.release;
  filling.opening ??= findOrCreate(filling).finally(() => {
    filling.opening = undefined;
  });
  return filling.opening;
}

/** Reads the release's assets again. When the release is gone, it is forgotten and false is returned. */
export async function refreshAssets(filling: Filling): Promise<boolean> {
  const { release } = filling;
  const isThere = release !== undefined && (await readAssets(filling, release.id));
  if (!isThere) filling.release = undefined;
  return isThere;
}

async function readAssets(filling: Filling, id: number): Promise<boolean> {
  const assets = await filling.deps.client.listAssets(id);
  filling.assets = new Map((assets ?? []).map((asset) => [asset.name, asset]));
  return assets !== undefined;
}

/** Makes `release` the one that is filled. */
export async function settleOn(
  filling: Filling,
  release: ObservedRelease,
): Promise<ObservedRelease> {
  // Its assets first: as soon as the release is set, parallel uploads take both as known.
  const isThere = await readAssets(filling, release.id);
  filling.release = isThere ? release : undefined;
  // Only with overwrite can a sibling delete the file before this job comes to write its own.
  if (!release.draft && filling.plan.desired.overwrite) await rememberListed(filling);
  return release;
}

async function findOrCreate(filling: Filling): Promise<ObservedRelease> {
  const { plan, deps } = filling;
  const { tag } = plan.desired;
  const published = await deps.client.publishedRelease(tag);
  if (published !== undefined) return fillPublished(filling, published);
  const releases = await deps.client.listReleases();
  const { elected } = electDraft(releases, plan);
  if (elected !== undefined) {
    return settleOn(filling, await adoptDraft(filling, elected, releases));
  }
  const hidden = await deps.client.releaseByGraphql(tag);
  if (hidden?.draft === false && hidden.tag === tag) return fillPublished(filling, hidden);
  const { elected: draft } = electDraft(hidden === undefined ? [] : [hidden], plan);
  // The list lags, so what is hidden may not be the first one either.
  if (draft !== undefined) return settleOn(filling, await electWhenListed(filling, draft));
  return settleOn(filling, await createDraft(filling, releases));
}

/** A draft beside a published release is legal, and never what anyone wants: none is made. */
function fillPublished(filling: Filling, published: ObservedRelease): Promise<ObservedRelease> {
  const { plan } = filling;
  if (!bodyMatchesPlan(published.body, plan)) {
    if (published.immutable) throw immutableRelease(plan);
    if (!plan.desired.overwrite) checkMarker(published, plan);
  }
  return settleOn(filling, published);
}

/**
 * Makes a draft ours: its text stays, the marker is added, and a lost tag is given back. Nothing is
 * sent when it is ours already. Throws `release-plan-differs` for a draft of another plan.
 */
export async function adoptDraft(
  filling: Filling,
  draft: ObservedRelease,
  releases: readonly ObservedRelease[],
): Promise<ObservedRelease> {
  const { plan, deps } = filling;
  const { tag, name } = plan.desired;
  checkMarker(draft, plan);
  const marked = bodyMatchesPlan(draft.body, plan);
  if (marked && draft.tag === tag) return draft;
  const body = marked
    ? draft.body
    : draft.body.trim() === ''
      ? renderBody(plan, await furtherNotes(filling, releases))
      : adoptBody(plan, draft.body);
  if (!marked) deps.log.notice(`Filling the existing draft ${draft.htmlUrl}; its text stays.`);
  const fields = { tag, body, ...(draft.name === '' ? { name } : {}) };
  return updateAndJudge(
    filling,
    draft.id,
    fields,
    (seen) => seen.tag === tag && bodyMatchesPlan(seen.body, plan),
  );
}

/**
 * Updates a release. Whether it worked is judged by what is there afterwards: an answer can be lost,
 * and another job may have done the same. `mayRepeat` is asked before every further try. Throws the update's own
 * error when it did not.
 */
export async function updateAndJudge(
  { deps }: Filling,
  id: number,
  fields: UpdateFields,
  isDone: (seen: ObservedRelease) => boolean,
  mayRepeat?: () => Promise<boolean>,
): Promise<ObservedRelease> {
  const { client, clock } = deps;
  for (let tries = 1; ; tries += 1) {
    try {
      return await client.updateRelease(id, fields, mayRepeat);
    } catch (error) {
      if (kindOf(error) === undefined) throw error;
      const seen = await client.release(id);
      if (seen !== undefined && isDone(seen)) return seen;
      if (kindOf(error) !== 'unclear' || tries === MAX_TRIES) throw error;
      await clock.sleep(backoffMs(tries, clock.random()));
      if (mayRepeat !== undefined && !(await mayRepeat())) throw error;
    }
  }
}

async function createDraft(
  filling: Filling,
  releases: readonly ObservedRelease[],
): Promise<ObservedRelease> {
  const { plan, deps } = filling;
  const { tag, name } = plan.desired;
  const body = renderBody(plan, await furtherNotes(filling, releases));
  const fields = { tag, name, body, prerelease: resolvePrerelease(plan.desired, false) };
  for (let tries = 1; ; tries += 1) {
    try {
      const own = await deps.client.createDraft(fields);
      filling.created.add(own.id);
      deps.log.info(`Created the draft ${own.htmlUrl}`);
      return await electWhenListed(filling, own);
    } catch (error) {
      const published = isAlreadyThere(error) ? await deps.client.publishedRelease(tag) : undefined;
      if (published !== undefined) return published;
      // The answer was lost, perhaps not the draft: a second one is made only when none turns up.
      if (kindOf(error) !== 'unclear') throw error;
      const found = await waitForDraft(filling);
      if (found !== undefined) return await adoptDraft(filling, found, releases);
      if (tries === MAX_TRIES) throw error;
    }
  }
}

async function waitForDraft({ plan, deps }: Filling): Promise<ObservedRelease | undefined> {
  for (const waitMs of LIST_WAITS_MS) {
    if (waitMs > 0) await deps.clock.sleep(waitMs);
    const { elected } = electDraft(await deps.client.listReleases(), plan);
    if (elected !== undefined) return elected;
  }
  return undefined;
}

/**
 * Another job may have created a draft at the same moment: waits until lists show the `known` one, then
 * elects. A draft that loses goes, if this job created it.
 */
async function electWhenListed(filling: Filling, known: ObservedRelease): Promise<ObservedRelease> {
  const { plan, deps } = filling;
  let releases: readonly ObservedRelease[] = [];
  for (const waitMs of LIST_WAITS_MS) {
    if (waitMs > 0) await deps.clock.sleep(waitMs);
    releases = await deps.client.listReleases();
    if (releases.some(({ id }) => id === known.id)) break;
  }
  const { elected = known } = electDraft([...releases, known], plan);
  if (elected.id !== known.id) await dropOwnDraft(filling, known.id);
  return adoptDraft(filling, elected, releases);
}

/** Deletes a draft that this job created, unless it holds anything that is not this job's own. */
export async function dropOwnDraft({ deps, created, own }: Filling, id: number): Promise<void> {
  if (!created.has(id)) return;
  const assets = (await deps.client.listAssets(id)) ?? [];
  // The checksums of nothing but own assets are nobody else's either.
  if (!assets.every(({ name }) => own.has(name) || name === CHECKSUMS_NAME)) return;
  if (!(await deleteDraft(deps, id))) return;
  deps.log.info(`Deleted the spare draft ${id}: another job's was first`);
}

/**
 * Deletes a draft. One that somebody has published by now is left alone: false. That is looked at before every
 * try, since a rate limit or an outage can lie between two.
 */
export async function deleteDraft(
  { client }: Pick<ReleaseDeps, 'client'>,
  id: number,
): Promise<boolean> {
  const seen = { isPublic: false };
  const look = async (): Promise<boolean> => {
    seen.isPublic = (await client.release(id))?.draft === false;
    return !seen.isPublic;
  };
  if (!(await look())) return false;
  try {
    await client.deleteRelease(id, look);
    return true;
  } catch (error) {
    if (seen.isPublic) return false;
    throw error;
  }
}
