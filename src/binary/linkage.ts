import type { BinaryExpectation, BinaryFacts, Finding } from './plan.ts';

/** What a program needs to start, beside itself. */
export type Linkage =
  /** Nothing. */
  | { readonly kind: 'static' }
  /** Only what every installation of the system has, and why it can't do without. */
  | { readonly kind: 'system'; readonly libraries: readonly string[]; readonly reason: string }
  /** Something that may be absent or too old where the program is to run. */
  | {
      readonly kind: 'dynamic';
      readonly interpreter: string | undefined;
      readonly libraries: readonly string[];
    };

interface SystemLibraries {
  readonly pattern: RegExp;
  readonly reason: string;
}

/**
 * Systems whose kernel interface is private: Go calls into their base libraries even without cgo,
 * and no static form of these exists.
 * @see runtime/sys_openbsd.go, runtime/os3_solaris.go, runtime/sys_darwin.go and runtime/os_windows.go in Go's source
 */
const SYSTEM_LIBRARIES: Readonly<Record<string, SystemLibraries>> = {
  android: {
    pattern: /^lib(c|m|dl|log)\.so$/,
    reason: 'Android starts programs only through its own linker and C library',
  },
  darwin: {
    pattern: /^(\/usr\/lib\/|\/System\/Library\/)/,
    reason: 'macOS has no stable system-call interface and no static libSystem',
  },
  illumos: {
    pattern: /^lib(c|m|md|nsl|pthread|resolv|rt|sendfile|socket)\.so(\.\d+)?$/,
    reason: 'illumos offers its system calls only through libc',
  },
  ios: {
    pattern: /^(\/usr\/lib\/|\/System\/Library\/)/,
    reason: 'iOS has no stable system-call interface and no static libSystem',
  },
  openbsd: {
    pattern: /^lib(c|m|pthread)\.so(\.\d+)*$/,
    reason: 'OpenBSD accepts system calls only from libc',
  },
  solaris: {
    pattern: /^lib(c|m|md|nsl|pthread|resolv|rt|sendfile|socket)\.so(\.\d+)?$/,
    reason: 'Solaris offers its system calls only through libc',
  },
  windows: {
    // Present on every Windows that Go supports, servers without desktop included; the compilers' own
    // runtimes (libgcc, libwinpthread, vcruntime) are not.
    pattern:
      /^((api|ext)-ms-win-[a-z0-9-]+|advapi32|bcrypt|bcryptprimitives|cfgmgr32|combase|comctl32|comdlg32|credui|crypt32|cryptbase|dbghelp|dnsapi|fwpuclnt|gdi32|hid|imm32|iphlpapi|kernel32|kernelbase|mpr|msvcrt|mswsock|ncrypt|netapi32|ntdll|ole32|oleaut32|pdh|powrprof|propsys|psapi|rpcrt4|sechost|secur32|setupapi|shell32|shlwapi|sspicli|ucrtbase|user32|userenv|uxtheme|version|winhttp|wininet|winmm|winspool|wintrust|wldap32|ws2_32|wtsapi32)\.(dll|drv)$/i,
    reason: 'Windows offers its system calls only through its DLLs',
  },
};

/** What a program for `goos` needs to start. */
export function classifyLinkage(facts: BinaryFacts, goos: string): Linkage {
  // A wasm module's imports are its host's functions, given at instantiation; nothing is looked up.
  if (facts.format === 'wasm') return { kind: 'static' };
  const { interpreter, neededLibraries } = facts;
  if (interpreter === undefined && neededLibraries.length === 0) return { kind: 'static' };
  const system = SYSTEM_LIBRARIES[goos];
  const foreign = neededLibraries.filter((library) => system?.pattern.test(library) !== true);
  if (system !== undefined && foreign.length === 0) {
    return { kind: 'system', libraries: neededLibraries, reason: system.reason };
  }
  return { kind: 'dynamic', interpreter, libraries: foreign };
}

/** The linkage in one line, for a log or a summary. */
export function describeLinkage(linkage: Linkage): string {
  switch (linkage.kind) {
    case 'static':
      return 'static';
    case 'system':
      return `only the system's own libraries (${linkage.libraries.join(', ') || 'none by name'}): ${linkage.reason}`;
    case 'dynamic':
      return `dynamic: ${needs(linkage)}`;
  }
}

/** The finding for a program that needs more than itself and its system; none under `static: off`. */
export function judgeLinkage(
  facts: BinaryFacts,
  expectation: BinaryExpectation,
): Finding | undefined {
  const linkage = classifyLinkage(facts, expectation.target.goos);
  if (linkage.kind !== 'dynamic' || expectation.static === 'off') return undefined;
  return {
    severity: expectation.static === 'require' ? 'error' : 'warning',
    code: 'not-static',
    message: `${expectation.name} is not static: it needs ${needs(linkage)}`,
    hint: remedy(facts, expectation),
  };
}

function needs({
  interpreter,
  libraries,
}: {
  readonly interpreter: string | undefined;
  readonly libraries: readonly string[];
}): string {
  const parts = [
    interpreter === undefined ? undefined : `the loader ${interpreter}`,
    libraries.length === 0 ? undefined : `the libraries ${libraries.join(', ')}`,
  ];
  return parts.filter((part) => part !== undefined).join(' and ');
}

function remedy(facts: BinaryFacts, { cgo, cgoPackages = [] }: BinaryExpectation): string {
  const culprits = cgoPackages.length > 0 ? ` (pulled in by ${cgoPackages.join(', ')})` : '';
  if (cgo) {
    return `Set \`cgo: false\`, or, where the C code${culprits} is needed, link it statically or accept the libraries with \`static: warn\`.`;
  }
  if (facts.buildInfo?.settings['CGO_ENABLED'] === '1') {
    return `cgo was on${culprits} although \`cgo: false\` is set: remove CGO_ENABLED from \`env\` and from the Go configuration.`;
  }
  if (facts.buildInfo?.settings['-buildmode'] === 'pie') {
    return 'Remove -buildmode=pie from `build-flags`: Go links position-independent programs against a loader.';
  }
  return 'Remove -linkmode=external and other linker options from `build-flags` and `ldflags`, or set `static: warn`.';
}
