import type { Target } from '../domain/target.ts';

/** How an executable file is laid out. `xcoff` (AIX) and `plan9` are told apart but not read. */
export type BinaryFormat =
  'elf' | 'macho' | 'macho-universal' | 'pe' | 'wasm' | 'xcoff' | 'plan9' | 'unknown';

/** What the headers of one executable say. Nothing in it comes from running the file. */
export interface BinaryFacts {
  readonly format: BinaryFormat;
  readonly sizeBytes: number;
  /** The machine as the header has it, for people: `x86-64`, `machine 4660`, `arm64, x86-64`. */
  readonly machine: string;
  /** The GOOS, where the headers alone tell it; most ELF files do not. */
  readonly goos?: string;
  /** The GOARCH; absent for a machine Go does not know, and for a universal file. */
  readonly goarch?: string;
  readonly bits?: 32 | 64;
  readonly endianness?: 'little' | 'big';
  /** False for object files, libraries and core dumps. */
  readonly executable: boolean;
  /** The loader that starts the file (PT_INTERP, LC_LOAD_DYLINKER), if it asks for one. */
  readonly interpreter?: string;
  /** Libraries the loader must find: DT_NEEDED, LC_LOAD_DYLIB, PE imports, wasm import modules. In file order, without repeats. */
  readonly neededLibraries: readonly string[];
  readonly buildInfo?: BuildInfo;
  /** Why there is no {@link buildInfo}, in one line; present exactly when it is absent. */
  readonly buildInfoProblem?: string;
  /** Set when the file was rewritten by a known packer: its own headers then hide the program's. */
  readonly packer?: 'upx';
  /** The parts of a universal Mach-O file, in file order; empty for every other format. */
  readonly slices: readonly BinaryFacts[];
}

/** A module as the linker recorded it. `version` is `(devel)` where Go knew none. */
export interface Module {
  readonly path: string;
  readonly version: string;
  /** The `h1:` dirhash of the module's source; not the hash of any file. */
  readonly sum?: string;
}

/** A module that went into a binary, with what replaced it. */
export interface Dependency extends Module {
  readonly replace?: Module;
}

/**
 * What the Go linker recorded about a build, as `go version -m` shows it.
 * @see https://pkg.go.dev/runtime/debug#BuildInfo
 */
export interface BuildInfo {
  /** `go1.26.8`; absent for wasm linked with `-s`, which drops the only place that has it. */
  readonly goVersion?: string;
  /** Import path of the main package. */
  readonly path: string;
  readonly mainModule?: Module;
  readonly dependencies: readonly Dependency[];
  /** Build settings by name (`GOOS`, `-trimpath`, `vcs.revision`); empty before Go 1.18. */
  readonly settings: Readonly<Record<string, string>>;
}

/** How strict the `static` input is. */
export type StaticRule = 'require' | 'warn' | 'off';

/** What a binary ought to be. */
export interface BinaryExpectation {
  /** The file's name, for messages. */
  readonly name: string;
  readonly target: Target;
  /** With or without the leading `go`. */
  readonly goVersion: string;
  /** The full commit id the binary must be stamped with; absent when the build stamps none. */
  readonly commit?: string;
  /** True when the build allowed cgo. */
  readonly cgo: boolean;
  readonly static: StaticRule;
  /** True when the build passed `-trimpath`. */
  readonly trimpath: boolean;
  /** The build tags that the build passed, in order. Not checked when absent. */
  readonly tags?: readonly string[];
  /** Packages that pull cgo in, when the caller knows; named in the error. */
  readonly cgoPackages?: readonly string[];
  /** Paths that differ from the commit (`git status --porcelain`), when the caller knows; named in the error. */
  readonly changedFiles?: readonly string[];
}

/** One thing that is not as expected. `code` is stable; `message` and `hint` are one line each. */
export interface Finding {
  /** `error` stops the release; `notice` says what could not be looked at. */
  readonly severity: 'error' | 'warning' | 'notice';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}
