import { createAccess } from './access.ts';
import type { BegunUpload } from './asset-operations.ts';
import { loadContract } from './contract.ts';
import type { Reply } from './exchange.ts';
import { createFaults, type Faults } from './faults.ts';
import { createJudge } from './judge.ts';
import type { GitHubOptions, Permissions } from './options.ts';
import {
  type HostName,
  type Outcome,
  outcomeOf,
  type Parts,
  recordOf,
  takeFault,
} from './pipeline.ts';
import type { RequestRecord, Violation } from './record.ts';
import { createWorld, type World } from './state.ts';

/** One request as it would go over the wire. */
export interface LocalRequest {
  readonly method: string;
  /** An address as the stand-in gives them out. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** What comes of a request, and what is noted about it. */
export type LocalOutcome = Outcome & { readonly record: RequestRecord };

/** The stand-in without sockets: the same rules, checks and faults, each request done in one call. */
export interface LocalGitHub {
  readonly world: World;
  readonly faults: Faults;
  readonly requests: readonly RequestRecord[];
  readonly violations: readonly Violation[];
  token(permissions: Permissions): string;
  /** The whole effect of a request and its answer. */
  exchange(request: LocalRequest): LocalOutcome;
  /** A request whose body takes a while; what it does before the last byte is done when this returns. */
  open(request: LocalRequest): { finish(): LocalOutcome };
  /** What is left of an upload whose sender dies before the last byte: the name, taken by a broken asset. */
  cutUpload(request: LocalRequest): RequestRecord;
}

/** Reading and compiling the official description takes longer than a whole history. */
let contract: ReturnType<typeof loadContract> | undefined;

const HOSTS: Readonly<Record<string, HostName>> = {
  'http://api.local': 'api',
  'http://upload.local': 'upload',
  'http://web.local': 'web',
  'http://storage.local': 'storage',
};

/** A stand-in whose addresses lead nowhere but to {@link LocalGitHub.exchange}. */
export function createLocalGitHub(options: GitHubOptions): LocalGitHub {
  contract ??= loadContract();
  const world = createWorld(options);
  Object.assign(world.addresses, {
    apiUrl: 'http://api.local',
    uploadUrl: 'http://upload.local',
    serverUrl: 'http://web.local',
    storageUrl: 'http://storage.local',
  });
  const access = createAccess(world);
  const judge = createJudge(world, access, contract);
  const faults = createFaults();
  const traffic = { requests: [] as RequestRecord[], uploads: 0, maxUploads: 0 };
  const prefixes = { api: '', upload: '', web: '', storage: '' };
  const parts: Parts = { world, contract, judge, faults, hooks: {}, traffic, prefixes };

  const callOf = (request: LocalRequest) => {
    const url = new URL(request.url);
    const host = HOSTS[url.origin];
    if (host === undefined) throw new Error(`no stand-in serves ${request.url}`);
    const wire = {
      method: request.method,
      url: url.pathname + url.search,
      headers: request.headers,
    };
    const call = recordOf(parts, host, wire);
    call.record.bodyBytes = request.bytes.byteLength;
    return { ...call, bytes: request.bytes };
  };
  const open = (request: LocalRequest) => {
    const call = callOf(request);
    let begun: BegunUpload | Reply | undefined;
    if (call.record.operation === 'repos/upload-release-asset') {
      begun = world.knobs.showUnfinishedUploads ? judge.begin(call) : undefined;
    }
    return {
      finish(): LocalOutcome {
        const outcome = outcomeOf(parts, call, begun, takeFault(parts, call));
        call.record.status = outcome.reply?.status;
        return { ...outcome, record: call.record };
      },
    };
  };
  return {
    world,
    faults,
    requests: traffic.requests,
    violations: judge.violations,
    token: (permissions) => access.issue(permissions),
    exchange: (request) => open(request).finish(),
    open,
    cutUpload(request) {
      const call = callOf(request);
      judge.begin(call);
      return call.record;
    },
  };
}
