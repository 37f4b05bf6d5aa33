import { statSync } from 'node:fs';
import path from 'node:path';
import { checksumMismatch } from '../domain/checksum-mismatch.ts';
import { ActionError } from '../domain/errors.ts';
import type { Environment, Host, ProcessResult } from '../host/host.ts';
import {
  findMains,
  nameMains,
  searchPatterns,
  selectMains,
  usualMains,
  usualPatterns,
} from './mains.ts';
import type { ListedPackage, MainPackage, MainSelection, Project } from './plan.ts';

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
  /** What go sees with cgo beside what it sees without. */
  const listWithCgo = async (patterns: readonly string[]): Promise<readonly ListedPackage[]> => {
    if (go.env['CGO_ENABLED'] !== '0') return [];
    const { exitCode, stdout } = await list(patterns, { ...go.env, CGO_ENABLED: '1' });
    return exitCode === 0 ? parseListing(stdout).filter(({ error }) => error === undefined) : [];
  };
  /** Refuses commands that only cgo shows: go sees none there without it, or one without files. */
  const refuseHidden = async (
    found: readonly ListedPackage[],
    patterns: readonly string[],
    choose: (packages: readonly ListedPackage[]) => readonly ListedPackage[],
  ): Promise<void> => {
    const whole = found.filter(({ error }) => error === undefined);
    if (found.length > 0 && whole.length === found.length) return;
    const seen = new Set(whole.map(({ dir }) => dir));
    const hidden = choose(await listWithCgo(patterns)).filter(({ dir }) => !seen.has(dir));
    if (hidden.length > 0) throw mainNeedsCgo(hidden);
  };
  const cmdFolders = project.modules.map(({ dir }) => path.join(dir, 'cmd')).filter(isFolder);
  const usual = usualPatterns(project, selection.patterns, new Set(cmdFolders));
  if (usual.length > 0) {
    const { exitCode, stdout } = await list(usual);
    // Whatever is wrong with these is told by the search of everything, or is none of its business.
    const found = exitCode === 0 ? usualMains(project, parseListing(stdout)) : [];
    await refuseHidden(found, usual, (packages) => usualMains(project, packages));
    if (found.length > 0) return nameMains(project, selection, found);
  }
  const patterns = searchPatterns(project, selection.patterns);
  const result = await list(patterns);
  if (result.exitCode !== 0) throw listFailed(project, result);
  const packages = parseListing(result.stdout);
  const choose = (from: readonly ListedPackage[]): readonly ListedPackage[] =>
    findMains(project, selection.patterns, from);
  await refuseHidden(choose(packages), patterns, choose);
  return nameMains(project, selection, selectMains(project, selection.patterns, packages));
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
