import { createHash } from 'node:crypto';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { ZipEntry } from './zip-directory.ts';

/** One file to write below a GOROOT. */
export interface TreeFile {
  readonly entry: ZipEntry;
  /** Below the root, slash-separated. */
  readonly path: string;
  /** A second name for the same content, below the root. */
  readonly alsoAs?: string;
  /** Permission bits before the umask. */
  readonly mode: 0o644 | 0o755;
}

/** All that an archive of Go unpacks to. */
export interface TreePlan {
  /** Below the root, slash-separated, parents before children; the root itself is not in it. */
  readonly directories: readonly string[];
  readonly files: readonly TreeFile[];
}

/** How an archive of Go is laid out. */
export interface ArchiveLayout {
  /** What every name begins with; ends in a slash. */
  readonly prefix: string;
  /**
   * The archive is a module: it cannot hold `go.mod` files below its root, so they are stored as
   * `_go.mod` (cmd/go/internal/toolchain restores them the same way).
   */
  readonly isModule: boolean;
}

/**
 * Plans the tree of an archive. Modes come from the paths, as cmd/go/internal/toolchain sets them:
 * an archive's own modes are not part of what is proved.
 * Throws {@link ActionError} `bad-archive` for a name outside the prefix, and for a `go.mod` in a module.
 */
export function planTree(entries: readonly ZipEntry[], layout: ArchiveLayout): TreePlan {
  const directories = new Set<string>();
  const files: TreeFile[] = [];
  for (const entry of entries) {
    if (!entry.name.startsWith(layout.prefix)) throw foreignName(entry.name, layout.prefix);
    const below = entry.name.slice(layout.prefix.length);
    if (entry.isDirectory) {
      addWithParents(directories, below.replace(/\/$/, ''));
      continue;
    }
    addWithParents(directories, path.posix.dirname(below));
    const alsoAs = layout.isModule ? realGoMod(below) : undefined;
    // cmd/go makes no zip of a module that has one: it would be a module of its own.
    if (layout.isModule && path.posix.basename(below) === 'go.mod') throw realGoModFile(entry.name);
    const mode = isExecutable(below) ? 0o755 : 0o644;
    files.push({ entry, path: below, mode, ...(alsoAs === undefined ? {} : { alsoAs }) });
  }
  return { directories: [...directories].sort(), files };
}

function foreignName(name: string, prefix: string): ActionError {
  return new ActionError({
    code: 'bad-archive',
    message: `The Go archive is refused: it holds ${name}, expected only names that begin with ${prefix}`,
    hint: 'It is not the archive of this version and platform. Nothing of it was kept.',
  });
}

function realGoModFile(name: string): ActionError {
  return new ActionError({
    code: 'bad-archive',
    message: `The Go archive is refused: it holds ${name}, which the zip of a module cannot hold; Go stores it as _go.mod`,
    hint: 'It may be damaged or tampered with. Nothing of it was kept.',
  });
}

function addWithParents(directories: Set<string>, directory: string): void {
  if (directory === '.' || directory === '' || directories.has(directory)) return;
  addWithParents(directories, path.posix.dirname(directory));
  directories.add(directory);
}

function realGoMod(file: string): string | undefined {
  if (path.posix.basename(file) !== '_go.mod') return undefined;
  return path.posix.join(path.posix.dirname(file), 'go.mod');
}

/** The commands, the build tools and the scripts that run foreign binaries (`go_js_wasm_exec`). */
function isExecutable(file: string): boolean {
  if (file.startsWith('bin/') || file.startsWith('pkg/tool/')) return true;
  return file.startsWith('lib/') && /^go_.+_.+_exec$/.test(path.posix.basename(file));
}

/** The SHA-256 of one entry's content. */
export interface EntryHash {
  readonly entry: ZipEntry;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/**
 * The `h1:` hash of a module zip, over names and contents; order and modes do not count.
 * @see https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash#Hash1
 */
export function moduleHash(hashes: readonly EntryHash[]): string {
  const sorted = [...hashes].sort((a, b) =>
    a.entry.nameBytes < b.entry.nameBytes ? -1 : a.entry.nameBytes > b.entry.nameBytes ? 1 : 0,
  );
  const summary = createHash('sha256');
  for (const { entry, sha256 } of sorted) summary.update(`${sha256}  ${entry.name}\n`, 'utf8');
  return `h1:${summary.digest('base64')}`;
}
