import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import {
  isInside,
  type ListedPackage,
  type MainPackage,
  type MainSelection,
  type Project,
} from './plan.ts';

/** Folders whose commands are not meant for users. */
const NOT_FOR_RELEASE = new Set(['internal', 'examples', 'testdata']);

/**
 * The `go list` patterns for the places where commands usually are: each own module's root and its `cmd/`,
 * of those in `cmdFolders` (absolute). None where patterns are asked for. In a large repository go reads
 * a few folders then instead of all.
 */
export function usualPatterns(
  project: Project,
  patterns: readonly string[],
  cmdFolders: ReadonlySet<string>,
): readonly string[] {
  if (patterns.length > 0) return [];
  return project.modules.flatMap((module) => {
    const folder = folderPattern(project.root, module.dir);
    const cmd = path.join(module.dir, 'cmd');
    return cmdFolders.has(cmd) ? [folder, `${folder}/cmd/...`] : [folder];
  });
}

/** `.`, `./below` or `../beside`: a folder as a `go list` pattern. */
function folderPattern(root: string, folder: string): string {
  const relative = relativeSlashed(root, folder);
  if (relative === '') return '.';
  return relative.startsWith('..') ? relative : `./${relative}`;
}

/** The `go list` patterns to look for main packages with: those asked for, else every package of every own module. */
export function searchPatterns(project: Project, patterns: readonly string[]): readonly string[] {
  if (patterns.length > 0) return patterns.map(checkPattern);
  return project.modules.map((module) => `${folderPattern(project.root, module.dir)}/...`);
}

function checkPattern(pattern: string): string {
  if (!pattern.startsWith('-') && !pattern.endsWith('.go')) return pattern;
  throw new ActionError({
    code: 'bad-package-pattern',
    message: `Input "packages" does not take "${pattern}"`,
    hint: 'Name packages by folder or import path, such as ./cmd/app or ./cmd/...; not files or flags.',
  });
}

/**
 * Chooses what to build. With patterns: every main package they match. Without: a module's root if
 * it is a command, else every command below its `cmd/`; where no module has either, every command
 * outside internal, examples and testdata. Sorted by import path, never empty.
 * Throws {@link ActionError} `no-main-package` listing what was looked at, or `bad-package-pattern`
 * for a pattern that `go list` could not resolve.
 */
export function selectMains(
  project: Project,
  patterns: readonly string[],
  packages: readonly ListedPackage[],
): readonly ListedPackage[] {
  if (patterns.length > 0) refuseUnresolved(packages);
  const chosen = findMains(project, patterns, packages);
  if (chosen.length === 0) throw noMainPackage(project, patterns, packages);
  return chosen;
}

/** What {@link selectMains} chooses; perhaps nothing. */
export function findMains(
  project: Project,
  patterns: readonly string[],
  packages: readonly ListedPackage[],
): readonly ListedPackage[] {
  return patterns.length > 0 ? commandsOf(packages) : automaticMains(project, packages);
}

/** The commands at the root of each own module, else below its `cmd/`; those in folders that are not for users aside. */
export function usualMains(
  project: Project,
  packages: readonly ListedPackage[],
): readonly ListedPackage[] {
  const commands = commandsOf(packages);
  const visible = project.modules.filter((module) =>
    module.dir === project.root ? true : isForRelease(relativeSlashed(project.root, module.dir)),
  );
  const usual = visible.flatMap((module) => {
    const root = commands.filter((one) => one.dir === module.dir);
    if (root.length > 0) return root;
    const cmd = path.join(module.dir, 'cmd');
    return commands.filter((one) => one.dir !== undefined && isInside(cmd, one.dir));
  });
  return [...new Set(usual)];
}

function automaticMains(
  project: Project,
  packages: readonly ListedPackage[],
): readonly ListedPackage[] {
  const usual = usualMains(project, packages);
  if (usual.length > 0) return usual;
  return commandsOf(packages).filter((one) =>
    isForRelease(relativeSlashed(project.root, one.dir ?? project.root)),
  );
}

/** Sorted by import path. */
function commandsOf(packages: readonly ListedPackage[]): readonly ListedPackage[] {
  return packages
    .filter((one) => one.name === 'main')
    .sort((a, b) => (a.importPath < b.importPath ? -1 : 1));
}

function isForRelease(relative: string): boolean {
  return !relative.split('/').some((part) => NOT_FOR_RELEASE.has(part));
}

/** Import paths listed in an error before it says "and N more". */
const SHOWN = 8;

function noMainPackage(
  project: Project,
  patterns: readonly string[],
  packages: readonly ListedPackage[],
): ActionError {
  const names = packages.map((one) => `${one.importPath} (package ${one.name || 'unknown'})`);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  const looked = searchPatterns(project, patterns).join(' ');
  const found = names.length === 0 ? 'no package at all' : names.slice(0, SHOWN).join(', ') + more;
  return new ActionError({
    code: 'no-main-package',
    message: `No main package to build in ${project.root}: looked at ${looked}, found ${found}`,
    hint: 'Set "packages" to the command to build, such as ./cmd/app, or "working-directory" to its module.',
  });
}

function refuseUnresolved(packages: readonly ListedPackage[]): void {
  const bad = packages.find((one) => one.error !== undefined && one.name === '');
  if (bad === undefined) return;
  throw new ActionError({
    code: 'bad-package-pattern',
    message: `Input "packages": ${bad.importPath}: ${(bad.error ?? '').replace(/\s*\n\s*/g, ' ')}`,
    hint: 'Patterns are those of "go build", relative to "working-directory", such as ./cmd/app or ./cmd/... .',
  });
}

/**
 * Names the chosen main packages: `binary-name` where given, the project's name for a command at
 * the module's root, else the last element of the import path that is no `/vN`.
 * Throws {@link ActionError} `binary-name-for-many`, `bad-binary-name` or `binary-name-collision`
 * (names are compared as case-blind file systems do).
 */
export function nameMains(
  project: Project,
  selection: MainSelection,
  mains: readonly ListedPackage[],
): readonly MainPackage[] {
  if (selection.binaryName !== undefined && mains.length !== 1) {
    throw new ActionError({
      code: 'binary-name-for-many',
      message: `Input "binary-name" is "${selection.binaryName}", but ${mains.length} packages are built: ${mains.map((main) => main.importPath).join(', ')}`,
      hint: 'Leave "binary-name" out, or name one package in "packages".',
    });
  }
  const named = mains.map((main) => {
    const dir = main.dir ?? project.root;
    const isModuleRoot = dir === project.root && dir === path.dirname(project.goModPath);
    const own = isModuleRoot ? selection.name : importPathBase(main.importPath);
    const binaryName = checkBinaryName(selection.binaryName ?? own);
    return { importPath: main.importPath, dir, binaryName };
  });
  refuseCollisions(named);
  return named;
}

/**
 * The last element of an import path, the one before it when that is a major version such as `v2`.
 * @see https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
 */
export function importPathBase(importPath: string): string {
  const parts = importPath.split('/');
  const last = parts.at(-1) ?? '';
  const isMajor = parts.length > 1 && /^v([2-9]|[1-9][0-9]+)$/.test(last);
  return isMajor ? (parts.at(-2) ?? last) : last;
}

function checkBinaryName(name: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(name) && !name.endsWith('.')) return name;
  throw new ActionError({
    code: 'bad-binary-name',
    message: `"${name}" cannot be the name of a binary`,
    hint: 'Set "binary-name" (or "name") to letters, digits and . _ + - only, not starting with a dot or hyphen.',
  });
}

function refuseCollisions(mains: readonly MainPackage[]): void {
  const seen = new Map<string, MainPackage>();
  for (const main of mains) {
    const key = main.binaryName.toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) {
      throw new ActionError({
        code: 'binary-name-collision',
        message: `${other.importPath} and ${main.importPath} would both be built as "${main.binaryName}"`,
        hint: 'List the packages to build in "packages", one of the two at most.',
      });
    }
    seen.set(key, main);
  }
}

function relativeSlashed(from: string, to: string): string {
  return path.relative(from, to).split(path.sep).join('/');
}
