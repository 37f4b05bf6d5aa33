import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import { type ModFile, parseModFile } from './gomod.ts';
import type { Project, ProjectModule } from './plan.ts';

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
