import { lacking, mayPush, requireRead, requireWrite } from './access.ts';
import { type Exchange, type Handler, page, type Reply, repositoryOf } from './exchange.ts';
import { objectOrEmpty, stringOrUndefined } from './json.ts';
import { commitOfRef, resolveCommit } from './refs.ts';
import { notFound, refuse } from './refusal.ts';
import { repositoryJson } from './repository-json.ts';
import type { Repository } from './state.ts';
import { commitJson, refJson, tagJson, tagObjectJson } from './wire.ts';

const TAGS = 'refs/tags/';

function readable(exchange: Exchange): Repository {
  const repository = repositoryOf(exchange);
  requireRead(exchange.caller, repository);
  return repository;
}

function getRepository(exchange: Exchange): Reply {
  const repository = readable(exchange);
  const push = mayPush(exchange.caller, repository);
  return { status: 200, json: repositoryJson(exchange.world, repository, push) };
}

function getCommit(exchange: Exchange): Reply {
  const repository = readable(exchange);
  const name = exchange.params['ref'] ?? '';
  const commit = resolveCommit(repository, name);
  if (commit === undefined) throw refuse(422, `No commit found for SHA: ${name}`);
  return { status: 200, json: commitJson(exchange.world, repository, commit) };
}

function getRef(exchange: Exchange): Reply {
  const repository = readable(exchange);
  const ref = `refs/${exchange.params['ref'] ?? ''}`;
  const target = repository.refs.get(ref);
  if (target === undefined) throw notFound();
  return { status: 200, json: refJson(exchange.world, repository, ref, target) };
}

function matchingRefs(exchange: Exchange): Reply {
  const { world } = exchange;
  const repository = readable(exchange);
  const prefix = `refs/${exchange.params['ref'] ?? ''}`;
  const found = [...repository.refs].filter(([ref]) => ref.startsWith(prefix)).sort();
  return {
    status: 200,
    json: found.map(([ref, target]) => refJson(world, repository, ref, target)),
  };
}

/** Creating is atomic: of two callers one gets 201 and the other 422. */
function createRef(exchange: Exchange): Reply {
  const { world, body } = exchange;
  const repository = repositoryOf(exchange);
  requireWrite(exchange.caller, repository, exchange.accepted);
  const ref = stringOrUndefined(body['ref']) ?? '';
  const sha = stringOrUndefined(body['sha']) ?? '';
  if (!/^refs\/[^/]+\/./.test(ref)) throw refuse(422, 'Reference name is invalid');
  if (repository.refs.has(ref)) throw refuse(422, 'Reference already exists');
  const annotated = repository.annotatedTags.has(sha);
  if (!annotated && !repository.commits.has(sha)) throw refuse(422, 'Object does not exist');
  const tag = ref.startsWith(TAGS) ? ref.slice(TAGS.length) : undefined;
  const refused =
    tag !== undefined &&
    (repository.restrictedTags?.test(tag) === true || repository.burnedTags.has(tag));
  // release-plz/action#518: the answer does not say which rule.
  if (refused) throw refuse(422, 'Reference update failed');
  const target = { type: annotated ? ('tag' as const) : ('commit' as const), sha };
  repository.refs.set(ref, target);
  return {
    status: 201,
    json: refJson(world, repository, ref, target),
    headers: { location: `${world.addresses.apiUrl}/repos/${repository.fullName}/git/${ref}` },
  };
}

function deleteRef(exchange: Exchange): Reply {
  const repository = repositoryOf(exchange);
  requireWrite(exchange.caller, repository, exchange.accepted);
  const ref = `refs/${exchange.params['ref'] ?? ''}`;
  if (!repository.refs.has(ref)) throw refuse(422, 'Reference does not exist');
  const frozen = repository.releases.some(
    ({ immutable, tagName }) => immutable && ref === `${TAGS}${tagName}`,
  );
  if (frozen) throw refuse(422, 'Reference update failed');
  repository.refs.delete(ref);
  return { status: 204 };
}

function getTag(exchange: Exchange): Reply {
  const repository = readable(exchange);
  const tag = repository.annotatedTags.get(exchange.params['tag_sha'] ?? '');
  if (tag === undefined) throw notFound();
  return { status: 200, json: tagObjectJson(exchange.world, repository, tag) };
}

function listTags(exchange: Exchange): Reply {
  const { world, query } = exchange;
  const repository = readable(exchange);
  const tags = [...repository.refs.keys()]
    .filter((ref) => ref.startsWith(TAGS))
    .sort()
    .reverse()
    .flatMap((ref) => {
      const commit = commitOfRef(repository, ref);
      return commit === undefined ? [] : [{ name: ref.slice(TAGS.length), commit }];
    });
  const url = `${world.addresses.apiUrl}/repos/${repository.fullName}/tags`;
  return page(tags, url, query, ({ name, commit }) => tagJson(world, repository, name, commit));
}

/** Needs administration: a job's own token never has it. @see the operation's description */
function immutableReleases(exchange: Exchange): Reply {
  const repository = readable(exchange);
  const { caller } = exchange;
  if (caller.kind === 'anonymous') throw refuse(401, 'Requires authentication');
  if (caller.permissions.administration === undefined) throw lacking(exchange.accepted);
  if (!repository.immutableReleases) throw notFound();
  return { status: 200, json: { enabled: true, enforced_by_owner: false } };
}

function rateLimit(exchange: Exchange): Reply {
  const core = objectOrEmpty(exchange.access.budget(exchange.headers.authorization));
  const search = { limit: 30, remaining: 30, reset: core['reset'], used: 0 };
  return { status: 200, json: { resources: { core, search }, rate: core } };
}

/** What is done for each operation on the repository itself, its refs and commits. */
export const gitOperations: Readonly<Record<string, Handler>> = {
  'repos/get': getRepository,
  'repos/get-commit': getCommit,
  'repos/list-tags': listTags,
  'repos/check-immutable-releases': immutableReleases,
  'git/get-ref': getRef,
  'git/list-matching-refs': matchingRefs,
  'git/create-ref': createRef,
  'git/delete-ref': deleteRef,
  'git/get-tag': getTag,
  'rate-limit/get': rateLimit,
};
