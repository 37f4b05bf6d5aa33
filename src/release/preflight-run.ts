import type { Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import type { Log } from '../host/host.ts';
import { AnswerError, isTokenTooWeak } from './answer.ts';
import { bodyMatchesPlan } from './body.ts';
import { keptLines, type NamedDigest, recordedDigests } from './checksums.ts';
import { checkMarker, electDraft, holdsWholePlan, judgePublished } from './election.ts';
import { ignoredInputs } from './ignored.ts';
import { readChecksums } from './listed-run.ts';
import type { ReleaseClient } from './release-api.ts';
import type { ObservedAsset, ObservedRelease, ObservedTag } from './observed.ts';
import { describeOutcome, type ReleaseOutcome } from './outcome.ts';
import { CHECKSUMS_NAME, type ReleasePlan } from './plan.ts';
import { previousTag } from './versions.ts';

/** What the release says before anything is built. */
export type Preflight =
  /** Build; the assets go into a new or an existing draft, or straight into a published release. */
  | { readonly kind: 'ready'; readonly into: 'new-draft' | 'draft' | 'published' }
  /** Public and whole under this very plan: nothing to build and nothing to write. */
  | { readonly kind: 'already-released'; readonly outcome: ReleaseOutcome };

/**
 * Finds out, within seconds and without writing, whether releasing can work. Throws `ActionError`:
 * `release-tag-missing`, `release-repository-missing`, `release-immutable`, `release-plan-differs`,
 * `release-permission`, `release-token-rejected`, or what else GitHub answers.
 */
export async function preflightRelease(
  plan: ReleasePlan,
  client: ReleaseClient,
  log: Log,
): Promise<Preflight> {
  const { tag } = plan.desired;
  const [observedTag, published, releases] = await Promise.all([
    client.tag(tag),
    client.publishedRelease(tag),
    client.listReleases(),
  ]);
  await checkTag(plan, observedTag, client);
  if (published !== undefined) {
    noticeIgnored(plan, published, log);
    const outcome = await alreadyReleased(plan, published, client);
    if (outcome !== undefined) return { kind: 'already-released', outcome };
  }
  const { elected } = electDraft(releases, plan);
  if (published === undefined && elected !== undefined) checkMarker(elected, plan);
  await checkPermission(plan, releases, client, log);
  if (published !== undefined) {
    log.warning(`${tag} is published already: users see each asset as soon as it is uploaded`);
    return { kind: 'ready', into: 'published' };
  }
  return { kind: 'ready', into: elected === undefined ? 'new-draft' : 'draft' };
}

async function checkTag(
  plan: ReleasePlan,
  observed: ObservedTag | undefined,
  client: ReleaseClient,
): Promise<void> {
  const { tag, commit, repository, sameRepository } = plan.desired;
  if (observed === undefined) {
    throw (await client.repositoryVisible()) ? tagMissing(plan) : repositoryMissing(repository);
  }
  if (sameRepository && observed.commit !== undefined && observed.commit !== commit) {
    throw new ActionError({
      code: 'release-tag-moved',
      message: `The tag "${tag}" names the commit ${observed.commit.slice(0, 12)} in ${repository}, but this run builds ${commit.slice(0, 12)}`,
      hint: `It was moved after this run began. Run the workflow on the tag as it is now, or move it back; users of "${tag}" would find another source than the one the assets are from.`,
    });
  }
}

function tagMissing(plan: ReleasePlan): ActionError {
  const { tag, repository } = plan.desired;
  return new ActionError({
    code: 'release-tag-missing',
    message: `The tag "${tag}" does not exist in ${repository}`,
    hint: `Push it first (git push origin ${tag}), or correct the input tag.`,
  });
}

function repositoryMissing(repository: string): ActionError {
  return new ActionError({
    code: 'release-repository-missing',
    message: `There is no repository ${repository}, or the token may not see it`,
    hint: 'Check the input repository (owner/name); another repository needs a token with access to it.',
  });
}

async function alreadyReleased(
  plan: ReleasePlan,
  release: ObservedRelease,
  client: ReleaseClient,
): Promise<ReleaseOutcome | undefined> {
  const assets = (await client.listAssets(release.id)) ?? [];
  const listed = await listedBeyond(plan, release, assets, client);
  const digests = await digestsOf(plan, release, { assets, listed }, client);
  const verdict = judgePublished(release, assets, plan, { listed, digests });
  if (verdict.kind === 'fill') return undefined;
  const names = [...plan.assets.map(({ name }) => name), CHECKSUMS_NAME];
  const changes = new Map(names.map((name) => [name, 'same'] as const));
  const kept = keptLines(listed, assets, plan, digests);
  const facts = { plan, release, assets, changes, kept, digests };
  return describeOutcome({ ...facts, complete: true, alreadyReleased: true });
}

/**
 * Digests by asset id where the server gives none: of a frozen release as its own list says; else of
 * what can be downloaded, which takes less time than to build it all again and compare.
 */
async function digestsOf(
  plan: ReleasePlan,
  release: ObservedRelease,
  held: { readonly assets: readonly ObservedAsset[]; readonly listed: readonly NamedDigest[] },
  client: ReleaseClient,
): Promise<ReadonlyMap<number, Digest>> {
  const { assets, listed } = held;
  if (release.immutable) return recordedDigests(assets, listed);
  const digests = new Map<number, Digest>();
  if (plan.desired.overwrite || !bodyMatchesPlan(release.body, plan)) return digests;
  const whole = assets.filter(({ state }) => state === 'uploaded');
  const planned = [...plan.assets.map(({ name }) => name), CHECKSUMS_NAME];
  if (!planned.every((name) => whole.some((asset) => asset.name === name))) return digests;
  const named = new Set([...planned, ...listed.map(({ name }) => name)]);
  for (const { id, name, digest } of whole) {
    if (digest || !named.has(name)) continue;
    const hashed = await client.hashAsset(id);
    if (hashed !== undefined) digests.set(id, hashed);
  }
  return digests;
}

/** What `SHA256SUMS` lists, where the plan alone does not explain its bytes. */
async function listedBeyond(
  plan: ReleasePlan,
  release: ObservedRelease,
  assets: readonly ObservedAsset[],
  client: ReleaseClient,
): Promise<readonly NamedDigest[]> {
  if (!bodyMatchesPlan(release.body, plan) || holdsWholePlan(assets, plan)) return [];
  const sums = assets.find(({ name }) => name === CHECKSUMS_NAME);
  return readChecksums(client, sums);
}

function noticeIgnored(plan: ReleasePlan, published: ObservedRelease, log: Log): void {
  const ignored = ignoredInputs(plan, published);
  if (ignored.length === 0) return;
  log.notice(
    `${plan.desired.tag} is published already and only its assets are touched, so these inputs have no effect: ${ignored.join(', ')}`,
  );
}

/** Asking for notes needs write permission and writes nothing: the one way to try a token without a trace. */
async function checkPermission(
  plan: ReleasePlan,
  releases: readonly ObservedRelease[],
  client: ReleaseClient,
  log: Log,
): Promise<void> {
  const { tag, tagPrefix } = plan.desired;
  try {
    await client.generateNotes(tag, previousTag(tag, tagPrefix, releases));
  } catch (error) {
    if (!(error instanceof AnswerError) || isTokenTooWeak(error)) throw error;
    log.debug(`The token's permission stays unproven: ${error.message}`);
  }
}
