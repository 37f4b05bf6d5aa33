import { createHash } from 'node:crypto';
import type { LocalGitHub } from '../../fakes/github/local.ts';
import { viewReleases, type ReleaseView } from '../../fakes/github/seed.ts';

/** The release as it shall end up. */
export interface Expectation {
  readonly repository: string;
  readonly tag: string;
  /** Asset name to whether some job built these bytes for it; `SHA256SUMS` follows from what is there. */
  readonly files: ReadonlyMap<string, (bytes: Uint8Array) => boolean>;
  /** It stays a draft. */
  readonly draft: boolean;
  /** Releases that are nobody's business. */
  readonly strangers: ReadonlySet<number>;
}

/**
 * What is wrong with the releases as they really are. `published`: what must hold at every moment;
 * `complete`: what must hold in the end.
 */
export function checkPublished(
  { world }: LocalGitHub,
  expectation: Expectation,
  when: 'published' | 'complete',
): string | undefined {
  const repository = world.repositories.get(expectation.repository);
  if (repository === undefined) return 'no repository';
  const { strangers } = expectation;
  const isPublic = repository.releases.some(({ id, draft }) => !draft && !strangers.has(id));
  if (when === 'published' && !isPublic) return undefined;
  const releases = viewReleases(world, repository).filter(({ id }) => !strangers.has(id));
  const published = releases.filter(({ draft }) => !draft);
  if (published.length > 1) return `${published.length} releases are published`;
  if (expectation.draft && published.length > 0) return 'a draft was published';
  const [release = expectation.draft ? releases[0] : undefined] = published;
  if (release === undefined) return `nothing is ${expectation.draft ? 'there' : 'published'}`;
  return checkRelease(release, expectation);
}

function checkRelease(release: ReleaseView, { tag, files }: Expectation): string | undefined {
  if (release.tagName !== tag) return `the release has the tag ${release.tagName}`;
  const sums = Buffer.from(sumsOf(release.assets));
  const areSums = (bytes: Uint8Array): boolean => Buffer.compare(bytes, sums) === 0;
  const wanted = new Map([...files, ['SHA256SUMS', areSums] as const]);
  for (const [name, isRight] of wanted) {
    const asset = release.assets.find((each) => each.name === name);
    if (asset === undefined) return `release ${release.id} lacks ${name}`;
    if (asset.state !== 'uploaded') return `${name} is broken in release ${release.id}`;
    if (!isRight(asset.bytes)) return `${name} holds wrong bytes`;
  }
  const surplus = release.assets.find(({ name }) => !wanted.has(name));
  return surplus === undefined ? undefined : `${surplus.name} does not belong there`;
}

function sumsOf(assets: ReleaseView['assets']): string {
  return assets
    .filter(({ name }) => name !== 'SHA256SUMS')
    .map(({ name, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
    .join('');
}
