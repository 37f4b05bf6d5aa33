/** Files of the module cache that sum files vouch for; paths relative to `cache/download`, with slashes. */
export interface NamedDownloads {
  readonly zips: ReadonlySet<string>;
  readonly mods: ReadonlySet<string>;
}

/**
 * The downloads that `go.sum` and `go.work.sum` texts name. Each line is `module version hash`, the
 * version ending in `/go.mod` where the hash is that of the go.mod file alone. Lines of another
 * form, or whose path would leave the folder, name nothing.
 * @see https://go.dev/ref/mod#go-sum-files
 */
export function parseNamedDownloads(sums: readonly string[]): NamedDownloads {
  const zips = new Set<string>();
  const mods = new Set<string>();
  for (const line of sums.flatMap((text) => text.split('\n'))) {
    const [module, version, hash, ...rest] = line.trim().split(/\s+/);
    if (module === undefined || version === undefined || hash === undefined) continue;
    if (rest.length > 0 || leavesFolder(module) || leavesFolder(version)) continue;
    if (version.endsWith('/go.mod')) {
      mods.add(downloadPath(module, version.slice(0, -'/go.mod'.length), 'mod'));
    } else {
      zips.add(downloadPath(module, version, 'zip'));
    }
  }
  return { zips, mods };
}

/**
 * Where go keeps one download. Capitals are written as `!` and the small letter, since some file
 * systems do not tell them apart. @see https://go.dev/ref/mod#goproxy-protocol
 */
function downloadPath(module: string, version: string, extension: 'zip' | 'mod'): string {
  return `${escapeCapitals(module)}/@v/${escapeCapitals(version)}.${extension}`;
}

function escapeCapitals(text: string): string {
  return text.replace(/[A-Z]/g, (capital) => `!${capital.toLowerCase()}`);
}

// go.sum is a file of the repository, which a pull request may write as it likes.
function leavesFolder(path: string): boolean {
  if (path.includes('\\') || path.includes(':')) return true;
  return path.split('/').some((part) => part === '' || part === '.' || part === '..');
}
