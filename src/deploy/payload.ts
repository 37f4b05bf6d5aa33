import { ActionError } from '../domain/errors.ts';

/** A JSON object as it was parsed; numbers that a double cannot hold are kept as they were written. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What the run says of itself in every payload. */
export interface RunFacts {
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  readonly ref: string;
  /** Page of this attempt of the run. */
  readonly runUrl: string;
}

/** One delivery: made once, however often it is sent. */
export interface Delivery {
  /** A UUID in lower case. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly madeMs: number;
}

/** Receivers tell deliveries apart by these, so nobody else sets them. */
const OURS = ['event', 'delivery_id', 'timestamp'];

/** The input `payload`. Throws {@link ActionError} `bad-payload` unless it is a JSON object; the message quotes none of it. */
export function parsePayload(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  const value = parseJson(text);
  if (!isObject(value)) {
    throw badPayload('is JSON, yet no object', 'Write it as {"name": "value"}.');
  }
  const taken = OURS.filter((name) => Object.hasOwn(value, name));
  if (taken.length > 0) {
    throw badPayload(
      `sets ${taken.map((name) => `"${name}"`).join(' and ')}`,
      taken.includes('event')
        ? 'Use the input "event" for that; delivery_id and timestamp are set for each delivery.'
        : 'Receivers recognise repeats by them; use another name.',
    );
  }
  return value;
}

/** The bytes to send and to sign: our fields, and over them those of the user. One level deep. */
export function renderPayload(parts: {
  readonly event: string;
  readonly delivery: Delivery;
  readonly run: RunFacts;
  readonly version?: string | undefined;
  readonly image?: string | undefined;
  readonly payload: JsonObject;
}): Uint8Array {
  const { event, delivery, run, version, image, payload } = parts;
  const body = {
    event,
    delivery_id: delivery.id,
    timestamp: new Date(delivery.madeMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    ...(version === undefined ? {} : { version }),
    ...(image === undefined ? {} : { image }),
    repository: run.repository,
    commit: run.commit,
    ref: run.ref,
    run_url: run.runUrl,
    ...payload,
  };
  return new TextEncoder().encode(JSON.stringify(body));
}

/** Newer than the library types we compile against: the source of each value, and verbatim JSON. */
interface VerbatimJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
  ): unknown;
  readonly rawJSON?: (text: string) => unknown;
}

function parseJson(text: string): unknown {
  const json: VerbatimJson = JSON;
  try {
    return json.parse(text, (_key, value, context) => {
      const source = context?.source;
      const exact = typeof value !== 'number' || source === undefined || String(value) === source;
      return exact || json.rawJSON === undefined ? value : json.rawJSON(source);
    });
  } catch (error) {
    // Node's own message quotes the text, which may hold a secret; the place says enough, where it is told.
    throw badPayload(
      `is not JSON${placeOf(text, error instanceof Error ? error.message : '')}`,
      'Check its commas and quotes, or build it with toJSON().',
    );
  }
}

function placeOf(text: string, message: string): string {
  if (message.includes('end of JSON')) return ': it ends too early';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `: see line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badPayload(what: string, hint: string): ActionError {
  return new ActionError({ code: 'bad-payload', message: `Input "payload" ${what}`, hint });
}
