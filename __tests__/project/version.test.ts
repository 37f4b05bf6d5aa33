import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { valid } from 'semver';
import { ActionError } from '../../src/domain/errors.ts';
import type { RevisionRequest } from '../../src/project/plan.ts';
import { chooseRevision, type GitFacts, revisionWithoutGit } from '../../src/project/version.ts';

const HEAD = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const OTHER = 'ffffffffffffffffffffffffffffffffffffffff';

const request: RevisionRequest = { root: '/checkout', tagPrefix: '', releasing: false };

function facts(onHead: readonly string[], elsewhere: readonly string[] = []): GitFacts {
  return {
    commit: HEAD,
    commitEpochSeconds: Date.UTC(2026, 2, 1, 12) / 1000,
    tags: [
      ...elsewhere.map((name) => ({ name, commit: OTHER })),
      ...onHead.map((name) => ({ name, commit: HEAD })),
    ],
    reachableTags: [...elsewhere, ...onHead],
  };
}

describe('chooseRevision', () => {
  it('takes everything from the tag and the commit', () => {
    const tagged = { ...request, ref: 'refs/tags/v1.2.3', releasing: true };
    expect(chooseRevision(tagged, facts(['v1.2.3']))).toEqual({
      commit: HEAD,
      commitDate: '2026-03-01T12:00:00Z',
      commitEpochSeconds: 1772366400,
      tag: 'v1.2.3',
      version: '1.2.3',
      prerelease: false,
      snapshot: false,
    });
  });

  it.each([
    {
      name: 'the ref names the tag',
      ask: { ref: 'refs/tags/v1.0.0' },
      onHead: ['v1.0.0', 'v2.0.0'],
      tag: 'v1.0.0',
      version: '1.0.0',
    },
    {
      name: 'the tag input wins over the ref',
      ask: { ref: 'refs/tags/v1.0.0', tag: 'v2.0.0' },
      onHead: ['v1.0.0', 'v2.0.0'],
      tag: 'v2.0.0',
      version: '2.0.0',
    },
    {
      name: 'the tag input may be a full ref',
      ask: { tag: 'refs/tags/v2.0.0' },
      onHead: ['v2.0.0'],
      tag: 'v2.0.0',
      version: '2.0.0',
    },
    {
      name: 'a prefix names the tags of one module',
      ask: { ref: 'refs/tags/cli/v1.2.3', tagPrefix: 'cli/' },
      onHead: ['v9.0.0', 'cli/v1.2.3', 'api/v4.0.0'],
      tag: 'cli/v1.2.3',
      version: '1.2.3',
    },
    {
      name: 'a tag without v',
      ask: { ref: 'refs/tags/1.2.3' },
      onHead: ['1.2.3'],
      tag: '1.2.3',
      version: '1.2.3',
    },
    {
      name: 'a tag that is no version',
      ask: { ref: 'refs/tags/nightly' },
      onHead: ['nightly'],
      tag: 'nightly',
      version: 'nightly',
    },
    {
      name: 'a tag that only starts like v',
      ask: { ref: 'refs/tags/vendor' },
      onHead: ['vendor'],
      tag: 'vendor',
      version: 'vendor',
    },
    {
      name: 'the version input names it otherwise',
      ask: { ref: 'refs/tags/v1.2.3', versionInput: '2026.3' },
      onHead: ['v1.2.3'],
      tag: 'v1.2.3',
      version: '2026.3',
    },
  ])('$name', ({ ask, onHead, tag, version }) => {
    expect(chooseRevision({ ...request, ...ask }, facts(onHead))).toMatchObject({
      tag,
      version,
      snapshot: false,
    });
  });

  it.each([
    ['1.2.3-rc.1', true],
    ['1.2.3', false],
    ['1.2.3+build.5', false],
    ['2026-03-01', false],
  ])('version %s: pre-release is %s', (version, prerelease) => {
    expect(chooseRevision({ ...request, versionInput: version }, facts([])).prerelease).toBe(
      prerelease,
    );
  });

  it.each([
    { name: 'no tag at all', reachable: [], version: '0.0.0-snapshot.a1b2c3d' },
    {
      name: 'the next patch of the highest reachable tag',
      reachable: ['v1.9.0', 'v1.10.2'],
      version: '1.10.3-snapshot.a1b2c3d',
    },
    {
      name: 'a candidate leads to its own release',
      reachable: ['v1.3.0-rc.1'],
      version: '1.3.0-snapshot.a1b2c3d',
    },
    {
      name: 'tags of another module do not count',
      reachable: ['api/v4.0.0', 'nightly'],
      version: '0.0.0-snapshot.a1b2c3d',
    },
  ])('makes up a snapshot version: $name', ({ reachable, version }) => {
    expect(chooseRevision(request, facts([], reachable))).toMatchObject({
      version,
      snapshot: true,
      prerelease: true,
    });
  });

  it.each([
    { name: 'a branch', ask: { ref: 'refs/heads/main' } },
    { name: 'a pull request', ask: { ref: 'refs/pull/7/merge' } },
    { name: 'nothing that GitHub named', ask: {} },
  ])('makes a snapshot of a commit that has tags, where the run is for $name', ({ ask }) => {
    const revision = chooseRevision({ ...request, ...ask }, facts(['v1.10.0', 'v1.9.0', 'v1']));
    expect(revision).toMatchObject({ version: '1.10.1-snapshot.a1b2c3d', snapshot: true });
    expect(revision.tag).toBeUndefined();
  });

  it('keeps every snapshot a semantic version, also for commits of digits only', () => {
    const hex = fc.stringMatching(/^0[0-9]{0,12}[0-9a-f]{27}$/).filter((text) => text.length >= 20);
    fc.assert(
      fc.property(hex, (commit) => {
        const { version } = chooseRevision(request, { ...facts([]), commit });
        expect(valid(version)).toBe(version);
      }),
    );
  });

  it('takes a tag the clone lacks when GitHub says that the run is about it and this commit', () => {
    const run = { ...request, ref: 'refs/tags/v1.2.3', sha: HEAD, releasing: true };
    expect(chooseRevision(run, facts([])).version).toBe('1.2.3');
  });

  it.each([
    {
      name: 'an unknown tag, naming near ones',
      ask: { tag: 'v1.2.4' },
      git: facts([], ['v1.2.3', 'other']),
      code: 'tag-not-found',
      words: 'v1.2.3',
    },
    {
      name: 'a tag of the run that another commit is checked out for',
      ask: { ref: 'refs/tags/v2.0.0', sha: OTHER },
      git: facts([]),
      code: 'tag-not-found',
      words: 'v2.0.0',
    },
    {
      name: 'a tag on another commit',
      ask: { tag: 'v1.2.3' },
      git: facts([], ['v1.2.3']),
      code: 'tag-not-checked-out',
      words: 'ffffffffffff',
    },
    {
      name: 'a tag of another prefix',
      ask: { ref: 'refs/tags/api/v1.0.0', tagPrefix: 'cli/' },
      git: facts(['api/v1.0.0']),
      code: 'tag-prefix-mismatch',
      words: 'cli/',
    },
    {
      name: 'a release without any tag',
      ask: { ref: 'refs/heads/main', releasing: true },
      git: facts(['v1.2.3']),
      code: 'no-tag',
      words: 'refs/heads/main',
    },
    {
      name: 'a version that no file can be named after',
      ask: { versionInput: '../1' },
      git: facts([]),
      code: 'bad-version',
      words: '../1',
    },
  ])('refuses $name', ({ ask, git, code, words }) => {
    const error = refusal(() => chooseRevision({ ...request, ...ask }, git));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it('points at tag-prefix when a tag has a folder', () => {
    const run = { ...request, ref: 'refs/tags/cli/v1.0.0' };
    expect(refusal(() => chooseRevision(run, facts(['cli/v1.0.0']))).hint).toBe(
      'Set "tag-prefix" to "cli/".',
    );
  });
});

describe('revisionWithoutGit', () => {
  it('names the commit that GitHub names, at a fixed time', () => {
    expect(revisionWithoutGit({ ...request, sha: HEAD })).toMatchObject({
      commit: HEAD,
      commitDate: '1980-01-01T00:00:00Z',
      version: '0.0.0-snapshot.a1b2c3d',
      snapshot: true,
    });
  });

  it('has a version without any commit too', () => {
    expect(revisionWithoutGit(request).version).toBe('0.0.0-snapshot');
  });
});

function refusal(work: () => unknown): ActionError {
  try {
    work();
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
