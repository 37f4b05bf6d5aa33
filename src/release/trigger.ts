import { tagVersion } from './versions.ts';

/** What started the run, as far as publishing depends on it. */
export interface ReleaseTrigger {
  /** `github.event_name`. */
  readonly event: string;
  /** The event payload's `action`, such as `published`; absent where the event has none. */
  readonly action?: string;
  /** True when the run's ref is a tag. */
  readonly tagRef: boolean;
  /** Prefix of this project's tags in a monorepo (`cli/`); none when absent. */
  readonly tagPrefix?: string;
  /** True for a pull request from another repository: its token can never write. */
  readonly forkPullRequest: boolean;
}

/**
 * The actions of a `release` event that mean a release came to be or became public. The others
 * (`edited`, `deleted`, `unpublished`) come after that, or take it back.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#release
 */
const RELEASING_ACTIONS: readonly string[] = ['published', 'released', 'prereleased', 'created'];

/**
 * Why a run that nobody told to release does not, as a part of a sentence; undefined when it does.
 * `tag` is the tag it would release, if any.
 */
export function whyNotAutomatic(
  trigger: ReleaseTrigger,
  tag: string | undefined,
): string | undefined {
  const { event, action, tagRef, tagPrefix = '' } = trigger;
  if (event === 'release') {
    // A person made a release of this tag, whatever the tag looks like.
    if (action === undefined || RELEASING_ACTIONS.includes(action)) return undefined;
    return `a release that was "${action}" is no new one`;
  }
  if (!tagRef) return `"${event}" on a ref that is not a tag`;
  // A tag of another project is a mistake in the workflow, which the version's reader explains.
  if (!tag?.startsWith(tagPrefix)) return undefined;
  if (tagVersion(tag, tagPrefix) !== undefined) return undefined;
  // Moving tags such as v1 are pushed with every release; each would overwrite or repeat the last.
  return `the tag "${tag}" is not a full version such as "${tagPrefix}v1.2.3" ("release: true" releases it anyway)`;
}
