import { ActionError } from '../domain/errors.ts';

/**
 * The name GitHub would give an asset uploaded as `name`. GitHub does not document its rule; this is
 * the one its own command line imitates: accents dropped, runs of other characters become one dot,
 * no dot at either end, a bare extension gets a stem.
 * @see https://github.com/cli/cli/blob/trunk/pkg/cmd/release/upload/upload.go `sanitizeFileName`
 */
export function githubAssetName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{Mn}/gu, '');
  const stemmed = plain.startsWith('.') ? `default${plain}` : plain;
  const dotted = stemmed
    .replace(/[^A-Za-z0-9\-_+@]+/g, '.')
    .replace(/^\.+/, '')
    .replace(/\.+$/, '');
  return dotted !== name && !dotted.includes('.') ? `default.${dotted}` : dotted;
}

/**
 * Accepts names that GitHub keeps as they are and that differ in more than case. Throws
 * {@link ActionError} `asset-name` that names the first offender: after an upload under another
 * name, neither a re-run nor an install script would find the file.
 */
export function checkAssetNames(names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const kept = githubAssetName(name);
    if (kept !== name) throw rewritten(name, kept);
    const folded = name.toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) throw collision(name, other);
    seen.set(folded, name);
  }
}

function rewritten(name: string, kept: string): ActionError {
  return new ActionError({
    code: 'asset-name',
    message: `GitHub would rename the asset "${name}" to "${kept}"`,
    hint: 'Use letters, digits and - _ + @ with single dots between them in name, version and archive-name.',
  });
}

function collision(name: string, other: string): ActionError {
  const how =
    name === other
      ? `Two assets are named "${name}"`
      : `"${name}" and "${other}" differ only in case`;
  return new ActionError({
    code: 'asset-name',
    message: `${how}; a release holds each name once`,
    hint: 'Make archive-name differ for every target (and every {binary}); SHA256SUMS is taken.',
  });
}
