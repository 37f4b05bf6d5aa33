import { createHash } from 'node:crypto';
import path from 'node:path';
import semver from 'semver';
import { ActionError } from '../domain/errors.ts';
import { withoutSecrets } from '../domain/web-address.ts';
import type { GoPlatform } from './architecture.ts';
import { parseVersionSpec, type VersionSpec } from './version-spec.ts';

/** The inputs that decide which Go is installed, as the user gave them; undefined: not given. */
export interface ToolchainSettings {
  readonly goVersion?: string;
  readonly goVersionFile?: string;
  /** Resolve a range in the version lists before the tool cache. */
  readonly checkLatest: boolean;
  readonly architecture?: string;
  /** Sent to the GitHub API of this server only. */
  readonly token?: string;
  readonly goDownloadBaseUrl?: string;
}

/** Which Go is wanted, and who said so. */
export interface GoRequest {
  readonly spec: VersionSpec;
  /** The version as it was written. */
  readonly text: string;
  /** Where it was written, for the log: `the go-version input`, `go.mod`. */
  readonly source: string;
  readonly platform: GoPlatform;
  readonly checkLatest: boolean;
  /** A mirror to use instead of every other source; no trailing slash. */
  readonly downloadBaseUrl?: string;
  readonly token?: string;
}

/** The version to install, and how it was found. */
export interface ResolvedVersion {
  readonly semver: string;
  /**
   * `1.25.x`, where a mirror has no list and is asked for its file of that minor. Which patch it holds
   * shows when it has come; `semver` is the lowest it can be.
   */
  readonly anyPatchOf?: string;
  /** Words for the log: `as asked`, `the tool cache`, the address of a list. */
  readonly from: string;
}

/** A Go that is there and can be used. */
export interface Toolchain {
  /** Without `go`: `1.26.8`, `1.26rc1`. */
  readonly version: string;
  readonly goroot: string;
  readonly goBinary: string;
  readonly origin: 'tool-cache' | 'module-proxy' | 'release-list' | 'path';
  /** One sentence for the log: what proves these bytes. */
  readonly proof: string;
  readonly elapsedMs: number;
}

/** A source that cannot serve now, and why; the next one is asked. A failed proof is never this, but an error. */
export interface Unavailable {
  readonly unavailable: string;
}

/** True when a source had nothing to give. */
export function isUnavailable(outcome: object): outcome is Unavailable {
  return 'unavailable' in outcome;
}

/**
 * The request for a version text. Throws what {@link parseVersionSpec} throws, and {@link ActionError} `bad-download-base-url`
 * for a mirror whose address is none.
 */
export function planRequest(
  settings: ToolchainSettings,
  platform: GoPlatform,
  wanted: { readonly text: string; readonly source: string; readonly file?: string },
): GoRequest {
  const baseUrl = readBaseUrl(settings.goDownloadBaseUrl);
  return {
    spec: parseVersionSpec(wanted.text, wanted.file),
    text: wanted.text.trim(),
    source: wanted.source,
    platform,
    checkLatest: settings.checkLatest,
    ...(baseUrl === undefined ? {} : { downloadBaseUrl: baseUrl }),
    ...(settings.token === undefined ? {} : { token: settings.token }),
  };
}

function readBaseUrl(text: string | undefined): string | undefined {
  const baseUrl = text?.trim().replace(/\/+$/, '');
  if (baseUrl === undefined || baseUrl === '') return undefined;
  if (/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) return baseUrl;
  throw new ActionError({
    code: 'bad-download-base-url',
    message: `go-download-base-url is "${withoutSecrets(baseUrl)}", which is no address of a mirror`,
    hint: 'Give one that starts with https:// or http://, as in https://mirror.example/golang; the variable GO_DOWNLOAD_BASE_URL counts, too.',
  });
}

/**
 * Folder in the tool cache: `go`, and for a mirror `go-` with 8 hex digits of its address, as its builds
 * may differ from Go's own (the names of actions/setup-go).
 */
export function toolName(downloadBaseUrl: string | undefined): string {
  if (downloadBaseUrl === undefined) return 'go';
  return `go-${createHash('sha256').update(downloadBaseUrl).digest('hex').slice(0, 8)}`;
}

/**
 * The version that a spec means among `available` semantic versions: the highest one that fits.
 * Ranges and aliases take no pre-release unless the range itself names one. `oldstable` is the highest of the
 * minor before the newest. Undefined when none fits.
 */
export function highestMatch(available: readonly string[], spec: VersionSpec): string | undefined {
  if (spec.kind === 'exact') return available.find((version) => version === spec.semver);
  if (spec.kind === 'range') return semver.maxSatisfying([...available], spec.range) ?? undefined;
  const newest = semver.maxSatisfying([...available], '*');
  if (newest === null || spec.alias === 'stable') return newest ?? undefined;
  return (
    semver.maxSatisfying([...available], `<${semver.major(newest)}.${semver.minor(newest)}.0`) ??
    undefined
  );
}

/** The go command below a GOROOT. */
export function goBinaryIn(goroot: string, platform: Pick<GoPlatform, 'goos'>): string {
  return path.join(goroot, 'bin', platform.goos === 'windows' ? 'go.exe' : 'go');
}

/** The version in a GOROOT's VERSION file, without `go`. Undefined when it names none. */
export function versionFromFile(text: string): string | undefined {
  return /^go(\d\S*)/.exec(text)?.[1];
}
