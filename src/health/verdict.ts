/**
 * Why a service is not healthy, for people and for later steps:
 * no connection (`dns` … `proxy`, `network`), a certificate (`tls-…`), or an answer that is not the right one.
 */
export type ErrorClass =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'reset'
  | 'proxy'
  | 'network'
  | 'protocol'
  | 'tls-expired'
  | 'tls-not-yet-valid'
  | 'tls-hostname'
  | 'tls-self-signed'
  | 'tls-unknown-ca'
  | 'tls'
  | 'status'
  | 'body'
  | 'bad-json'
  | 'wrong-version'
  | 'too-large';

/** What one answer, or its absence, means. */
export type Verdict =
  { readonly kind: 'healthy'; readonly status: number; readonly version?: string } | Unhealthy;

/** Not healthy, and why. */
export interface Unhealthy {
  readonly kind: 'unhealthy';
  readonly errorClass: ErrorClass;
  /** One line that begins with the kind of failure: `wrong version: got "1.2.2" …`. */
  readonly words: string;
  /** True when waiting alone will not mend it. */
  readonly hopeless: boolean;
  readonly status?: number;
  /** What the version field said, if anything. */
  readonly version?: string;
}

/** What to do about a failure; undefined where only its own words help. */
export function hintFor({ errorClass }: Unhealthy): string | undefined {
  return HINTS[errorClass];
}

const HINTS: Readonly<Partial<Record<ErrorClass, string>>> = {
  dns: 'Check the host name, and that this runner can resolve it.',
  refused: 'Nothing listens there: check the port, and whether the service has started.',
  unreachable: 'Check the address and the network of this runner.',
  timeout:
    'See whether the service hangs or a firewall drops packets; a slow one needs a longer "try-timeout".',
  reset: 'See the log of the service or its load balancer.',
  proxy: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the runner.',
  protocol: 'Something else than a web server answers there: check the port.',
  'tls-expired': 'Renew the certificate.',
  'tls-not-yet-valid': 'Check the clocks of the server and the runner.',
  'tls-hostname': 'Use a name that the certificate is for.',
  'tls-self-signed': 'Give the certificate as "ca-file" if it is your own.',
  'tls-unknown-ca':
    'Give the authority as "ca-file" if it is your own; otherwise check that the server sends the whole chain.',
  tls: 'Check that the port speaks TLS.',
  status: 'See the log of the service.',
  'bad-json': 'Check that "url" is the page that tells the version as JSON.',
  'wrong-version':
    'The new version is not what serves: see the deployment, or whether it was rolled back.',
  'too-large': 'Use a page that tells the version in less than 64 KiB.',
};
