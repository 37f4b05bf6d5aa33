import type { Digest } from '../domain/digest.ts';
import { digestHex } from '../domain/digest.ts';

import { bytewise } from './order.ts';

/** The name of the checksum file of a release. */
export const CHECKSUMS_NAME = 'SHA256SUMS';

/**
 * The text of a `SHA256SUMS` file that `sha256sum --check` accepts: one line per file, two spaces
 * between digest and name, sorted by name bytewise. Throws a plain error for a name twice or one
 * with a line break: a bug, since names are checked when they are planned.
 */
export function renderChecksums(
  entries: readonly { readonly name: string; readonly digest: Digest }[],
): string {
  const sorted = entries.toSorted((left, right) => bytewise(left.name, right.name));
  const lines = sorted.map(({ name, digest }, index) => {
    if (/[\r\n\\]/.test(name)) throw new Error(`not a name for a checksum file: ${name}`);
    if (sorted[index - 1]?.name === name) throw new Error(`two checksums for ${name}`);
    return `${digestHex(digest)}  ${name}\n`;
  });
  return lines.join('');
}
