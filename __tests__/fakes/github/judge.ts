import type { Access } from './access.ts';
import { acceptedPermissions } from './access.ts';
import { assetOperations, beginUploadExchange, type BegunUpload } from './asset-operations.ts';
import type { Contract, Match } from './contract.ts';
import type { Exchange, Handler, Reply } from './exchange.ts';
import { gitOperations } from './git-operations.ts';
import { serveGraphql } from './graphql.ts';
import { isObject, type Json, objectOrEmpty, parseJson } from './json.ts';
import type { RequestRecord, Violation } from './record.ts';
import { notFound, refuse, Refusal } from './refusal.ts';
import { releaseOperations } from './release-operations.ts';
import type { World } from './state.ts';

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...releaseOperations,
  ...assetOperations,
  ...gitOperations,
};

const UPLOAD = 'repos/upload-release-asset';

/** One API request with everything that is needed to answer it. */
export interface Call {
  readonly record: RequestRecord;
  readonly match: Match | undefined;
  readonly query: URLSearchParams;
  readonly bytes: Uint8Array;
}

/** Answers API requests and judges both sides against the official description. */
export interface Judge {
  /** The whole effect of a request. Never throws: refusals are replies, mistakes of ours are 500 and recorded. */
  answer(call: Call, begun: BegunUpload | Reply | undefined): Reply;
  /** Starts an upload before its bytes are there. Returns the refusal when it is refused. */
  begin(call: Call): BegunUpload | Reply;
  readonly violations: Violation[];
}

function bodyOf({ record, bytes, match }: Call): Json | undefined {
  if (match?.operation.id === UPLOAD || bytes.byteLength === 0) return undefined;
  try {
    return parseJson(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw record.method === 'GET' ? error : refuse(400, 'Problems parsing JSON');
  }
}

/** The same value without the fields that older servers lack. */
function withoutNewFields(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNewFields);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'digest' && key !== 'immutable');
  return Object.fromEntries(
    kept.map(([key, each]) => [key, each === undefined ? each : withoutNewFields(each)]),
  );
}

/** Judges with one world and its tokens. */
export function createJudge(world: World, access: Access, contract: Contract): Judge {
  const violations: Violation[] = [];

  function blame(
    kind: Violation['kind'],
    request: RequestRecord,
    problems: readonly string[],
  ): void {
    violations.push({ kind, request, problems });
  }

  /** What GitHub checks of every request before the operation itself. Throws Refusal. */
  function admit(call: Call): Exchange {
    const { record, match, query, bytes } = call;
    const { headers, method } = record;
    if (headers['user-agent'] === undefined) {
      blame('request', record, ['the User-Agent header is missing']);
      throw refuse(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
      );
    }
    const caller = access.identify(headers.authorization);
    const body = bodyOf(call);
    const exchange = { world, access, caller, query, headers, bytes, body: objectOrEmpty(body) };
    if (match === undefined) return { ...exchange, accepted: '', params: {} };
    const problems = contract.requestProblems(match, { query, body });
    if (problems.length > 0) {
      blame('request', record, problems);
      throw refuse(422, `Invalid request. ${problems.join('. ')}`);
    }
    const accepted = acceptedPermissions(match.operation.id, method);
    return { ...exchange, accepted, params: match.params };
  }

  /** Uploads belong to the upload host and everything else to the API's. */
  function checkHost({ record }: Call): void {
    const wanted = record.operation === UPLOAD ? 'upload' : 'api';
    if (record.host === wanted) return;
    blame('request', record, [`${record.path} was asked of the ${record.host} host`]);
    throw notFound();
  }

  function perform(call: Call, begun: BegunUpload | Reply | undefined): Reply {
    checkHost(call);
    if (call.record.operation === 'graphql') {
      return serveGraphql(world, admit(call).caller, bodyOf(call));
    }
    if (begun !== undefined) return 'status' in begun ? begun : begun.complete(call.bytes);
    const handler = HANDLERS[call.match?.operation.id ?? ''];
    if (handler === undefined) {
      blame('request', call.record, ['the stand-in has no such operation']);
      throw notFound();
    }
    const exchange = admit(call);
    const reply = handler(exchange);
    return {
      ...reply,
      headers: { 'x-accepted-github-permissions': exchange.accepted, ...reply.headers },
    };
  }

  /** A refusal as the reply it stands for; any other error is a mistake of ours. */
  function asReply(record: RequestRecord, work: () => Reply): Reply {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal) {
        return { status: error.status, json: error.body, headers: error.headers };
      }
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      blame('response', record, [text]);
      return { status: 500, json: { message: text } };
    }
  }

  /** Today's description requires fields that older servers do not have, so they go last. */
  function aged(reply: Reply): Reply {
    if (!world.knobs.olderServer || reply.json === undefined) return reply;
    return { ...reply, json: withoutNewFields(reply.json) };
  }

  function checked(call: Call, reply: Reply): Reply {
    const { match, record } = call;
    if (match === undefined || reply.status === 500) return reply;
    // Bytes instead of JSON are what `Accept: application/octet-stream` asks for.
    if (reply.bytes !== undefined) return reply;
    const problems = contract.responseProblems(match.operation, reply.status, reply.json);
    if (problems.length === 0) return aged(reply);
    blame('response', record, problems);
    const message = `the stand-in broke GitHub's description: ${problems.join('; ')}`;
    return { status: 500, json: { message } };
  }

  return {
    violations,
    begin(call) {
      let begun: BegunUpload | undefined;
      const refused = asReply(call.record, () => {
        checkHost(call);
        begun = beginUploadExchange(admit(call));
        return { status: 201 };
      });
      return begun ?? refused;
    },
    answer(call, begun) {
      const { record } = call;
      const { authorization } = record.headers;
      let rates: Readonly<Record<string, string>> = {};
      const reply = asReply(record, () => {
        if (record.operation !== 'rate-limit/get')
          rates = access.count(authorization, record.method);
        return perform(call, begun);
      });
      const judged = checked(call, reply);
      world.save();
      return { ...judged, headers: { ...rates, ...judged.headers } };
    },
  };
}
