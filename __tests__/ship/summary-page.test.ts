import { describe, expect, it } from '@jest/globals';
import { renderMarkdown, renderPage } from '../../scripts/pictures/page.ts';
import { sha256Digest } from '../../src/domain/digest.ts';
import type { Target } from '../../src/domain/target.ts';
import { renderReleaseSummary } from '../../src/release/summary.ts';
import { renderBuildSummary } from '../../src/ship/summary.ts';

// The job summary as a browser gets it: the same rendering that npm run pictures takes its pictures of.

const HOSTILE = 'x"><img src=x onerror=alert(1)> | a](javascript:1) `b` <script>';
const TARGETS: readonly Target[] = [
  { goos: 'linux', goarch: 'amd64' },
  { goos: 'windows', goarch: 'arm64' },
];

function page(name: string): string {
  const release = renderReleaseSummary({
    kind: 'release',
    repository: 'o/r',
    attested: true,
    outcome: {
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
      assets: ['a.tar.gz', name].map((asset) => ({
        name: asset,
        sizeBytes: 3_000_000,
        digest: sha256Digest('ab'.repeat(32)),
        url: 'https://github.example/o/r/releases/download/v1.2.3/a',
        change: 'new',
      })),
    },
  });
  const build = renderBuildSummary({
    name,
    revision: {
      commit: 'a'.repeat(40),
      commitDate: '2026-03-01T12:00:00Z',
      commitEpochSeconds: 1_772_366_400,
      version: '1.2.3',
      prerelease: false,
      snapshot: false,
    },
    toolchain: {
      version: '1.26.1',
      goroot: '/go',
      goBinary: '/go/bin/go',
      origin: 'tool-cache',
      proof: name,
      elapsedMs: 10,
    },
    caches: [{ name: 'modules', result: 'partial', ms: 120, sizeBytes: 5_000_000, reason: name }],
    targets: TARGETS.map((target) => ({
      target,
      binaryBytes: 5_000_000,
      compiledPackages: 3,
      buildMs: 400,
      linkage: name,
    })),
    sizes: new Map(
      TARGETS.map(({ goos, goarch }) => [`${goos}/${goarch}`, { packedBytes: 2_000_000 }]),
    ),
    provenance: { attested: true, url: 'https://github.example/o/r/attestations/1' },
    totalMs: 70_000,
  });
  return renderMarkdown(`${release}\n${build}`);
}

/** The cells of each row of each table, tags left out. */
function tables(html: string): readonly (readonly (readonly string[])[])[] {
  return [...html.matchAll(/<table>([\s\S]*?)<\/table>/g)].map(([, table = '']) =>
    [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) =>
        cell.replace(/<[^>]*>/g, ''),
      ),
    ),
  );
}

describe('the job summary in a browser', () => {
  it('has its assets, targets and caches as tables, each row as wide as its head', () => {
    const found = tables(page('app'));
    expect(found.map((rows) => rows.length)).toEqual([3, 3, 2]);
    for (const [head = [], ...rows] of found) {
      for (const row of rows) expect(row.length).toBe(head.length);
    }
    expect(found[0]?.[1]?.[0]).toBe('a.tar.gz');
    expect(found[1]?.map(([target]) => target)).toEqual(['target', 'linux/amd64', 'windows/arm64']);
  });

  it('holds the commands to verify and the bars as code, the headings as headings', () => {
    const html = page('app');
    expect(html).toMatch(/<code[^>]*>gh release download v1\.2\.3 --repo o\/r\n/);
    expect(html).toMatch(/<code[^>]*>linux\/amd64 +█+/);
    expect([...html.matchAll(/<h(\d)>([^<]+)</g)].map(([, , text]) => text)).toContain('Build');
  });

  it('shows hostile text as text: no tag, no link and no column of its making', () => {
    const html = page(HOSTILE);
    expect(html).not.toMatch(/<(img|script)/i);
    expect(html).not.toMatch(/href="javascript/i);
    expect(html).not.toMatch(/<[^>]*onerror/i);
    for (const [head = [], ...rows] of tables(html)) {
      for (const row of rows) expect(row.length).toBe(head.length);
    }
    expect(html).toContain('&lt;script&gt;');
  });

  it('is a page in both of GitHub’s themes', () => {
    expect(renderPage('# Hello', 'light')).toMatch(/data-theme="light"[\s\S]*<h1>Hello<\/h1>/);
    expect(renderPage('# Hello', 'dark')).toMatch(/color-scheme: ?dark/);
  });
});
