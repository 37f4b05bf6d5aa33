import type { JsonObject } from './json.ts';
import { refuse } from './refusal.ts';
import type { Repository, World } from './state.ts';

/** What notes are asked for, in the field names of `repos/generate-release-notes`. */
export interface NotesRequest {
  readonly tagName: string;
  readonly targetCommitish: string | undefined;
  readonly previousTagName: string | undefined;
}

/**
 * A name and body for a release. Without a previous tag the newest published release's is taken,
 * which need not be the previous version (CherryHQ/cherry-studio#19902). Throws 422 for a tag that
 * does not exist and has no target, and for an unknown previous tag.
 */
export function generateNotes(
  world: World,
  repository: Repository,
  { tagName, targetCommitish, previousTagName }: NotesRequest,
): JsonObject & { readonly name: string; readonly body: string } {
  if (!repository.refs.has(`refs/tags/${tagName}`) && targetCommitish === undefined) {
    throw refuse(422, 'Invalid target_commitish parameter');
  }
  if (previousTagName !== undefined && !repository.refs.has(`refs/tags/${previousTagName}`)) {
    throw refuse(422, 'Invalid previous_tag_name parameter');
  }
  const guessed = repository.releases
    .filter(({ draft, tagName: tag }) => !draft && tag !== tagName)
    .sort((a, b) => (b.publishedAtMs ?? 0) - (a.publishedAtMs ?? 0))[0]?.tagName;
  const previous = previousTagName ?? guessed;
  const web = `${world.addresses.serverUrl}/${repository.fullName}`;
  const address =
    previous === undefined
      ? `${web}/commits/${tagName}`
      : `${web}/compare/${previous}...${tagName}`;
  return { name: tagName, body: `## What's Changed\n\n**Full Changelog**: ${address}` };
}
