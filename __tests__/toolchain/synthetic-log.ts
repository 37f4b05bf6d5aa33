import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A checksum database of our own: records in a Merkle tree, signed with a key made for the test. */
export interface SyntheticLog {
  /** `name+hash+key`, for GOSUMDB. */
  readonly verifierKey: string;
  readonly name: string;
  /** The files of `<proxy>/sumdb/<name>/`, by path below it. */
  files(lookups: ReadonlyMap<string, number>): Map<string, string | Uint8Array>;
  /** The signed note over the tree of the first `size` records. */
  signedTree(size: number): string;
  readonly records: readonly string[];
}

/** Builds the log of some records, each with its last newline (go.dev/design/25530-sumdb, RFC 6962). */
export function syntheticLog(name: string, records: readonly string[]): SyntheticLog {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const encoded = Buffer.concat([Buffer.of(1), raw]);
  const keyHash = sha256(Buffer.from(`${name}\n`), encoded).subarray(0, 4);
  const leaves = records.map((record) => sha256(Buffer.of(0), Buffer.from(record)));
  const signedTree = (size: number): string =>
    signTree(leaves.slice(0, size), privateKey, name, keyHash);
  return {
    verifierKey: `${name}+${keyHash.toString('hex')}+${encoded.toString('base64')}`,
    name,
    records,
    signedTree,
    files: (lookups) =>
      new Map<string, string | Uint8Array>([
        ['supported', ''],
        ...tiles(leaves),
        ...[...lookups].map(([module, id]): [string, string] => [
          `lookup/${module}`,
          `${id}\n${records[id] ?? ''}\n${signedTree(records.length)}`,
        ]),
      ]),
  };
}

function signTree(
  leaves: readonly Buffer[],
  key: KeyObject,
  name: string,
  keyHash: Buffer,
): string {
  const text = `go.sum database tree\n${leaves.length}\n${rootOf(leaves).toString('base64')}\n`;
  const signature = sign(null, Buffer.from(text), key);
  return `${text}\n\u2014 ${name} ${Buffer.concat([keyHash, signature]).toString('base64')}\n`;
}

/** RFC 6962, section 2.1, word by word. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function tiles(leaves: readonly Buffer[]): [string, Uint8Array][] {
  const files: [string, Uint8Array][] = [];
  let hashes = leaves;
  for (let level = 0; hashes.length > 0; level += 1) {
    for (let start = 0; start < hashes.length; start += 256) {
      const part = hashes.slice(start, start + 256);
      const number = String(start / 256).padStart(3, '0');
      const partial = part.length === 256 ? '' : `.p/${part.length}`;
      files.push([`tile/8/${level}/${number}${partial}`, Buffer.concat(part)]);
    }
    const whole = Math.floor(hashes.length / 256);
    const below = hashes;
    hashes = Array.from({ length: whole }, (_, index) =>
      rootOf(below.slice(index * 256, (index + 1) * 256)),
    );
  }
  return files;
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
