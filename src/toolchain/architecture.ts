import { ActionError } from '../domain/errors.ts';

/** One operating system and processor, in the words of everyone who names Go's files after them. */
export interface GoPlatform {
  /** `linux`, `darwin`, `windows`, … */
  readonly goos: string;
  /** `amd64`, `arm64`, `386`, … */
  readonly goarch: string;
  /** The word in the release list's file names: GOARCH, but `armv6l` for arm. */
  readonly releaseArch: string;
  /** Folder name in the runner's tool cache, which uses Node's word: `x64`, `arm64`, `ia32`, … */
  readonly toolCacheArch: string;
}

/** GOARCH and Node's word, by every spelling people use. */
const SPELLINGS: readonly (readonly [goarch: string, node: string, spellings: string])[] = [
  ['amd64', 'x64', 'x64 amd64 x86_64 x86-64'],
  ['386', 'ia32', 'x86 386 ia32 x32 i386 i686'],
  ['arm64', 'arm64', 'arm64 aarch64'],
  ['arm', 'arm', 'arm armv6l armv6 armv7l armv7 armhf'],
  ['loong64', 'loong64', 'loong64 loongarch64'],
  ['ppc64', 'ppc64be', 'ppc64be'],
  ['ppc64le', 'ppc64', 'ppc64 ppc64le'],
  ['riscv64', 'riscv64', 'riscv64'],
  ['s390x', 's390x', 's390x'],
  ['mips', 'mips', 'mips'],
  ['mipsle', 'mipsel', 'mipsle mipsel'],
  ['mips64', 'mips64', 'mips64'],
  ['mips64le', 'mips64el', 'mips64le mips64el'],
];

const GOOS_BY_NODE: Readonly<Record<string, string>> = {
  win32: 'windows',
  sunos: 'solaris',
};

/**
 * The platform to install Go for. `os` is Node's word for the system; `architecture` any usual
 * spelling (Node's, Go's, `uname -m`'s; case is ignored). Node says `ppc64` for both byte orders;
 * little-endian is meant, as no big-endian system runs Node today.
 * Throws {@link ActionError} `unknown-architecture`.
 */
export function goPlatform(os: NodeJS.Platform, architecture: string): GoPlatform {
  const wanted = architecture.trim().toLowerCase();
  const row = SPELLINGS.find(([, , spellings]) => spellings.split(' ').includes(wanted));
  if (row === undefined) {
    const known = SPELLINGS.map(([, , spellings]) => spellings.split(' ')[0]).join(', ');
    throw new ActionError({
      code: 'unknown-architecture',
      message: `Unknown architecture "${architecture}"`,
      hint: `Set architecture to one of ${known}, or leave it empty for the runner's own.`,
    });
  }
  const [goarch, node] = row;
  return {
    goos: GOOS_BY_NODE[os] ?? os,
    goarch,
    releaseArch: goarch === 'arm' ? 'armv6l' : goarch,
    toolCacheArch: node,
  };
}
