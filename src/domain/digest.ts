/** A SHA-256 digest as GitHub's release assets and OCI write it: `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

/** The digest for 64 hex digits (any case). Throws a plain error when `hex` is anything else: a bug, not input. */
export function sha256Digest(hex: string): Digest {
  if (!/^[0-9a-f]{64}$/i.test(hex)) throw new Error(`not a SHA-256 in hex: ${hex}`);
  return `sha256:${hex.toLowerCase()}`;
}

/** The 64 hex digits of a digest, as `sha256sum` prints them. */
export function digestHex(digest: Digest): string {
  return digest.slice('sha256:'.length);
}
