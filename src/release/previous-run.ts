import type { ReleaseClient } from './release-api.ts';
import { previousTag } from './versions.ts';

/** The release before this one, as far as sizes go. */
export interface PreviousRelease {
  readonly tag: string;
  /** Bytes by asset name. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * The highest published version below `tag`, with the sizes of its assets: two lists are read.
 * Undefined when there is none, or it is out of sight. Throws `AnswerError`.
 */
export async function readPreviousRelease(
  { tag, tagPrefix }: { readonly tag: string; readonly tagPrefix: string },
  client: Pick<ReleaseClient, 'listReleases' | 'listAssets'>,
): Promise<PreviousRelease | undefined> {
  const releases = await client.listReleases();
  const previous = previousTag(tag, tagPrefix, releases);
  const release = releases.find((one) => one.tag === previous && !one.draft);
  const assets = release === undefined ? undefined : await client.listAssets(release.id);
  if (release === undefined || assets === undefined) return undefined;
  const whole = assets.filter(({ state }) => state === 'uploaded');
  return {
    tag: release.tag,
    sizes: new Map(whole.map(({ name, sizeBytes }) => [name, sizeBytes])),
  };
}
