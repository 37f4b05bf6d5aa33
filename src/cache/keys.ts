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
const LONGEST_PREFIX = 128;
const LONGEST_FIELD = 40;
const LONGEST_COMMIT = 64;

/**
 * Keys of the module cache: exact for the same key files, else the newest of this system and
 * processor, which holds most of what a changed go.sum asks for.
 */
export function moduleKeys(prefix: string, facts: KeyFacts): CacheKeys {
  const stem = keyStem(prefix, 'modules', [facts.os, facts.arch]);
  return { primaryKey: stem + hashFiles(facts), restoreKeys: [stem] };
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
