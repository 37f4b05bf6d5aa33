import { describe, expect, it } from '@jest/globals';

import { cacheOrigin, type CacheOrigin, type OriginFacts } from '../../src/cache/origin.ts';

const PULL = { eventName: 'pull_request', refType: 'other', refName: '1/merge' } as const;
const WITHOUT_REPOSITORY: OriginFacts = {
  eventName: 'push',
  refType: 'branch',
  refName: 'main',
  fromFork: false,
};

const PUSH: OriginFacts = { ...WITHOUT_REPOSITORY, defaultBranch: 'main' };

describe('cacheOrigin', () => {
  it.each<[string, Partial<OriginFacts>, CacheOrigin]>([
    ['a push to the default branch', {}, 'default-branch'],
    ['a push to another branch', { refName: 'topic' }, 'side'],
    ['a push of a tag', { refType: 'tag', refName: 'main' }, 'tag'],
    ['a dispatch on the default branch', { eventName: 'workflow_dispatch' }, 'default-branch'],
    ['a dispatch from outside', { eventName: 'repository_dispatch' }, 'default-branch'],
    ['a pull request', PULL, 'side'],
    ["a fork's pull request", { ...PULL, fromFork: true }, 'fork'],
    ['pull_request_target', { eventName: 'pull_request_target' }, 'foreign-event'],
    ['pull_request_target of a fork', { eventName: 'pull_request_target', fromFork: true }, 'fork'],
    ['workflow_run', { eventName: 'workflow_run' }, 'foreign-event'],
    ['issue_comment', { eventName: 'issue_comment' }, 'foreign-event'],
    [
      'pull_request_target on a release branch',
      { eventName: 'pull_request_target', refName: '1.x' },
      'foreign-event',
    ],
    ['a merge queue', { eventName: 'merge_group', refName: 'gh-readonly-queue/main/pr-1' }, 'side'],
  ])('%s', (_name, facts, origin) => {
    expect(cacheOrigin({ ...PUSH, ...facts })).toBe(origin);
  });

  it('knows that a schedule runs on the default branch, which its payload does not name', () => {
    expect(cacheOrigin({ ...WITHOUT_REPOSITORY, eventName: 'schedule' })).toBe('default-branch');
    expect(cacheOrigin(WITHOUT_REPOSITORY)).toBe('side');
  });
});
