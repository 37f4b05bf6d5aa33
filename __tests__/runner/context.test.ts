import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventFacts, readContext } from '../../src/runner/context.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'context-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const BASE = {
  GITHUB_WORKSPACE: '/w',
  RUNNER_TEMP: '/t',
  RUNNER_TOOL_CACHE: '/c',
  GITHUB_REPOSITORY: 'octo-org/hello',
};

function eventFacts(payload: string): EventFacts {
  const file = path.join(folder, 'event.json');
  writeFileSync(file, payload);
  return readContext({ ...BASE, GITHUB_EVENT_PATH: file }).event;
}

const repo = (name: string): { full_name: string } => ({ full_name: name });

describe('the event', () => {
  it.each([
    ['a pull request of the repository itself', 'octo-org/hello', false],
    ['a pull request of a fork', 'someone/hello', true],
    ['a pull request whose fork was deleted', undefined, true],
  ])('%s', (_name, head, fromFork) => {
    const payload = {
      pull_request: {
        base: { repo: repo('octo-org/hello') },
        head: { repo: head === undefined ? null : repo(head) },
      },
    };
    expect(eventFacts(JSON.stringify(payload)).fromFork).toBe(fromFork);
  });

  it.each([
    ['the repository itself', 'octo-org/hello', false],
    ['a fork', 'someone/hello', true],
  ])('a workflow_run set off by %s', (_name, head, fromFork) => {
    const payload = {
      repository: repo('octo-org/hello'),
      workflow_run: { head_repository: repo(head) },
    };
    expect(eventFacts(JSON.stringify(payload)).fromFork).toBe(fromFork);
  });

  it('names the tag and the action of a release', () => {
    const payload = { action: 'published', release: { tag_name: 'v1.2.3' } };
    expect(eventFacts(JSON.stringify(payload))).toEqual({
      action: 'published',
      releaseTag: 'v1.2.3',
      fromFork: false,
    });
  });

  it.each([
    ['text', 'not json'],
    ['a list', '[]'],
    ['null', 'null'],
    ['wrong types', '{"release":{"tag_name":7},"repository":[]}'],
  ])('has no facts when the payload is %s', (_name, payload) => {
    expect(eventFacts(payload)).toEqual({ fromFork: false });
  });
});

describe('the context', () => {
  it.each([
    ['refs/tags/v1', 'tag'],
    ['refs/heads/main', 'branch'],
    ['refs/pull/1/merge', 'other'],
  ])('%s is a %s', (ref, type) => {
    expect(readContext({ ...BASE, GITHUB_REF: ref }).refType).toBe(type);
  });

  it('takes no pull request for a branch, though the runner gives its ref that type', () => {
    const pull = { GITHUB_REF: 'refs/pull/5/merge', GITHUB_REF_TYPE: 'branch' };
    expect(readContext({ ...BASE, ...pull }).refType).toBe('other');
  });

  it('names the variable that a runner would have set', () => {
    expect(() => readContext({ ...BASE, RUNNER_TEMP: '' })).toThrow(/RUNNER_TEMP is not set/);
  });

  it('takes addresses of another server without a slash at the end', () => {
    const { apiUrl, serverUrl } = readContext({
      ...BASE,
      GITHUB_API_URL: 'https://git.example.com/api/v3/',
      GITHUB_SERVER_URL: 'https://git.example.com/',
    });
    expect([apiUrl, serverUrl]).toEqual([
      'https://git.example.com/api/v3',
      'https://git.example.com',
    ]);
  });
});
