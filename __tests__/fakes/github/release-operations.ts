import { mayPush, requireRead, requireWrite } from './access.ts';
import { type Exchange, type Handler, page, type Reply, repositoryOf } from './exchange.ts';
import { stringOrUndefined } from './json.ts';
import { passes } from './lag.ts';
import { latestOf } from './latest.ts';
import { generateNotes } from './notes.ts';
import { notFound } from './refusal.ts';
import { createRelease, deleteRelease, updateRelease } from './release-rules.ts';
import type { Release, Repository } from './state.ts';
import { releaseJson } from './wire.ts';

function readable(exchange: Exchange): Repository {
  const repository = repositoryOf(exchange);
  requireRead(exchange.caller, repository);
  return repository;
}

function writable(exchange: Exchange): Repository {
  const repository = repositoryOf(exchange);
  requireWrite(exchange.caller, repository, exchange.accepted);
  return repository;
}

/** The release with the id in the path, when the caller may see it. Throws 404. */
export function releaseInPath(exchange: Exchange, repository: Repository): Release {
  const id = Number(exchange.params['release_id']);
  const release = repository.releases.find((each) => each.id === id);
  if (release === undefined) throw notFound();
  if (release.draft && !mayPush(exchange.caller, repository)) throw notFound();
  return release;
}

function reply(exchange: Exchange, repository: Repository, release: Release, status = 200): Reply {
  return { status, json: releaseJson(exchange.world, repository, release) };
}

function newestFirst(a: Release, b: Release): number {
  return b.createdAtMs - a.createdAtMs || b.id - a.id;
}

function list(exchange: Exchange): Reply {
  const { world, caller, query } = exchange;
  const repository = readable(exchange);
  const now = world.now();
  const drafts = mayPush(caller, repository);
  const shown = [...repository.releases, ...repository.deleted]
    .filter(({ draft }) => drafts || !draft)
    .filter(({ listGate, deletedGate }) =>
      deletedGate === undefined ? passes(listGate, now) : !passes(deletedGate, now),
    )
    .sort(newestFirst)
    .slice(0, world.limits.listedReleases);
  const url = `${world.addresses.apiUrl}/repos/${repository.fullName}/releases`;
  return page(shown, url, query, (release) => releaseJson(world, repository, release));
}

function create(exchange: Exchange): Reply {
  const repository = writable(exchange);
  const release = createRelease({ ...exchange, repository }, exchange.body);
  const answer = reply(exchange, repository, release, 201);
  const location = `${exchange.world.addresses.apiUrl}/repos/${repository.fullName}/releases/${release.id}`;
  return { ...answer, headers: { location } };
}

function get(exchange: Exchange): Reply {
  const repository = readable(exchange);
  return reply(exchange, repository, releaseInPath(exchange, repository));
}

function update(exchange: Exchange): Reply {
  const repository = writable(exchange);
  const release = releaseInPath(exchange, repository);
  updateRelease({ ...exchange, repository }, release, exchange.body);
  return reply(exchange, repository, release);
}

function remove(exchange: Exchange): Reply {
  const repository = writable(exchange);
  deleteRelease(exchange.world, repository, releaseInPath(exchange, repository));
  return { status: 204 };
}

function byTag(exchange: Exchange): Reply {
  const repository = readable(exchange);
  const found = repository.releases.find(
    ({ draft, tagName }) => !draft && tagName === exchange.params['tag'],
  );
  if (found === undefined || !passes(found.tagGate, exchange.world.now())) throw notFound();
  return reply(exchange, repository, found);
}

function latest(exchange: Exchange): Reply {
  const repository = readable(exchange);
  const found = latestOf(repository);
  if (found === undefined || !passes(found.tagGate, exchange.world.now())) throw notFound();
  return reply(exchange, repository, found);
}

function notes(exchange: Exchange): Reply {
  const { world, body } = exchange;
  const json = generateNotes(world, writable(exchange), {
    tagName: stringOrUndefined(body['tag_name']) ?? '',
    targetCommitish: stringOrUndefined(body['target_commitish']),
    previousTagName: stringOrUndefined(body['previous_tag_name']),
  });
  return { status: 200, json };
}

/** What is done for each operation on releases. */
export const releaseOperations: Readonly<Record<string, Handler>> = {
  'repos/list-releases': list,
  'repos/create-release': create,
  'repos/get-release': get,
  'repos/update-release': update,
  'repos/delete-release': remove,
  'repos/get-release-by-tag': byTag,
  'repos/get-latest-release': latest,
  'repos/generate-release-notes': notes,
};
