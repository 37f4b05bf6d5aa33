import semver from 'semver';
import { ActionError } from '../domain/errors.ts';

/** What a version text asks for. Versions are semantic versions, Go's own way of writing them is converted. */
export type VersionSpec =
  | { readonly kind: 'exact'; readonly semver: string }
  | { readonly kind: 'range'; readonly range: string }
  | { readonly kind: 'alias'; readonly alias: 'stable' | 'oldstable' };

const ALLOWED_FORMS =
  'Use a version (1.25.3), a minor (1.25), a range (1.25.x, ^1.24.1, ">=1.24 <1.26"), a pre-release (1.26rc1), stable or oldstable.';

const GO_VERSION = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(alpha|beta|rc)(\d+))?$/;
const PRE_RELEASE = /(\d+)\.(\d+)(?:\.(\d+))?-?(alpha|beta|rc)\.?(\d+)/g;

/**
 * Parses the text of `go-version` or of a version file: `1.25.3`, `v1.25.3`, `go1.25.3`, `1.25`,
 * `1.25.x`, `^1.24`, `>=1.24 <1.26`, `1.25rc1`, `1.25.0-rc.1`, `stable`, `oldstable`.
 * A version of three numbers is exact, everything shorter a range. `file` is where it was read, for the error.
 * Throws {@link ActionError} `unknown-go-version` with the allowed forms.
 * @see https://github.com/actions/setup-go#supported-version-syntax
 */
export function parseVersionSpec(text: string, file?: string): VersionSpec {
  const word = text.trim();
  if (word === 'stable' || word === 'oldstable') return { kind: 'alias', alias: word };
  const normalized = word
    .replace(/(^|[\s<>=~^|])(?:go|v)(?=\d)/g, '$1')
    .replace(
      PRE_RELEASE,
      (_, major: string, minor: string, patch: string | undefined, kind: string, n: string) =>
        `${major}.${minor}.${patch ?? '0'}-${kind}.${n}`,
    );
  const exact = semver.valid(normalized);
  if (exact !== null) return { kind: 'exact', semver: exact };
  const range = normalized === '' ? null : semver.validRange(normalized);
  // validRange gives the canonical form, where "1.25" has become ">=1.25.0 <1.26.0-0".
  if (range !== null) return { kind: 'range', range };
  throw new ActionError({
    code: 'unknown-go-version',
    message: `"${word}"${file === undefined ? '' : ` in ${file}`} is not a Go version`,
    hint: ALLOWED_FORMS,
  });
}

/**
 * Says so when a version looks like `1.20` that YAML read as the number 1.2. Undefined when it does not.
 * Only for values that came through YAML: a version file is text.
 */
export function unquotedYamlWarning(text: string): string | undefined {
  const match = /^1\.([1-9])$/.exec(text.trim());
  if (match === null) return undefined;
  const version = `1.${match[1] ?? ''}`;
  return `go-version is ${version}. If ${version}0 was meant, put it in quotes ('${version}0'): YAML reads an unquoted ${version}0 as the number ${version}.`;
}

/**
 * The semantic version of a Go version without its `go` prefix: `1.25.3` → `1.25.3`, `1.20` → `1.20.0`,
 * `1.25rc1` → `1.25.0-rc.1`. Undefined when it is no Go release (`1.25.3-custom`, `devel`).
 * @see https://go.dev/doc/toolchain#version
 */
export function semverFromGo(version: string): string | undefined {
  const match = GO_VERSION.exec(version);
  if (match === null) return undefined;
  const [, major = '', minor = '0', patch = '0', kind, number] = match;
  const release = `${major}.${minor}.${patch}`;
  const text = kind === undefined ? release : `${release}-${kind}.${number ?? ''}`;
  return semver.valid(text) ?? undefined;
}

/**
 * The Go version, without `go`, of a semantic version: the inverse of {@link semverFromGo}.
 * Before 1.21 the first release of a minor has no `.0` (`1.20`); pre-releases of a minor never have one.
 * A pre-release part that is not Go's is kept as it is, as some distributions' versions have one.
 */
export function goFromSemver(version: string): string {
  const { major, minor, patch, prerelease } = semver.parse(version, {}, true);
  const [kind, number] = prerelease;
  const short = minor === 0 && patch === 0 ? `${major}` : `${major}.${minor}`;
  const numbers = patch === 0 ? short : `${major}.${minor}.${patch}`;
  if (kind === undefined) {
    return patch === 0 && semver.gte(version, '1.21.0') ? `${major}.${minor}.0` : numbers;
  }
  const own = /^(?:alpha|beta|rc)$/.test(String(kind)) && typeof number === 'number';
  return own && prerelease.length === 2 ? `${numbers}${kind}${number}` : version;
}

/**
 * The tool cache's folder name for the version in a VERSION file: the semantic version, with a builder's
 * suffix kept (`1.25.3-1`, `1.25.3-microsoft`).
 */
export function folderVersion(version: string): string {
  const suffixed = /^([^-]+)-(.+)$/.exec(version);
  const own = semverFromGo(version);
  if (own !== undefined || suffixed === null) return own ?? version;
  const [, release = '', suffix = ''] = suffixed;
  return semver.valid(`${semverFromGo(release) ?? release}-${suffix}`) ?? version;
}
