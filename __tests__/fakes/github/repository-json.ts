import type { Json, JsonObject } from './json.ts';
import type { Repository, World } from './state.ts';
import { timestamp, userJson } from './wire.ts';

/** The address fields of a repository and what follows the repository's own address in each. */
const ADDRESSES: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

const COUNTS: Readonly<Record<string, number>> = {
  forks: 0,
  forks_count: 0,
  network_count: 0,
  open_issues: 0,
  open_issues_count: 0,
  size: 108,
  stargazers_count: 0,
  subscribers_count: 0,
  watchers: 0,
  watchers_count: 0,
};

/** A repository as `GET /repos/{owner}/{repo}` shows it to a caller who may, or may not, push. */
export function repositoryJson(world: World, repository: Repository, mayPush: boolean): JsonObject {
  const { fullName } = repository;
  const [owner = '', name = ''] = fullName.split('/');
  const url = `${world.addresses.apiUrl}/repos/${fullName}`;
  const html = `${world.addresses.serverUrl}/${fullName}`;
  const created = timestamp(world.now());
  const addresses = Object.entries(ADDRESSES).map(([key, rest]): [string, Json] => [
    key,
    `${url}${rest}`,
  ]);
  return {
    id: repository.id,
    node_id: Buffer.from(`Repository:${repository.id}`).toString('base64url'),
    name,
    full_name: fullName,
    owner: userJson(world, owner, 'User'),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    html_url: html,
    url,
    ...Object.fromEntries(addresses),
    ...COUNTS,
    clone_url: `${html}.git`,
    svn_url: html,
    git_url: `${html}.git`.replace(/^https?:/, 'git:'),
    ssh_url: `git@${new URL(html).hostname}:${fullName}.git`,
    mirror_url: null,
    homepage: null,
    language: 'Go',
    license: null,
    description: null,
    fork: false,
    archived: false,
    disabled: false,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: repository.discussionCategories.length > 0,
    default_branch: repository.defaultBranch,
    permissions: { admin: false, maintain: false, push: mayPush, triage: mayPush, pull: true },
    created_at: created,
    updated_at: created,
    pushed_at: created,
  };
}
