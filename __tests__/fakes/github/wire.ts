import type { Json, JsonObject } from './json.ts';
import { passes } from './lag.ts';
import {
  type AnnotatedTag,
  type Asset,
  type Commit,
  madeUpSha,
  type RefTarget,
  type Release,
  type Repository,
  type World,
} from './state.ts';

/** RFC 3339 to the second, as all of GitHub's times are written. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

/** `<api>/repos/<owner>/<name>`. */
function repositoryUrl(world: World, repository: Repository): string {
  return `${world.addresses.apiUrl}/repos/${repository.fullName}`;
}

/** An account as the API shows it; every address is made from the login. */
export function userJson(world: World, login: string, type: 'User' | 'Bot'): JsonObject {
  const url = `${world.addresses.apiUrl}/users/${encodeURIComponent(login)}`;
  const html = `${world.addresses.serverUrl}/${type === 'Bot' ? 'apps/' : ''}${login.replace('[bot]', '')}`;
  const id = type === 'Bot' ? 41_898_282 : Number.parseInt(madeUpSha(login).slice(0, 6), 16);
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: `${world.addresses.serverUrl}/avatars/${id}`,
    gravatar_id: '',
    url,
    html_url: html,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  };
}

function actor(world: World): JsonObject {
  return userJson(world, 'github-actions[bot]', 'Bot');
}

/** The tag's place in web addresses: drafts have a made-up one, slashes are escaped. */
function tagInAddress(release: Release): string {
  return release.draft ? release.untaggedName : encodeURIComponent(release.tagName);
}

/** An asset as the API shows it now; counts as a read for a lagging digest. */
export function assetJson(
  world: World,
  repository: Repository,
  release: Release,
  asset: Asset,
): JsonObject {
  const shown = passes(asset.digestGate, world.now()) && world.knobs.digests === 'sha256';
  const web = `${world.addresses.serverUrl}/${repository.fullName}/releases/download`;
  return {
    url: `${repositoryUrl(world, repository)}/releases/assets/${asset.id}`,
    id: asset.id,
    node_id: nodeId('ReleaseAsset', asset.id),
    name: asset.name,
    label: asset.label,
    uploader: actor(world),
    content_type: asset.contentType,
    state: asset.state,
    size: asset.sizeBytes,
    digest: shown ? asset.digest : null,
    download_count: asset.downloadCount,
    created_at: timestamp(asset.createdAtMs),
    updated_at: timestamp(asset.updatedAtMs),
    browser_download_url: `${web}/${tagInAddress(release)}/${encodeURIComponent(asset.name)}`,
  };
}

/** A release as the API shows it. Its `assets` leave out what is not uploaded. */
export function releaseJson(world: World, repository: Repository, release: Release): JsonObject {
  const api = repositoryUrl(world, repository);
  const upload = `${world.addresses.uploadUrl}/repos/${repository.fullName}`;
  const web = `${world.addresses.serverUrl}/${repository.fullName}`;
  const source = (kind: string): string | null =>
    release.draft ? null : `${api}/${kind}/${encodeURIComponent(release.tagName)}`;
  const assets = release.assets.filter(
    ({ state, deletedGate }) => state === 'uploaded' && deletedGate === undefined,
  );
  return {
    url: `${api}/releases/${release.id}`,
    assets_url: `${api}/releases/${release.id}/assets`,
    upload_url: `${upload}/releases/${release.id}/assets{?name,label}`,
    html_url: `${web}/releases/tag/${tagInAddress(release)}`,
    id: release.id,
    author: actor(world),
    node_id: nodeId('Release', release.id),
    tag_name: release.tagName,
    target_commitish: release.targetCommitish,
    name: release.name,
    draft: release.draft,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: timestamp(release.createdAtMs),
    updated_at: timestamp(release.updatedAtMs),
    published_at: release.publishedAtMs === undefined ? null : timestamp(release.publishedAtMs),
    assets: assets.map((asset) => assetJson(world, repository, release, asset)),
    tarball_url: source('tarball'),
    zipball_url: source('zipball'),
    body: release.body,
    ...(release.discussionNumber === undefined
      ? {}
      : { discussion_url: `${web}/discussions/${release.discussionNumber}` }),
  };
}

/** A ref (`refs/tags/v1`) as the API shows it. */
export function refJson(
  world: World,
  repository: Repository,
  ref: string,
  target: RefTarget,
): JsonObject {
  const api = repositoryUrl(world, repository);
  return {
    ref,
    node_id: nodeId('Ref', `${repository.id}:${ref}`),
    url: `${api}/git/${ref}`,
    object: { ...target, url: `${api}/git/${target.type}s/${target.sha}` },
  };
}

const UNSIGNED: Json = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** An annotated tag object as the API shows it. */
export function tagObjectJson(world: World, repository: Repository, tag: AnnotatedTag): JsonObject {
  const api = repositoryUrl(world, repository);
  return {
    node_id: nodeId('Tag', tag.sha),
    tag: tag.name,
    sha: tag.sha,
    url: `${api}/git/tags/${tag.sha}`,
    message: tag.message,
    tagger: { name: 'Tagger', email: 'tagger@example.com', date: timestamp(tag.dateMs) },
    object: { type: 'commit', sha: tag.commit, url: `${api}/git/commits/${tag.commit}` },
    verification: UNSIGNED,
  };
}

/** One entry of the list of tags. */
export function tagJson(world: World, repository: Repository, name: string, commit: Commit): Json {
  const api = repositoryUrl(world, repository);
  return {
    name,
    node_id: nodeId('Ref', `${repository.id}:refs/tags/${name}`),
    commit: { sha: commit.sha, url: `${api}/commits/${commit.sha}` },
    zipball_url: `${api}/zipball/refs/tags/${encodeURIComponent(name)}`,
    tarball_url: `${api}/tarball/refs/tags/${encodeURIComponent(name)}`,
  };
}

/** A commit as the API shows it; without parents and files, which the stand-in does not know. */
export function commitJson(world: World, repository: Repository, commit: Commit): JsonObject {
  const api = repositoryUrl(world, repository);
  const tree = madeUpSha(`tree of ${commit.sha}`);
  const person = { name: 'Author', email: 'author@example.com', date: timestamp(commit.dateMs) };
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${world.addresses.serverUrl}/${repository.fullName}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
      comment_count: 0,
      verification: UNSIGNED,
    },
    author: null,
    committer: null,
    parents: [],
    stats: { additions: 0, deletions: 0, total: 0 },
    files: [],
  };
}
