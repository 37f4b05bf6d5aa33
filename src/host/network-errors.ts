import { describeError } from '../domain/errors.ts';

/** Names of TLS failures in Node (OpenSSL verification results and Node's own), by what they mean. */
const TLS_CODES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; check the clock',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate chain ends in an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate chain ends in an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate chain is incomplete',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

const SOCKET_CODES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name does not resolve (DNS)',
  EAI_AGAIN: 'its name cannot be resolved right now (DNS)',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
  EPROTO: 'the TLS handshake failed, as with a server or proxy that speaks plain http on that port',
};

/** What opening and writing a file can fail with, and a socket cannot. */
const DISK_CODES = new Set(
  'ENOSPC EDQUOT EFBIG EROFS EACCES EPERM ENOENT ENOTDIR EISDIR EMFILE ENFILE EIO'.split(' '),
);

/** Why a transfer gave no answer, in words that complete "no answer from <host>: …". */
export function explainNetworkError(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined) {
    const words = TLS_CODES[code] ?? SOCKET_CODES[code];
    if (words !== undefined) return `${words} (${code})`;
  }
  return describeError(error);
}

/** The name of a failure (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), wherever Node has put it; undefined when there is none. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Happy eyeballs: Node wraps one error for each address it tried.
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  return 'cause' in error ? errorCode(error.cause) : undefined;
}

/** True for what the machine's own disk refused (`ENOSPC`, `EACCES`, …) while a transfer was written to it. */
export function isDiskError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('syscall' in error)) return false;
  const code = errorCode(error);
  const byFile = error.syscall === 'open' || error.syscall === 'write';
  return byFile && code !== undefined && DISK_CODES.has(code);
}
