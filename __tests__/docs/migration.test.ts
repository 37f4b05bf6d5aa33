import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readManifests } from '../../scripts/reference/manifests.ts';
import { repositoryFiles, ROOT } from './markdown.ts';

/** What the peers take, as their action.yml says: go-release-action v1.55, action-gh-release v3, setup-go v7. */
const PEERS: Readonly<Record<string, string>> = {
  'from-go-release-action': `github_token goos goarch goamd64 goarm gomips goversion build_flags ldflags
    project_path binary_name pre_command build_command executable_compression extra_files md5sum sha256sum
    release_tag release_name release_repo overwrite asset_name retry post_command compress_assets upload
    multi_binaries`,
  'from-action-gh-release': `body body_path name tag_name draft prerelease preserve_order files
    working_directory overwrite_files fail_on_unmatched_files repository token target_commitish
    discussion_category_name generate_release_notes previous_tag append_body make_latest`,
  'from-setup-go': `go-version go-version-file check-latest token cache cache-dependency-path architecture
    go-download-base-url`,
  // The keys at the top of a .goreleaser.yaml, v2.
  'from-goreleaser': `version pro project_name env release milestones homebrew_casks nix winget aurs
    aur_sources krews kos scoops builds archives nfpms srpm snapcrafts flatpak snapshot checksum dockers_v2
    docker_digest artifactories uploads blobs publishers changelog dist signs notarize docker_signs
    binary_signs env_files before source gomod announce sboms chocolateys git report_sizes metadata makeselfs
    universal_binaries upx mcp iru retry force_token github_urls gitlab_urls gitea_urls brews dockers
    docker_manifests`,
};

interface Row {
  readonly theirs: string;
  readonly ours: string;
  readonly how: string;
}

/** Rows of the tables whose second column is headed "ship-go". */
function mappings(text: string): readonly Row[] {
  const rows: Row[] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (cells.length < 4) inside = false;
    else if (cells[2] === 'ship-go') inside = true;
    else if (inside)
      rows.push({ theirs: cells[1] ?? '', ours: cells[2] ?? '', how: cells[3] ?? '' });
  }
  return rows;
}

const pages = repositoryFiles('docs/migrate/*.md').map((file) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [path.basename(file, '.md'), text] as const;
});

/** What stands in backticks. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

describe.each(Object.entries(PEERS))('docs/migrate/%s.md', (page, names) => {
  const text = pages.find(([name]) => name === page)?.[1] ?? '';
  const theirs = mappings(text)
    .map((row) => row.theirs)
    .join(' ');
  // Keys that stay with goreleaser are in a table of their own.
  const staying = page === 'from-goreleaser' ? text.slice(text.indexOf('## What stays')) : '';
  const covered = new Set(words(`${theirs} ${staying}`).map((word) => word.split(/[.[ ]/)[0]));

  it.each(names.split(/\s+/))('says what becomes of %s', (name) => {
    expect([...covered]).toContain(name);
  });
});

describe.each(pages)('docs/migrate/%s.md', (_page, text) => {
  it('names only inputs and outputs that an action has in the column of ship-go', () => {
    const known = new Set([
      ...readManifests(ROOT).flatMap(({ inputs, outputs }) =>
        [...inputs, ...outputs].map(({ name }) => name),
      ),
    ]);
    const rows = mappings(text);
    expect(rows.length).toBeGreaterThan(5);
    const named = rows.flatMap(({ ours, how }) => [
      ...words(ours),
      // `release: false` in the explanation names an input, too.
      ...words(how).flatMap((word) => /^([a-z-]+): ./.exec(word)?.[1] ?? []),
    ]);
    expect(named.filter((word) => !known.has(word))).toEqual([]);
  });
});
