import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { primaryLimit, rateHeaders, secondaryLimit } from './access.ts';
import type { BegunUpload } from './asset-operations.ts';
import { type Contract, decoded } from './contract.ts';
import type { Reply } from './exchange.ts';
import type { createFaults, Fault } from './faults.ts';
import type { Call, Judge } from './judge.ts';
import type { RequestRecord } from './record.ts';
import { Refusal } from './refusal.ts';
import type { World } from './state.ts';
import { serveStorage, serveWeb } from './storage.ts';
import { drop, readBody, send } from './wire-http.ts';

/** Called at points where a test may hold a request. */
export interface Hooks {
  /** After a request's body has arrived and before it has any effect. */
  onRequest?: (request: RequestRecord) => void | Promise<void>;
  /** After its effect and before the answer is sent. */
  onReply?: (request: RequestRecord, status: number) => void | Promise<void>;
}

/** The stand-in's servers. */
export type HostName = RequestRecord['host'];

/** What has passed through. */
export interface Traffic {
  readonly requests: RequestRecord[];
  uploads: number;
  maxUploads: number;
}

/** What the way of a request needs. */
export interface Parts {
  readonly world: World;
  readonly contract: Contract;
  readonly judge: Judge;
  readonly faults: ReturnType<typeof createFaults>;
  readonly hooks: Hooks;
  readonly traffic: Traffic;
  /** The path prefix that each host serves under. */
  readonly prefixes: Readonly<Record<HostName, string>>;
}

const UPLOAD = 'repos/upload-release-asset';

/** Notes the request in the log and finds out which operation it is. */
export function recordOf(
  parts: Parts,
  host: HostName,
  request: Pick<IncomingMessage, 'url' | 'method' | 'headers'>,
): Call & { url: URL } {
  const { contract, prefixes, traffic } = parts;
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const prefix = prefixes[host];
  const path = url.pathname.startsWith(`${prefix}/`)
    ? url.pathname.slice(prefix.length)
    : url.pathname;
  const method = request.method ?? 'GET';
  const isApi = host === 'api' || host === 'upload';
  const graphqlPath = prefix === '/api/v3' ? '/api/graphql' : '/graphql';
  const isGraphql = host === 'api' && method === 'POST' && url.pathname === graphqlPath;
  const match = isApi && !isGraphql ? contract.match(method, path) : undefined;
  const record: RequestRecord = {
    number: traffic.requests.length + 1,
    host,
    method,
    path: decoded(path),
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    operation: isGraphql ? 'graphql' : match?.operation.id,
    bodyBytes: 0,
    fault: undefined,
    status: undefined,
  };
  traffic.requests.push(record);
  return { record, match, query: url.searchParams, bytes: new Uint8Array(), url };
}

/** The reply of a fault that strikes before the effect; undefined when it lets the effect happen. */
function replyBefore({ world, judge }: Parts, fault: Fault, call: Call): Reply | undefined {
  switch (fault.kind) {
    case 'status':
      return fault.when === 'before' ? faultReply(fault.status) : undefined;
    case 'starter':
      if (call.record.operation === UPLOAD) judge.begin(call);
      return faultReply(502);
    case 'primary-limit': {
      const reset = Math.ceil(world.now() / 1000) + fault.resetInSeconds;
      const limit = world.limits.requestsPerHour;
      return refusalReply(primaryLimit(rateHeaders({ limit, remaining: 0, reset, used: limit })));
    }
    case 'secondary-limit':
      return refusalReply(secondaryLimit(fault.status, fault.retryAfterSeconds));
    case 'reset':
    case 'truncate':
    case 'corrupt':
    case 'slow':
    case 'hang':
      return undefined;
  }
}

function faultReply(status: number): Reply {
  return { status, json: { message: status === 404 ? 'Not Found' : 'Server Error' } };
}

function refusalReply(error: Error): Reply {
  if (!(error instanceof Refusal)) throw error;
  return { status: error.status, json: error.body, headers: error.headers };
}

/** The bytes with the last one changed: the size stays, the digest does not. */
function corrupted(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === bytes.byteLength - 1 ? byte ^ 1 : byte));
}

function strikes(
  fault: Fault | undefined,
  kind: 'reset' | 'hang',
  when: 'before' | 'after',
): boolean {
  return fault?.kind === kind && fault.when === when;
}

function effectOf(
  parts: Parts,
  call: Call & { url: URL },
  begun: BegunUpload | Reply | undefined,
): Reply {
  const { host, headers } = call.record;
  if (host === 'web') return serveWeb(parts.world, call.url);
  if (host === 'storage') return serveStorage(parts.world, call.url, headers.authorization);
  return parts.judge.answer(call, begun);
}

/** What comes of a request: an answer, perhaps cut in half, a cut connection, or silence. */
export interface Outcome {
  readonly kind: 'reply' | 'dropped' | 'silent';
  /** The status of the effect; undefined when there was none. */
  readonly effect: number | undefined;
  /** What is sent back. */
  readonly reply: Reply | undefined;
  readonly cut: boolean;
}

/** Takes the fault that strikes this request, and notes it. */
export function takeFault({ faults }: Parts, { record }: Call): Fault | undefined {
  record.fault = faults.take(record);
  return record.fault;
}

/** The whole effect of a call under a fault, and what is sent back. All done when it returns. */
export function outcomeOf(
  parts: Parts,
  call: Call & { url: URL },
  begun: BegunUpload | Reply | undefined,
  fault: Fault | undefined,
): Outcome {
  const nothing = { effect: undefined, reply: undefined, cut: false };
  if (strikes(fault, 'hang', 'before')) return { kind: 'silent', ...nothing };
  if (strikes(fault, 'reset', 'before')) return { kind: 'dropped', ...nothing };
  const early = fault === undefined ? undefined : replyBefore(parts, fault, call);
  const isCorrupt = fault?.kind === 'corrupt' && call.record.operation === UPLOAD;
  const received = isCorrupt ? { ...call, bytes: corrupted(call.bytes) } : call;
  const done = early ?? effectOf(parts, received, begun);
  const after = { ...nothing, effect: done.status };
  if (strikes(fault, 'hang', 'after')) return { kind: 'silent', ...after };
  if (strikes(fault, 'reset', 'after')) return { kind: 'dropped', ...after };
  const lost = fault?.kind === 'status' && fault.when === 'after';
  const reply = lost ? faultReply(fault.status) : done;
  return { kind: 'reply', effect: done.status, reply, cut: fault?.kind === 'truncate' };
}

/** Hands the call to the rules and sends what comes of it, with what goes wrong on the way. */
async function respond(
  parts: Parts,
  call: Call & { url: URL },
  begun: BegunUpload | Reply | undefined,
  http: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const { record } = call;
  await parts.hooks.onRequest?.(record);
  const fault = takeFault(parts, call);
  if (fault?.kind === 'slow') await sleep(fault.ms);
  const { kind, effect, reply, cut } = outcomeOf(parts, call, begun, fault);
  if (effect !== undefined) await parts.hooks.onReply?.(record, effect);
  if (kind === 'dropped') drop(http.request);
  if (kind !== 'reply' || reply === undefined) return;
  record.status = reply.status;
  const headers = { 'x-github-request-id': `FAKE:${record.number}`, ...reply.headers };
  send(http.response, { ...reply, headers }, cut);
}

/** An upload that is larger than allowed is answered without reading it. */
function isTooLarge(world: World, request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) >= world.limits.assetBytes;
}

async function receiveUpload(
  parts: Parts,
  call: Call & { url: URL },
  http: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const { world, judge, traffic } = parts;
  traffic.uploads += 1;
  traffic.maxUploads = Math.max(traffic.maxUploads, traffic.uploads);
  try {
    const begun = world.knobs.showUnfinishedUploads ? judge.begin(call) : undefined;
    const bytes = isTooLarge(world, http.request) ? new Uint8Array() : await readBody(http.request);
    if (bytes === undefined) {
      // A cut upload leaves its name behind as a starter (itchio/gothub#1).
      if (begun === undefined) judge.begin(call);
      return;
    }
    call.record.bodyBytes = bytes.byteLength;
    await respond(parts, { ...call, bytes }, begun, http);
  } finally {
    traffic.uploads -= 1;
  }
}

/** The whole way of one request, from its headers to the answer. Mistakes of ours are recorded. */
export async function receive(
  parts: Parts,
  host: HostName,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = recordOf(parts, host, request);
  const http = { request, response };
  try {
    await (call.record.operation === UPLOAD
      ? receiveUpload(parts, call, http)
      : receiveOther(parts, call, http));
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parts.judge.violations.push({ kind: 'response', request: call.record, problems: [text] });
    response.destroy();
  }
}

async function receiveOther(
  parts: Parts,
  call: Call & { url: URL },
  http: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const bytes = await readBody(http.request);
  if (bytes === undefined) return;
  call.record.bodyBytes = bytes.byteLength;
  await respond(parts, { ...call, bytes }, undefined, http);
}
