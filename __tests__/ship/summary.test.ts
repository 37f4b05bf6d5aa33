import { describe, expect, it } from '@jest/globals';
import type { Artifact } from '../../src/domain/artifact.ts';
import { sha256Digest } from '../../src/domain/digest.ts';
import type { Target } from '../../src/domain/target.ts';
import { sizesByTarget } from '../../src/ship/sizes.ts';
import { seconds } from '../../src/ship/seconds.ts';
import { type BuildSummary, renderBuildSummary } from '../../src/ship/summary.ts';

const LINUX: Target = { goos: 'linux', goarch: 'arm', variant: '6' };
const WINDOWS: Target = { goos: 'windows', goarch: 'amd64' };

function artifact(name: string, sizeBytes: number, target?: Target): Artifact {
  const kind = name.endsWith('.cdx.json') ? 'sbom' : 'archive';
  return {
    name,
    path: `/out/${name}`,
    kind,
    sizeBytes,
    digest: sha256Digest('0'.repeat(64)),
    ...(target === undefined ? {} : { target }),
  };
}

const ARTIFACTS = [
  artifact('app_1.2.0_linux_armv6.tar.gz', 2_200_000, LINUX),
  artifact('app_1.2.0_linux_armv6.tar.gz.cdx.json', 4000, LINUX),
  artifact('app_1.2.0_windows_amd64.zip', 4_400_000, WINDOWS),
];
const PREVIOUS = {
  tag: 'cli/v1.1.0',
  sizes: new Map([
    ['app_1.1.0_linux_armv6.tar.gz', 2_000_000],
    ['app_1.1.0_darwin_amd64.tar.gz', 1],
  ]),
};
const VERSIONS = { now: '1.2.0', tagPrefix: 'cli/' };

const SUMMARY: BuildSummary = {
  name: 'app',
  revision: {
    commit: 'a'.repeat(40),
    commitDate: '2026-03-01T12:00:00Z',
    commitEpochSeconds: 1_772_366_400,
    version: '1.2.0',
    prerelease: false,
    snapshot: false,
  },
  toolchain: {
    version: '1.26.1',
    goroot: '/go',
    goBinary: '/go/bin/go',
    origin: 'tool-cache',
    proof: 'taken from <the tool cache>',
    elapsedMs: 10,
  },
  caches: [{ name: 'build', result: 'partial', ms: 100 }],
  targets: [
    { target: LINUX, binaryBytes: 5_000_000, compiledPackages: 0, buildMs: 400, linkage: 'static' },
    { target: WINDOWS, binaryBytes: 9_000_000, compiledPackages: 1, buildMs: 65_000, linkage: 'x' },
  ],
  sizes: sizesByTarget(ARTIFACTS, VERSIONS, PREVIOUS),
  previousTag: PREVIOUS.tag,
  provenance: { attested: false },
  totalMs: 70_000,
};

describe('the sizes of a release', () => {
  it('are told by target, beside the asset of the same name but for the version', () => {
    expect(Object.fromEntries(sizesByTarget(ARTIFACTS, VERSIONS, PREVIOUS))).toEqual({
      'linux/arm/6': { packedBytes: 2_200_000, previousBytes: 2_000_000 },
      'windows/amd64': { packedBytes: 4_400_000 },
    });
  });

  it('compare a target with several archives only when each has its counterpart', () => {
    const two = [artifact('a_2_linux.zip', 10, LINUX), artifact('b_2_linux.zip', 5, LINUX)];
    const versions = { now: '2', tagPrefix: '' };
    const sizes = new Map([['a_1_linux.zip', 9]]);
    const compare = (): unknown => [...sizesByTarget(two, versions, { tag: 'v1', sizes }).values()];
    expect(compare()).toEqual([{ packedBytes: 15 }]);
    sizes.set('b_1_linux.zip', 5);
    expect(compare()).toEqual([{ packedBytes: 15, previousBytes: 14 }]);
  });
});

describe('the build part of the job summary', () => {
  const lines = renderBuildSummary(SUMMARY).split('\n');

  it('has a row for each target: binary, download, change, proof, what was compiled, time', () => {
    expect(lines).toContain(
      '| linux/arm/6 | 5.0&nbsp;MB | 2.2&nbsp;MB | +200&nbsp;kB&nbsp;(+10.0&nbsp;%) | static | nothing | 0.4&nbsp;s |',
    );
    expect(lines).toContain(
      '| windows/amd64 | 9.0&nbsp;MB | 4.4&nbsp;MB | new | x | 1&nbsp;package | 1&nbsp;min&nbsp;5&nbsp;s |',
    );
  });

  it('is one table to GitHub: every row has as many cells as its head', () => {
    const cells = lines
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|').length);
    expect(new Set(cells.slice(0, 4)).size).toBe(1);
  });

  it('leaves the change out where no previous release is known', () => {
    const alone = { ...SUMMARY, sizes: sizesByTarget(ARTIFACTS, VERSIONS, undefined) };
    expect(renderBuildSummary(alone)).toContain(
      '| linux/arm/6 | 5.0&nbsp;MB | 2.2&nbsp;MB | static | nothing | 0.4&nbsp;s |',
    );
    expect(renderBuildSummary(alone)).not.toContain('since');
  });

  it('draws the downloads to scale', () => {
    const bars = lines
      .filter((line) => line.includes('█'))
      .map((line) => line.split('█').length - 1);
    expect(bars).toEqual([16, 32]);
  });

  it('tells what the build cache was good for', () => {
    expect(lines).toContain(
      '1 package compiled, the others came from the build cache; 1 target compiled nothing.',
    );
  });

  it('says nothing of a build cache where there was none', () => {
    const caches = SUMMARY.caches.map((cache) => ({ ...cache, result: 'off' as const }));
    expect(renderBuildSummary({ ...SUMMARY, caches }).split('\n')).toContain('1 package compiled.');
  });

  it('tells of each cache what was found and how large, and hides the long keys until they are asked for', () => {
    const text = renderBuildSummary({
      ...SUMMARY,
      caches: [
        {
          name: 'modules',
          result: 'exact',
          matchedKey: 'ship-go-modules-v1-x<y',
          sizeBytes: 15_000,
          archiveBytes: 14_000,
          files: 4,
          ms: 420,
        },
        { name: 'build', result: 'off', reason: 'this run publishes', ms: 0 },
      ],
    });
    expect(text).toContain('| modules | exact | 14&nbsp;kB | 15&nbsp;kB | 0.4&nbsp;s |');
    expect(text).toContain('| build | off: this run publishes |  |  | 0.0&nbsp;s |');
    expect(text).toContain(
      '<details><summary>Keys</summary><pre>modules: ship-go-modules-v1-x&#60;y</pre></details>',
    );
  });

  it('shows text from elsewhere as text', () => {
    expect(lines.join('\n')).toContain('taken from &#60;the tool cache&#62;');
  });

  it('links the provenance, and says why there is none', () => {
    const with_ = (provenance: BuildSummary['provenance']): string =>
      renderBuildSummary({ ...SUMMARY, provenance });
    expect(with_({ attested: true, url: 'https://github.com/o/r/attestations/1' })).toContain(
      'Build provenance: [attestation](https://github.com/o/r/attestations/1).',
    );
    expect(with_({ attested: false, reason: 'no permission' })).toContain('none: no permission');
  });
});

describe('a time', () => {
  it.each([
    [0, '0.0 s'],
    [59_900, '59.9 s'],
    [125_000, '2 min 5 s'],
  ])('of %s ms is %s', (ms, text) => {
    expect(seconds(ms)).toBe(text);
  });
});
