import type { IncomingHttpHeaders } from 'node:http';
import type { Access, Caller } from './access.ts';
import type { Json, JsonObject } from './json.ts';
import { notFound } from './refusal.ts';
import type { Repository, World } from './state.ts';

/** One request as an operation sees it: matched, authenticated and checked against the description. */
export interface Exchange {
  readonly world: World;
  readonly access: Access;
  readonly caller: Caller;
  /** What `x-accepted-github-permissions` says for this operation. */
  readonly accepted: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The JSON body; empty when there was none. */
  readonly body: JsonObject;
  /** The raw body. */
  readonly bytes: Uint8Array;
}

/** What an operation answers: JSON, raw bytes or nothing. */
export interface Reply {
  readonly status: number;
  readonly json?: Json;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Does one operation; the effect is complete when it returns. Throws Refusal. */
export type Handler = (exchange: Exchange) => Reply;

/** The repository that the path names. Throws 404. */
export function repositoryOf({ world, params }: Exchange): Repository {
  const name = `${params['owner'] ?? ''}/${params['repo'] ?? ''}`.toLowerCase();
  const repository = world.repositories.get(name);
  if (repository === undefined) throw notFound();
  return repository;
}

const DEFAULT_PAGE_SIZE = 30;
const LARGEST_PAGE = 100;

/**
 * One page of a list, with a Link header where there are others.
 * @see https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function page<T>(
  all: readonly T[],
  url: string,
  query: URLSearchParams,
  render: (each: T) => Json,
): Reply {
  const asked = Number(query.get('per_page') ?? DEFAULT_PAGE_SIZE);
  const size = Math.min(LARGEST_PAGE, asked > 0 ? asked : DEFAULT_PAGE_SIZE);
  const number = Math.max(1, Number(query.get('page') ?? 1));
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (relation: string, to: number): string => {
    const target = new URLSearchParams(query);
    target.set('page', String(to));
    return `<${url}?${target.toString()}>; rel="${relation}"`;
  };
  const links = [
    ...(number > 1 ? [link('prev', number - 1)] : []),
    ...(number < last ? [link('next', number + 1), link('last', last)] : []),
    ...(number > 1 ? [link('first', 1)] : []),
  ];
  return {
    status: 200,
    json: all.slice((number - 1) * size, number * size).map(render),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}
