import type { Json, JsonObject } from './json.ts';

/** An error answer of the API, thrown by the rules and sent as it is. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: JsonObject, headers: Readonly<Record<string, string>> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const DOCUMENTATION = 'https://docs.github.com/rest';

/** A refusal in GitHub's basic form: `message`, `documentation_url`, `status`. */
export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  const body = { message, documentation_url: DOCUMENTATION, status: String(status) };
  return new Refusal(status, body, headers);
}

/** 404 as GitHub answers for what is absent and for what the caller may not know of. */
export function notFound(): Refusal {
  return refuse(404, 'Not Found');
}

/** One entry of `errors` in a 422. */
export interface FieldError {
  readonly resource: 'Release' | 'ReleaseAsset';
  readonly code: 'already_exists' | 'custom' | 'invalid' | 'missing_field';
  readonly field?: string;
  readonly message?: string;
}

/** 422 `Validation Failed` with the fields at fault. @see the schema `validation-error` */
export function validationFailed(...errors: readonly FieldError[]): Refusal {
  return new Refusal(422, {
    message: 'Validation Failed',
    errors: errors.map((error): Json => ({ ...error })),
    documentation_url: DOCUMENTATION,
    status: '422',
  });
}
