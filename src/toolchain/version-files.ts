import path from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { ActionError } from '../domain/errors.ts';

/**
 * The version text that a version file holds, for `parseVersionSpec`. The file's base name decides how
 * it is read:
 * - `go.mod`, `go.work`: the `toolchain` line, else the `go` line (https://go.dev/ref/mod#go-mod-file-toolchain)
 * - `.tool-versions`: `golang` or `go`, the first of several versions (asdf's order of preference)
 * - `mise.toml`, `.mise.toml` and their local and environment forms, `config.toml` in a folder `mise` or `.mise`: `tools.go`
 * - `.prototools`: `go`
 * - anything else, such as `.go-version`: the whole file
 *
 * `toolchainLine: false` skips the `toolchain` line, for a user who set GOTOOLCHAIN=local.
 * Throws {@link ActionError} `no-version-in-file`, or `bad-version-file` for TOML that cannot be read.
 */
export function parseVersionFile(
  file: string,
  text: string,
  options: { readonly toolchainLine?: boolean } = {},
): string {
  const version = readVersion(file, text, options.toolchainLine ?? true);
  if (version !== undefined && version !== '') return version;
  throw new ActionError({
    code: 'no-version-in-file',
    message: `${file} holds no Go version`,
    hint: 'Add one, point go-version-file at another file, or set go-version.',
  });
}

/** @see https://mise.jdx.dev/configuration.html */
const MISE_FILE =
  /(?:^|\/)(?:\.?mise(?:\.[\w-]+)*|\.?mise\/(?:config(?:\.[\w-]+)*|conf\.d\/[^/]+))\.toml$/;

function readVersion(file: string, text: string, toolchainLine: boolean): string | undefined {
  const name = path.basename(file);
  if (name === 'go.mod' || name === 'go.work') return fromModuleFile(text, toolchainLine);
  if (name === '.tool-versions') return fromToolVersions(file, text);
  if (MISE_FILE.test(file.replaceAll('\\', '/'))) return fromMise(file, text);
  if (name === '.prototools') return firstVersion(file, readToml(file, text)['go']);
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join(' ');
}

/** The toolchain line's name may carry a suffix of whoever built it (`go1.21.3-acme`); it is no part of the version. */
function fromModuleFile(text: string, toolchainLine: boolean): string | undefined {
  const toolchain =
    /^[ \t]*toolchain[ \t]+["`]?go(\d+(?:\.\d+)*(?:(?:alpha|beta|rc)\d+)?)(?:-[^\s"`]*)?["`]?[ \t]*(?:\/\/.*)?\r?$/m;
  const go =
    /^[ \t]*go[ \t]+["`]?(\d+(?:\.\d+)*(?:(?:alpha|beta|rc)\d+)?)["`]?[ \t]*(?:\/\/.*)?\r?$/m;
  const preferred = toolchainLine ? toolchain.exec(text)?.[1] : undefined;
  return preferred ?? go.exec(text)?.[1];
}

function fromToolVersions(file: string, text: string): string | undefined {
  for (const line of text.split(/\r?\n/)) {
    const [tool, ...versions] = (line.split('#')[0] ?? '').trim().split(/\s+/);
    if (tool === 'golang' || tool === 'go') return firstVersion(file, versions);
  }
  return undefined;
}

function fromMise(file: string, text: string): string | undefined {
  const tools = readToml(file, text)['tools'];
  if (!isTable(tools)) return undefined;
  return firstVersion(file, tools['go'] ?? tools['golang'] ?? tools['core:go']);
}

/**
 * The first entry that names a version: a string, a list of them, or a table with `version`. A number is refused: what was
 * written as 1.20 is 1.2 by now.
 */
function firstVersion(file: string, value: unknown): string | undefined {
  if (typeof value === 'string') {
    // asdf writes "latest:1.25" for what mise writes "prefix:1.25".
    const version = value.trim().replace(/^(?:prefix|latest):/, '');
    // Not versions but places: the system's own Go, a folder, a commit to build from.
    if (version === 'system' || /^(?:path|ref|sub-\d+):/.test(version)) return undefined;
    return version === 'latest' ? 'stable' : version;
  }
  if (typeof value === 'number') {
    throw new ActionError({
      code: 'bad-version-file',
      message: `${file} gives the version of Go as the number ${value}`,
      hint: `Put it in quotes, as in go = "${value}": as a number, 1.20 is 1.2.`,
    });
  }
  if (Array.isArray(value)) {
    return value.map((one) => firstVersion(file, one)).find((version) => version !== undefined);
  }
  return isTable(value) ? firstVersion(file, value['version']) : undefined;
}

function readToml(file: string, text: string): Readonly<Record<string, unknown>> {
  try {
    return parseToml(text);
  } catch (cause) {
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new ActionError({
      code: 'bad-version-file',
      message: `${file} cannot be read as TOML: ${reason ?? ''}`,
      hint: 'Correct the file, or set go-version.',
      cause,
    });
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
