import type { Artifact } from '../domain/artifact.ts';
import { type Digest, digestHex } from '../domain/digest.ts';
import { plainMarkdown, unbrokenMarkdown } from '../domain/markdown.ts';
import { formatSize } from '../domain/size.ts';
import type { AssetChange, ReleaseOutcome } from './outcome.ts';

/** What the release part of the job summary tells. */
export type ReleaseReport =
  | {
      readonly kind: 'release';
      readonly outcome: ReleaseOutcome;
      /** `owner/name`. */
      readonly repository: string;
      /** True when the assets carry build provenance. */
      readonly attested: boolean;
      /** The shards, as `2/3`, that have the missing assets to make, where that is known. */
      readonly waitingFor?: readonly string[];
    }
  | {
      readonly kind: 'dry-run';
      /** Why nothing was released, as a part of a sentence. */
      readonly reason: string;
      readonly version: string;
      readonly artifacts: readonly Artifact[];
    };

interface Row {
  readonly name: string;
  readonly sizeBytes: number;
  readonly digest: Digest;
  readonly url?: string;
  readonly state: string;
}

const STATES: Readonly<Record<AssetChange, string>> = {
  new: 'new',
  same: 'same',
  replaced: 'replaced',
  others: 'from another job',
};

/** The release part of the job summary as Markdown: title, assets, what is missing, how to verify. */
export function renderReleaseSummary(report: ReleaseReport): string {
  if (report.kind === 'dry-run') {
    const rows = report.artifacts.map((artifact) => ({ ...artifact, state: 'not uploaded' }));
    const title = `## Dry run of ${plainMarkdown(report.version)}`;
    return sections([title, `Nothing was released: ${plainMarkdown(report.reason)}.`, table(rows)]);
  }
  const { outcome } = report;
  const published = !outcome.draft;
  const rows = outcome.assets.map(({ change, url, ...asset }) => ({
    ...asset,
    // A draft's addresses die when it is published.
    ...(published ? { url } : {}),
    state: STATES[change],
  }));
  return sections([
    `## ${title(outcome, report.waitingFor ?? [])}`,
    pageLine(outcome),
    table(rows),
    missingList(outcome.missing),
    published && outcome.complete ? verifyBlock(report) : '',
  ]);
}

function title(outcome: ReleaseOutcome, shards: readonly string[]): string {
  const { tag, complete, alreadyReleased, draft, prerelease, missing, assets } = outcome;
  const name = plainMarkdown(tag);
  if (!complete) {
    const planned = assets.filter((asset) => asset.name !== 'SHA256SUMS').length;
    const from = shards.length === 0 ? '' : ` from shard ${shards.join(', ')}`;
    return `${name}: ${planned} of ${planned + missing.length} assets uploaded, waiting for ${missing.length}${from}`;
  }
  if (alreadyReleased)
    return `Already released: ${name}, ${assets.length} of ${assets.length} assets identical`;
  return draft
    ? `Draft of ${name} is complete`
    : `Released ${name}${prerelease ? ' (pre-release)' : ''}`;
}

function pageLine({ releaseUrl, draft }: ReleaseOutcome): string {
  if (!/^https?:\/\/[^\s<>()]+$/.test(releaseUrl)) return '';
  return draft ? `[The draft](${releaseUrl})` : `[Release page](${releaseUrl})`;
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(({ name, sizeBytes, digest, url, state }) => {
    const label = `<code>${plainMarkdown(name)}</code>`;
    const linked =
      url !== undefined && /^https?:\/\/[^\s<>()"|]+$/.test(url) ? `[${label}](${url})` : label;
    const hex = digestHex(digest).slice(0, 12);
    return `| ${linked} | ${unbrokenMarkdown(formatSize(sizeBytes))} | <code>${hex}</code> | ${state} |`;
  });
  return ['| asset | size | sha256 | state |', '| :-- | --: | :-- | :-- |', ...lines].join('\n');
}

function missingList(missing: readonly string[]): string {
  if (missing.length === 0) return '';
  const names = missing.map((name) => `- <code>${plainMarkdown(name)}</code>`);
  return ['Not there yet:', '', ...names].join('\n');
}

function verifyBlock(report: ReleaseReport & { readonly kind: 'release' }): string {
  const repository = shellQuote(report.repository);
  const lines = [
    `gh release download ${shellQuote(report.outcome.tag)} --repo ${repository}`,
    'sha256sum -c --ignore-missing SHA256SUMS',
    ...(report.attested
      ? report.outcome.assets
          .slice(0, 1)
          .map(({ name }) => `gh attestation verify ${shellQuote(name)} --repo ${repository}`)
      : []),
  ];
  // Neither a tag nor an asset name can hold a tilde, so nothing ends this fence early.
  return ['Verify:', '', '~~~sh', ...lines, '~~~'].join('\n');
}

function shellQuote(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function sections(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
