import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate authority that lives as long as a test. */
export interface Authority {
  readonly pem: string;
  /** A certificate for `publicKey` (PEM or key), with these names; PEM. */
  certify(publicKey: KeyObject, names: AlternativeNames): string;
}

/** Subject alternative names (RFC 5280, section 4.2.1.6). */
export interface AlternativeNames {
  readonly dns?: readonly string[];
  readonly uris?: readonly string[];
}

/** Makes an authority with a key of its own on P-256. */
export function createAuthority(name: string): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let serial = 1;
  const issue = (subject: string, key: KeyObject, extensions: readonly Buffer[]): string => {
    const body = sequence(
      tagged(0xa0, integer(2)),
      integer((serial += 1)),
      ECDSA_WITH_SHA256,
      distinguishedName(name),
      sequence(time(Date.now() - 3_600_000), time(Date.now() + 86_400_000)),
      distinguishedName(subject),
      key.export({ format: 'der', type: 'spki' }),
      tagged(0xa3, sequence(...extensions)),
    );
    const signature = sign('sha256', body, privateKey);
    return pem(sequence(body, ECDSA_WITH_SHA256, bits(signature)));
  };
  const isAuthority = extension('551d13', sequence(tagged(0x01, Buffer.from([0xff]))), true);
  return {
    pem: issue(name, publicKey, [isAuthority]),
    certify: (key, { dns = [], uris = [] }) =>
      issue('', key, [
        extension(
          '551d11',
          sequence(
            ...dns.map((text) => tagged(0x82, Buffer.from(text))),
            ...uris.map((text) => tagged(0x86, Buffer.from(text))),
          ),
          true,
        ),
      ]),
  };
}

/** One element of DER (X.690): a tag, a definite length, the contents. */
function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return tagged(0x30, ...contents);
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]));
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function bits(content: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), content);
}

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  const flag = critical ? [tagged(0x01, Buffer.from([0xff]))] : [];
  return sequence(objectId(id), ...flag, tagged(0x04, value));
}

/** A name of one common name, or none. */
function distinguishedName(name: string): Buffer {
  if (name === '') return sequence();
  return sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(name)))));
}

/** UTCTime, which holds until 2049. */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
