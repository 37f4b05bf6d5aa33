import { sha256Digest } from '../domain/digest.ts';
import type { Clock, Log } from '../host/host.ts';
import type { ReleaseClient, UpdateFields } from './release-api.ts';
import { AnswerError } from './answer.ts';
import type { AnswerContext } from './errors.ts';
import { type ObservedTag, parseAsset, parseList, parseRelease, record, text } from './observed.ts';
import { type Caller, type CallerOptions, createCaller } from './caller-client.ts';
import { openTransport } from './octokit-client.ts';
import type { Transport } from './transport.ts';

/** What {@link createReleaseClient} takes. */
export interface ReleaseClientOptions {
  readonly token: string;
  /** Such as `https://api.github.com`, or `https://host/api/v3` on an Enterprise Server. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly clock: Clock;
  readonly log: Log;
}

const PAGE_SIZE = 100;
// Drafts and new releases come first; GitHub lists no more than some thousand at all.
const RELEASE_PAGES = 3;
const ASSET_PAGES = 11;

/** A client for one repository. The octokit library is loaded here, not when this file is: it costs start-up time. */
export async function createReleaseClient(options: ReleaseClientOptions): Promise<ReleaseClient> {
  const apiUrl = options.apiUrl.replace(/\/+$/, '');
  return clientOver(await openTransport({ ...options, apiUrl }), options);
}

/** A client whose requests go through `transport`. */
export function clientOver(transport: Transport, options: CallerOptions): ReleaseClient {
  const caller = createCaller(options, transport);
  const repo = `/repos/${options.repository.split('/').map(encodeURIComponent).join('/')}`;
  return {
    repository: options.repository,
    ...reads(caller, repo),
    ...releaseWrites(caller, repo),
    ...assetCalls(caller, repo),
  };
}

type Reads = Pick<
  ReleaseClient,
  | 'repositoryVisible'
  | 'tag'
  | 'publishedRelease'
  | 'latestRelease'
  | 'release'
  | 'releaseByGraphql'
  | 'listReleases'
  | 'listAssets'
  | 'asset'
>;

function reads(caller: Caller, repo: string): Reads {
  const read = async <T>(path: string, parse: (json: unknown) => T): Promise<T | undefined> => {
    const call = { operation: 'read', route: `GET ${repo}${path}` } as const;
    return (await orAbsent(caller.api(call, parse)))?.value;
  };
  const pages = async <T>(path: string, limit: number, parse: (json: unknown) => T) => {
    const all: T[] = [];
    for (let page = 1; page <= limit; page += 1) {
      const route = `GET ${repo}${path}?per_page=${PAGE_SIZE}&page=${page}`;
      const answer = await caller.api({ operation: 'read', route }, (json) =>
        parseList(json, parse),
      );
      all.push(...answer.value);
      if (!hasNextPage(answer.headers['link'], answer.value.length)) break;
    }
    return all;
  };
  return {
    repositoryVisible: async () => (await read('', () => true)) ?? false,
    tag: async (name) => {
      const object = await read(`/git/ref/tags/${escapePath(name)}`, parseRefObject);
      if (object === undefined) return undefined;
      if (object.type !== 'tag')
        return { commit: object.type === 'commit' ? object.sha : undefined };
      const annotated = await read(`/git/tags/${object.sha}`, parseAnnotatedTag);
      return annotated ?? { commit: undefined };
    },
    publishedRelease: (tag) => read(`/releases/tags/${encodeURIComponent(tag)}`, parseRelease),
    latestRelease: () => read('/releases/latest', parseRelease),
    release: (id) => read(`/releases/${id}`, parseRelease),
    releaseByGraphql: async (tag) => {
      const id = await caller.releaseIdByTag(tag);
      return id === undefined ? undefined : read(`/releases/${id}`, parseRelease);
    },
    listReleases: async () =>
      (await orAbsent(pages('/releases', RELEASE_PAGES, parseRelease))) ?? [],
    listAssets: (id) => orAbsent(pages(`/releases/${id}/assets`, ASSET_PAGES, parseAsset)),
    asset: (id) => read(`/releases/assets/${id}`, parseAsset),
  };
}

type ReleaseWrites = Pick<
  ReleaseClient,
  'generateNotes' | 'createDraft' | 'updateRelease' | 'deleteRelease'
>;

function releaseWrites(caller: Caller, repo: string): ReleaseWrites {
  return {
    async generateNotes(tag, previousTag) {
      const previous = previousTag === undefined ? {} : { previous_tag_name: previousTag };
      const call = {
        operation: 'generate-notes',
        route: `POST ${repo}/releases/generate-notes`,
        body: { tag_name: tag, ...previous },
        repeatable: true,
      } as const;
      return (await caller.api(call, (json) => text(record(json, 'note'), 'body'))).value;
    },
    async createDraft({ tag, name, body, prerelease }) {
      const call = {
        operation: 'create',
        route: `POST ${repo}/releases`,
        // No target_commitish: the tag exists, and naming a target can need the "workflows" permission.
        body: { tag_name: tag, name, body, prerelease, draft: true },
        about: { tag },
      } as const;
      return (await caller.api(call, parseRelease)).value;
    },
    async updateRelease(id, fields, mayRepeat) {
      const { tag, discussionCategory } = fields;
      const call = {
        operation: 'update',
        route: `PATCH ${repo}/releases/${id}`,
        body: updateBody(fields),
        ...(mayRepeat === undefined ? {} : { mayRepeat }),
        about: { tag, ...(discussionCategory === undefined ? {} : { discussionCategory }) },
      } as const;
      return (await caller.api(call, parseRelease)).value;
    },
    async deleteRelease(id, mayRepeat) {
      const route = `DELETE ${repo}/releases/${id}`;
      const call = { operation: 'delete', route, repeatable: true, mayRepeat } as const;
      await orAbsent(caller.api(call, () => undefined));
    },
  };
}

type AssetCalls = Pick<
  ReleaseClient,
  'uploadAsset' | 'renameAsset' | 'deleteAsset' | 'assetText' | 'hashAsset'
>;

function assetCalls(caller: Caller, repo: string): AssetCalls {
  return {
    async uploadAsset(release, name, source) {
      const url = new URL(release.uploadUrl.replace(/\{[^}]*\}$/, ''));
      url.searchParams.set('name', name);
      const about: Partial<AnswerContext> = { tag: release.tag };
      return caller.upload(
        { url: url.href, contentType: contentType(name), source, about },
        parseAsset,
      );
    },
    async renameAsset(id, name) {
      const route = `PATCH ${repo}/releases/assets/${id}`;
      const call = { operation: 'rename-asset', route, body: { name }, repeatable: true } as const;
      return (await orAbsent(caller.api(call, parseAsset)))?.value;
    },
    async deleteAsset(id, mayRepeat) {
      const route = `DELETE ${repo}/releases/assets/${id}`;
      const asking = mayRepeat === undefined ? {} : { mayRepeat };
      await orAbsent(
        caller.api(
          { operation: 'delete-asset', route, repeatable: true, ...asking },
          () => undefined,
        ),
      );
    },
    assetText: (id) => orAbsent(caller.text(`${repo}/releases/assets/${id}`)),
    async hashAsset(id) {
      const hex = await orAbsent(caller.hash(`${repo}/releases/assets/${id}`));
      return hex === undefined ? undefined : sha256Digest(hex);
    },
  };
}

/** 404 as undefined; every other failure stays one. */
async function orAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AnswerError && error.answer.status === 404) return undefined;
    throw error;
  }
}

function updateBody(fields: UpdateFields): Record<string, unknown> {
  const body = {
    tag_name: fields.tag,
    name: fields.name,
    body: fields.body,
    draft: fields.draft,
    prerelease: fields.prerelease,
    make_latest: fields.makeLatest,
    discussion_category_name: fields.discussionCategory,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function parseRefObject(json: unknown): { readonly type: string; readonly sha: string } {
  const object = record(record(json, 'ref')['object'], 'ref object');
  return { type: text(object, 'type'), sha: text(object, 'sha') };
}

function parseAnnotatedTag(json: unknown): ObservedTag {
  const target = parseRefObject(json);
  const { message } = record(json, 'tag');
  const words = typeof message === 'string' ? message : '';
  const unsigned = words.replace(/^-----BEGIN [A-Z ]*SIGNATURE-----[^]*$/m, '').trim();
  return {
    commit: target.type === 'commit' ? target.sha : undefined,
    ...(unsigned === '' ? {} : { message: unsigned }),
  };
}

/** By the `Link` header; a server that sends none has more only after a full page. */
function hasNextPage(link: string | undefined, found: number): boolean {
  return link === undefined ? found === PAGE_SIZE : link.includes('rel="next"');
}

/** Escapes all but the slashes, which the API takes literally inside a ref. */
function escapePath(ref: string): string {
  return ref.split('/').map(encodeURIComponent).join('/');
}

function contentType(name: string): string {
  if (/\.(?:tar\.gz|tgz)$/.test(name)) return 'application/gzip';
  if (name.endsWith('.zip')) return 'application/zip';
  if (name.endsWith('.tar.zst')) return 'application/zstd';
  if (name.endsWith('.json')) return 'application/json';
  return name === 'SHA256SUMS' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}
