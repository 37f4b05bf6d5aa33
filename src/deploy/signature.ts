import { createHmac } from 'node:crypto';
import { ActionError } from '../domain/errors.ts';

/** The ways to prove that a delivery is ours. */
export const STYLES = ['github', 'gitlab', 'standard'] as const;

/** One of {@link STYLES}. */
export type Style = (typeof STYLES)[number];

/** A secret that was checked for its style. */
export interface SigningKey {
  readonly style: Style;
  /** HMAC key, or for `gitlab` the token itself. */
  readonly bytes: Uint8Array;
  /** Every spelling of the secret, to be masked. */
  readonly secrets: readonly string[];
  readonly warnings: readonly string[];
}

/** What is signed and told in the headers of one try. */
export interface SignedParts {
  readonly event: string;
  readonly deliveryId: string;
  /** Time of this try, in milliseconds since 1970. */
  readonly sentMs: number;
  /** Exactly the bytes that are sent. */
  readonly body: Uint8Array;
}

/** Least bytes of a Standard Webhooks key (specification 1.0.0, signature scheme). */
const LEAST_STANDARD_BYTES = 24;

/** Checks a secret. Throws {@link ActionError} `no-secret` or `bad-secret`; an HMAC with an empty key would look fine. */
export function parseSigningKey(style: Style, secret: string | undefined): SigningKey {
  if (secret === undefined || secret.trim() === '') {
    throw new ActionError({
      code: 'no-secret',
      message: 'Input "secret" is empty, so nobody could tell this delivery from a forged one',
      hint: 'Check the name of the secret and whether this job may read it: runs for forks and jobs outside the environment of a secret get an empty text.',
    });
  }
  switch (style) {
    case 'github':
      return plainKey(style, secret);
    case 'gitlab':
      return tokenKey(secret);
    case 'standard':
      return standardKey(secret.trim());
  }
}

/**
 * Headers that prove a delivery, by style.
 * @see https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 * @see https://docs.gitlab.com/user/project/integrations/webhooks/ (delivery headers)
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureHeaders(key: SigningKey, parts: SignedParts): Record<string, string> {
  const { event, deliveryId, sentMs, body } = parts;
  switch (key.style) {
    case 'github':
      return {
        'x-github-event': event,
        'x-github-delivery': deliveryId,
        'x-hub-signature-256': `sha256=${createHmac('sha256', key.bytes).update(body).digest('hex')}`,
      };
    case 'gitlab':
      return {
        'x-gitlab-event': event,
        'x-gitlab-token': Buffer.from(key.bytes).toString('latin1'),
        'idempotency-key': deliveryId,
      };
    case 'standard': {
      const timestamp = String(Math.floor(sentMs / 1000));
      const mac = createHmac('sha256', key.bytes)
        .update(`${deliveryId}.${timestamp}.`)
        .update(body);
      return {
        'webhook-id': deliveryId,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${mac.digest('base64')}`,
      };
    }
  }
}

function plainKey(style: Style, secret: string): SigningKey {
  const warnings =
    secret === secret.trim()
      ? []
      : [
          'The secret begins or ends with white space, which is signed with; receivers often have it without.',
        ];
  return { style, bytes: Buffer.from(secret, 'utf8'), secrets: spellings(secret), warnings };
}

function tokenKey(secret: string): SigningKey {
  // A header would lose white space at its ends, and cannot hold line breaks or letters outside ASCII.
  if (/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(secret)) return plainKey('gitlab', secret);
  throw new ActionError({
    code: 'bad-secret',
    message: 'Input "secret" cannot be sent as a header, as the style gitlab does',
    hint: 'Use printable ASCII without white space at the ends; a line break often slips in when a secret is piped into its store.',
  });
}

function standardKey(secret: string): SigningKey {
  if (/^wh[sp]k_/.test(secret)) {
    throw badStandardKey('is a key of the asymmetric kind, which this action does not sign with');
  }
  const encoded = secret.replace(/^whsec_/, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw badStandardKey('is not base64 after "whsec_"');
  const bytes = Buffer.from(encoded, 'base64');
  // Padding may be left out; anything else that does not come back the same is damaged.
  if (bytes.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) {
    throw badStandardKey('is damaged base64');
  }
  const warnings =
    bytes.length >= LEAST_STANDARD_BYTES
      ? []
      : [
          `The secret has ${bytes.length} bytes; Standard Webhooks asks for at least ${LEAST_STANDARD_BYTES}.`,
        ];
  return { style: 'standard', bytes, secrets: spellings(secret, encoded), warnings };
}

function badStandardKey(what: string): ActionError {
  return new ActionError({
    code: 'bad-secret',
    message: `Input "secret" ${what}`,
    hint: 'The style standard takes whsec_ and the base64 of 24 to 64 random bytes, such as from: echo "whsec_$(openssl rand -base64 32)".',
  });
}

function spellings(...texts: readonly string[]): readonly string[] {
  return [...new Set([...texts, ...texts.map((text) => text.trim())])];
}
