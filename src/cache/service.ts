import type { Environment } from '../host/host.ts';

/** Which cache service a job may use. */
export interface CacheService {
  /** 2 speaks Twirp, 1 is what GitHub Enterprise Server has. */
  readonly api: 1 | 2;
  /** Ends in a slash. */
  readonly baseUrl: string;
  /** Sent to `baseUrl` only. */
  readonly token: string;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
  /** The value of ACTIONS_CACHE_MODE when it forbids something. */
  readonly mode: string;
}

const MODES: ReadonlyMap<string, { readonly mayRead: boolean; readonly mayWrite: boolean }> =
  new Map([
    ['none', { mayRead: false, mayWrite: false }],
    ['read', { mayRead: true, mayWrite: false }],
    ['write', { mayRead: true, mayWrite: true }],
    ['write-only', { mayRead: false, mayWrite: true }],
  ]);

/**
 * The cache service that the runner's variables name; undefined when they name none. A mode that is
 * not known forbids nothing.
 * @see actions/toolkit, packages/cache/src/internal/config.ts: the variables and what they mean
 */
export function findCacheService(env: Environment): CacheService | undefined {
  const api = isEnterpriseServer(env) || given(env, 'ACTIONS_CACHE_SERVICE_V2') === '' ? 1 : 2;
  const url = given(env, api === 2 ? 'ACTIONS_RESULTS_URL' : 'ACTIONS_CACHE_URL');
  const token = given(env, 'ACTIONS_RUNTIME_TOKEN');
  if (!URL.canParse(url) || token === '') return undefined;
  const mode = given(env, 'ACTIONS_CACHE_MODE').trim().toLowerCase();
  const rights = MODES.get(mode) ?? { mayRead: true, mayWrite: true };
  return { api, baseUrl: url.replace(/\/*$/, '/'), token, mode, ...rights };
}

/** Enterprise servers never offer version 2, whatever else is set. */
function isEnterpriseServer(env: Environment): boolean {
  const server = given(env, 'GITHUB_SERVER_URL');
  if (!URL.canParse(server)) return false;
  const host = new URL(server).hostname.toLowerCase();
  return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost');
}

function given(env: Environment, name: string): string {
  return env[name] ?? '';
}
