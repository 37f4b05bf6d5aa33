import type { LocalGitHub, LocalOutcome } from '../../fakes/github/local.ts';
import type { RequestRecord } from '../../fakes/github/record.ts';
import type { Asset, Release, Repository } from '../../fakes/github/state.ts';
import { parseMarker } from '../../../src/release/body.ts';

/** What a job knows from its own reads, as the stand-in answered them. */
interface Knowledge {
  /** The drafts of the tag that its last list of releases could show, since it last asked for one. */
  list?: readonly Release[];
  /** Whether its last look by the tag could see a published release. */
  sawPublished: boolean;
  /** Ids of the uploaded `SHA256SUMS` that its last lists of assets could show, by release. */
  readonly sums: Map<number, number>;
  readonly created: Set<number>;
}

/** What the watched jobs may write. */
export interface WatchOptions {
  readonly repository: string;
  readonly tag: string;
  /** Names that jobs may upload. */
  readonly names: ReadonlySet<string>;
}

/**
 * Judges each request by what its sender had been shown before: wrong code is caught at its first wrong
 * step, even where a later step or another job would mend what comes of it. Returns what is wrong.
 */
export function createWatch(
  { world }: LocalGitHub,
  options: WatchOptions,
): (outcome: LocalOutcome) => string | undefined {
  const jobs = new Map<string, Knowledge>();
  const repository = world.repositories.get(options.repository);
  if (repository === undefined) throw new Error('no repository');
  const isOpen = ({ untilMs }: { untilMs: number }): boolean => world.now() >= untilMs;
  const draftsOf = (): Release[] =>
    repository.releases.filter(({ draft, tagName }) => draft && tagName === options.tag);
  const publishedOf = (): Release | undefined =>
    repository.releases.find(({ draft, tagName }) => !draft && tagName === options.tag);

  const look = (known: Knowledge, record: RequestRecord): void => {
    if (record.operation === 'repos/list-releases') {
      known.list = draftsOf().filter(({ listGate }) => isOpen(listGate));
    }
    if (record.operation === 'repos/get-release-by-tag') known.sawPublished = record.status === 200;
    if (record.operation !== 'repos/list-release-assets') return;
    const release = releaseIn(repository, record);
    if (release === undefined) return;
    const sums = sumsIn(release);
    if (sums !== undefined && isOpen(sums.listGate)) known.sums.set(release.id, sums.id);
    else known.sums.delete(release.id);
  };

  const judgeCreation = (known: Knowledge): string | undefined => {
    const newest = repository.releases.at(-1);
    if (newest !== undefined) known.created.add(newest.id);
    if (known.list === undefined) return 'a draft was made without a look since the one before';
    const isThere = (draft: Release): boolean => repository.releases.includes(draft);
    if (known.list.some(isThere)) return 'a draft was made although the list showed one';
    return known.sawPublished ? 'a draft was made beside a published release' : undefined;
  };

  const judgeDeletion = (known: Knowledge, record: RequestRecord): string | undefined => {
    const id = idIn(record);
    const gone = repository.deleted.find((release) => release.id === id);
    if (gone === undefined) return undefined;
    if (gone.publishedAtMs !== undefined) return 'a published release was deleted';
    const foreign = live(gone).find(({ name }) => !options.names.has(name));
    if (foreign !== undefined) return `a draft was deleted with ${foreign.name}, which is nobody's`;
    if (parseMarker(gone.body ?? '') === undefined) return 'a draft without a marker was deleted';
    if (known.created.has(gone.id) || publishedOf() !== undefined) return undefined;
    return 'a draft of another job was deleted before the release was published';
  };

  const judgeAsset = (known: Knowledge, record: RequestRecord): string | undefined => {
    const id = idIn(record);
    for (const release of repository.releases) {
      const asset = release.assets.find((each) => each.id === id);
      if (asset === undefined) continue;
      if (!release.draft) return `${asset.name} was deleted from a published release`;
      const sums = sumsIn(release);
      const isDoomed = record.headers.authorization === uploaders.get(asset.id);
      if (asset.state !== 'uploaded' || isDoomed || asset.name === 'SHA256SUMS') return undefined;
      if (sums === undefined || known.sums.get(release.id) !== sums.id) return undefined;
      return `${asset.name} was deleted while SHA256SUMS vouched for it`;
    }
    return undefined;
  };

  /** Who uploaded an asset: what was stored with other bytes is removed by its own sender. */
  const uploaders = new Map<number, string | undefined>();
  return ({ record, reply, effect, cut, kind }) => {
    const { authorization, operation } = { ...record.headers, operation: record.operation };
    if (authorization === undefined) return undefined;
    const known: Knowledge = jobs.get(authorization) ?? {
      sawPublished: false,
      sums: new Map(),
      created: new Set(),
    };
    jobs.set(authorization, known);
    const arrived = kind === 'reply' && !cut && reply?.status === effect;
    if (record.method === 'GET') {
      if (arrived) look(known, record);
      return undefined;
    }
    if (operation === 'repos/create-release' && effect === 201) {
      const problem = judgeCreation(known);
      delete known.list;
      return problem;
    }
    if (operation === 'repos/delete-release' && effect === 204) return judgeDeletion(known, record);
    if (operation === 'repos/delete-release-asset' && effect === 204) {
      return judgeAsset(known, record);
    }
    if (operation !== 'repos/upload-release-asset' || effect !== 201) return undefined;
    const release = releaseIn(repository, record);
    const asset = release?.assets.findLast(({ name }) => name === record.query['name']);
    if (asset !== undefined) uploaders.set(asset.id, authorization);
    return release?.draft === false
      ? `${asset?.name ?? ''} was uploaded to a published release`
      : undefined;
  };
}

function idIn({ path }: RequestRecord): number {
  return Number(/\/releases\/(?:assets\/)?(\d+)/.exec(path)?.[1]);
}

function releaseIn({ releases }: Repository, record: RequestRecord): Release | undefined {
  const id = idIn(record);
  return releases.find((release) => release.id === id);
}

function live(release: Release): Asset[] {
  return release.assets.filter(({ deletedGate }) => deletedGate === undefined);
}

function sumsIn(release: Release): Asset | undefined {
  return live(release).find(({ name, state }) => name === 'SHA256SUMS' && state === 'uploaded');
}
