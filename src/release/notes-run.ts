import { describeError } from '../domain/errors.ts';
import { bodyMatchesPlan, parseMarker, readableBody, remarkBody, withNotes } from './body.ts';
import { updateAndJudge } from './draft-run.ts';
import type { Filling } from './filling-run.ts';
import { furtherNotes } from './further-notes-run.ts';
import { showsNotes } from './ignored.ts';
import type { ObservedRelease } from './observed.ts';

/**
 * The body that a draft filled by others still needs: with the given notes, and with generated ones
 * where it has no text at all. Undefined when it has what was asked for, and in a run that created
 * or adopted the draft itself, whose notes are in it.
 */
export async function missingNotes(
  filling: Filling,
  draft: ObservedRelease,
): Promise<string | undefined> {
  const { plan, deps } = filling;
  if (plan.accepts !== 'commit') return undefined;
  const { notes } = plan.desired;
  const given = notes.trim() !== '' && !showsNotes(draft.body, notes) ? notes : '';
  const isBlank = readableBody(draft.body) === '';
  const further = isBlank
    ? await furtherNotes(filling, await deps.client.listReleases())
    : undefined;
  if (given === '' && (further ?? '').trim() === '') return undefined;
  return withNotes(plan, draft.body, [given, further ?? '']);
}

/** Gives a draft that stays one the notes it lacks. */
export async function settleNotes(
  filling: Filling,
  draft: ObservedRelease,
): Promise<ObservedRelease> {
  const body = await missingNotes(filling, draft);
  if (body === undefined) return draft;
  const { tag } = filling.plan.desired;
  return updateAndJudge(filling, draft.id, { tag, body }, (seen) => seen.body === body);
}

/**
 * After `overwrite` has replaced another plan's assets, the release's marker names the plan whose assets it
 * holds now, so that a re-run knows them again. The text that people read stays as it is. A marker
 * that cannot be changed is a warning: the assets are right.
 */
export async function remarkOverwritten(
  filling: Filling,
  release: ObservedRelease,
): Promise<ObservedRelease> {
  const { plan, deps } = filling;
  const { overwrite, tag } = plan.desired;
  const isMarked = parseMarker(release.body) !== undefined;
  if (!overwrite || release.immutable || !isMarked || bodyMatchesPlan(release.body, plan)) {
    return release;
  }
  const body = remarkBody(plan, release.body);
  try {
    return await updateAndJudge(filling, release.id, { tag, body }, (seen) => seen.body === body);
  } catch (error) {
    deps.log.warning(`The release keeps the marker of the plan before: ${describeError(error)}`);
    return release;
  }
}
