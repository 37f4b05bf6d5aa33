import { describe, expect, it } from '@jest/globals';
import { sha256Digest } from '../../src/domain/digest.ts';
import type { ReleaseOutcome } from '../../src/release/outcome.ts';
import { renderReleaseSummary } from '../../src/release/summary.ts';

const OUTCOME: ReleaseOutcome = {
  tag: 'v1.2.3',
  releaseId: 1,
  releaseUrl: 'https://github.example/o/r/releases/tag/v1.2.3',
  uploadUrl: '',
  draft: false,
  prerelease: false,
  complete: true,
  published: true,
  alreadyReleased: false,
  missing: [],
  checksums: '',
  assets: [
    {
      name: 'a.zip',
      sizeBytes: 3 * 1024 * 1024,
      digest: sha256Digest('ab'.repeat(32)),
      url: 'https://github.example/o/r/releases/download/v1.2.3/a.zip',
      change: 'new',
    },
  ],
};

function render(changes: Partial<ReleaseOutcome> = {}, attested = false): string {
  const outcome = { ...OUTCOME, ...changes };
  return renderReleaseSummary({ kind: 'release', outcome, repository: 'o/r', attested });
}

describe('renderReleaseSummary', () => {
  it('shows a release with its assets and how to verify them', () => {
    expect(render()).toBe(`## Released v1.2.3

[Release page](https://github.example/o/r/releases/tag/v1.2.3)

| asset | size | sha256 | state |
| :-- | --: | :-- | :-- |
| [<code>a.zip</code>](https://github.example/o/r/releases/download/v1.2.3/a.zip) | 3.1&nbsp;MB | <code>abababababab</code> | new |

Verify:

~~~sh
gh release download v1.2.3 --repo o/r
sha256sum -c --ignore-missing SHA256SUMS
~~~
`);
  });

  it('names the shards that an unfinished release waits for', () => {
    const outcome = { ...OUTCOME, complete: false, draft: true, missing: ['b.zip', 'c.zip'] };
    const report = { kind: 'release' as const, outcome, repository: 'o/r', attested: false };
    const text = renderReleaseSummary({ ...report, waitingFor: ['2/3', '3/3'] });
    expect(text).toMatch(
      /^## v1\.2\.3: 1 of 3 assets uploaded, waiting for 2 from shard 2\/3, 3\/3\n/,
    );
  });

  it.each([
    [
      'a waiting one',
      { complete: false, draft: true, missing: ['b.zip'] },
      /^## v1.2.3: 1 of 2 assets uploaded, waiting for 1\n/,
    ],
    [
      'one that was there',
      { alreadyReleased: true },
      /^## Already released: v1.2.3, 1 of 1 assets identical\n/,
    ],
    ['a kept draft', { draft: true }, /^## Draft of v1.2.3 is complete\n/],
  ])('titles %s', (_name, changes, title) => {
    expect(render(changes)).toMatch(title);
  });

  it('neither links nor verifies what is still a draft', () => {
    const text = render({ draft: true });
    expect(text).not.toContain('/download/');
    expect(text).not.toContain('sha256sum');
  });

  it('adds the provenance check where there is provenance', () => {
    expect(render({}, true)).toContain('gh attestation verify a.zip --repo o/r');
  });

  it('says why a dry run released nothing', () => {
    const text = renderReleaseSummary({
      kind: 'dry-run',
      reason: 'release is false',
      version: '1.2.4-snapshot.abc',
      artifacts: [],
    });
    expect(text).toBe(
      '## Dry run of 1.2.4-snapshot.abc\n\nNothing was released: release is false.\n',
    );
  });

  it('quotes a tag for the shell', () => {
    expect(render({ tag: "v1'$(id)" })).toContain(`download 'v1'\\''$(id)' --repo`);
  });
});
