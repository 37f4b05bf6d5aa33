import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './faults.ts';

/** One request that reached the stand-in, in the order of arrival. */
export interface RequestRecord {
  /** 1 for the first. */
  readonly number: number;
  /** Which of its servers was asked. */
  readonly host: 'api' | 'upload' | 'web' | 'storage';
  readonly method: string;
  /** Decoded path without the API prefix and without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Header names in lower case; the Authorization header is kept, its tokens are made up. */
  readonly headers: IncomingHttpHeaders;
  /** `operationId` of the official description, or `graphql`; undefined when nothing fits. */
  readonly operation: string | undefined;
  /** Bytes of the body, once it was read. */
  bodyBytes: number;
  /** What was ordered to go wrong. */
  fault: Fault | undefined;
  /** The status sent; undefined while under way and where no answer was sent. */
  status: number | undefined;
}

/** Something that should not have happened. */
export interface Violation {
  /** `request`: the client's fault; `response`: the stand-in's own. */
  readonly kind: 'request' | 'response';
  readonly request: RequestRecord;
  readonly problems: readonly string[];
}
