import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { checksumMismatch } from '../domain/checksum-mismatch.ts';
import { ActionError } from '../domain/errors.ts';
import type { Environment, Host, ProcessResult } from '../host/host.ts';
import { type ModFile, parseModFile } from './gomod.ts';
import { nameMains, searchPatterns, selectMains, usualMains, usualPatterns } from './mains.ts';
import type { ListedPackage, MainPackage, MainSelection, Project, ProjectModule } from './plan.ts';

/**
 * Reads the module or workspace at `workingDirectory` (absolute). Needs no Go. `goWork` is the
 * GOWORK variable: `off`, a file, or undefined to search upwards as the go command does.
 * Throws {@link ActionError} `no-go-module`, naming where it looked, or `bad-go-mod`.
 * @see https://go.dev/ref/mod#workspaces
 */
export function loadProject(workingDirectory: string, goWork?: string): Project {
  const root = path.resolve(workingDirectory);
  const goWorkPath = findGoWork(root, goWork);
  const work = goWorkPath === undefined ? undefined : readModFile(goWorkPath);
  const isWorkspace = goWorkPath !== undefined && path.dirname(goWorkPath) === root;
  const used =
    isWorkspace && work !== undefined
      ? work.use.map((directory) => readModule(path.resolve(root, directory)))
      : [];
  const own = isWorkspace ? used : [{ ...readModule(findModuleDirectory(root)), dir: root }];
  const main = own.find((module) => module.dir === root) ?? own[0];
  if (main === undefined) throw noGoModule(root, `${goWorkPath ?? root} uses no module`);
  const mod = readModFile(main.goModPath);
  const go = work?.go ?? mod.go;
  const toolchain = work === undefined ? mod.toolchain : work.toolchain;
  return {
    root,
    kind: isWorkspace ? 'workspace' : 'module',
    modulePath: main.path,
    goModPath: main.goModPath,
    ...(goWorkPath === undefined ? {} : { goWorkPath }),
    modules: own,
    sumFiles: sumFiles(own, goWorkPath, work),
    ...(go === undefined ? {} : { goDirective: go }),
    ...(toolchain === undefined ? {} : { toolchainDirective: toolchain }),
    vendored: existsSync(
      path.join(path.dirname(goWorkPath ?? main.goModPath), 'vendor', 'modules.txt'),
    ),
  };
}

/**
 * Chooses and names the main packages. `go` is the Go that will build; `env` its whole environment
 * and `tags` the build tags, which both decide what a package is.
 * Throws {@link ActionError} `go-list-failed`, `checksum-mismatch`, `no-main-package`, `bad-package-pattern`,
 * `main-needs-cgo` and what naming throws ({@link nameMains}).
 */
export async function listMainPackages(
  project: Project,
  selection: MainSelection,
  go: { readonly goBinary: string; readonly env: Environment; readonly tags: readonly string[] },
  { processes }: Pick<Host, 'processes'>,
): Promise<readonly MainPackage[]> {
  const list = (patterns: readonly string[], env = go.env): Promise<ProcessResult> =>
    goList(patterns, project, { ...go, env }, processes);
  const cmdFolders = project.modules.map(({ dir }) => path.join(dir, 'cmd')).filter(isFolder);
  const usual = usualPatterns(project, selection.patterns, new Set(cmdFolders));
  if (usual.length > 0) {
    const { exitCode, stdout } = await list(usual);
    // Whatever is wrong with these is told by the search of everything, or is none of its business.
    const found = exitCode === 0 ? usualMains(project, parseListing(stdout)) : [];
    if (found.length > 0) return nameMains(project, selection, found);
  }
  const result = await list(searchPatterns(project, selection.patterns));
  if (result.exitCode !== 0) throw listFailed(project, result);
  const packages = parseListing(result.stdout);
  const hidden = await hiddenWithoutCgo(packages, go.env, (env) =>
    list(searchPatterns(project, selection.patterns), env),
  );
  if (hidden.length > 0) throw mainNeedsCgo(hidden);
  return nameMains(project, selection, selectMains(project, selection.patterns, packages));
}

/**
 * The commands that go does not see, or sees as empty, because all their files import "C" and `env` has cgo off. Looked
 * for only where there is nothing else to build, or a command that was asked for has no file.
 */
async function hiddenWithoutCgo(
  packages: readonly ListedPackage[],
  env: Environment,
  list: (env: Environment) => Promise<ProcessResult>,
): Promise<readonly ListedPackage[]> {
  const commands = packages.filter(({ name }) => name === 'main');
  const isPlain = commands.length > 0 && commands.every(({ error }) => error === undefined);
  if (isPlain || env['CGO_ENABLED'] !== '0') return [];
  const { exitCode, stdout } = await list({ ...env, CGO_ENABLED: '1' });
  if (exitCode !== 0) return [];
  const seen = new Set(commands.flatMap((one) => (one.error === undefined ? [one.dir] : [])));
  return parseListing(stdout).filter(
    ({ name, error, dir }) => name === 'main' && error === undefined && !seen.has(dir),
  );
}

function mainNeedsCgo(hidden: readonly ListedPackage[]): ActionError {
  const names = hidden.map(({ importPath }) => importPath).join(', ');
  return new ActionError({
    code: 'main-needs-cgo',
    message: `Nothing can be built without cgo: every file of ${names} imports "C" or is for cgo builds alone`,
    hint: 'Set "cgo: true" and "targets: host" to build it with the C compiler of a runner of its own system, or give it files for builds without cgo.',
  });
}

function goList(
  patterns: readonly string[],
  project: Project,
  go: { readonly goBinary: string; readonly env: Environment; readonly tags: readonly string[] },
  processes: Host['processes'],
): Promise<ProcessResult> {
  const args = [
    'list',
    '-e',
    // Imports are not resolved: no download, and no failure that the build would explain better.
    '-find',
    '-json=ImportPath,Name,Dir,Error',
    ...(go.tags.length > 0 ? [`-tags=${go.tags.join(',')}`] : []),
    '--',
    ...patterns,
  ];
  return processes.run(go.goBinary, args, {
    cwd: project.root,
    // Makes Go print folders as we spell them where the way there leads over a symbolic link.
    env: { ...go.env, PWD: project.root },
  });
}

function listFailed({ root }: Project, { stderr }: ProcessResult): ActionError {
  return (
    checksumMismatch(stderr) ??
    new ActionError({
      code: 'go-list-failed',
      message: `"go list" failed in ${root}: ${stderr.trim().replace(/\s*\n\s*/g, ' ')}`,
      hint: 'Run "go list ./..." there to see the same.',
    })
  );
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

function findGoWork(root: string, goWork: string | undefined): string | undefined {
  if (goWork === 'off') return undefined;
  if (goWork !== undefined && goWork !== '') return path.resolve(root, goWork);
  return findUpwards(root, 'go.work');
}

function findModuleDirectory(root: string): string {
  const isThere = isFolder(root);
  const found = isThere ? findUpwards(root, 'go.mod') : undefined;
  if (found !== undefined) return path.dirname(found);
  const places = isThere ? `${root} and the folders above it` : `${root}, which is no folder`;
  throw noGoModule(root, `no go.mod or go.work in ${places}`);
}

function findUpwards(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    // A folder may be called go.work; the go command passes over it.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
    if (path.dirname(folder) === folder) return undefined;
  }
}

function readModFile(file: string): ModFile {
  try {
    return parseModFile(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof ActionError) throw error;
    throw new ActionError({
      code: 'no-go-module',
      message: `Cannot read ${file}`,
      hint: 'Check GOWORK and the "use" lines of go.work: each must name a folder with a go.mod.',
      cause: error,
    });
  }
}

function readModule(dir: string): ProjectModule {
  const goModPath = path.join(dir, 'go.mod');
  const { module } = readModFile(goModPath);
  if (module === undefined) {
    throw new ActionError({
      code: 'bad-go-mod',
      message: `${goModPath} has no module line`,
      hint: 'Let it say "module" and the module path, such as "module github.com/my-org/my-app".',
      location: { file: goModPath, line: 1 },
    });
  }
  return { path: module, dir, goModPath };
}

function sumFiles(
  modules: readonly ProjectModule[],
  goWorkPath: string | undefined,
  work: ModFile | undefined,
): readonly string[] {
  const folder = goWorkPath === undefined ? undefined : path.dirname(goWorkPath);
  const used =
    folder === undefined ? [] : (work?.use ?? []).map((dir) => path.resolve(folder, dir));
  const candidates = [
    ...(folder === undefined ? [] : [path.join(folder, 'go.work.sum')]),
    ...[...modules.map((module) => path.dirname(module.goModPath)), ...used].map((dir) =>
      path.join(dir, 'go.sum'),
    ),
  ];
  return [...new Set(candidates)].filter((file) => existsSync(file)).sort();
}

function noGoModule(root: string, what: string): ActionError {
  return new ActionError({
    code: 'no-go-module',
    message: `There is no Go module to build at ${root}: ${what}`,
    hint: 'Run actions/checkout before this step, and set "working-directory" to the folder with the go.mod.',
  });
}

/** `go list -json` prints one object after the other, each closed by a brace at the start of a line. */
function parseListing(text: string): readonly ListedPackage[] {
  return text
    .split(/(?<=^\})\r?\n/m)
    .filter((chunk) => chunk.trim() !== '')
    .map((chunk) => {
      const fields = record(JSON.parse(chunk));
      const dir = fields['Dir'];
      const error = record(fields['Error'])['Err'];
      return {
        importPath: string(fields['ImportPath']),
        name: string(fields['Name']),
        ...(typeof dir === 'string' ? { dir } : {}),
        ...(typeof error === 'string' ? { error } : {}),
      };
    });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
