import type { Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';

/** Where an image lives: a registry and a repository in it, without tag and digest. */
export interface ImageName {
  /** Host and port as people write them: `ghcr.io`, `docker.io`, `localhost:5000`. */
  readonly registry: string;
  readonly repository: string;
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const MOST_REPOSITORY_CHARACTERS = 255;
const HUB = 'docker.io';
const HUB_SPELLINGS = new Set([HUB, 'index.docker.io', 'registry-1.docker.io']);

/**
 * Reads the name of an image: `[host[:port]/]path`; without a host it is Docker Hub's. A path in upper
 * case is lowered, since no registry takes another one. `input` only names the input in errors.
 * Throws {@link ActionError} `bad-image-name`, for a tag or digest in it too.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function parseImageName(text: string, input: string): ImageName {
  if (text.includes('@')) {
    throw badName(input, text, 'it has a digest', 'Give the name alone.');
  }
  const lastElement = text.slice(text.lastIndexOf('/') + 1);
  if (text.includes('/') && lastElement.includes(':')) {
    throw badName(input, text, 'it has a tag', 'Give the name alone, and tags in "tags".');
  }
  return splitName(text, input);
}

/** Reads `name[:tag]@sha256:<hex>`. Throws {@link ActionError} `bad-base` where no digest pins it. */
export function parsePinnedImage(
  text: string,
  input: string,
): { readonly name: ImageName; readonly digest: Digest } {
  const [, name, digest] = /^(.+)@(sha256:[0-9a-f]{64})$/.exec(text) ?? [];
  if (name === undefined || !isDigest(digest)) {
    throw new ActionError({
      code: 'bad-base',
      message: `Input "${input}" does not take "${text}"`,
      hint: 'Use scratch, none, or an image pinned by its digest, as in registry/name@sha256:<64 hex digits>: a tag can move between two runs.',
    });
  }
  return { name: splitName(name.replace(/:[^:/]+$/, ''), input), digest };
}

/** True for `sha256:` and 64 lower-case hex digits. */
export function isDigest(text: string | undefined): text is Digest {
  return text !== undefined && /^sha256:[0-9a-f]{64}$/.test(text);
}

/** Refuses a tag that no registry takes. Throws {@link ActionError} `bad-tag`. */
export function checkTag(tag: string): void {
  if (TAG.test(tag)) return;
  const fixed = tagFrom(tag);
  throw new ActionError({
    code: 'bad-tag',
    message: `Input "tags" has "${tag}", which no registry accepts`,
    hint: `A tag has up to 128 letters, digits, "_", "." and "-", and begins with neither "." nor "-"${fixed === undefined ? '' : `, such as ${fixed}`}.`,
  });
}

/** The tag nearest to a version or git tag: its last path element, with `_` for what tags may not hold. Undefined for none. */
export function tagFrom(text: string): string | undefined {
  const tag = text
    .slice(text.lastIndexOf('/') + 1)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, 128);
  return TAG.test(tag) ? tag : undefined;
}

/** `ghcr.io/owner/name`. */
export function formatImageName({ registry, repository }: ImageName): string {
  return `${registry}/${repository}`;
}

/** The host that serves a registry's API: Docker Hub's is not the one in its names. */
export function apiHost(registry: string): string {
  return registry === HUB ? 'registry-1.docker.io' : registry;
}

/** True for a registry on this machine. */
export function isLoopback(registry: string): boolean {
  const host = registry.replace(/:\d+$/, '').toLowerCase();
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function splitName(text: string, input: string): ImageName {
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const hasHost = /[.:]/.test(first) || first.toLowerCase() === 'localhost';
  const host = hasHost ? first.toLowerCase() : HUB;
  const path = (hasHost ? text.slice(slash + 1) : text).toLowerCase();
  if (!HOST.test(host)) throw badName(input, text, `"${host}" is no host`, FORM);
  const isHub = HUB_SPELLINGS.has(host);
  const repository = isHub && !path.includes('/') ? `library/${path}` : path;
  const wrong = repository.split('/').find((component) => !COMPONENT.test(component));
  if (wrong !== undefined) {
    throw badName(input, text, `"${wrong}" is no part of an image's name`, FORM);
  }
  if (repository.length > MOST_REPOSITORY_CHARACTERS) {
    throw badName(input, text, `its path is longer than ${MOST_REPOSITORY_CHARACTERS}`, FORM);
  }
  return { registry: isHub ? HUB : host, repository };
}

const FORM = 'Write it as host/path, such as ghcr.io/my-org/my-app.';

function badName(input: string, text: string, why: string, hint: string): ActionError {
  return new ActionError({
    code: 'bad-image-name',
    message: `Input "${input}" does not take "${text}": ${why}`,
    hint,
  });
}
