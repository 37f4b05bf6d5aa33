import path from 'node:path';
import type { Revision } from '../domain/version.ts';

/** One module of the project's own, that is, not a dependency. Paths are absolute. */
export interface ProjectModule {
  readonly path: string;
  /** Where its main packages are searched: its own folder, or the working directory where that lies deeper. */
  readonly dir: string;
  readonly goModPath: string;
}

/** A Go module or workspace on disk. Every path is absolute. */
export interface Project {
  /** The `working-directory`. */
  readonly root: string;
  /** `workspace` when the working directory itself holds the go.work; a module used by one further up is a `module`. */
  readonly kind: 'module' | 'workspace';
  /** Path of the module at {@link Project.root}; of the first used module where a workspace has none there. */
  readonly modulePath: string;
  /** The go.mod that {@link Project.modulePath} comes from. */
  readonly goModPath: string;
  /** The go.work that is in force: here or in a folder above. Absent with `GOWORK=off` or none. */
  readonly goWorkPath?: string;
  /** What is searched for main packages: the module, or every module that the workspace uses. Never empty. */
  readonly modules: readonly ProjectModule[];
  /** Every go.sum and go.work.sum there is of the project and its workspace, sorted. */
  readonly sumFiles: readonly string[];
  /** Version on the `go` line of go.work, else of go.mod. */
  readonly goDirective?: string;
  /** Name on the `toolchain` line of go.work, else of go.mod. */
  readonly toolchainDirective?: string;
  /** True when a vendor/modules.txt stands beside go.work or go.mod. */
  readonly vendored: boolean;
}

/** A command to build. */
export interface MainPackage {
  readonly importPath: string;
  /** Absolute. */
  readonly dir: string;
  /** The file's name without `.exe`. */
  readonly binaryName: string;
}

/** A package as `go list -e -find -json` prints it. `dir` is absent for a pattern that named nothing. */
export interface ListedPackage {
  readonly importPath: string;
  readonly name: string;
  readonly dir?: string;
  readonly error?: string;
}

/** How main packages are chosen and named: the `packages`, `binary-name` and `name` inputs. */
export interface MainSelection {
  /** `go build` patterns; empty means automatic. */
  readonly patterns: readonly string[];
  readonly binaryName?: string;
  /** The project's name: what a main package at the module's root is called. */
  readonly name: string;
}

/** What decides which revision is released, parsed from inputs and the runner's context. */
export interface RevisionRequest {
  /** The `working-directory`, absolute. */
  readonly root: string;
  /** The `tag` input, or the tag of a `release` event. A leading `refs/tags/` is dropped. */
  readonly tag?: string;
  /** The `tag-prefix` input; empty for none. */
  readonly tagPrefix: string;
  /** The `version` input. */
  readonly versionInput?: string;
  /** The run's ref in full, such as `refs/tags/v1.2.3`, `refs/heads/main` or `refs/pull/1/merge`. */
  readonly ref?: string;
  /** The commit the run is about, as GitHub names it; need not be the one that is checked out. */
  readonly sha?: string;
  /** True when this run publishes: then a repository, a commit and a tag are required. */
  readonly releasing: boolean;
}

/** The revision on disk, and what else git had to say about it. */
export interface CheckedOut {
  readonly revision: Revision;
  /** Top of the git work tree, absolute, links resolved. Absent outside git. */
  readonly repositoryRoot?: string;
  /** Paths that git reports as changed or untracked, relative to the repository root, sorted. A build of them is marked `+dirty`. */
  readonly dirtyFiles: readonly string[];
  /** Sentences for the user, one line each: what was assumed, and how to change it. */
  readonly notices: readonly string[];
}

/** True when `file` is `folder` or lies below it. Both absolute. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return (
    relative === '' ||
    (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative))
  );
}
