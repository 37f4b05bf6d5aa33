import type { GoPlatform } from './architecture.ts';
import { semverFromGo } from './version-spec.ts';

/** One archive of a release for one platform. */
export interface ReleaseFile {
  readonly filename: string;
  readonly goos: string;
  /** As in the file's name: `amd64`, `armv6l`. */
  readonly arch: string;
  /** 64 hex digits; empty in the oldest entries. */
  readonly sha256: string;
}

/** One release of Go with its archives (installers and sources are left out). */
export interface Release {
  /** Without `go`. */
  readonly version: string;
  readonly semver: string;
  readonly files: readonly ReleaseFile[];
}

/**
 * Parses Go's release list, also as mirrors serve it. Entries that are no release of Go's numbering keep
 * their version as it is when it is a semantic one (`1.25.3-1` of a distribution). Undefined when the text is no such list.
 * @see https://go.dev/dl/?mode=json&include=all
 */
export function parseReleaseList(text: string): readonly Release[] | undefined {
  const list = parseJson(text);
  if (!Array.isArray(list)) return undefined;
  return list.filter(isRecord).flatMap((entry) => {
    const version = textOf(entry['version']).replace(/^go/, '');
    const semver = semverFromGo(version) ?? (/^\d+\.\d+\.\d+-/.test(version) ? version : undefined);
    if (semver === undefined) return [];
    return [{ version, semver, files: recordsOf(entry['files']).filter(isArchive).map(toFile) }];
  });
}

function isArchive(file: Readonly<Record<string, unknown>>): boolean {
  const [kind, filename] = [textOf(file['kind']), textOf(file['filename'])];
  // A file name becomes part of an address and of a path.
  if (!/^[\w.+-]+$/.test(filename)) return false;
  // Lists that mirrors make themselves may leave the kind out; sources name no system.
  return kind === 'archive' || (kind === '' && /\.(?:tar\.gz|zip)$/.test(filename));
}

function toFile(file: Readonly<Record<string, unknown>>): ReleaseFile {
  return {
    filename: textOf(file['filename']),
    goos: textOf(file['os']),
    arch: textOf(file['arch']),
    sha256: textOf(file['sha256']).toLowerCase(),
  };
}

/** The archive of a release for a platform, where there is one. */
export function releaseFileFor(release: Release, platform: GoPlatform): ReleaseFile | undefined {
  return release.files.find(
    (file) => file.goos === platform.goos && file.arch === platform.releaseArch,
  );
}

/**
 * The stable versions in the manifest of actions/go-versions that have a file for the platform, as semantic
 * versions. Its files carry no hash, so it serves to find versions, never to download them. Undefined when
 * the text is no such manifest.
 * @see https://github.com/actions/go-versions/blob/main/versions-manifest.json
 */
export function parseManifest(text: string, platform: GoPlatform): readonly string[] | undefined {
  const list = parseJson(text);
  if (!Array.isArray(list)) return undefined;
  const system = platform.goos === 'windows' ? 'win32' : platform.goos;
  return list
    .filter(isRecord)
    .filter((entry) =>
      recordsOf(entry['files']).some(
        (file) => file['platform'] === system && file['arch'] === platform.toolCacheArch,
      ),
    )
    .flatMap((entry) => semverFromManifest(textOf(entry['version'])));
}

function semverFromManifest(version: string): string[] {
  return /^\d+\.\d+\.\d+$/.test(version) ? [version] : [];
}

/** A version of the module `golang.org/toolchain` that a proxy listed. */
export interface ListedToolchain {
  readonly semver: string;
  readonly goos: string;
  readonly goarch: string;
}

/** Parses a proxy's `@v/list` of golang.org/toolchain; lines of another form are skipped. */
export function parseToolchainList(text: string): readonly ListedToolchain[] {
  return text.split('\n').flatMap((line) => {
    const match = /^v0\.0\.1-go(\d[\w.]*)\.([a-z0-9]+)-([a-z0-9]+)$/.exec(line.trim());
    const semver = semverFromGo(match?.[1] ?? '');
    if (match === null || semver === undefined) return [];
    const [, , goos = '', goarch = ''] = match;
    return [{ semver, goos, goarch }];
  });
}

/** `v0.0.1-go1.25.3.linux-amd64`: a toolchain's version as a module. @see https://go.dev/doc/toolchain#download */
export function toolchainModuleVersion(goVersion: string, platform: GoPlatform): string {
  return `v0.0.1-go${goVersion}.${platform.goos}-${platform.goarch}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
