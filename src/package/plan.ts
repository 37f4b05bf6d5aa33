import { ActionError } from '../domain/errors.ts';
import type { Target } from '../domain/target.ts';
import { executableSuffix, formatTarget, targetSlug } from '../domain/target.ts';

import { renderArchiveName, usesBinary } from './names.ts';
import { bytewise } from './order.ts';

/** The `archive` input. */
export type ArchiveSetting = 'auto' | ArchiveFormat;

/** How programs are packed; `none` is a bare program. */
export type ArchiveFormat = 'tar.gz' | 'tar.zst' | 'zip' | 'none';

/** The `archive-name` input's default. With `archive: none` its `{name}` means `{binary}`, as in goreleaser. */
export const DEFAULT_ARCHIVE_NAME = '{name}_{version}_{os}_{arch}';

/** Globs of the files that go into every archive unless `include` says otherwise. */
export const DEFAULT_INCLUDES: readonly string[] = [
  'LICENSE*',
  'LICENCE*',
  'README*',
  'CHANGELOG*',
];

/** Names a release takes for itself. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(['sha256sums']);

/** A program to pack. It need not exist yet. */
export interface Program {
  readonly target: Target;
  /** The binary's name, without `.exe` or `.wasm`. */
  readonly name: string;
  /** Absolute path of the file. */
  readonly path: string;
}

/** A further file of each archive. */
export interface IncludedFile {
  /** Path inside the archive, `/`-separated, relative. */
  readonly name: string;
  /** Absolute path on this machine. */
  readonly path: string;
}

/** One file of an archive. */
export interface Member extends IncludedFile {
  readonly mode: 0o755 | 0o644;
}

/** One release asset to make. */
export interface ArchivePlan {
  /** File name, extension included. */
  readonly name: string;
  readonly format: ArchiveFormat;
  readonly target: Target;
  /** Sorted by name; exactly one for `none`. */
  readonly members: readonly Member[];
  /** The one time in the archive, in seconds since 1970: the commit's. */
  readonly modifiedEpochSeconds: number;
}

/** All that decides what is packed, and under which names. */
export interface PackageSettings {
  /** Project name, for `{name}`. */
  readonly name: string;
  /** For `{version}`. */
  readonly version: string;
  /** For `{tag}`; a template that uses it is refused without one. */
  readonly tag?: string;
  readonly archive: ArchiveSetting;
  /** Template without extension; default {@link DEFAULT_ARCHIVE_NAME}. */
  readonly archiveName?: string;
  readonly modifiedEpochSeconds: number;
  readonly includes: readonly IncludedFile[];
}

/**
 * The assets for these programs: one per target with all its programs in it, or one per program
 * when the template has `{binary}` or nothing is packed. In the order of `programs`. Pure, so it can
 * run before anything is built. Throws {@link ActionError} `archive-name` (bad template, two assets
 * of one name) or `archive-member` (two files of one name).
 */
export function planArchives(
  settings: PackageSettings,
  programs: readonly Program[],
): readonly ArchivePlan[] {
  const plans = groupPrograms(settings, programs).map((group) => planArchive(settings, group));
  refuseCollisions(plans);
  return plans;
}

/** `auto` resolved for a target: zip for Windows, whose users have it, else tar.gz. */
export function archiveFormat(archive: ArchiveSetting, target: Target): ArchiveFormat {
  if (archive !== 'auto') return archive;
  return target.goos === 'windows' ? 'zip' : 'tar.gz';
}

/** The name of the software bill of materials that goes with an asset. */
export function sbomName(assetName: string): string {
  return `${assetName}.cdx.json`;
}

/** True when every program is an asset of its own, so that asset names depend on the programs' names. */
export function namesPrograms(settings: Pick<PackageSettings, 'archive' | 'archiveName'>): boolean {
  return settings.archive === 'none' || usesBinary(templateFor(settings));
}

type Group = readonly [Program, ...Program[]];

/** Which template a target's assets take: the default one names bare programs by themselves. */
function templateFor({
  archive,
  archiveName,
}: Pick<PackageSettings, 'archive' | 'archiveName'>): string {
  const template = archiveName ?? DEFAULT_ARCHIVE_NAME;
  const isDefault = template === DEFAULT_ARCHIVE_NAME;
  return isDefault && archive === 'none' ? template.replace('{name}', '{binary}') : template;
}

function groupPrograms(settings: PackageSettings, programs: readonly Program[]): readonly Group[] {
  const perProgram = namesPrograms(settings);
  const groups = new Map<string, [Program, ...Program[]]>();
  for (const program of programs) {
    const key = `${targetSlug(program.target)} ${perProgram ? program.name : ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [program]);
    else group.push(program);
  }
  return [...groups.values()];
}

function planArchive(settings: PackageSettings, group: Group): ArchivePlan {
  const [first] = group;
  const { target } = first;
  const format = archiveFormat(settings.archive, target);
  const stem = renderArchiveName(templateFor(settings), {
    ...settings,
    target,
    binary: first.name,
  });
  const name = format === 'none' ? `${stem}${executableSuffix(target)}` : `${stem}.${format}`;
  const programs = group.map(({ name: binary, path }) => ({
    name: `${binary}${executableSuffix(target)}`,
    path,
    mode: 0o755 as const,
  }));
  const includes = settings.includes.map((file) => ({ ...file, mode: 0o644 as const }));
  const members = format === 'none' ? programs : [...programs, ...includes];
  refuseTwins(name, members);
  return {
    name,
    format,
    target,
    members: members.toSorted((left, right) => bytewise(left.name, right.name)),
    modifiedEpochSeconds: settings.modifiedEpochSeconds,
  };
}

/** Names are compared without case: Windows and macOS would unpack one file over the other. */
function refuseTwins(archive: string, members: readonly Member[]): void {
  const seen = new Map<string, string>();
  for (const { name } of members) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      throw new ActionError({
        code: 'archive-member',
        message: `${archive} would hold both "${other}" and "${name}", which are one file on Windows and macOS`,
        hint: 'Change binary-name, or the globs in `include`, so that each file of an archive has its own name.',
      });
    }
    seen.set(name.toLowerCase(), name);
  }
}

function refuseCollisions(plans: readonly ArchivePlan[]): void {
  const seen = new Map<string, ArchivePlan>();
  for (const plan of plans) {
    const key = plan.name.toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) {
      throw new ActionError({
        code: 'archive-name',
        message: `The archives for ${formatTarget(other.target)} and ${formatTarget(plan.target)} would both be named "${plan.name}"`,
        hint: 'Let archive-name contain {os} and {arch}, and {binary} where each program is an asset of its own.',
      });
    }
    if (RESERVED_NAMES.has(key)) {
      throw new ActionError({
        code: 'archive-name',
        message: `No asset can be named "${plan.name}": the release's checksum file has that name`,
        hint: 'Change archive-name.',
      });
    }
    seen.set(key, plan);
  }
}
