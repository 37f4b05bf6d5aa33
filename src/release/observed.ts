import type { Digest } from '../domain/digest.ts';

/**
 * A release as GitHub shows it.
 * @see https://docs.github.com/en/rest/releases/releases#get-a-release
 */
export interface ObservedRelease {
  readonly id: number;
  readonly tag: string;
  readonly name: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** True when GitHub refuses any change to the assets. False also where the server does not know the field. */
  readonly immutable: boolean;
  /** The page; `untagged-…` while it is a draft. */
  readonly htmlUrl: string;
  /** Where assets are posted to, as GitHub gives it: with the RFC 6570 template `{?name,label}` at the end. */
  readonly uploadUrl: string;
}

/**
 * An asset as GitHub shows it.
 * @see https://docs.github.com/en/rest/releases/assets#list-release-assets
 */
export interface ObservedAsset {
  readonly id: number;
  readonly name: string;
  /** `uploaded` when it is whole; `starter` or `open` when an upload broke off. */
  readonly state: string;
  readonly sizeBytes: number;
  /** Null while the server has not computed it; undefined where it never does (older servers). */
  readonly digest: Digest | null | undefined;
  readonly downloadUrl: string;
}

/** Where a tag points. */
export interface ObservedTag {
  /** The commit, with annotated tags followed; undefined when the tag names no commit. */
  readonly commit: string | undefined;
  /** An annotated tag's message without its signature; absent for others, and for an empty one. */
  readonly message?: string;
}

/** A release from the API's JSON. Throws a plain error naming the field that is not as documented. */
export function parseRelease(json: unknown): ObservedRelease {
  const fields = record(json, 'release');
  return {
    id: integer(fields, 'id'),
    tag: text(fields, 'tag_name'),
    name: optionalText(fields, 'name'),
    body: optionalText(fields, 'body'),
    draft: fields['draft'] === true,
    prerelease: fields['prerelease'] === true,
    immutable: fields['immutable'] === true,
    htmlUrl: optionalText(fields, 'html_url'),
    uploadUrl: text(fields, 'upload_url'),
  };
}

/** An asset from the API's JSON. Throws as {@link parseRelease}. */
export function parseAsset(json: unknown): ObservedAsset {
  const fields = record(json, 'asset');
  return {
    id: integer(fields, 'id'),
    name: text(fields, 'name'),
    state: text(fields, 'state'),
    sizeBytes: integer(fields, 'size'),
    digest: parseDigest(fields['digest']),
    downloadUrl: optionalText(fields, 'browser_download_url'),
  };
}

/** The elements of a JSON list, each parsed. Throws when it is no list. */
export function parseList<T>(json: unknown, parse: (element: unknown) => T): T[] {
  if (!Array.isArray(json)) throw new Error('GitHub answered something other than a list');
  return json.map((element: unknown) => parse(element));
}

/** An object's members. Throws a plain error that calls it `what` when it is no object. */
export function record(json: unknown, what: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Error(`GitHub answered a ${what} that is not an object`);
  }
  return { ...json };
}

/** A member that must be text. Throws a plain error naming it otherwise. */
export function text(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`GitHub answered a "${name}" that is not text`);
  return value;
}

function optionalText(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function integer(fields: Record<string, unknown>, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new Error(`GitHub answered a "${name}" that is not a whole number`);
  }
  return value;
}

/** Another algorithm than SHA-256 proves nothing to us, so it counts as absent. */
function parseDigest(value: unknown): Digest | null | undefined {
  if (value === null || value === undefined) return value;
  if (typeof value !== 'string' || !isDigest(value)) return undefined;
  return value;
}

function isDigest(value: string): value is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(value);
}
