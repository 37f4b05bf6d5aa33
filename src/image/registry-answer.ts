import { ActionError } from '../domain/errors.ts';

/** An answer of a registry, with a body that is small. */
export interface RegistryAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const MOST_WORDS = 300;

/**
 * The error for an answer that ends the work. `what` was tried: `push the manifest …`; `host` is the
 * registry's. @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
 */
export function registryError(answer: RegistryAnswer, what: string, host: string): ActionError {
  const words = reason(answer);
  return new ActionError({
    code: CODES[answer.status] ?? 'registry',
    message: `Cannot ${what}: ${host} answered HTTP ${answer.status}${words === '' ? '' : ` (${words})`}`,
    hint: HINTS[answer.status] ?? hintFor(answer.status),
  });
}

const CODES: Readonly<Record<number, string>> = {
  401: 'registry-unauthorized',
  403: 'registry-denied',
  429: 'registry-busy',
};

const HINTS: Readonly<Record<number, string>> = {
  401: 'Check "registry-username" and "registry-password", or log in with docker/login-action before this step.',
  403: 'The credentials may not do this. On ghcr.io the job needs `permissions: packages: write`, and the package must grant this repository write access.',
  404: 'Check the name of the image; some registries want a repository to be created first.',
  413: 'The registry, or a proxy in front of it, limits the size of an upload.',
  429: 'The registry limits requests: re-run the job later; what was uploaded is found and not sent again.',
};

function hintFor(status: number): string {
  if (status >= 500) {
    return 'The registry has trouble: re-run the job later; what was uploaded is found and not sent again.';
  }
  return status >= 300 && status < 400
    ? 'Name the registry by its final address.'
    : 'Check the name of the image and that the registry follows the OCI distribution specification.';
}

/** The registry's own words: its error codes and messages, on one line. */
function reason({ body }: RegistryAnswer): string {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return '';
  }
  if (typeof value !== 'object' || value === null || !('errors' in value)) return '';
  const errors: unknown = value.errors;
  if (!Array.isArray(errors)) return '';
  const texts = errors.flatMap((error: unknown) => {
    if (typeof error !== 'object' || error === null) return [];
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
    return [[code, message].filter((word) => word !== '').join(': ')];
  });
  return texts.join('; ').replace(/\s+/g, ' ').slice(0, MOST_WORDS);
}
