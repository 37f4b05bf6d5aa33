import { createHash } from 'node:crypto';
import type { TextAnswer, Transport } from '../../../src/release/transport.ts';
import type { Reply } from '../../fakes/github/exchange.ts';
import type { LocalGitHub, LocalOutcome, LocalRequest } from '../../fakes/github/local.ts';
import type { Scheduler } from './scheduler.ts';

/** How a job dies at a request: before its effect, in the middle of an upload, or before its answer. */
export type Death = 'before' | 'during' | 'after';

/** One job's way to the stand-in. */
export interface WireOptions {
  readonly job: string;
  readonly token: string;
  /** The bytes of the job's file at a path. */
  readonly read: (path: string) => Uint8Array;
  /** The request, counted from 1, that the job dies at. */
  readonly death: { readonly request: number; readonly kind: Death } | undefined;
  readonly onDeath: () => void;
  /** How long an upload is under way at most, in milliseconds; 0 for no time at all. */
  readonly uploadMs: number;
  /** Called before every effect. */
  readonly beforeEffect: (request: LocalRequest) => void;
  /** Called after every effect, with one line about it; without the outcome when the job died of it. */
  readonly onEffect: (line: string, outcome?: LocalOutcome) => void;
}

type Got = Required<Pick<Reply, 'status' | 'headers'>> & { readonly body: Buffer };

/** How long the real transport waits for an answer. */
const TIMEOUT_MS = 60_000;

/** How long a tiny upload is under way at most. */
const SUMS_MS = 2000;

function isOfSums({ url }: LocalRequest): boolean {
  return url.endsWith('name=SHA256SUMS');
}

/** A transport through the scheduler: each effect and each answer is a step of its own. */
export function createWire(
  github: LocalGitHub,
  scheduler: Scheduler,
  options: WireOptions,
): Transport {
  const { job, token, read, death, uploadMs } = options;
  const common = { authorization: `token ${token}`, 'user-agent': 'ship-go' };
  let sent = 0;

  const send = (request: LocalRequest): Promise<Got> =>
    new Promise((resolve, reject) => {
      scheduler.later(job, () => {
        sent += 1;
        const number = sent;
        const isUpload = request.url.startsWith('http://upload.');
        if (death?.request === number && death.kind !== 'after') {
          if (death.kind === 'during' && isUpload) github.cutUpload(request);
          die(`dies ${death.kind} ${request.method} ${request.url}`);
          return;
        }
        options.beforeEffect(request);
        if (!isUpload || uploadMs === 0) {
          settle(number, github.exchange(request));
          return;
        }
        const opened = github.open(request);
        void scheduler
          .clock(job)
          // Checksums are a few kilobytes.
          .sleep(scheduler.integer(isOfSums(request) ? Math.min(uploadMs, SUMS_MS) : uploadMs))
          .then(() => {
            settle(number, opened.finish());
          });
      });
      const settle = (number: number, outcome: LocalOutcome): void => {
        const { kind, reply, effect, cut, record } = outcome;
        const name = record.query['name'];
        const fault = record.fault === undefined ? '' : ` [${JSON.stringify(record.fault)}]`;
        options.onEffect(
          `${job} ${request.method} ${record.path}${name === undefined ? '' : ` ${name}`} -> ${reply?.status ?? kind}${effect === reply?.status ? '' : ` (effect ${effect ?? 'none'})`}${fault}`,
          outcome,
        );
        if (death?.request === number) {
          die('dies before the answer');
          return;
        }
        if (kind === 'silent') {
          void scheduler
            .clock(job)
            .sleep(TIMEOUT_MS)
            .then(() => {
              reject(new Error(`no byte moved for ${TIMEOUT_MS / 1000} s`));
            });
          return;
        }
        scheduler.later(job, () => {
          if (kind === 'dropped' || reply === undefined || cut) {
            reject(new Error(cut ? 'the answer was cut off' : 'the connection was reset'));
          } else {
            resolve(gotOf(reply));
          }
        });
      };
    });
  const die = (how: string): void => {
    options.onEffect(`${job} ${how}`);
    options.onDeath();
    scheduler.kill(job);
  };
  const download = async (url: string): Promise<Got> => {
    const headers = { ...common, accept: 'application/octet-stream' };
    const got = await send({ method: 'GET', url, headers, bytes: new Uint8Array() });
    const { location } = got.headers;
    if (got.status !== 302 || location === undefined) return got;
    const bare = { 'user-agent': 'ship-go' };
    return send({ method: 'GET', url: location, headers: bare, bytes: new Uint8Array() });
  };
  return {
    async json(route, body) {
      const [method = '', path = ''] = route.split(' ');
      const bytes = body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body));
      const url = `${github.world.addresses.apiUrl}${path}`;
      const { status, headers, body: text } = await send({ method, url, headers: common, bytes });
      return { status, headers, data: text.length === 0 ? undefined : parseJson(text.toString()) };
    },
    async graphql(query, variables) {
      const bytes = Buffer.from(JSON.stringify({ query, variables }));
      const url = `${github.world.addresses.apiUrl}/graphql`;
      const got = await send({ method: 'POST', url, headers: common, bytes });
      const json = parseJson(got.body.toString());
      if (got.status !== 200) throw new Error(`GraphQL answered ${got.status}`);
      return typeof json === 'object' && json !== null && 'data' in json ? json.data : undefined;
    },
    async post(url, contentType, source) {
      const bytes = source.kind === 'bytes' ? source.bytes : read(source.path);
      const length = String(bytes.byteLength);
      const headers = { ...common, 'content-type': contentType, 'content-length': length };
      return textOf(await send({ method: 'POST', url, headers, bytes }));
    },
    text: async (url) => textOf(await download(url)),
    async hash(url) {
      const got = await download(url);
      if (got.status !== 200) return { kind: 'failed', answer: textOf(got) };
      return { kind: 'hashed', sha256: createHash('sha256').update(got.body).digest('hex') };
    },
  };
}

function gotOf({ status, headers, json, bytes }: Reply): Got {
  const body = bytes ?? (json === undefined ? '' : JSON.stringify(json));
  return { status, headers: { ...headers }, body: Buffer.from(body) };
}

function textOf({ status, headers, body }: Got): TextAnswer {
  return { status, headers, body: body.toString() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
