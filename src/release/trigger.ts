import { tagVersion } from './versions.ts';

/** What started the run, as far as publishing depends on it. */
export interface ReleaseTrigger {
  /** `github.event_name`. */
  readonly event: string;
  /** The event payload's `action`, such as `published`; absent where the event has none. */
  readonly action?: string;
  /** True when the run's ref is a tag. */
  readonly tagRef: boolean;
  /** True for a pull request from another repository: its token can never write. */
  readonly forkPullRequest: boolean;
}

/**
 * The actions of a `release` event that mean a release came to be or became public. The others
 * (`edited`, `deleted`, `unpublished`) come after that, or take it back.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#release
 */
const RELEASING_ACTIONS: readonly string[] = ['published', 'released', 'prereleased', 'created'];

/** Why a run that nobody told to release does not, as a part of a sentence; undefined when it does. */
export function whyNotAutomatic({ event, action, tagRef }: ReleaseTrigger): string | undefined {
  if (event === 'release') {
    if (action === undefined || RELEASING_ACTIONS.includes(action)) return undefined;
    return `a release that was "${action}" is no new one`;
  }
  return tagRef ? undefined : `"${event}" on a ref that is not a tag`;
}

/**
 * What to tell of a tag that is released though it is no full semantic version (`v1`, `nightly`): it may be one that
 * moves and was never meant. Undefined for a version, and for a release that a person made.
 */
export function doubtAboutTag(
  { event }: ReleaseTrigger,
  tag: string,
  tagPrefix: string,
): string | undefined {
  if (event === 'release' || tagVersion(tag, tagPrefix) !== undefined) return undefined;
  return `The tag "${tag}" is no full version such as "${tagPrefix}v1.2.3": it is released all the same, and GitHub decides whether it is the latest. If it is a tag that moves, narrow the workflow: on: { push: { tags: ['${tagPrefix}v*.*.*'] } }.`;
}
