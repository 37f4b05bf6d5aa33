import { isAbsolute, join } from 'node:path';

import type { CacheFacts } from './facts.ts';
import { buildKeys, moduleKeys, moduleSaveKey, type CacheKeys } from './keys.ts';

/** The two caches: downloaded modules (checked against go.sum when used) and compiled packages (not checkable). */
export type CacheName = 'modules' | 'build';

/** The cache inputs, parsed. The names follow the inputs `cache`, `cache-write`, `cache-on-release`, `cache-prefix`. */
export interface CacheSettings {
  readonly mode: 'on' | 'off' | 'restore';
  readonly write: 'auto' | 'always' | 'never';
  readonly onRelease: 'modules' | 'all' | 'none';
  /** Put before every key; empty for none. */
  readonly prefix: string;
}

/** A cache that takes part in this run. */
export interface ActiveCache extends CacheKeys {
  readonly name: CacheName;
  readonly on: true;
  /** What a saved key ends in, where the rest depends on what is saved; empty for the primary key itself. */
  readonly saveSuffix: string;
  /** The folder that go uses; absolute. */
  readonly folder: string;
  /**
   * Where an archive is unpacked; absolute. Nothing is unpacked into `folder` itself, so that a cut or
   * late transfer leaves nothing half-done in a place go reads. Inside go's own folder, since only
   * there a rename is sure to stay on one file system. May be removed at any time.
   */
  readonly workFolder: string;
}

/** A cache that stays out of this run, and why. */
export interface InactiveCache {
  readonly name: CacheName;
  readonly on: false;
  readonly reason: string;
}

/** One cache of the plan. */
export type CachePlan = ActiveCache | InactiveCache;

/** When this run may save, and why. */
export interface WritePlan {
  readonly when: 'always' | 'if-nothing-restored' | 'never';
  readonly reason: string;
}

/** Both caches, modules first. */
export interface CachesPlan {
  readonly caches: readonly CachePlan[];
  readonly write: WritePlan;
  /** The files that say which downloads belong to the project; absolute paths. */
  readonly sumFiles: readonly string[];
  /** What the user should know before anything is restored. */
  readonly warnings: readonly string[];
}

/** True when `matchedKey` was saved for the same key files (and for a build cache, the same commit). */
export function isExactMatch(cache: ActiveCache, matchedKey: string): boolean {
  // The service matches the primary key as a prefix, too, so a hit alone does not mean this key.
  return cache.name === 'modules'
    ? matchedKey.startsWith(cache.primaryKey)
    : matchedKey === cache.primaryKey;
}

/** The key under which the named files of this cache are saved. */
export function saveKey(cache: ActiveCache, names: readonly string[]): string {
  return cache.name === 'modules' ? moduleSaveKey(cache, names) : cache.primaryKey;
}

/** True when any cache can be on, as far as the settings and the kind of run tell. */
export function mayUseCaches(settings: CacheSettings, publishes: boolean): boolean {
  return whyAllOff(settings, { publishes }) === undefined;
}

/**
 * True when this run must build from nothing but what can be verified: it publishes, and the user has
 * not allowed more. That holds for what is already on the disk too, with `cache: false` as well.
 */
export function needsVerifiedCaches(settings: CacheSettings, publishes: boolean): boolean {
  return publishes && settings.onRelease !== 'all';
}

/** Decides which caches are on, under which keys, and when they may be saved. Throws nothing. */
export function planCaches(settings: CacheSettings, facts: CacheFacts): CachesPlan {
  const caches = [planModules(settings, facts), planBuild(settings, facts)];
  const unverified = facts.publishes && caches.some((cache) => cache.name === 'build' && cache.on);
  return {
    caches,
    write: planWrite(settings, facts),
    sumFiles: facts.sumFiles,
    warnings: unverified
      ? ['cache-on-release is "all": this release uses a build cache, which nothing can verify']
      : [],
  };
}

function planModules(settings: CacheSettings, facts: CacheFacts): CachePlan {
  const reason =
    whyAllOff(settings, facts) ??
    (facts.vendored ? 'the dependencies are vendored' : undefined) ??
    (facts.sumFiles.length > 0
      ? undefined
      : 'no go.sum was found, so there is no download to keep') ??
    (isAbsolute(facts.goModCache) ? undefined : `GOMODCACHE is "${facts.goModCache}"`);
  if (reason !== undefined) return { name: 'modules', on: false, reason };
  return {
    name: 'modules',
    on: true,
    folder: join(facts.goModCache, 'cache', 'download'),
    workFolder: join(facts.goModCache, 'cache', '.ship-go'),
    ...moduleKeys(settings.prefix, facts),
  };
}

function planBuild(settings: CacheSettings, facts: CacheFacts): CachePlan {
  const reason =
    whyAllOff(settings, facts) ??
    (facts.publishes && settings.onRelease === 'modules'
      ? 'this run publishes, and nothing can verify a build cache (cache-on-release: modules); everything is compiled anew'
      : undefined) ??
    (isAbsolute(facts.goCache) ? undefined : `GOCACHE is "${facts.goCache}"`);
  if (reason !== undefined) return { name: 'build', on: false, reason };
  return {
    name: 'build',
    on: true,
    folder: facts.goCache,
    workFolder: join(facts.goCache, '.ship-go'),
    saveSuffix: '',
    ...buildKeys(settings.prefix, facts),
  };
}

function whyAllOff(
  settings: CacheSettings,
  facts: Pick<CacheFacts, 'publishes'>,
): string | undefined {
  if (settings.mode === 'off') return 'cache is false';
  if (facts.publishes && settings.onRelease === 'none')
    return 'this run publishes and cache-on-release is "none"';
  return undefined;
}

/**
 * The `cache-write` rule. What a pull request saves is seen by that pull request only, so it is worth
 * little. A fork's code could write what it likes into a cache that the repository's own runs read
 * (`pull_request_target` runs in the name of the default branch), so it never saves.
 */
function planWrite(settings: CacheSettings, facts: CacheFacts): WritePlan {
  if (settings.mode === 'restore') return { when: 'never', reason: 'cache is "restore"' };
  if (settings.write === 'never') return { when: 'never', reason: 'cache-write is "never"' };
  if (facts.origin === 'fork')
    return {
      when: 'never',
      reason:
        "a fork's pull request saves no cache, whatever cache-write says: its code could put anything into it",
    };
  if (settings.write === 'always') return { when: 'always', reason: 'cache-write is "always"' };
  if (facts.origin === 'tag') return { when: 'never', reason: 'a tag saves no cache' };
  if (facts.origin === 'foreign-event')
    return {
      when: 'never',
      reason:
        "this event runs in the name of a branch, maybe on somebody else's code, so cache-write auto saves nothing",
    };
  if (facts.origin === 'default-branch')
    return { when: 'always', reason: 'this is the default branch' };
  return {
    when: 'if-nothing-restored',
    reason: 'outside the default branch a cache is saved only when none could be restored',
  };
}
