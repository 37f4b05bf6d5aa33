import { bodyMatchesPlan } from './body.ts';
import type { ObservedRelease } from './observed.ts';
import type { ReleasePlan } from './plan.ts';

/**
 * The inputs that were set, have no effect on a release that is published already, and ask for
 * something else than it shows. What a run of this plan gave the release is not among them.
 */
export function ignoredInputs(plan: ReleasePlan, release: ObservedRelease): readonly string[] {
  const { tag, name, notes, draft, prerelease, makeLatest, discussionCategory } = plan.desired;
  const isOurs = bodyMatchesPlan(release.body, plan);
  const ignored: readonly (readonly [input: string, isIgnored: boolean])[] = [
    ['release-name', name !== tag && name !== release.name],
    ['notes', notes.trim() !== '' && !showsNotes(release.body, notes)],
    ['draft', draft],
    ['prerelease', prerelease !== 'auto' && prerelease !== release.prerelease],
    // What a release was published with cannot be read from it.
    ['make-latest', makeLatest !== 'auto' && !isOurs],
    ['discussion-category', discussionCategory !== undefined && !isOurs],
  ];
  return ignored.flatMap(([input, isIgnored]) => (isIgnored ? [input] : []));
}

/** Whether a body shows these notes. The beginning is enough: the end may have been cut off to fit, see `renderBody`. */
export function showsNotes(body: string, notes: string): boolean {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n');
  return plain(body).includes(plain(notes).trim().slice(0, 1000));
}
