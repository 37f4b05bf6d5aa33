import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Authority } from './certificates.ts';

/** What a signing service answers. */
export interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
}

/** The job that asks, as the identity token names it. */
export interface JobIdentity {
  readonly repository: string;
  readonly ref: string;
  readonly sha: string;
}

/** Who signs for GitHub's jobs: the hosts that the library knows by name. */
export const ISSUER = 'https://token.actions.githubusercontent.com';
const KEY_ID = 'key-1';

/**
 * Stand-ins for the identity provider of GitHub Actions, Fulcio, Rekor and GitHub's timestamp
 * authority, as far as a client can tell: Fulcio checks the token and the proof of possession, and
 * certifies the key; Rekor checks the signature of the envelope under that certificate. The log and
 * the timestamps are made up.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 * @see https://github.com/sigstore/fulcio/blob/main/fulcio.proto CreateSigningCertificate
 * @see https://github.com/sigstore/rekor/blob/main/openapi.yaml
 */
export interface SigningServices {
  /** An identity token for `audience`, as the runner's token service gives it. */
  idToken(audience: string): string;
  /** Answers a request to one of the hosts; undefined for a host or path that is not theirs. */
  answer(host: string, path: string, body: string): Answer | undefined;
  /** Index of the next entry in the log: how many were made. */
  readonly logged: number;
}

export function createSigningServices(
  authority: Authority,
  identity: JobIdentity,
): SigningServices {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let logged = 0;
  const log = (body: string): Answer => {
    const proposed = fields(JSON.parse(body));
    const content = fields(fields(proposed['spec'])['proposedContent']);
    const [verifier] = list(content['verifiers']).map((text) =>
      Buffer.from(String(text), 'base64').toString(),
    );
    if (!isSigned(String(content['envelope']), verifier ?? ''))
      return refusal(400, 'bad signature');
    const index = logged;
    logged += 1;
    const hash = createHash('sha256').update(body).digest('hex');
    const entry = {
      body: Buffer.from(
        JSON.stringify({ apiVersion: proposed['apiVersion'], kind: proposed['kind'], spec: {} }),
      ).toString('base64'),
      integratedTime: Math.floor(Date.now() / 1000),
      logID: hash,
      logIndex: index,
      verification: {
        signedEntryTimestamp: Buffer.from('promise').toString('base64'),
        inclusionProof: {
          logIndex: index,
          treeSize: 1,
          rootHash: hash,
          hashes: [],
          checkpoint: '',
        },
      },
    };
    return { status: 201, body: JSON.stringify({ [hash]: entry }) };
  };
  const certify = (body: string): Answer => {
    const request = fields(JSON.parse(body));
    const token = String(fields(request['credentials'])['oidcIdentityToken']);
    const claims = claimsOf(token, publicKey);
    if (claims?.['aud'] !== 'sigstore')
      return refusal(401, 'There was an error processing the identity token');
    const keyRequest = fields(request['publicKeyRequest']);
    const key = createPublicKey(String(fields(keyRequest['publicKey'])['content']));
    const proof = Buffer.from(String(keyRequest['proofOfPossession']), 'base64');
    if (!verify('sha256', Buffer.from(String(claims['sub'])), key, proof)) {
      return refusal(400, 'The signature supplied in the request could not be verified');
    }
    const uris = [`https://github.com/${String(claims['job_workflow_ref'])}`];
    const certificates = [authority.certify(key, { uris }), authority.pem];
    return {
      status: 200,
      body: JSON.stringify({ signedCertificateEmbeddedSct: { chain: { certificates } } }),
    };
  };
  const routes: Readonly<Record<string, (body: string) => Answer>> = {
    'token.actions.githubusercontent.com /.well-known/openid-configuration': () =>
      json({ issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks` }),
    'token.actions.githubusercontent.com /.well-known/jwks': () =>
      json({
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }],
      }),
    'fulcio.sigstore.dev /api/v2/signingCert': certify,
    'fulcio.githubapp.com /api/v2/signingCert': certify,
    'rekor.sigstore.dev /api/v1/log/entries': log,
    'timestamp.githubapp.com /api/v1/timestamp': (body) => ({
      status: 201,
      body: Buffer.from(`timestamp of ${String(fields(JSON.parse(body))['artifactHash'])}`),
    }),
  };
  return {
    idToken: (audience) => signToken(claimsFor(identity, audience), privateKey),
    answer: (host, path, body) => routes[`${host} ${path}`]?.(body),
    get logged() {
      return logged;
    },
  };
}

/** @see https://docs.github.com/en/actions/concepts/security/openid-connect#understanding-the-oidc-token */
function claimsFor({ repository, ref, sha }: JobIdentity, audience: string): object {
  const workflow = `${repository}/.github/workflows/release.yml@${ref}`;
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: ISSUER,
    sub: `repo:${repository}:ref:${ref}`,
    aud: audience,
    iat: now,
    exp: now + 300,
    ref,
    sha,
    repository,
    event_name: 'push',
    job_workflow_ref: workflow,
    workflow_ref: workflow,
    repository_id: '1',
    repository_owner_id: '2',
    runner_environment: 'github-hosted',
    run_id: '3',
    run_attempt: '1',
  };
}

function signToken(claims: object, key: KeyObject): string {
  const head = { alg: 'RS256', typ: 'JWT', kid: KEY_ID };
  const text = [head, claims].map((part) => encode(JSON.stringify(part))).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** The claims of a token that is signed by `key`. */
function claimsOf(token: string, key: KeyObject): Record<string, unknown> | undefined {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const isOurs = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  return isOurs ? fields(JSON.parse(Buffer.from(claims, 'base64url').toString())) : undefined;
}

function isSigned(envelope: string, certificate: string): boolean {
  const parsed = fields(JSON.parse(envelope));
  const [signature] = list(parsed['signatures']).map(fields);
  return verifyEnvelope(
    {
      payloadType: String(parsed['payloadType']),
      payload: String(parsed['payload']),
      sig: String(signature?.['sig']),
    },
    createPublicKey(certificate),
  );
}

/** Whether an envelope's signature is `key`'s. @see https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
export function verifyEnvelope(
  envelope: { readonly payloadType: string; readonly payload: string; readonly sig: string },
  key: KeyObject,
): boolean {
  const payload = Buffer.from(envelope.payload, 'base64');
  const type = envelope.payloadType;
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `),
    payload,
  ]);
  return verify('sha256', signed, key, Buffer.from(envelope.sig, 'base64'));
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function json(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value) };
}

function refusal(status: number, message: string): Answer {
  return { status, body: JSON.stringify({ code: 16, message }) };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
