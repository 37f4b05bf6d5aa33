import { ActionError } from '../domain/errors.ts';
import type { Target } from '../domain/target.ts';
import type { Platform } from './plan.ts';

/**
 * The levels that runtimes take for granted, so that images name them without a variant.
 * @see https://github.com/containerd/platforms/blob/main/database.go `normalizeArch`
 */
const COMMON_LEVELS: Readonly<Record<string, readonly string[]>> = {
  amd64: ['v1'],
  arm64: ['v8', 'v8.0'],
  ppc64le: ['power8'],
  riscv64: ['rva20u64'],
};

/** The architectures whose variants an image can name; a float mode of others is not among them. */
const WITH_VARIANTS = new Set(['amd64', 'arm', 'arm64', 'ppc64le', 'riscv64']);

/** The platform of a Go target. A level's further words (`,softfloat`) have no place in it. */
export function platformOf({ goos, goarch, variant }: Target): Platform {
  return normalised(goos, goarch, variant?.split(',')[0]);
}

/**
 * Reads an item of the `platforms` input: `linux/amd64`, `linux/arm/v7`; Go's `linux/arm/7` too.
 * Throws {@link ActionError} `bad-platform`.
 */
export function parsePlatform(text: string): Platform {
  const [, os, architecture, variant] =
    /^([a-z0-9]+)\/([a-z0-9]+)(?:\/([a-z0-9.]+))?$/.exec(text) ?? [];
  if (os === undefined || architecture === undefined) {
    throw new ActionError({
      code: 'bad-platform',
      message: `Input "platforms" does not take "${text}"`,
      hint: 'A platform is os/architecture or os/architecture/variant in lower case, such as linux/amd64 or linux/arm/v7.',
    });
  }
  if (os !== 'linux') {
    throw new ActionError({
      code: 'bad-platform',
      message: `Input "platforms" has "${text}", but images are built for linux only`,
      hint: 'Leave it out; binaries for other systems are released as archives.',
    });
  }
  return normalised(os, architecture, variant);
}

/** `linux/arm/v7`. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

/**
 * Order in an index, for `sort`: by architecture, lower levels first. A runtime that knows no variants
 * takes the first entry of its architecture, which then runs on every machine.
 */
export function byPlatform(a: Platform, b: Platform): number {
  const key = ({ os, architecture, variant }: Platform): string =>
    [os, architecture, variant ?? ''].join('/');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

function normalised(os: string, architecture: string, level: string | undefined): Platform {
  const variant = normalisedVariant(architecture, level);
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

function normalisedVariant(architecture: string, level: string | undefined): string | undefined {
  if (!WITH_VARIANTS.has(architecture)) return undefined;
  // Go's own default, and the level that runtimes take a bare "arm" for.
  if (architecture === 'arm' && level === undefined) return 'v7';
  if (level === undefined) return undefined;
  const name = /^\d/.test(level) ? `v${level}` : level;
  if (COMMON_LEVELS[architecture]?.includes(name) === true) return undefined;
  return architecture === 'arm64' ? name.replace(/\.0$/, '') : name;
}
