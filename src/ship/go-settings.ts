import type { CacheSettings } from '../cache/plan.ts';
import type { Inputs } from '../runner/inputs.ts';
import type { ToolchainSettings } from '../toolchain/plan.ts';

/** Which Go is wanted and from where. Throws for a `check-latest` that is no boolean. */
export function readToolchain(inputs: Inputs): ToolchainSettings {
  return {
    checkLatest: inputs.flag('check-latest') ?? false,
    ...optional('goVersion', inputs.text('go-version')),
    ...optional('goVersionFile', inputs.text('go-version-file')),
    ...optional('architecture', inputs.text('architecture')),
    ...optional('token', inputs.text('token')),
    ...optional('goDownloadBaseUrl', inputs.text('go-download-base-url')),
  };
}

/** The cache inputs. Throws for a word that none of them takes. */
export function readCache(inputs: Inputs): CacheSettings {
  const mode = inputs.choice('cache', ['true', 'false', 'restore']) ?? 'true';
  return {
    mode: mode === 'restore' ? 'restore' : mode === 'true' ? 'on' : 'off',
    write: inputs.choice('cache-write', ['auto', 'always', 'never']) ?? 'auto',
    onRelease: inputs.choice('cache-on-release', ['modules', 'all', 'none']) ?? 'modules',
    prefix: inputs.text('cache-prefix') ?? '',
  };
}

/** A property that is there only when its value is: what exactOptionalPropertyTypes asks for. */
export function optional<K extends string, V>(
  key: K,
  value: V | undefined,
): Readonly<Partial<Record<K, V>>> {
  const present: Partial<Record<K, V>> = {};
  if (value !== undefined) present[key] = value;
  return present;
}
