import { createHash } from 'node:crypto';
import type { Permissions } from './options.ts';
import { notFound, refuse } from './refusal.ts';
import type { Repository, World } from './state.ts';

/** Who asks: nobody in particular, or the holder of a token. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'token';
      readonly permissions: Permissions;
      /** Lower-case names the token was made for; undefined means all. */
      readonly repositories: readonly string[] | undefined;
    };

/** What a caller has used of its limits in the current hour and minute. */
interface Usage {
  requests: number;
  readonly hourEndsMs: number;
  writes: number;
  minuteEndsMs: number;
}

/** Tokens, and how much each has asked. */
export interface Access {
  /** A new token. `repositories` narrows it to some, by `owner/name`. */
  issue(permissions: Permissions, repositories?: readonly string[]): string;
  /** The caller behind an Authorization header. Throws 401 for a token that was never issued. */
  identify(authorization: string | undefined): Caller;
  /**
   * Counts a request and returns the `x-ratelimit-*` headers that every answer carries. Throws the
   * primary (403) or secondary (403 with retry-after) limit once it is used up.
   */
  count(authorization: string | undefined, method: string): Readonly<Record<string, string>>;
  /** Limit, used and remaining requests and the end of the window in seconds since 1970, uncounted. */
  budget(
    authorization: string | undefined,
  ): Record<'limit' | 'remaining' | 'reset' | 'used', number>;
}

/** The permissions each operation accepts, as `x-accepted-github-permissions` names them. */
export function acceptedPermissions(operationId: string, method: string): string {
  if (/create-release$|update-release$/.test(operationId)) {
    return 'contents=write; contents=write,workflows=write';
  }
  if (operationId === 'repos/check-immutable-releases') return 'administration=read';
  if (operationId === 'repos/get') return 'metadata=read';
  return method === 'GET' ? 'contents=read' : 'contents=write';
}

function covers(caller: Caller, repository: Repository): boolean {
  if (caller.kind === 'anonymous') return false;
  const name = repository.fullName.toLowerCase();
  return caller.repositories === undefined || caller.repositories.includes(name);
}

/** Whether the caller may write contents: only then are drafts shown. */
export function mayPush(caller: Caller, repository: Repository): boolean {
  return (
    caller.kind === 'token' && covers(caller, repository) && caller.permissions.contents === 'write'
  );
}

/** Throws 404 when a private repository is not the caller's to see. */
export function requireRead(caller: Caller, repository: Repository): void {
  if (!repository.private) return;
  if (caller.kind === 'anonymous' || !covers(caller, repository)) throw notFound();
  if (caller.permissions.contents === undefined) throw notFound();
}

/** Throws 401, 403 or 404 unless the caller may write contents. `accepted` is named in the 403. */
export function requireWrite(caller: Caller, repository: Repository, accepted: string): void {
  requireRead(caller, repository);
  if (caller.kind === 'anonymous') throw refuse(401, 'Requires authentication');
  if (!mayPush(caller, repository)) throw lacking(accepted);
}

/** The 403 of a token that lacks a permission. */
export function lacking(accepted: string): Error {
  return refuse(403, 'Resource not accessible by integration', {
    'x-accepted-github-permissions': accepted,
  });
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const ANONYMOUS_REQUESTS_PER_HOUR = 60;

function tokenOf(authorization: string | undefined): string | undefined {
  return authorization === undefined
    ? undefined
    : (/^(?:bearer|token) +(\S+)$/i.exec(authorization)?.[1] ?? '');
}

/** Tokens and limits of one stand-in. */
export function createAccess(world: World): Access {
  const issued = new Map<string, Caller>();
  const used = new Map<string, Usage>();

  function usageOf(key: string): Usage {
    const now = world.now();
    const known = used.get(key);
    if (known !== undefined && now < known.hourEndsMs) return known;
    const fresh = { requests: 0, hourEndsMs: now + HOUR_MS, writes: 0, minuteEndsMs: now };
    used.set(key, fresh);
    return fresh;
  }

  function budget(
    authorization: string | undefined,
  ): Record<'limit' | 'remaining' | 'reset' | 'used', number> {
    const token = tokenOf(authorization);
    const usage = usageOf(token ?? '');
    const limit = token === undefined ? ANONYMOUS_REQUESTS_PER_HOUR : world.limits.requestsPerHour;
    return {
      limit,
      remaining: Math.max(0, limit - usage.requests),
      reset: Math.ceil(usage.hourEndsMs / 1000),
      used: Math.min(limit, usage.requests),
    };
  }

  function countWrite(usage: Usage): void {
    const now = world.now();
    if (now >= usage.minuteEndsMs) {
      usage.writes = 0;
      usage.minuteEndsMs = now + MINUTE_MS;
    }
    usage.writes += 1;
    if (usage.writes <= world.limits.writesPerMinute) return;
    throw secondaryLimit(403, Math.ceil((usage.minuteEndsMs - now) / 1000));
  }

  return {
    issue(permissions, repositories) {
      const token = `ghs_${createHash('sha256').update(`token ${issued.size}`).digest('hex').slice(0, 36)}`;
      issued.set(token, {
        kind: 'token',
        permissions,
        repositories: repositories?.map((name) => name.toLowerCase()),
      });
      return token;
    },
    identify(authorization) {
      const token = tokenOf(authorization);
      if (token === undefined) return { kind: 'anonymous' };
      const caller = issued.get(token);
      if (caller === undefined) throw refuse(401, 'Bad credentials');
      return caller;
    },
    count(authorization, method) {
      const usage = usageOf(tokenOf(authorization) ?? '');
      usage.requests += 1;
      const { limit } = budget(authorization);
      const headers = rateHeaders(budget(authorization));
      if (usage.requests > limit) throw primaryLimit(headers);
      if (method !== 'GET' && method !== 'HEAD') countWrite(usage);
      return headers;
    },
    budget,
  };
}

/** The `x-ratelimit-*` headers for a budget. */
export function rateHeaders(
  budget: Readonly<Record<'limit' | 'remaining' | 'reset' | 'used', number>>,
): Record<string, string> {
  return {
    'x-ratelimit-limit': String(budget.limit),
    'x-ratelimit-remaining': String(budget.remaining),
    'x-ratelimit-reset': String(budget.reset),
    'x-ratelimit-used': String(budget.used),
    'x-ratelimit-resource': 'core',
  };
}

/**
 * The primary limit: 403 with `x-ratelimit-remaining: 0`.
 * @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function primaryLimit(headers: Readonly<Record<string, string>>): Error {
  return refuse(403, 'API rate limit exceeded for installation.', headers);
}

/** The secondary limit: 403 or 429, with `retry-after` in seconds when GitHub knows one. */
export function secondaryLimit(status: 403 | 429, retryAfterSeconds: number | undefined): Error {
  return refuse(
    status,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}
