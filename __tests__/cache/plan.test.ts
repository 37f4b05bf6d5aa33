import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { CacheFacts } from '../../src/cache/facts.ts';
import { digestKeyFile } from '../../src/cache/keys.ts';
import {
  planCaches,
  type ActiveCache,
  type CacheName,
  type CacheSettings,
  isExactMatch,
  saveKey,
} from '../../src/cache/plan.ts';
import { DEFAULTS, PUSH } from './cache-facts.ts';

function plan(settings: Partial<CacheSettings> = {}, facts: Partial<CacheFacts> = {}) {
  return planCaches({ ...DEFAULTS, ...settings }, { ...PUSH, ...facts });
}

function active(name: CacheName, settings = DEFAULTS, facts = PUSH): ActiveCache {
  const cache = planCaches(settings, facts).caches.find((candidate) => candidate.name === name);
  if (cache?.on !== true) throw new Error(`${name} is off`);
  return cache;
}

/** `modules: on` or the reason for being off, per cache. */
function states(settings: Partial<CacheSettings>, facts: Partial<CacheFacts> = {}): string[] {
  return plan(settings, facts).caches.map((cache) => (cache.on ? 'on' : cache.reason));
}

describe('which caches are on', () => {
  it('has both on a push', () => {
    expect(states({})).toEqual(['on', 'on']);
  });

  it('has none when cache is false', () => {
    expect(states({ mode: 'off' })).toEqual(['cache is false', 'cache is false']);
  });

  it('keeps the build cache out of a publishing run, and says why and what it costs', () => {
    const [modules, build] = states({}, { publishes: true });
    expect(modules).toBe('on');
    expect(build).toMatch(/publishes.*nothing can verify.*compiled anew/);
  });

  it('has none in a publishing run with cache-on-release none', () => {
    expect(states({ onRelease: 'none' }, { publishes: true })).toEqual(
      Array(2).fill('this run publishes and cache-on-release is "none"'),
    );
    expect(states({ onRelease: 'none' })).toEqual(['on', 'on']);
  });

  it('warns when a publishing run uses the build cache all the same', () => {
    expect(states({ onRelease: 'all' }, { publishes: true })).toEqual(['on', 'on']);
    expect(plan({ onRelease: 'all' }, { publishes: true }).warnings).toEqual([
      expect.stringContaining('nothing can verify'),
    ]);
    expect(plan({ onRelease: 'all' }).warnings).toEqual([]);
    expect(plan({ onRelease: 'all', mode: 'off' }, { publishes: true }).warnings).toEqual([]);
  });

  it.each([
    ['vendored dependencies', { vendored: true }, /vendored/],
    ['only a go.mod', { sumFiles: [] }, /no go\.sum/],
    ['no absolute GOMODCACHE', { goModCache: '' }, /GOMODCACHE/],
  ])('has no module cache with %s', (_, facts: Partial<CacheFacts>, reason) => {
    const [modules, build] = states({}, facts);
    expect(modules).toMatch(reason);
    expect(build).toBe('on');
  });

  it('has no build cache when GOCACHE is off', () => {
    expect(states({}, { goCache: 'off' })).toEqual(['on', 'GOCACHE is "off"']);
  });
});

describe('the files that say which downloads belong to the project', () => {
  it('are its own sum files, whatever keys the caches', () => {
    const keyFiles = [{ digest: digestKeyFile('go.mod of a tool') }];
    const changed = plan({}, { keyFiles });
    expect(changed.sumFiles).toEqual(PUSH.sumFiles);
    expect(changed.caches[0]?.on).toBe(true);
    expect(active('modules', DEFAULTS, { ...PUSH, keyFiles }).primaryKey).not.toBe(
      active('modules').primaryKey,
    );
  });
});

describe('when a run may save', () => {
  const branch = { origin: 'side' } as const;
  const tag = { origin: 'tag' } as const;
  const fork = { origin: 'fork' } as const;
  const foreign = { origin: 'foreign-event' } as const;
  it.each<[string, Partial<CacheSettings>, Partial<CacheFacts>, string]>([
    ['auto on the default branch', {}, {}, 'always'],
    ['auto on another branch', {}, branch, 'if-nothing-restored'],
    ['auto on a tag', {}, tag, 'never'],
    ['always on another branch', { write: 'always' }, branch, 'always'],
    ['always on a tag', { write: 'always' }, tag, 'always'],
    ["auto on a fork's pull request", {}, fork, 'never'],
    ["always on a fork's pull request", { write: 'always' }, fork, 'never'],
    ['auto in an event of others', {}, foreign, 'never'],
    ['always in an event of others', { write: 'always' }, foreign, 'always'],
    ['never on the default branch', { write: 'never' }, {}, 'never'],
    ['restore beats always', { mode: 'restore', write: 'always' }, {}, 'never'],
  ])('%s', (_, settings, facts, when) => {
    expect(plan(settings, facts).write.when).toBe(when);
  });
});

describe('keys', () => {
  it('read as what they are', () => {
    expect(active('modules').primaryKey).toMatch(/^ship-go-modules-v1-Linux-X64-[0-9a-f]{32}-$/);
    expect(active('build', { ...DEFAULTS, prefix: 'nightly' }).primaryKey).toMatch(
      /^nightly-ship-go-build-v1-Linux-X64-ubuntu24-1\.26\.8-[0-9a-f]{32}-[0-9a-f]{32}-0123456789abcdef0123456789abcdef01234567$/,
    );
  });

  it('let every job add the modules it misses, and jobs with the same ones share an entry', () => {
    const cache = active('modules');
    const key = saveKey(cache, ['a', 'b']);
    expect(key).toMatch(/^ship-go-modules-v1-Linux-X64-[0-9a-f]{32}-[0-9a-f]{8}-0123456789abcdef/);
    expect(isExactMatch(cache, key)).toBe(true);
    expect(saveKey(cache, ['b', 'a'])).toBe(key);
    expect(saveKey(cache, ['a'])).not.toBe(key);
    const later = active('modules', DEFAULTS, { ...PUSH, commit: 'f00' });
    expect(later.primaryKey).toBe(cache.primaryKey);
    expect(saveKey(later, ['a', 'b'])).not.toBe(key);
    const otherSums = { ...PUSH, keyFiles: [{ digest: digestKeyFile('other') }] };
    expect(isExactMatch(active('modules', DEFAULTS, otherSums), key)).toBe(false);
  });

  it('take a build cache for exact only from the same commit', () => {
    const cache = active('build');
    expect(saveKey(cache, ['a'])).toBe(cache.primaryKey);
    expect(isExactMatch(cache, cache.primaryKey)).toBe(true);
    expect(isExactMatch(cache, `${cache.primaryKey}0`)).toBe(false);
  });

  it('fall back from the commit to the same sums, then to the same build', () => {
    const { primaryKey, restoreKeys } = active('build');
    expect(restoreKeys).toHaveLength(2);
    expect(primaryKey).toBe(`${restoreKeys[0]!}${PUSH.commit}`);
    const otherSums = [{ digest: digestKeyFile('other') }];
    const changed = active('build', DEFAULTS, { ...PUSH, keyFiles: otherSums, commit: 'f00' });
    expect(changed.primaryKey.startsWith(restoreKeys[0]!)).toBe(false);
    expect(changed.restoreKeys[1]).toBe(restoreKeys[1]);
  });

  it.each<[string, Partial<CacheFacts>]>([
    ['system', { os: 'macOS' }],
    ['processor', { arch: 'ARM64' }],
    ['image', { imageOs: 'ubuntu22' }],
    ['Go', { goVersion: '1.26.80' }],
    ['targets', { buildIdentity: ['linux/amd64'] }],
  ])('never let a build cache of another %s match', (_, facts) => {
    const { primaryKey } = active('build', DEFAULTS, { ...PUSH, ...facts });
    for (const key of active('build').restoreKeys) expect(primaryKey.startsWith(key)).toBe(false);
  });

  it('do not depend on where the sums lie or in which order anything is given', () => {
    const one = { digest: digestKeyFile('one') };
    const two = { digest: digestKeyFile('two') };
    const identity = [...PUSH.buildIdentity].reverse();
    const here = active('build', DEFAULTS, { ...PUSH, keyFiles: [one, two] });
    const there = active('build', DEFAULTS, {
      ...PUSH,
      buildIdentity: identity,
      keyFiles: [two, one],
      sumFiles: ['/elsewhere/go.sum'],
    });
    expect(there.primaryKey).toBe(here.primaryKey);
  });

  const anyField = fc.string({ unit: 'binary', maxLength: 700 });
  const anyFacts = fc.record({
    prefix: anyField,
    os: anyField,
    arch: anyField,
    imageOs: anyField,
    goVersion: anyField,
    commit: anyField,
    identity: fc.array(anyField, { maxLength: 4 }),
  });

  it('are within the limits of the service, whatever goes in', () => {
    fc.assert(
      fc.property(anyFacts, ({ prefix, identity, ...fields }) => {
        const facts = { ...PUSH, ...fields, buildIdentity: identity };
        for (const name of ['modules', 'build'] as const) {
          const { primaryKey, restoreKeys } = active(name, { ...DEFAULTS, prefix }, facts);
          const saved = saveKey(active(name, { ...DEFAULTS, prefix }, facts), ['x']);
          for (const key of [primaryKey, saved, ...restoreKeys]) {
            expect(key.length).toBeLessThanOrEqual(512);
            expect(key).toMatch(/^[!-+\--~]+$/);
          }
          for (const key of restoreKeys) {
            expect(key.length).toBeLessThan(primaryKey.length + 1);
            expect(primaryKey.startsWith(key)).toBe(true);
          }
        }
      }),
    );
  });

  it('keep different prefixes apart, overlong ones too', () => {
    fc.assert(
      fc.property(anyField, anyField, (one, other) => {
        fc.pre(one !== other && one !== '' && other !== '');
        const keys = active('modules', { ...DEFAULTS, prefix: one }).restoreKeys;
        const { primaryKey } = active('modules', { ...DEFAULTS, prefix: other });
        for (const key of keys) expect(primaryKey.startsWith(key)).toBe(false);
      }),
    );
    const long = 'x'.repeat(600);
    const keys = ['a', 'b'].map(
      (end) => active('modules', { ...DEFAULTS, prefix: long + end }).primaryKey,
    );
    expect(keys[0]).not.toBe(keys[1]);
  });
});
