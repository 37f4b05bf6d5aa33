/**
 * Where a run stands, which decides who will see a cache that it saves, and whose code made it:
 * the default branch (every run of the repository reads its caches), a tag, a side (another branch
 * or a pull request, whose caches stay its own), a fork, or an event that works in the name of a
 * branch on content that may come from elsewhere.
 */
export type CacheOrigin = 'default-branch' | 'tag' | 'side' | 'fork' | 'foreign-event';

/** What the runner says about the run, as far as it decides the origin. */
export interface OriginFacts {
  readonly eventName: string;
  readonly refType: 'branch' | 'tag' | 'other';
  readonly refName: string;
  /** Absent where the event's payload has no repository, as that of `schedule`. */
  readonly defaultBranch?: string;
  /** True for a pull request from another repository. */
  readonly fromFork: boolean;
}

/** Events whose branch is also where the code comes from. */
const OWN_CODE_EVENTS: ReadonlySet<string> = new Set([
  'push',
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'merge_group',
]);

/**
 * The origin of a run. `pull_request_target`, `workflow_run`, `issue_comment` and their like run on a
 * branch of the repository and often check out a pull request: the branch alone says nothing there.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export function cacheOrigin(facts: OriginFacts): CacheOrigin {
  const { eventName, refType, refName, defaultBranch, fromFork } = facts;
  if (fromFork) return 'fork';
  if (refType === 'tag') return 'tag';
  if (refType === 'other') return 'side';
  if (!OWN_CODE_EVENTS.has(eventName)) return 'foreign-event';
  // GitHub runs a schedule on the default branch only.
  return eventName === 'schedule' || refName === defaultBranch ? 'default-branch' : 'side';
}
