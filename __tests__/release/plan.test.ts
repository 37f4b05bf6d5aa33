import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  checkPlannedAssets,
  decideIntent,
  type DesiredRelease,
  desiredRelease,
  planRelease,
  type PlannedAsset,
  type ReleaseSettings,
  resolvePrerelease,
} from '../../src/release/plan.ts';
import { doubtAboutTag } from '../../src/release/trigger.ts';

const settings: ReleaseSettings = {
  mode: 'auto',
  repository: 'octo/hello',
  generateNotes: true,
  draft: false,
  prerelease: 'auto',
  makeLatest: 'auto',
  overwrite: false,
};

function desired(changes: Partial<DesiredRelease> = {}): DesiredRelease {
  const subject = {
    tag: 'v1.2.3',
    tagPrefix: '',
    commit: 'a'.repeat(40),
    serverUrl: 'https://github.example/',
    sourceRepository: 'Octo/Hello',
  };
  return { ...desiredRelease(settings, subject), ...changes };
}

const ASSETS: readonly PlannedAsset[] = [
  { name: 'b.tar.gz', target: { goos: 'linux', goarch: 'amd64' } },
  { name: 'a.zip', target: { goos: 'windows', goarch: 'arm', variant: '7' } },
  { name: 'extra.json' },
];

describe('desiredRelease', () => {
  it('fills the gaps: the tag as title, no notes, the same repository in any case', () => {
    expect(desired()).toMatchObject({
      name: 'v1.2.3',
      notes: '',
      serverUrl: 'https://github.example',
      sameRepository: true,
    });
  });
});

describe('planRelease', () => {
  const base = planRelease(desired(), 'go1.26.1', ASSETS);

  it('sorts assets bytewise, whatever order they come in', () => {
    expect(base.assets.map(({ name }) => name)).toEqual(['a.zip', 'b.tar.gz', 'extra.json']);
  });

  it('has the same id for the same promise in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...ASSETS], { minLength: ASSETS.length }), (shuffled) => {
        expect(planRelease(desired(), 'go1.26.1', shuffled).planId).toBe(base.planId);
      }),
    );
  });

  it.each([
    ['another commit', planRelease(desired({ commit: 'b'.repeat(40) }), 'go1.26.1', ASSETS)],
    ['another tag', planRelease(desired({ tag: 'v1.2.4' }), 'go1.26.1', ASSETS)],
    ['another Go', planRelease(desired(), 'go1.26.2', ASSETS)],
    ['fewer assets', planRelease(desired(), 'go1.26.1', ASSETS.slice(1))],
    [
      'another target under the same name',
      planRelease(desired(), 'go1.26.1', [{ name: 'b.tar.gz' }, ...ASSETS.slice(1)]),
    ],
  ])('has another id for %s', (_name, other) => {
    expect(other.planId).not.toBe(base.planId);
  });

  it('keeps its id when only the presentation changes', () => {
    const other = desired({ notes: 'hi', draft: true, makeLatest: 'false', overwrite: true });
    expect(planRelease(other, 'go1.26.1', ASSETS).planId).toBe(base.planId);
  });

  it('keeps its id across versions of this program', () => {
    expect(base.planId).toBe('6f4b423af68628f11e7ec21ca4b881a84949f1c983ab68582804a1adda928ada');
  });

  it('refuses more assets than a release can hold, the checksums counted', () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ name: `asset-${at}` }));
    expect(() => planRelease(desired(), 'go1.26.1', many)).toThrow(/GitHub takes 1000/);
    expect(planRelease(desired(), 'go1.26.1', many.slice(1)).assets).toHaveLength(999);
  });

  it('refuses an asset with the name of the checksums, in any case', () => {
    const taken = [{ name: 'sha256sums' }];
    expect(() => planRelease(desired(), 'go1.26.1', taken)).toThrow(/differ only in case/);
  });
});

describe('checkPlannedAssets', () => {
  it.each([
    ['a name that GitHub changes', [{ name: 'my app.zip' }], 'asset-name'],
    ['the name of the checksums', [{ name: 'SHA256SUMS' }], 'asset-name'],
    [
      'more than a release holds',
      Array.from({ length: 1000 }, (_, at) => ({ name: `a-${at}` })),
      'too-many-assets',
    ],
  ])('refuses %s', (_name, assets, code) => {
    expect(() => {
      checkPlannedAssets(assets);
    }).toThrow(expect.objectContaining({ code }));
  });

  it('accepts what can be released', () => {
    expect(() => {
      checkPlannedAssets(ASSETS);
    }).not.toThrow();
  });
});

const onTag = { event: 'push', tagRef: true, forkPullRequest: false };
const onBranch = { event: 'push', tagRef: false, forkPullRequest: false };
const released = { event: 'release', tagRef: true, forkPullRequest: false };

describe('decideIntent', () => {
  const fork = { event: 'pull_request', tagRef: false, forkPullRequest: true };
  it.each([
    ['auto on a tag', 'auto', onTag, 'release'],
    ['auto on a branch', 'auto', onBranch, 'dry-run'],
    ['auto on a release event', 'auto', { ...onBranch, event: 'release' }, 'release'],
    ['true on a branch with a tag given', 'true', onBranch, 'release'],
    ['true from a fork', 'true', fork, 'dry-run'],
    ['false on a tag', 'false', onTag, 'dry-run'],
    ['auto on a release published', 'auto', { ...released, action: 'published' }, 'release'],
    ['auto on a release released', 'auto', { ...released, action: 'released' }, 'release'],
    ['auto on one prereleased', 'auto', { ...released, action: 'prereleased' }, 'release'],
    ['auto on a release created', 'auto', { ...released, action: 'created' }, 'release'],
    ['auto on a release edited', 'auto', { ...released, action: 'edited' }, 'dry-run'],
    ['auto on a release deleted', 'auto', { ...released, action: 'deleted' }, 'dry-run'],
    ['auto on a release unpublished', 'auto', { ...released, action: 'unpublished' }, 'dry-run'],
    ['true on a release edited', 'true', { ...released, action: 'edited' }, 'release'],
  ] as const)('%s', (_name, mode, trigger, kind) => {
    expect(decideIntent(mode, trigger, 'v1.2.3').kind).toBe(kind);
  });

  it('releases whatever tag the run is for', () => {
    for (const tag of ['v1', 'nightly', '2026.01.02']) {
      expect(decideIntent('auto', onTag, tag).kind).toBe('release');
    }
  });

  it('says why it does not release', () => {
    expect(decideIntent('auto', { ...released, action: 'edited' }, 'v1.2.3')).toEqual({
      kind: 'dry-run',
      reason: 'a release that was "edited" is no new one',
    });
  });

  it('refuses to release without a tag', () => {
    expect(() => decideIntent('true', onBranch, undefined)).toThrow(/has no tag/);
  });
});

describe('a doubt about the tag of a release', () => {
  it.each([
    ['a full version', 'v1.2.3', ''],
    ['one without v', '1.2.3', ''],
    ['a pre-release', 'v1.2.3-rc.1', ''],
    ['one behind the prefix', 'cli/v1.2.3', 'cli/'],
  ])('is not about %s', (_name, tag, prefix) => {
    expect(doubtAboutTag(onTag, tag, prefix)).toBeUndefined();
  });

  it.each([
    ['a moving tag', 'v1', ''],
    ['a moving tag behind the prefix', 'cli/v1', 'cli/'],
    ['two numbers', 'v1.2', ''],
    ['a word', 'nightly', ''],
  ])('is about %s, and says how to leave it out', (_name, tag, prefix) => {
    expect(doubtAboutTag(onTag, tag, prefix)).toContain(`tags: ['${prefix}v*.*.*']`);
  });

  it('is not about a release that a person made', () => {
    expect(doubtAboutTag({ ...released, action: 'published' }, 'v1', '')).toBeUndefined();
  });
});

describe('resolvePrerelease', () => {
  it.each([
    ['a stable version', desired(), false, false],
    ['a pre-release version', desired({ tag: 'v1.0.0-rc.1' }), false, true],
    ['one behind a prefix', desired({ tag: 'cli/v1.0.0-rc.1', tagPrefix: 'cli/' }), false, true],
    ['build metadata only', desired({ tag: 'v1.0.0+linux-1' }), false, false],
    ['a box ticked by hand', desired(), true, true],
    ['an explicit false', desired({ tag: 'v1.0.0-rc.1', prerelease: false }), true, false],
    ['no version at all', desired({ tag: 'nightly-build' }), false, false],
  ])('%s', (_name, release, ticked, expected) => {
    expect(resolvePrerelease(release, ticked)).toBe(expected);
  });
});
