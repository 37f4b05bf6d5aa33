import type { WireFailure } from '../host/wire.ts';
import type { ErrorClass, Unhealthy } from './verdict.ts';

/** Names of failures in Node and OpenSSL, by what they mean here. */
const CLASSES: Readonly<Record<string, ErrorClass>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  SHIP_GO_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  SHIP_GO_PROXY: 'proxy',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-hostname',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-unknown-ca',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-unknown-ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-unknown-ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-unknown-ca',
};

const NAMES: Readonly<Partial<Record<ErrorClass, string>>> = {
  dns: 'DNS',
  unreachable: 'unreachable',
  'tls-expired': 'TLS, expired certificate',
  'tls-not-yet-valid': 'TLS, certificate not valid yet',
  'tls-hostname': 'TLS, wrong host name',
  'tls-self-signed': 'TLS, self-signed certificate',
  'tls-unknown-ca': 'TLS, unknown authority',
  tls: 'TLS',
  protocol: 'not HTTP',
};

/** The kind of failure that a name of Node or OpenSSL stands for; `network` when it is none that we know. */
export function classOf(code: string): ErrorClass {
  const known = CLASSES[code];
  if (known !== undefined) return known;
  if (/^(?:EPROTO$|ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_)/.test(code)) return 'tls';
  if (code.startsWith('HPE_')) return 'protocol';
  return 'network';
}

/** What a failure to get an answer means. Certificates are not mended by waiting, at least not within one deployment. */
export function judgeFailure(failure: WireFailure): Unhealthy {
  const errorClass = classOf(failure.code);
  return {
    kind: 'unhealthy',
    errorClass,
    words: `${NAMES[errorClass] ?? errorClass}: ${failure.words}`,
    hopeless: errorClass.startsWith('tls'),
  };
}
