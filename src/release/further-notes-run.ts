import { AnswerError, isTokenTooWeak } from './answer.ts';
import type { Filling } from './filling-run.ts';
import type { ObservedRelease } from './observed.ts';
import { previousTag } from './versions.ts';

/**
 * What a release says beside the given notes: GitHub's own since the previous version; where those
 * are not wanted and nothing is given, the message of an annotated tag. None when GitHub cannot make
 * them, which is no reason to stop.
 */
export async function furtherNotes(
  filling: Filling,
  releases: readonly ObservedRelease[],
): Promise<string | undefined> {
  const { plan, deps } = filling;
  const { tag, tagPrefix, generateNotes, notes } = plan.desired;
  if (!generateNotes) {
    return notes.trim() === '' ? (await deps.client.tag(tag))?.message : undefined;
  }
  try {
    return await deps.client.generateNotes(tag, previousTag(tag, tagPrefix, releases));
  } catch (error) {
    if (!(error instanceof AnswerError) || isTokenTooWeak(error)) throw error;
    deps.log.warning(`The release gets no generated notes: ${error.message}`);
    return undefined;
  }
}
