import type { AssetSource } from './release-api.ts';

/** An answer with its whole body as text. */
export interface TextAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer of the JSON API; `data` is text where the body was no JSON. */
export interface JsonAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** The outcome of {@link Transport.hash}: 64 hex digits, or the answer that was no file. */
export type HashAnswer =
  | { readonly kind: 'hashed'; readonly sha256: string }
  | { readonly kind: 'failed'; readonly answer: TextAnswer };

/** Moves asset bytes without ever holding a whole file in memory, which octokit cannot. */
export interface AssetTransfers {
  /** Posts the bytes with their length. Any status is returned; throws a plain error when no answer came. */
  post(url: string, contentType: string, source: AssetSource): Promise<TextAnswer>;
  /** Downloads a file of at most 1 MiB as text. Statuses and errors as in {@link AssetTransfers.post}. */
  text(url: string): Promise<TextAnswer>;
  /** Downloads and hashes a file. Statuses and errors as in {@link AssetTransfers.post}. */
  hash(url: string): Promise<HashAnswer>;
}

/** One request, one answer: no retries and no judgement. */
export interface Transport extends AssetTransfers {
  /**
   * One call of the JSON API. `route` is method and path, `GET /repos/o/r`. Any status is returned; throws a
   * plain error when no whole answer came.
   */
  json(route: string, body: Readonly<Record<string, unknown>> | undefined): Promise<JsonAnswer>;
  /** The `data` of a GraphQL query. Throws a plain error for every failure. */
  graphql(query: string, variables: Readonly<Record<string, string>>): Promise<unknown>;
}
