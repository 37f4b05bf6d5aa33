import { type Caller, mayPush, requireRead } from './access.ts';
import type { Reply } from './exchange.ts';
import { isObject, type Json, type JsonObject, objectOrEmpty, stringOrUndefined } from './json.ts';
import { refuse } from './refusal.ts';
import type { Release, Repository, World } from './state.ts';
import { releaseJson } from './wire.ts';

const QUERY =
  /repository\s*\(\s*owner\s*:\s*([^,\s)]+)\s*,?\s*name\s*:\s*([^,\s)]+)\s*\)\s*\{\s*release\s*\(\s*tagName\s*:\s*([^,\s)]+)\s*\)\s*\{([\s\w,]*)\}/;

function argument(text: string, variables: JsonObject): string | undefined {
  if (text.startsWith('$')) return stringOrUndefined(variables[text.slice(1)]);
  return /^"(.*)"$/.exec(text)?.[1];
}

function fieldsOf(world: World, repository: Repository, release: Release): JsonObject {
  const rest = releaseJson(world, repository, release);
  return {
    __typename: 'Release',
    id: rest['node_id'],
    databaseId: release.id,
    tagName: release.tagName,
    name: release.name,
    description: release.body,
    isDraft: release.draft,
    isPrerelease: release.prerelease,
    immutable: release.immutable,
    url: rest['html_url'],
    createdAt: rest['created_at'],
    publishedAt: rest['published_at'],
    updatedAt: rest['updated_at'],
  };
}

/** A published release before drafts, the newest draft before older ones. */
function findRelease(repository: Repository, caller: Caller, tag: string): Release | undefined {
  const named = repository.releases.filter(({ tagName }) => tagName === tag);
  const drafts = mayPush(caller, repository) ? named.filter(({ draft }) => draft) : [];
  return named.find(({ draft }) => !draft) ?? drafts.at(-1);
}

/**
 * Answers the one query form that finds drafts by tag: `repository(owner:, name:) { release(tagName:)
 * { scalar fields } }`, as the gh command line sends it (cli/cli, pkg/cmd/release/shared/fetch.go).
 * Anything else is a 400: this is no GraphQL server.
 */
export function serveGraphql(world: World, caller: Caller, body: Json | undefined): Reply {
  if (caller.kind === 'anonymous') throw refuse(401, 'Requires authentication');
  const request = objectOrEmpty(body);
  const variables = objectOrEmpty(request['variables']);
  const found = QUERY.exec(stringOrUndefined(request['query']) ?? '');
  if (!isObject(body) || found === null) {
    throw refuse(400, 'the stand-in knows only repository.release(tagName:) with scalar fields');
  }
  const [owner = '', name = '', tag = ''] = found
    .slice(1, 4)
    .map((text) => argument(text, variables) ?? '');
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (repository === undefined) return unresolved(owner, name);
  try {
    requireRead(caller, repository);
  } catch {
    return unresolved(owner, name);
  }
  const release = findRelease(repository, caller, tag);
  if (release === undefined)
    return { status: 200, json: { data: { repository: { release: null } } } };
  const fields = fieldsOf(world, repository, release);
  const asked = (found[4] ?? '').trim().split(/[\s,]+/);
  const unknown = asked.find((field) => !(field in fields));
  if (unknown !== undefined) {
    const message = `Field '${unknown}' doesn't exist on type 'Release'`;
    return { status: 200, json: { errors: [{ message }] } };
  }
  const chosen = Object.fromEntries(asked.map((field) => [field, fields[field]]));
  return { status: 200, json: { data: { repository: { release: chosen } } } };
}

function unresolved(owner: string, name: string): Reply {
  const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
  const error = { type: 'NOT_FOUND', path: ['repository'], message };
  return { status: 200, json: { data: { repository: null }, errors: [error] } };
}
