/** What `go mod verify` found. */
export type Verification =
  | { readonly kind: 'unmodified' }
  /** `modules` reads `path version (what is wrong)`; never empty. */
  | { readonly kind: 'modified'; readonly modules: readonly string[] }
  /** It did not come to look at the modules. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Reads how `go mod verify` ended. It prints one line per module at fault, `path version: what`, after
 * it has read the whole module graph; any other failure comes before. A missing `.ziphash` is no
 * fault: go then unpacks the module anew, and checks its zip against go.sum first.
 * @see Go's src/cmd/go/internal/modcmd/verify.go, and DownloadDir in modfetch/cache.go
 */
export function readVerification(exitCode: number, output: string): Verification {
  if (exitCode === 0) return { kind: 'unmodified' };
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
  const faults = lines.flatMap((line) => {
    const [, module, what] = /^(\S+ v\S+): (.+)$/.exec(line) ?? [];
    return module === undefined || what === undefined ? [] : [{ module, what }];
  });
  if (faults.length === 0) return { kind: 'failed', reason: lines.join(' ').trim() };
  const modified = faults.filter(({ what }) => !what.startsWith('missing ziphash: '));
  if (modified.length === 0) return { kind: 'unmodified' };
  // The rest of the line is a path.
  const modules = modified.map(({ module, what }) => `${module} (${what.replace(/ \(.*$/, '')})`);
  return { kind: 'modified', modules };
}
