import type { MatcherConfig } from './matcher-config.ts';

/** The problem matchers of a job: they stay from the step that adds them to the job's end. */
export interface MatcherRegistry {
  /** Newest first. */
  readonly list: () => readonly MatcherConfig[];
  /** Puts `added` first; a matcher of the same owner (in any case) goes. */
  add(added: readonly MatcherConfig[]): void;
  remove(owners: readonly string[]): void;
}

/** An empty registry, after AddMatchers and RemoveMatchers in ExecutionContext.cs. */
export function createMatcherRegistry(): MatcherRegistry {
  let matchers: readonly MatcherConfig[] = [];
  const without = (owners: readonly string[]): readonly MatcherConfig[] => {
    const gone = new Set(owners.map((owner) => owner.toLowerCase()));
    return matchers.filter(({ owner }) => !gone.has(owner.toLowerCase()));
  };
  return {
    list: () => matchers,
    add(added) {
      matchers = [...added, ...without(added.map(({ owner }) => owner))];
    },
    remove(owners) {
      matchers = without(owners);
    },
  };
}
