import { createHash } from 'node:crypto';

import { sha256Digest, type Digest } from '../domain/digest.ts';

/** The keys of one cache. */
export interface CacheKeys {
  /** At most 512 characters, no comma: the limits of the cache service. */
  readonly primaryKey: string;
  /** Most specific first; the service matches each as a prefix, newest entry first. Never empty. */
  readonly restoreKeys: readonly string[];
}

/** What the keys are made of. */
export interface KeyFacts {
  /** Operating system and processor of the runner, in any fixed spelling. */
  readonly os: string;
  readonly arch: string;
  /** The runner image (`ubuntu24`), absent on self-hosted runners. */
  readonly imageOs?: string;
  /** The toolchain's version, such as `1.26.8`. */
  readonly goVersion: string;
  /** The files that key both caches, by digest; order does not matter. */
  readonly keyFiles: readonly { readonly digest: Digest }[];
  /** Everything else that makes compiled packages differ: targets, flags, tags, cgo. In any order. */
  readonly buildIdentity: readonly string[];
  /** Full commit id. */
  readonly commit: string;
}

/** Part of every key. Raise it when the layout of the archives changes. */
const FORMAT = 'v1';

/**
 * What the service calls the version of an entry: only entries of the same one are found. Other clients
 * hash paths and the compressor into it; archives of ours are the same whatever the folder and the tools.
 */
export const ARCHIVE_VERSION = createHash('sha256').update('ship-go|tar|zstd|1').digest('hex');

const LONGEST_PREFIX = 128;
const LONGEST_FIELD = 40;
const LONGEST_COMMIT = 64;

/**
 * Keys of the module cache: the newest for the same key files, else the newest of this system and
 * processor, which holds most of what a changed go.sum asks for. The primary key is a prefix: what is
 * saved goes under {@link moduleSaveKey}.
 */
export function moduleKeys(
  prefix: string,
  facts: KeyFacts,
): CacheKeys & { readonly saveSuffix: string } {
  const stem = keyStem(prefix, 'modules', [facts.os, facts.arch]);
  const primaryKey = `${stem}${hashFiles(facts)}-`;
  return { primaryKey, restoreKeys: [stem], saveSuffix: keyField(facts.commit, LONGEST_COMMIT) };
}

/**
 * The key under which these downloads are saved. One go.sum serves jobs that need different parts of it
 * (targets, tools): the set in the key lets each add what it misses, and jobs with the same set
 * share one entry. The commit lets a set come back when a smaller one was saved after it.
 */
export function moduleSaveKey(keys: ModuleKeys, names: readonly string[]): string {
  return `${keys.primaryKey}${shortHash([...names].sort()).slice(0, 8)}-${keys.saveSuffix}`;
}

/** The part of {@link moduleKeys} that a save needs. */
export interface ModuleKeys {
  readonly primaryKey: string;
  readonly saveSuffix: string;
}

/**
 * Keys of the build cache. The commit makes each key new, so that the cache never freezes under an
 * old one; the first restore key finds the newest commit with the same dependencies, the second
 * the newest of all. Another system, image, Go or build identity never matches.
 */
export function buildKeys(prefix: string, facts: KeyFacts): CacheKeys {
  const { os, arch, imageOs, goVersion } = facts;
  const identity = shortHash([...facts.buildIdentity].sort());
  const stem = keyStem(prefix, 'build', [os, arch, imageOs ?? 'any', goVersion, identity]);
  const withFiles = `${stem}${hashFiles(facts)}-`;
  return {
    primaryKey: withFiles + keyField(facts.commit, LONGEST_COMMIT),
    restoreKeys: [withFiles, stem],
  };
}

/** The digest of a key file's bytes, for `keyFiles`. */
export function digestKeyFile(content: string | Uint8Array): Digest {
  return sha256Digest(createHash('sha256').update(content).digest('hex'));
}

function keyStem(prefix: string, name: string, fields: readonly string[]): string {
  const given = prefix === '' ? [] : [keyField(prefix, LONGEST_PREFIX)];
  const parts = [...given, 'ship-go', name, FORMAT, ...fields.map((field) => keyField(field))];
  return `${parts.join('-')}-`;
}

/** Paths stay out of the hash: they differ between runners, and the digests say all. */
function hashFiles(facts: KeyFacts): string {
  return shortHash(facts.keyFiles.map((file) => file.digest).sort());
}

function shortHash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/**
 * A field as it may stand in a key: commas, blanks and whatever is not printable ASCII as `%XX`,
 * and an overlong one cut, with a hash of the whole so that two of them stay apart.
 */
function keyField(field: string, longest = LONGEST_FIELD): string {
  const written = Buffer.from(field)
    .toString('latin1')
    .replace(/[^!-+\--~]|%/g, (char) => {
      return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
    });
  if (written.length <= longest) return written;
  const hash = shortHash([field]).slice(0, 16);
  return `${written.slice(0, longest - hash.length - 1)}~${hash}`;
}
