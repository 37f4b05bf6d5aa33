import { deleteAsset } from '../../fakes/github/asset-rules.ts';
import { gateAfter } from '../../fakes/github/lag.ts';
import type { LocalGitHub } from '../../fakes/github/local.ts';
import { deleteRelease } from '../../fakes/github/release-rules.ts';
import { addRelease, type ReleaseSeed, viewReleases } from '../../fakes/github/seed.ts';
import type { Release } from '../../fakes/github/state.ts';
import { type History, NEXT_TAG, OLD_TAG, OWN_WORDS, REPOSITORY, TAG } from './state.ts';

/** True while a draft of the tag is there. */
export function hasDraft({ world }: LocalGitHub): boolean {
  return draftsOf(world).length > 0;
}

/** True when the release of the tag is public. */
export function isPublic({ world }: LocalGitHub): boolean {
  const releases = world.repositories.get(REPOSITORY)?.releases ?? [];
  return releases.some(({ draft, tagName }) => !draft && tagName === TAG);
}

function draftsOf(world: LocalGitHub['world']): readonly Release[] {
  const releases = world.repositories.get(REPOSITORY)?.releases ?? [];
  return releases.filter(({ draft, tagName }) => draft && tagName !== NEXT_TAG);
}

/** Releases of other tags, and sometimes an empty draft of this one that someone wrote a text for. */
export function addStrangers(history: History): void {
  const { chaos } = history;
  const assets = { 'hello_t0.tar.gz': 'old', SHA256SUMS: 'old' };
  addStranger(history, { tagName: OLD_TAG, assets });
  addStranger(history, { tagName: NEXT_TAG, draft: true, assets });
  if (!chaos.prepared) return;
  const repository = history.github.world.repositories.get(REPOSITORY);
  if (repository === undefined) return;
  addRelease(history.github.world, repository, { tagName: TAG, draft: true, body: OWN_WORDS });
}

/** Someone makes a release that is nobody's business. */
export function addStranger(history: History, seed: ReleaseSeed): void {
  const { world } = history.github;
  const repository = world.repositories.get(REPOSITORY);
  if (repository === undefined) return;
  const id = addRelease(world, repository, seed);
  history.strangers.set(id, stranger(history, id));
  history.expectation.strangers.add(id);
}

/** All that users see of a release that is nobody's business. Jobs may add their marker to a draft. */
export function stranger({ names, github: { world } }: History, id: number): string {
  const repository = world.repositories.get(REPOSITORY);
  const release = (repository === undefined ? [] : viewReleases(world, repository)).find(
    (each) => each.id === id,
  );
  const { tagName, draft } = release ?? {};
  // While the jobs' own draft is hidden they fill one of the same tag, whoever made it.
  const own = (release?.assets ?? []).filter(
    ({ name }) => tagName !== TAG || !names.includes(name),
  );
  const assets = own.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]);
  return JSON.stringify({ tagName, draft, assets });
}

/** Ids of the drafts of the tag that jobs made, beside those that are nobody's business. */
export function spareDrafts({ github, strangers }: History): readonly number[] {
  const ids = draftsOf(github.world).map(({ id }) => id);
  return ids.filter((id) => !strangers.has(id));
}

/** Someone deletes an asset of the draft that is about to be published. */
export function meddle(history: History): void {
  const { chaos, github, scheduler, tell } = history;
  const { world } = github;
  const repository = world.repositories.get(REPOSITORY);
  const draft = draftsOf(world)[0];
  if (!chaos.meddler || !history.isFirstRun || history.wasMeddled || repository === undefined)
    return;
  const there = draft?.assets.filter(({ deletedGate }) => deletedGate === undefined) ?? [];
  const asset = there[scheduler.integer(there.length)];
  if (draft === undefined || asset === undefined) return;
  tell(`someone deletes ${asset.name} of the draft ${draft.id}`);
  history.wasMeddled = true;
  deleteAsset(world, repository, draft, asset);
  // While lists still show it nobody can know.
  asset.deletedGate = gateAfter(undefined, world.now());
}

/** Someone deletes a draft in the browser. */
export function deleteDraft(history: History): void {
  const { github, scheduler, tell } = history;
  const { world } = github;
  const repository = world.repositories.get(REPOSITORY);
  const drafts = draftsOf(world);
  const draft = drafts[scheduler.integer(drafts.length)];
  if (repository === undefined || draft === undefined) return;
  tell(`someone deletes the draft ${draft.id}`);
  history.wasDeleted = true;
  deleteRelease(world, repository, draft);
}
