import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whose caches a job may read, in the order they are searched, and where it may write. */
export interface CacheAccess {
  /** Full refs: the job's own first, then the base branch of a pull request, then the default branch. */
  readonly readable: readonly string[];
  /** The only scope a job ever writes: its own ref. Absent for a read-only token. */
  readonly writable?: string;
}

/** The job a runtime token is made for. */
export interface TokenScope {
  /** Full ref of the run, such as `refs/heads/main` or `refs/pull/7/merge`. */
  readonly ref: string;
  /** Full ref of a pull request's base branch. */
  readonly baseRef?: string;
  /** `read` is what an untrusted event gets, `none` a run without any readable scope. Default `write`. */
  readonly access?: 'write' | 'read' | 'none';
}

const READ = 1;
const WRITE = 2;

/**
 * A runtime token as the runner passes it in ACTIONS_RUNTIME_TOKEN: a JWT whose `ac` claim lists
 * the cache scopes with their permission bits (1 read, 2 write). Signed with `secret`, so that a
 * token of another server is refused.
 */
export function mintRuntimeToken(scope: TokenScope, defaultBranch: string, secret: string): string {
  const refs = [...new Set([scope.ref, scope.baseRef ?? scope.ref, defaultBranch])];
  const scopes = refs.map((ref) => ({
    Scope: ref,
    Permission: ref === scope.ref && (scope.access ?? 'write') === 'write' ? READ | WRITE : READ,
  }));
  const claims = { ac: JSON.stringify(scope.access === 'none' ? [] : scopes) };
  const unsigned = `${encodePart({ alg: 'HS256', typ: 'JWT' })}.${encodePart(claims)}`;
  return `${unsigned}.${sign(unsigned, secret)}`;
}

/** What the bearer of an `authorization` header may do; undefined when the token is not ours. */
export function readRuntimeToken(
  authorization: string | undefined,
  secret: string,
): CacheAccess | undefined {
  const [head, claims, signature] = (authorization ?? '').replace(/^Bearer /i, '').split('.');
  if (head === undefined || claims === undefined || signature === undefined) return undefined;
  const expected = Buffer.from(sign(`${head}.${claims}`, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  // The signature is ours, so the claims have the shape that mintRuntimeToken writes.
  const { ac } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { ac: string };
  const scopes = JSON.parse(ac) as { Scope: string; Permission: number }[];
  const writable = scopes.find((scope) => (scope.Permission & WRITE) !== 0)?.Scope;
  const readable = scopes.map((scope) => scope.Scope);
  return writable === undefined ? { readable } : { readable, writable };
}

function encodePart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
