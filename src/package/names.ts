import { ActionError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import type { Target } from '../domain/target.ts';
import { formatTarget } from '../domain/target.ts';

/** What the placeholders of an archive name stand for. */
export interface NameValues {
  readonly name: string;
  readonly version: string;
  readonly tag?: string;
  readonly target: Target;
  readonly binary: string;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Characters that some file system refuses in a name, and control characters. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f<>:"/\\|?*]/;

/** GOARM where a target names none: the go command's own default when it cross-compiles. */
const DEFAULT_ARM = '7';
/** GOMIPS and GOMIPS64 where a target names none. */
const DEFAULT_MIPS = 'hardfloat';

/** True when the template asks for one asset per program. */
export function usesBinary(template: string): boolean {
  return template.includes('{binary}');
}

/**
 * The architecture with its level as goreleaser's default archive names have it: `armv7`,
 * `amd64v3`, `mips_softfloat`; plain `amd64` for v1. MIPS always has its float mode there. Levels
 * that goreleaser leaves out (`GOARM64`, `GO386`, …) are appended, so that two of them never collide.
 * @see https://goreleaser.com/customization/archive/ `name_template`
 */
export function archiveArchitecture({ goarch, variant }: Target): string {
  const level = variant?.replaceAll(',', '_');
  if (goarch === 'arm') return `armv${level ?? DEFAULT_ARM}`;
  if (goarch.startsWith('mips')) return `${goarch}_${level ?? DEFAULT_MIPS}`;
  if (level === undefined) return goarch;
  if (goarch === 'amd64') return level === 'v1' ? goarch : `${goarch}${level}`;
  return goarch === 'arm64' ? `${goarch}${level}` : `${goarch}_${level}`;
}

/**
 * A template with its placeholders filled in. A `/` in a value (a monorepo's tag) becomes `-`.
 * Throws {@link ActionError} `archive-name` for an unknown or empty placeholder and for a result
 * that is no portable file name.
 */
export function renderArchiveName(template: string, values: NameValues): string {
  const known: Readonly<Record<string, string | undefined>> = {
    name: values.name,
    version: values.version,
    tag: values.tag,
    os: values.target.goos,
    arch: archiveArchitecture(values.target),
    binary: values.binary,
  };
  const rendered = template.replace(PLACEHOLDER, (whole, key: string) => {
    if (!Object.hasOwn(known, key)) throw unknownPlaceholder(template, whole, Object.keys(known));
    const value = known[key];
    if (value === undefined || value === '') throw emptyPlaceholder(template, whole);
    return value.replaceAll('/', '-');
  });
  if (!isPortable(rendered)) throw unportable(template, rendered, values.target);
  return rendered;
}

function isPortable(name: string): boolean {
  return (
    name !== '' &&
    !UNSAFE.test(name) &&
    !/[{}]/.test(name) &&
    !/^[. ]|[. ]$/.test(name) &&
    Buffer.byteLength(name) <= 200
  );
}

function unknownPlaceholder(
  template: string,
  placeholder: string,
  known: readonly string[],
): ActionError {
  const all = known.map((key) => `{${key}}`);
  const close = nearest(placeholder, all)[0];
  const meant = close === undefined ? '' : `Did you mean ${close}? `;
  return new ActionError({
    code: 'archive-name',
    message: `archive-name "${template}" has the unknown placeholder ${placeholder}`,
    hint: `${meant}There are ${all.join(' ')}.`,
  });
}

function emptyPlaceholder(template: string, placeholder: string): ActionError {
  return new ActionError({
    code: 'archive-name',
    message: `archive-name "${template}" has ${placeholder}, which is empty in this run`,
    hint: placeholder === '{tag}' ? 'Use {version}, which every run has.' : 'Leave it out.',
  });
}

function unportable(template: string, rendered: string, target: Target): ActionError {
  return new ActionError({
    code: 'archive-name',
    message: `archive-name "${template}" gives ${JSON.stringify(rendered)} for ${formatTarget(target)}, which is no file name on every system`,
    hint: 'Use letters, digits and - _ + . and the placeholders, without / and not beginning or ending with a dot.',
  });
}
