import type { Environment } from '../host/host.ts';

/**
 * `env` with `directories` (absolute) trusted by every git below it, the one that `go build` starts
 * included: in containers the checkout often belongs to another user, which git refuses to read.
 * Settings already passed this way are kept.
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
 */
export function trustRepositories(env: Environment, directories: readonly string[]): Environment {
  const given = Number.parseInt(env['GIT_CONFIG_COUNT'] ?? '', 10);
  const start = Number.isInteger(given) && given > 0 ? given : 0;
  const entries = directories.flatMap((directory, index): [string, string][] => [
    [`GIT_CONFIG_KEY_${start + index}`, 'safe.directory'],
    // git compares with forward slashes on Windows too.
    [`GIT_CONFIG_VALUE_${start + index}`, directory.replaceAll('\\', '/')],
  ]);
  return {
    ...env,
    ...Object.fromEntries(entries),
    GIT_CONFIG_COUNT: String(start + directories.length),
  };
}
