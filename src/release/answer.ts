import { ActionError, type ActionErrorParts } from '../domain/errors.ts';

/** The calls of the releases API that can fail with a meaning of their own. */
export type Operation =
  | 'read'
  | 'generate-notes'
  | 'create'
  | 'update'
  | 'delete'
  | 'upload'
  | 'delete-asset'
  | 'rename-asset'
  | 'download';

/** One entry of a 422's `errors`. @see https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** An answer that is not a success, or none at all. */
export interface FailedAnswer {
  readonly operation: Operation;
  /** `POST /repos/o/r/releases`, for messages. */
  readonly request: string;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** The server's message, or the network's. One line. */
  readonly message: string;
  readonly errors: readonly FieldError[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A failed answer as an error: its words are for the user, its `answer` for who can do something about it. */
export class AnswerError extends ActionError {
  readonly answer: FailedAnswer;

  constructor(answer: FailedAnswer, parts: ActionErrorParts) {
    super(parts);
    this.answer = answer;
  }
}

/** The kinds of failure that callers tell apart. */
export type FailureKind =
  /** No answer, or a gateway's: the call may have worked. */
  | 'unclear'
  | 'rate-limited'
  | 'unauthorized'
  | 'forbidden'
  | 'absent'
  /** 422: the values are refused. */
  | 'refused'
  | 'other';

/** The kind of a failed answer. */
export function failureKind(answer: FailedAnswer): FailureKind {
  const { status } = answer;
  if (isRateLimit(answer)) return 'rate-limited';
  if (status === undefined || status === 408 || status >= 500) return 'unclear';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'absent';
    case 422:
      return 'refused';
    default:
      return 'other';
  }
}

/** The kind of any thrown value; undefined when it is no failed answer. */
export function kindOf(error: unknown): FailureKind | undefined {
  return error instanceof AnswerError ? failureKind(error.answer) : undefined;
}

/** True when the token is not accepted or may not do what was asked. */
export function isTokenTooWeak(error: unknown): boolean {
  const kind = kindOf(error);
  return kind === 'unauthorized' || kind === 'forbidden';
}

/** True when a 422 says that the name (of an asset) or tag (of a published release) is taken. */
export function isAlreadyThere(error: unknown): boolean {
  return (
    error instanceof AnswerError &&
    error.answer.status === 422 &&
    error.answer.errors.some((each) => each.code === 'already_exists')
  );
}

/**
 * The primary limit answers 403 or 429 with no requests left, the secondary one with `retry-after`
 * or only with its words.
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
function isRateLimit({ status, headers, message }: FailedAnswer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /rate limit|abuse detection/i.test(message)
  );
}

/** What a failed answer's status, headers and body say. A body that is no JSON is quoted, shortened. */
export function parseFailure(answer: {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}): Pick<FailedAnswer, 'status' | 'message' | 'errors' | 'headers'> {
  const { status, headers, body } = answer;
  const json = parseObject(body);
  const message = json?.['message'];
  const listed = json?.['errors'];
  return {
    status,
    headers,
    message: oneLine(typeof message === 'string' ? message : body) || 'no message',
    errors: Array.isArray(listed) ? listed.map((each: unknown) => fieldError(each)) : [],
  };
}

function fieldError(entry: unknown): FieldError {
  if (typeof entry !== 'object' || entry === null) {
    return { field: '', code: 'custom', message: oneLine(String(entry)) };
  }
  const { field, code, message }: Record<string, unknown> = { ...entry };
  const asText = (value: unknown): string => (typeof value === 'string' ? oneLine(value) : '');
  return { field: asText(field), code: asText(code), message: asText(message) };
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}
