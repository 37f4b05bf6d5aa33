import { ActionError } from '../domain/errors.ts';
import type { Environment } from '../host/host.ts';
import { VARIANT_VARIABLES } from './variants.ts';

/**
 * Settings of `go env` that decide where modules and caches are and how they are fetched, never what
 * is built. Their values are kept when `go env -w` is put out of action.
 */
const KEPT_SETTINGS = [
  'GOAUTH',
  'GOCACHE',
  'GOCACHEPROG',
  'GOINSECURE',
  'GOMODCACHE',
  'GONOPROXY',
  'GONOSUMDB',
  'GOPATH',
  'GOPRIVATE',
  'GOPROXY',
  'GOSUMDB',
  'GOTMPDIR',
  'GOVCS',
  'GOWORK',
];

/** Settings for the C compiler: kept where cgo is on. */
const CGO_SETTINGS = [
  'AR',
  'CC',
  'CXX',
  'FC',
  'PKG_CONFIG',
  'CGO_CFLAGS',
  'CGO_CPPFLAGS',
  'CGO_CXXFLAGS',
  'CGO_FFLAGS',
  'CGO_LDFLAGS',
];

/** Settings that change what is built. The environment's are dropped, and the user is told. */
const REPORTED_SETTINGS = ['GOFLAGS', 'GOEXPERIMENT', 'GOFIPS140'];

/** Variables that change what is built or which Go runs; they never reach a build. */
const DROPPED = new Set([
  ...REPORTED_SETTINGS,
  ...VARIANT_VARIABLES,
  'CGO_ENABLED',
  'GCCGO',
  'GO111MODULE',
  'GOARCH',
  'GOBIN',
  'GOENV',
  'GOOS',
  'GOROOT',
  'GOTOOLCHAIN',
  'GOTOOLDIR',
  'GO_EXTLINK_ENABLED',
  'SOURCE_DATE_EPOCH',
]);

/** What an `env` line would break, and what to use instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ...['GOOS', 'GOARCH', ...VARIANT_VARIABLES].map((name): [string, string] => [
    name,
    'Use "targets", such as linux/arm/7.',
  ]),
  ['CGO_ENABLED', 'Use the input "cgo".'],
  ['GOFLAGS', 'Use the input "build-flags".'],
  ['GOTOOLCHAIN', 'Use the input "go-version".'],
  ['GOROOT', 'Use the input "go-version".'],
  ['GOENV', 'Set the variable itself; "go env -w" never changes a build here.'],
  ['GOCACHE', 'Set it in the "env" of the job, so that the caches are restored there.'],
  ['GOMODCACHE', 'Set it in the "env" of the job, so that the caches are restored there.'],
  ['GO111MODULE', 'Builds are always in module mode.'],
  ['SOURCE_DATE_EPOCH', 'It is always the time of the commit.'],
  ['GIT_CONFIG_COUNT', 'Set it in the "env" of the step or job.'],
]);

/**
 * The names to ask `go env -json` for, before {@link neutralEnvironment}. The C compiler's are left out
 * where it is not used: go would start it to answer.
 */
export function settingsToRead({ cgo }: { readonly cgo: boolean }): readonly string[] {
  return [...KEPT_SETTINGS, ...(cgo ? CGO_SETTINGS : []), ...REPORTED_SETTINGS];
}

/** An environment that builds the same on every machine, and what was left out of it. */
export interface NeutralEnvironment {
  readonly env: Environment;
  /** Sentences for the user, one line each: which of their settings have no effect. */
  readonly notices: readonly string[];
}

/**
 * The environment for every Go command of a build: `ambient` without whatever would change the
 * result. `settings` is what `go env` says for {@link settingsToRead}, the `go env -w` file
 * included: that file is switched off, and what of it only says where things are is kept.
 */
export function neutralEnvironment(
  ambient: Environment,
  settings: Readonly<Record<string, string>>,
  options: { readonly cgo: boolean },
): NeutralEnvironment {
  const kept = Object.entries(ambient).filter(([name]) => !DROPPED.has(name.toUpperCase()));
  const wanted = options.cgo ? [...KEPT_SETTINGS, ...CGO_SETTINGS] : KEPT_SETTINGS;
  const fixed = wanted.flatMap((name): [string, string][] => {
    const value = settings[name] ?? '';
    return value === '' ? [] : [[name, value]];
  });
  return {
    env: {
      ...Object.fromEntries([...kept, ...fixed]),
      GOENV: 'off',
      // An empty GOFLAGS would fall back to the settings of the Go installation itself.
      GOFLAGS: '-trimpath',
      GOTOOLCHAIN: 'local',
      CGO_ENABLED: options.cgo ? '1' : '0',
    },
    notices: REPORTED_SETTINGS.flatMap((name) => noticeFor(name, settings[name] ?? '')),
  };
}

function noticeFor(name: string, value: string): readonly string[] {
  if (value === '' || (name === 'GOFIPS140' && value === 'off')) return [];
  if (name === 'GOFLAGS') {
    return value === '-trimpath'
      ? []
      : [
          `GOFLAGS="${value}" of this machine has no effect on the build. Use the input "build-flags" for what it should have.`,
        ];
  }
  return [
    `${name}="${value}" of this machine has no effect on the build. Put it into the input "env" if it should have.`,
  ];
}

/**
 * Parses the `env` input: `KEY=VALUE`, one a line; the value is taken as it stands.
 * Throws {@link ActionError} `bad-env-line` or `env-conflict`.
 */
export function parseEnvLines(lines: readonly string[]): Readonly<Record<string, string>> {
  const parsed = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw badLine(`does not take "${line}"`, 'Write KEY=VALUE, one a line.');
    }
    const instead = REFUSED.get(name.toUpperCase());
    if (instead !== undefined) {
      throw new ActionError({
        code: 'env-conflict',
        message: `Input "env" does not take ${name}`,
        hint: instead,
      });
    }
    if (parsed.has(name)) throw badLine(`sets ${name} twice`, 'Remove one of the two lines.');
    parsed.set(name, value);
  }
  return Object.fromEntries(parsed);
}

function badLine(what: string, hint: string): ActionError {
  return new ActionError({ code: 'bad-env-line', message: `Input "env" ${what}`, hint });
}
