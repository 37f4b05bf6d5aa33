// Errors of Node's own modules belong to another realm inside jest, where `instanceof Error` denies them.

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    return String(thrown.message);
  }
  return String(thrown);
}

/** The code of an error of Node's own (`ENOENT`), or undefined. */
export function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) return String(thrown.code);
  return undefined;
}
