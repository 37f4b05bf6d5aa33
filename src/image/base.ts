import type { Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import { MEDIA_TYPES } from './documents.ts';
import type { BaseImage, Descriptor, Platform } from './plan.ts';
import { formatPlatform } from './platform.ts';
import { isDigest } from './reference.ts';

/** What a manifest of a base is made of. */
export interface BaseManifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** An entry of a base's index. */
export interface BaseEntry extends Descriptor {
  readonly platform: Platform;
}

/** What to ask a registry for: indexes and manifests of OCI and of Docker. */
export const ACCEPTED_MANIFESTS = [
  MEDIA_TYPES.index,
  MEDIA_TYPES.manifest,
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Docker's names for layers whose bytes OCI knows under its own. */
const LAYER_TYPES: ReadonlyMap<string, string> = new Map([
  [MEDIA_TYPES.layer, MEDIA_TYPES.layer],
  ['application/vnd.oci.image.layer.v1.tar', 'application/vnd.oci.image.layer.v1.tar'],
  ['application/vnd.oci.image.layer.v1.tar+zstd', 'application/vnd.oci.image.layer.v1.tar+zstd'],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', MEDIA_TYPES.layer],
  ['application/vnd.docker.image.rootfs.diff.tar', 'application/vnd.oci.image.layer.v1.tar'],
]);
const SELF_DESCRIPTION = 'org.opencontainers.image.';
const LARGEST_JSON_BYTES = 8 * 1024 * 1024;

/** Reads an index; undefined where `text` is the manifest of a single platform. Throws {@link ActionError} `bad-base`. */
export function parseBaseIndex(text: string): readonly BaseEntry[] | undefined {
  const { manifests } = parseObject(text, 'manifest');
  if (!Array.isArray(manifests)) return undefined;
  return manifests.flatMap((entry: unknown) => {
    const value = asObject(entry, 'an entry of its index');
    const platform = asObject(value['platform'] ?? {}, 'a platform of its index');
    const { os, architecture, variant } = platform;
    if (typeof os !== 'string' || typeof architecture !== 'string') return [];
    const named = typeof variant === 'string' && variant !== '' ? { variant } : {};
    return [{ ...descriptor(value), platform: { os, architecture, ...named } }];
  });
}

/** Reads a single platform's manifest. Throws {@link ActionError} `bad-base`. */
export function parseBaseManifest(text: string): BaseManifest {
  const { config, layers } = parseObject(text, 'manifest');
  if (!Array.isArray(layers)) throw bad('its manifest lists no layers');
  return {
    config: descriptor(asObject(config, 'its config')),
    layers: layers.map((layer: unknown) => {
      const found = descriptor(asObject(layer, 'a layer'));
      const mediaType = LAYER_TYPES.get(found.mediaType);
      if (mediaType === undefined) throw bad(`it has a layer of type ${found.mediaType}`);
      return { ...found, mediaType };
    }),
  };
}

/** Reads a config, and checks that it belongs to its manifest. Throws {@link ActionError} `bad-base`. */
export function parseBaseConfig(
  text: string,
  digest: Digest,
  manifest: BaseManifest,
): { readonly platform: Platform; readonly image: BaseImage } {
  const value = parseObject(text, 'config');
  const rootfs = asObject(value['rootfs'], 'its rootfs');
  const config = asObject(value['config'] ?? {}, 'its config');
  const diffIds = rootfs['diff_ids'];
  if (!Array.isArray(diffIds) || diffIds.length !== manifest.layers.length) {
    throw bad('its config and its manifest list different layers');
  }
  const labels = Object.entries(asObject(config['Labels'] ?? {}, 'its labels')).filter(
    (pair): pair is [string, string] =>
      typeof pair[1] === 'string' && !pair[0].startsWith(SELF_DESCRIPTION),
  );
  const { os, architecture, variant } = value;
  return {
    platform: {
      os: String(os),
      architecture: String(architecture),
      ...(typeof variant === 'string' && variant !== '' ? { variant } : {}),
    },
    image: {
      digest,
      layers: manifest.layers,
      diffIds: diffIds.map(String),
      config,
      exposedPorts: asObject(config['ExposedPorts'] ?? {}, 'its ports'),
      labels: Object.fromEntries(labels),
      history: Array.isArray(value['history']) ? value['history'] : [],
    },
  };
}

/**
 * The entry of an index for a platform: of the same level, else of the architecture's common one, which runs on
 * every higher level too. Throws {@link ActionError} `base-platform`.
 */
export function pickBase(entries: readonly BaseEntry[], wanted: Platform): BaseEntry {
  const same = entries.filter(
    ({ platform }) => platform.os === wanted.os && platform.architecture === wanted.architecture,
  );
  const found =
    same.find(({ platform }) => canonical(platform) === canonical(wanted)) ??
    same
      .filter(({ platform }) => canonical(platform) <= canonical(wanted))
      .sort((a, b) => (canonical(a.platform) < canonical(b.platform) ? 1 : -1))[0];
  if (found !== undefined) return found;
  throw new ActionError({
    code: 'base-platform',
    message: `The base image has nothing for ${formatPlatform(wanted)}`,
    hint: `It has: ${entries.map(({ platform }) => formatPlatform(platform)).join(', ') || 'none'}. Choose another base, or set "platforms".`,
  });
}

/** The bound for manifests and configs, in bytes. */
export const MOST_DOCUMENT_BYTES = LARGEST_JSON_BYTES;

/** A level that compares with others of its architecture; arm64's v8 and amd64's v1 go without. */
function canonical({ architecture, variant = '' }: Platform): string {
  const common = { amd64: 'v1', arm64: 'v8', arm: '' }[architecture];
  return variant === common ? '' : variant;
}

function descriptor(value: Readonly<Record<string, unknown>>): Descriptor {
  const { mediaType, digest, size } = value;
  if (typeof digest !== 'string' || !isDigest(digest) || !Number.isSafeInteger(size)) {
    throw bad('it lists content without a SHA-256 digest and a size');
  }
  return { mediaType: String(mediaType), digest, size: Number(size) };
}

function parseObject(text: string, what: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad(`its ${what} is no JSON`);
  }
  return asObject(value, `its ${what}`);
}

function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw bad(`${what} is no JSON object`);
  }
  return Object.fromEntries(Object.entries(value));
}

function bad(why: string): ActionError {
  return new ActionError({
    code: 'bad-base',
    message: `The base image cannot be used: ${why}`,
    hint: 'Choose an image in the format of OCI or of Docker (schema 2).',
  });
}
