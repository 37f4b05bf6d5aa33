import { describeError } from '../domain/errors.ts';
import type { Clock, Log } from '../host/host.ts';
import { type AnswerError, type FailedAnswer, type Operation, parseFailure } from './answer.ts';
import type { AssetSource } from './release-api.ts';
import { type AnswerContext, explainAnswer } from './errors.ts';
import { RATE_LIMIT_BUDGET_MS, retryDelayMs } from './retry.ts';
import type { Transport } from './transport.ts';

/** One call of the JSON API. */
export interface ApiCall {
  readonly operation: Operation;
  /** Method and path below the API's address, already escaped: `GET /repos/o/r/releases?page=2`. */
  readonly route: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** True when a second call does no harm; reads always are. */
  readonly repeatable?: boolean;
  /** Asked before every further try, after its wait; false ends the call with the failure that there was. */
  readonly mayRepeat?: () => Promise<boolean>;
  /** What an error can name beside the answer. */
  readonly about?: Partial<AnswerContext>;
}

/** A successful answer of the JSON API. */
export interface ApiAnswer<T> {
  readonly value: T;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One upload. */
export interface UploadCall {
  readonly url: string;
  readonly contentType: string;
  readonly source: AssetSource;
  readonly about: Partial<AnswerContext>;
}

/** Makes calls: deadlines, retries, failures in words. Each method throws `AnswerError`. */
export interface Caller {
  /** `parse` reads the JSON; an answer it throws for counts as one that was cut off. */
  api<T>(call: ApiCall, parse: (json: unknown) => T): Promise<ApiAnswer<T>>;
  /** As {@link Caller.api}, with the created asset's JSON. */
  upload<T>(call: UploadCall, parse: (json: unknown) => T): Promise<T>;
  /** The id of the tag's release by GraphQL, drafts included; undefined for none and for any failure. */
  releaseIdByTag(tag: string): Promise<number | undefined>;
  /** The text that a path below the API's address downloads, at most 1 MiB of it. */
  text(path: string): Promise<string>;
  /** 64 hex digits of the SHA-256 of what a path below the API's address downloads. */
  hash(path: string): Promise<string>;
}

/** What {@link createCaller} takes; see `ReleaseClientOptions`. */
export interface CallerOptions {
  readonly apiUrl: string;
  readonly repository: string;
  readonly clock: Clock;
  readonly log: Log;
}

const ID_QUERY =
  'query($owner: String!, $name: String!, $tag: String!) { repository(owner: $owner, name: $name) { release(tagName: $tag) { databaseId } } }';

/** A caller over `transport`. */
export function createCaller(options: CallerOptions, transport: Transport): Caller {
  const apiUrl = options.apiUrl.replace(/\/+$/, '');
  const retrying = createRetrying(options);
  return {
    api: (call, parse) =>
      retrying(call, async () => {
        const { route, body } = call;
        const answer = await transport.json(route, body).catch(throwUnanswered);
        const { status, headers, data } = answer;
        if (status >= 400) {
          const text = typeof data === 'string' ? data : JSON.stringify(data ?? {});
          throw new CallFailure(parseFailure({ status, headers, body: text }));
        }
        return { value: readAnswer(() => parse(data)), headers };
      }),
    upload: (call, parse) =>
      retrying({ operation: 'upload', route: `POST ${call.url}`, about: call.about }, async () => {
        const { url, contentType, source } = call;
        const answer = await transport.post(url, contentType, source).catch(throwUnanswered);
        if (answer.status !== 201) throw new CallFailure(parseFailure(answer));
        return readAnswer(() => parse(JSON.parse(answer.body)));
      }),
    async releaseIdByTag(tag) {
      const [owner = '', name = ''] = options.repository.split('/');
      try {
        return parseGraphqlId(await transport.graphql(ID_QUERY, { owner, name, tag }));
      } catch (error) {
        options.log.debug(`GraphQL does not answer: ${describeError(error)}`);
        return undefined;
      }
    },
    text: (path) =>
      retrying({ operation: 'download', route: `GET ${path}` }, async () => {
        const answer = await transport.text(`${apiUrl}${path}`).catch(throwUnanswered);
        if (answer.status === 200) return answer.body;
        throw new CallFailure(parseFailure(answer));
      }),
    hash: (path) =>
      retrying({ operation: 'download', route: `GET ${path}` }, async () => {
        const outcome = await transport.hash(`${apiUrl}${path}`).catch(throwUnanswered);
        if (outcome.kind === 'hashed') return outcome.sha256;
        throw new CallFailure(parseFailure(outcome.answer));
      }),
  };
}

type FailureFacts = Pick<FailedAnswer, 'status' | 'message' | 'errors' | 'headers'>;

/** One failed try, on its way to the decision about the next. */
class CallFailure extends Error {
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts) {
    super(facts.message);
    this.facts = facts;
  }
}

function throwUnanswered(error: unknown): never {
  throw new CallFailure(unanswered(error));
}

function unanswered(error: unknown): FailureFacts {
  return { status: undefined, message: describeError(error), errors: [], headers: {} };
}

/** A success that cannot be read was cut off on its way: what it was about may have happened or not. */
function readAnswer<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new CallFailure(unanswered(error));
  }
}

function parseGraphqlId(data: unknown): number | undefined {
  const repository = member(data, 'repository');
  const id = member(member(repository, 'release'), 'databaseId');
  return typeof id === 'number' ? id : undefined;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields: Record<string, unknown> = { ...value };
  return fields[name];
}

type Try = Pick<ApiCall, 'operation' | 'route' | 'repeatable' | 'mayRepeat' | 'about'>;

/** Repeats what may be repeated; the waits for rate limits of one client share one budget. */
function createRetrying({ repository, clock, log }: CallerOptions) {
  let waitedMs = 0;
  // Calls that wait at the same time wait once: the budget is of the job's time, not of its calls.
  let waitsUntilMs = 0;
  return async <T>(call: Try, attempt: () => Promise<T>): Promise<T> => {
    const repeatable = call.repeatable ?? call.route.startsWith('GET ');
    const request = call.route.replace(/\?.*$/, '');
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        const answer: FailedAnswer = { operation: call.operation, request, ...error.facts };
        const nowMs = clock.now();
        const waitedBeforeMs = waitedMs - Math.max(0, waitsUntilMs - nowMs);
        const now = { nowMs, waitedMs: waitedBeforeMs, random: clock.random() };
        const delayMs = retryDelayMs({ answer, tries, repeatable, ...now });
        const giveUp = (): AnswerError => explainAnswer(answer, { repository, ...call.about });
        if (delayMs === undefined) throw giveUp();
        const isLimit = answer.status === 403 || answer.status === 429;
        if (isLimit && nowMs + delayMs > waitsUntilMs) {
          waitedMs = waitedBeforeMs + delayMs;
          waitsUntilMs = nowMs + delayMs;
        }
        const left = Math.max(0, RATE_LIMIT_BUDGET_MS - waitedMs) / 1000;
        const budget = isLimit
          ? `; after that, this job waits ${left.toFixed(0)} s more for rate limits at most`
          : '';
        log.info(
          `${request}: try ${tries} failed (${answer.status ?? 'no answer'}: ${answer.message}); next in ${(delayMs / 1000).toFixed(1)} s${budget}`,
        );
        await clock.sleep(delayMs);
        if (call.mayRepeat !== undefined && !(await call.mayRepeat())) throw giveUp();
      }
    }
  };
}
