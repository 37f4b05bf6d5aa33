import { createHash, createPublicKey, verify } from 'node:crypto';
import { ActionError } from '../domain/errors.ts';

/** A key that signs notes. */
export interface VerifierKey {
  /** The signer's name, such as `sum.golang.org`. */
  readonly name: string;
  /** First four bytes of the key's fingerprint, 8 lower-case hex digits. */
  readonly hash: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const ED25519 = 1;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Parses `name+hash+key`. The hash is checked against name and key. Throws {@link ActionError}
 * `bad-verifier-key`.
 * @see https://pkg.go.dev/golang.org/x/mod/sumdb/note#hdr-Verifying_Notes
 */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', hash = '', encoded = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const key = decodeBase64(encoded);
  if (name === '' || key?.length !== 33 || key[0] !== ED25519) throw badKey(text, 'malformed');
  const expected = createHash('sha256').update(`${name}\n`).update(key).digest('hex').slice(0, 8);
  if (expected !== hash) throw badKey(text, `its hash should be ${expected}`);
  return { name, hash, publicKey: key.subarray(1) };
}

function badKey(text: string, reason: string): ActionError {
  return new ActionError({
    code: 'bad-verifier-key',
    message: `"${text}" is not the key of a checksum database: ${reason}`,
    hint: 'GOSUMDB holds a known name (sum.golang.org) or name+hash+key, then optionally an address.',
  });
}

/** Why a note could not be trusted, as part of a sentence. */
export interface RefusedNote {
  readonly refused: string;
}

/**
 * The text of a note, its last newline included, when `key` signed it; else the reason to refuse it.
 * Signatures of other keys are ignored.
 * @see https://pkg.go.dev/golang.org/x/mod/sumdb/note#hdr-Signed_Note_Format
 */
export function openNote(note: string, key: VerifierKey): string | RefusedNote {
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return { refused: 'it holds no signature block' };
  const text = note.slice(0, split + 1);
  const others: string[] = [];
  for (const line of note.slice(split + 2).split('\n')) {
    const [, name = '', encoded = ''] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const signature = decodeBase64(encoded);
    if (signature === undefined || signature.length < 5) continue;
    const hash = Buffer.from(signature.subarray(0, 4)).toString('hex');
    if (name !== key.name || hash !== key.hash) {
      others.push(`${name}+${hash}`);
      continue;
    }
    if (isSignedBy(key, text, signature.subarray(4))) return text;
    return { refused: `the signature of ${key.name}+${key.hash} does not fit the text` };
  }
  const found = others.length === 0 ? 'no readable signature' : `only ${others.join(', ')}`;
  return { refused: `expected a signature of ${key.name}+${key.hash}, got ${found}` };
}

function isSignedBy(key: VerifierKey, text: string, signature: Uint8Array): boolean {
  const publicKey = createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey).toString('base64url') },
  });
  return verify(null, Buffer.from(text), publicKey, signature);
}

/** Strict base64: Node's own decoder skips what it does not understand. Undefined when malformed. */
export function decodeBase64(text: string): Uint8Array | undefined {
  return text !== '' && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}
