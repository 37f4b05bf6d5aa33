import { type DurationRange, parseDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/errors.ts';
import { parseStatusList, type StatusList } from '../domain/status-list.ts';
import { parseWebAddress, type WebAddress } from '../domain/web-address.ts';
import { type JsonObject, parsePayload } from './payload.ts';
import { parseSigningKey, type SigningKey, type Style } from './signature.ts';

/** The inputs of the `deploy/` action as text; absent where nothing was given. */
export interface DeployInputs {
  readonly url?: string | undefined;
  /** Untouched: white space belongs to a secret. */
  readonly secret?: string | undefined;
  readonly style?: Style | undefined;
  readonly event?: string | undefined;
  readonly version?: string | undefined;
  readonly image?: string | undefined;
  readonly payload?: string | undefined;
  readonly timeout?: string | undefined;
  readonly retries?: string | undefined;
  readonly expectStatus: readonly string[];
  readonly allowHttp?: boolean | undefined;
}

/** A deployment to ask for, checked. */
export interface DeploySettings {
  readonly address: WebAddress;
  readonly key: SigningKey;
  readonly event: string;
  readonly version?: string;
  readonly image?: string;
  readonly payload: JsonObject;
  /** For one try. */
  readonly timeoutMs: number;
  /** Tries after the first. */
  readonly retries: number;
  readonly expectStatus: StatusList;
  /** What the user should know, though it stops nothing. */
  readonly warnings: readonly string[];
}

const DEFAULT_EVENT = 'ship_go_deploy';
const DEFAULT_RETRIES = 3;
const MOST_RETRIES = 20;
const DEFAULT_TIMEOUT_MS = 60_000;
const TIMEOUTS: DurationRange = { leastMs: 100, mostMs: 3_600_000 };

/** Checks every input. Throws {@link ActionError} for the first that is wrong; no message holds a secret. */
export function parseDeploySettings(given: DeployInputs): DeploySettings {
  const address = parseWebAddress('url', required(given.url), given.allowHttp ?? false);
  const key = parseSigningKey(given.style ?? 'github', given.secret);
  const { version, image, timeout } = given;
  return {
    address,
    key,
    event: parseEvent(given.event ?? DEFAULT_EVENT),
    payload: parsePayload(given.payload),
    timeoutMs:
      timeout === undefined ? DEFAULT_TIMEOUT_MS : parseDuration('timeout', timeout, TIMEOUTS),
    retries: parseRetries(given.retries),
    expectStatus: parseStatusList(
      'expect-status',
      given.expectStatus.length === 0 ? ['2xx'] : given.expectStatus,
    ),
    warnings: [...key.warnings, ...(address.exposed ? [exposure(address, key)] : [])],
    ...(version === undefined ? {} : { version }),
    ...(image === undefined ? {} : { image }),
  };
}

function required(url: string | undefined): string {
  if (url !== undefined) return url;
  throw new ActionError({
    code: 'no-url',
    message: 'Input "url" is empty',
    hint: 'Give the address of the receiver, such as https://example.com/hooks/deploy.',
  });
}

/** The name goes into a header as it is. */
function parseEvent(event: string): string {
  if (/^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/.test(event)) return event;
  throw new ActionError({
    code: 'bad-event',
    message: `Input "event" does not take ${JSON.stringify(event.slice(0, 100))}`,
    hint: 'Use up to 100 printable ASCII characters.',
  });
}

function parseRetries(text: string | undefined): number {
  if (text === undefined) return DEFAULT_RETRIES;
  const retries = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (retries <= MOST_RETRIES) return retries;
  throw new ActionError({
    code: 'bad-retries',
    message: `Input "retries" does not take "${text}"`,
    hint: `Use a whole number from 0 to ${MOST_RETRIES}.`,
  });
}

function exposure(address: WebAddress, key: SigningKey): string {
  const what =
    key.style === 'gitlab'
      ? 'the secret travels in the clear, and whoever reads it can deploy'
      : 'the deployment can be read on the way; its signature still guards it from changes';
  return `${address.printable} is plain http: ${what}.`;
}
