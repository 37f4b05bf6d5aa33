import type { Platform } from '../host/host.ts';
import { goPlatform } from './architecture.ts';
import { goBinaryIn, type Toolchain, versionFromFile } from './plan.ts';

/** All that `go env` says, by name. */
export type GoEnvValues = Readonly<Record<string, string>>;

/**
 * Reads what `go env` prints without `-json`, which Go has since 1.9: `NAME="value"`, since 1.21 with
 * single quotes, on Windows `set NAME=value`.
 */
export function parseGoEnvText(text: string): GoEnvValues {
  const pairs = text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, name, value] = /^(?:set )?([A-Z_][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    const [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
    return [[name, inner ?? value]];
  });
  return Object.fromEntries(pairs);
}

/** The lines of `go env` as Go itself writes them for the system, sorted by name. */
export function renderGoEnv(values: GoEnvValues, os: NodeJS.Platform): string {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) =>
      os === 'win32' ? `set ${name}=${value}` : `${name}='${value.replaceAll("'", `'"'"'`)}'`,
    )
    .join('\n');
}

/** The line that `go version` prints. Go before 1.16 does not tell its version in `go env`; `version` then stands in. */
export function goVersionLine(values: GoEnvValues, version: string): string {
  const { GOVERSION, GOHOSTOS, GOHOSTARCH } = values;
  const named = GOVERSION === undefined || GOVERSION === '' ? `go${version}` : GOVERSION;
  return `go version ${named} ${GOHOSTOS ?? ''}/${GOHOSTARCH ?? ''}`;
}

/** The Go that answered with `values`. Undefined when it named neither its version nor its root. */
export function foundToolchain(
  values: GoEnvValues | undefined,
  platform: Pick<Platform, 'os' | 'arch'>,
): Toolchain | undefined {
  const goroot = values?.['GOROOT'] ?? '';
  const named = values?.['GOVERSION'] ?? '';
  // A Go built from source is "devel go1.27-0a1b2c3 …".
  const version = versionFromFile(named) ?? /go(\d\S*)/.exec(named)?.[1];
  if (goroot === '' || version === undefined) return undefined;
  return {
    version,
    goroot,
    goBinary: goBinaryIn(goroot, goPlatform(platform.os, platform.arch)),
    origin: 'path',
    proof: 'it is the Go that the runner has on PATH',
    elapsedMs: 0,
  };
}
