import type { Caller } from './access.ts';
import { type JsonObject, stringOrUndefined } from './json.ts';
import { gateAfter } from './lag.ts';
import { applyMakeLatest } from './latest.ts';
import { generateNotes } from './notes.ts';
import { checkWorkflowTarget, identityErrors, publish } from './publishing.ts';
import { defaultHead, resolveCommit } from './refs.ts';
import { type FieldError, notFound, refuse, validationFailed } from './refusal.ts';
import { madeUpSha, type Release, type Repository, type World } from './state.ts';

/** Where a change to a release happens, and who makes it. */
export interface ReleaseContext {
  readonly world: World;
  readonly repository: Repository;
  readonly caller: Caller;
  readonly accepted: string;
}

const LATEST_REFUSED: FieldError = {
  resource: 'Release',
  code: 'custom',
  message: 'Latest release cannot be draft or prerelease.',
};

function mayChangeWorkflows(caller: Caller): boolean {
  return caller.kind === 'token' && caller.permissions.workflows === 'write';
}

function makeLatestOf(body: JsonObject): 'true' | 'false' | 'legacy' | undefined {
  const value = body['make_latest'];
  return value === 'true' || value === 'false' || value === 'legacy' ? value : undefined;
}

/** The target a body asks for. An empty one is refused (concourse/github-release-resource#144). */
function askedTarget(body: JsonObject): string | undefined {
  const target = stringOrUndefined(body['target_commitish']);
  if (target === '') throw refuse(422, 'Invalid target_commitish parameter');
  return target;
}

function bodyErrors(world: World, text: string | null): FieldError[] {
  const most = world.limits.bodyCharacters;
  if (text === null || text.length <= most) return [];
  const message = `body is too long (maximum is ${most} characters)`;
  return [{ resource: 'Release', code: 'custom', field: 'body', message }];
}

/** Throws 404 for a category the repository lacks, as the description says. */
function checkDiscussionCategory(repository: Repository, body: JsonObject): string | undefined {
  const category = stringOrUndefined(body['discussion_category_name']);
  if (category !== undefined && !repository.discussionCategories.includes(category)) {
    throw notFound();
  }
  return category;
}

function throwIfAny(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw validationFailed(...errors);
}

function emptyDraft(world: World, tagName: string, targetCommitish: string): Release {
  const id = world.nextId();
  const now = world.now();
  return {
    id,
    tagName,
    targetCommitish,
    name: null,
    body: null,
    draft: true,
    prerelease: false,
    immutable: false,
    makeLatest: 'legacy',
    createdAtMs: now,
    publishedAtMs: undefined,
    updatedAtMs: now,
    discussionNumber: undefined,
    untaggedName: `untagged-${madeUpSha(`release ${id}`).slice(0, 20)}`,
    assets: [],
    listGate: gateAfter(world.knobs.lag.createdInList, now),
    tagGate: gateAfter(undefined, now),
  };
}

function applyNotes(world: World, repository: Repository, release: Release): void {
  const notes = generateNotes(world, repository, {
    tagName: release.tagName,
    targetCommitish: release.targetCommitish,
    previousTagName: undefined,
  });
  release.name ??= notes.name;
  release.body = [release.body, notes.body].filter((text) => text !== null).join('\n\n');
}

/** Creates a release from the body of `repos/create-release`. Throws Refusal. */
export function createRelease(context: ReleaseContext, body: JsonObject): Release {
  const { world, repository, caller, accepted } = context;
  const asked = askedTarget(body);
  const target = asked ?? repository.defaultBranch;
  const commit = asked === undefined ? defaultHead(repository) : resolveCommit(repository, asked);
  checkWorkflowTarget(world, commit, mayChangeWorkflows(caller), accepted);
  const category = checkDiscussionCategory(repository, body);

  const release = emptyDraft(world, stringOrUndefined(body['tag_name']) ?? '', target);
  release.name = stringOrUndefined(body['name']) ?? null;
  release.body = stringOrUndefined(body['body']) ?? null;
  release.prerelease = body['prerelease'] === true;
  if (body['generate_release_notes'] === true) applyNotes(world, repository, release);

  const draft = body['draft'] === true;
  const makeLatest = makeLatestOf(body);
  throwIfAny([
    ...bodyErrors(world, release.body),
    ...identityErrors(repository, { ...release, id: undefined, draft }),
    ...(!draft && release.prerelease && makeLatest === 'true' ? [LATEST_REFUSED] : []),
  ]);
  repository.releases.push(release);
  if (draft) return release;
  publish(world, repository, release);
  release.listGate = gateAfter(world.knobs.lag.createdInList, world.now());
  applyMakeLatest(repository, release, makeLatest, true);
  if (category !== undefined) release.discussionNumber = world.nextId();
  return release;
}

/** What an immutable release refuses to have changed; title, notes, flags stay open (github/docs#45718). */
function checkImmutable(release: Release, body: JsonObject): void {
  if (!release.immutable) return;
  const changed = [
    ...(body['draft'] === true ? ['state'] : []),
    ...((body['tag_name'] ?? release.tagName) === release.tagName ? [] : ['tag_name']),
    ...((body['target_commitish'] ?? release.targetCommitish) === release.targetCommitish
      ? []
      : ['target_commitish']),
  ];
  throwIfAny(
    changed.map((field) => ({
      resource: 'Release',
      code: 'custom',
      field,
      message: `${field} cannot be changed when release is immutable`,
    })),
  );
}

function nextTagName(world: World, release: Release, body: JsonObject): string {
  const asked = stringOrUndefined(body['tag_name']);
  if (asked !== undefined) return asked;
  return release.draft && world.knobs.untagOnPatch ? release.untaggedName : release.tagName;
}

/** Changes a release by the body of `repos/update-release`. Throws Refusal; then nothing has changed. */
export function updateRelease(context: ReleaseContext, release: Release, body: JsonObject): void {
  const { world, repository, caller, accepted } = context;
  checkImmutable(release, body);
  const targetCommitish = askedTarget(body) ?? release.targetCommitish;
  const commit = resolveCommit(repository, targetCommitish);
  checkWorkflowTarget(world, commit, mayChangeWorkflows(caller), accepted);
  const category =
    release.discussionNumber === undefined ? checkDiscussionCategory(repository, body) : undefined;

  const tagName = nextTagName(world, release, body);
  const draft = typeof body['draft'] === 'boolean' ? body['draft'] : release.draft;
  const prerelease =
    typeof body['prerelease'] === 'boolean' ? body['prerelease'] : release.prerelease;
  const text = stringOrUndefined(body['body']) ?? release.body;
  const makeLatest = makeLatestOf(body);
  const moved = draft !== release.draft || tagName !== release.tagName;
  throwIfAny([
    ...bodyErrors(world, text),
    ...(moved || draft
      ? identityErrors(repository, { id: release.id, tagName, targetCommitish, draft })
      : []),
    ...(makeLatest === 'true' && (draft || prerelease) ? [LATEST_REFUSED] : []),
  ]);

  const newlyPublished = release.draft && !draft;
  Object.assign(release, { tagName, targetCommitish, prerelease, body: text });
  release.name = stringOrUndefined(body['name']) ?? release.name;
  release.updatedAtMs = world.now();
  if (draft && !release.draft) Object.assign(release, { draft: true, publishedAtMs: undefined });
  if (!draft && moved) publish(world, repository, release);
  if (draft) return;
  applyMakeLatest(repository, release, makeLatest, newlyPublished);
  if (category !== undefined) release.discussionNumber = world.nextId();
}

/** Deletes a release with its assets; the tag stays. An immutable release's tag is used up for good. */
export function deleteRelease(world: World, repository: Repository, release: Release): void {
  if (release.immutable) repository.burnedTags.add(release.tagName);
  for (const { name } of release.assets) {
    world.blobs.remove({ repository: repository.fullName, releaseId: release.id, name });
  }
  release.deletedGate = gateAfter(world.knobs.lag.deletedInList, world.now());
  repository.releases = repository.releases.filter(({ id }) => id !== release.id);
  repository.deleted.push(release);
}
