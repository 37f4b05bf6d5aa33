import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { Target } from '../domain/target.ts';
import type { Platform, Program } from './plan.ts';
import { byPlatform, formatPlatform, platformOf } from './platform.ts';

/** A file below `bin/` of an output directory. */
export interface FoundFile {
  /** `linux_amd64_v3`: the folder of its target. */
  readonly slug: string;
  /** The file's name. */
  readonly name: string;
}

/** What the user asked of the artifacts. Empty `platforms` means all that are there. */
export interface ProgramChoice {
  readonly binary?: string;
  readonly platforms: readonly Platform[];
}

/** The target that a folder below `bin/` belongs to. Undefined for a folder of another kind. */
export function targetOfSlug(slug: string): Target | undefined {
  const [, goos, goarch, variant] = /^([a-z0-9]+)_([a-z0-9]+)(?:_(.+))?$/.exec(slug) ?? [];
  if (goos === undefined || goarch === undefined) return undefined;
  if (variant === undefined) return { goos, goarch };
  return { goos, goarch, variant: variant.replaceAll('-', ',') };
}

/**
 * Picks the Linux programs for an image from what lies below `bin/` in `folder` (absolute), in the order
 * of an index. Throws {@link ActionError} `no-binaries`, `which-binary`, `no-such-binary`,
 * `platform-without-binary` or `same-platform`.
 */
export function choosePrograms(
  files: readonly FoundFile[],
  folder: string,
  choice: ProgramChoice,
): readonly Program[] {
  const linux = files.flatMap(({ slug, name }) => {
    const target = targetOfSlug(slug);
    if (target?.goos !== 'linux' || name.startsWith('.')) return [];
    const file = path.join(folder, 'bin', slug, name);
    return [{ name, path: file, target, platform: platformOf(target) }];
  });
  if (linux.length === 0) throw noBinaries(files, folder);
  const name = chooseName(linux, choice.binary);
  const named = linux
    .filter((program) => program.name === name)
    .sort((a, b) => byPlatform(a.platform, b.platform));
  refuseSamePlatform(named);
  if (choice.platforms.length === 0) return named;
  const wanted = new Set(choice.platforms.map(formatPlatform));
  for (const platform of wanted) {
    if (named.some((program) => formatPlatform(program.platform) === platform)) continue;
    throw new ActionError({
      code: 'platform-without-binary',
      message: `There is no binary of ${name} for ${platform}`,
      hint: `Add it to the "targets" of the build, or take it out of "platforms". There are: ${named.map((program) => formatPlatform(program.platform)).join(', ')}.`,
    });
  }
  return named.filter(({ platform }) => wanted.has(formatPlatform(platform)));
}

function chooseName(programs: readonly Program[], binary: string | undefined): string {
  const names = [...new Set(programs.map((program) => program.name))].sort();
  if (binary !== undefined && !names.includes(binary)) {
    throw new ActionError({
      code: 'no-such-binary',
      message: `There is no Linux binary named "${binary}"`,
      hint: `Set "binary" to one of: ${names.join(', ')}.`,
    });
  }
  const [first = '', ...others] = names;
  if (binary === undefined && others.length > 0) {
    throw new ActionError({
      code: 'which-binary',
      message: `The artifacts hold ${names.length} programs: ${names.join(', ')}`,
      hint: 'Set "binary" to the one that this image is for; run the action once for each image.',
    });
  }
  return binary ?? first;
}

/** Two levels that an image cannot tell apart, such as two float modes of MIPS. */
function refuseSamePlatform(programs: readonly Program[]): void {
  programs.forEach((program, index) => {
    const other = programs[index - 1];
    if (other === undefined || byPlatform(other.platform, program.platform) !== 0) return;
    throw new ActionError({
      code: 'same-platform',
      message: `${other.path} and ${program.path} are both for ${formatPlatform(program.platform)}, as an image names it`,
      hint: 'An image holds one program for each platform: build one of the two only.',
    });
  });
}

function noBinaries(files: readonly FoundFile[], folder: string): ActionError {
  const others = [...new Set(files.map(({ slug }) => slug))].join(', ');
  return new ActionError({
    code: 'no-binaries',
    message: `There is no Linux binary below ${path.join(folder, 'bin')}${others === '' ? '' : `, only ${others}`}`,
    hint:
      others === ''
        ? 'Give the output-directory of the ship-go step that built them. Where that step found everything released already, its warning says what it could not fetch.'
        : 'Images run Linux programs: add linux/amd64 or linux/arm64 to the "targets" of the build.',
  });
}
