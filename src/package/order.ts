/** Compares two texts by their UTF-8 bytes: the same order on every machine, in every locale. For `sort`. */
export function bytewise(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}
