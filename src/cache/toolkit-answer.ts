/** What a lookup or restore came to. */
export type RestoreAnswer =
  | { readonly kind: 'hit'; readonly matchedKey: string }
  | { readonly kind: 'miss' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What a save came to. `exists`: another run saved this key first, or is about to. */
export type SaveAnswer =
  | { readonly kind: 'saved' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * What `restoreCache` of @actions/cache meant: it returns nothing both for a miss and for a
 * failure, which it only prints. @see actions/toolkit, packages/cache/src/cache.ts
 */
export function readRestoreAnswer(
  matchedKey: string | undefined,
  printed: readonly string[],
): RestoreAnswer {
  if (matchedKey !== undefined) return { kind: 'hit', matchedKey };
  const reason =
    textAfter(printed, 'Failed to restore: ') ?? textAfter(printed, 'Cache restore skipped: ');
  return reason === undefined ? { kind: 'miss' } : { kind: 'failed', reason };
}

/**
 * What `saveCache` of @actions/cache meant: it returns -1 for every refusal, and blames "another job"
 * for each failed reservation. The cause stands in a debug line before it.
 */
export function readSaveAnswer(cacheId: number, printed: readonly string[]): SaveAnswer {
  if (cacheId !== -1) return { kind: 'saved' };
  const reserving = textAfter(printed, 'Failed to reserve cache: ');
  const reason =
    textAfter(printed, 'Cache save skipped: ') ??
    reserving ??
    textAfter(printed, 'Failed to save: ') ??
    firstAnnotation(printed) ??
    'the cache service did not say why';
  // "Response was not ok" is the client's own word for a refusal without a message.
  if (/\(409\)|already.?exists|Response was not ok/i.test(reason)) return { kind: 'exists' };
  return { kind: 'failed', reason: reason.replace(/^Error: /, '') };
}

function textAfter(lines: readonly string[], marker: string): string | undefined {
  for (const line of lines) {
    const start = line.indexOf(marker);
    if (start >= 0) return unescapeCommand(line.slice(start + marker.length));
  }
  return undefined;
}

function firstAnnotation(lines: readonly string[]): string | undefined {
  const line = lines.find((candidate) => /^::(error|warning)::/.test(candidate));
  return line === undefined ? undefined : unescapeCommand(line.replace(/^::\w+::/, ''));
}

/** Undoes the escapes of a workflow command's text, and keeps it on one line. */
function unescapeCommand(text: string): string {
  return text
    .replace(/%0D|%0A/g, ' ')
    .replaceAll('%25', '%')
    .trim();
}
