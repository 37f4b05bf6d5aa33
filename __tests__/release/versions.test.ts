import { describe, expect, it } from '@jest/globals';
import type { ObservedRelease } from '../../src/release/observed.ts';
import { previousTag, resolveMakeLatest, tagVersion } from '../../src/release/versions.ts';

function releases(...tags: string[]): ObservedRelease[] {
  return tags.map((text, id) => {
    const draft = text.startsWith('draft:');
    const tag = text.replace('draft:', '');
    const parts = { name: '', body: '', htmlUrl: '', uploadUrl: '', immutable: false };
    return { id, tag, draft, prerelease: false, ...parts };
  });
}

describe('tagVersion', () => {
  it.each([
    ['v1.2.3', '', '1.2.3'],
    ['1.2.3', '', '1.2.3'],
    ['cli/v1.2.3', 'cli/', '1.2.3'],
    ['v1.2.3', 'cli/', undefined],
    ['=v1.2.3', '', undefined],
    ['nightly', '', undefined],
  ])('%s below "%s" is %s', (tag, prefix, expected) => {
    expect(tagVersion(tag, prefix)?.version).toBe(expected);
  });
});

describe('previousTag', () => {
  it.each([
    ['the highest lower one', 'v1.10.0', '', ['v1.9.0', 'v1.2.0', 'v2.0.0'], 'v1.9.0'],
    ['past pre-releases for a stable one', 'v1.3.0', '', ['v1.3.0-rc.1', 'v1.2.0'], 'v1.2.0'],
    [
      'a pre-release for a pre-release',
      'v1.3.0-rc.2',
      '',
      ['v1.3.0-rc.1', 'v1.2.0'],
      'v1.3.0-rc.1',
    ],
    ['only under its own prefix', 'cli/v1.1.0', 'cli/', ['v1.0.9', 'cli/v1.0.0'], 'cli/v1.0.0'],
    ['never a draft', 'v1.3.0', '', ['draft:v1.2.9', 'v1.2.0'], 'v1.2.0'],
    ['none for the first', 'v1.0.0', '', ['v1.1.0'], undefined],
    ['none for no version', 'nightly', '', ['v1.1.0'], undefined],
  ])('%s', (_name, tag, prefix, published, expected) => {
    expect(previousTag(tag, prefix, releases(...published))).toBe(expected);
  });
});

describe('resolveMakeLatest', () => {
  it.each([
    ['the highest', 'auto', 'v1.3.0', '', ['v1.2.0'], 'true'],
    ['the first', 'auto', 'v0.1.0', '', [], 'true'],
    ['a backport', 'auto', 'v1.2.4', '', ['v2.0.0'], 'false'],
    ['a pre-release', 'auto', 'v3.0.0-rc.1', '', ['v2.0.0'], 'false'],
    ['above a higher pre-release', 'auto', 'v1.3.0', '', ['v2.0.0-rc.1'], 'true'],
    ['beside another prefix', 'auto', 'cli/v1.0.0', 'cli/', ['v9.0.0'], 'true'],
    ['no version', 'auto', 'nightly', '', ['v1.0.0'], 'legacy'],
    ['what the user says', 'false', 'v9.0.0', '', ['v1.0.0'], 'false'],
  ] as const)('%s', (_name, asked, tag, prefix, published, expected) => {
    const release = { tag, prefix, prerelease: tag.includes('-rc') };
    expect(resolveMakeLatest(asked, release, releases(...published))).toBe(expected);
  });
});
