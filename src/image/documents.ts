import type { Digest } from '../domain/digest.ts';
import type { BaseImage, Descriptor, HealthCheck, Layer, Platform } from './plan.ts';

/** @see https://github.com/opencontainers/image-spec/blob/main/media-types.md */
export const MEDIA_TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

/** The file that marks a folder as a layout. */
export const OCI_LAYOUT = '{"imageLayoutVersion":"1.0.0"}';

const TAG_ANNOTATION = 'org.opencontainers.image.ref.name';
const AUTHOR = 'ship-go';
/** Of a base's config: what would start or check another program, or say who it was. */
const NOT_INHERITED = new Set(['Cmd', 'Entrypoint', 'Healthcheck', 'Image', 'OnBuild', 'User']);

/** What an image's config is made of, beside its base. */
export interface ConfigParts {
  readonly platform: Platform;
  /** RFC 3339 in UTC. */
  readonly created: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly env: readonly string[];
  readonly workingDir: string;
  readonly expose: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly healthCheck?: HealthCheck;
  /** Our own layers, lowest first, each with what it holds. */
  readonly layers: readonly (Layer & { readonly holds: string })[];
}

/**
 * The config of one platform's image; equal parts give equal bytes. The health check is Docker's addition to
 * the format. @see https://github.com/opencontainers/image-spec/blob/main/config.md
 */
export function renderConfig(parts: ConfigParts, base?: BaseImage): Uint8Array {
  const { platform, created, labels, healthCheck, layers } = parts;
  const inherited = Object.entries(base?.config ?? {}).filter(([key]) => !NOT_INHERITED.has(key));
  const ports = Object.fromEntries(parts.expose.map((port) => [port, {}]));
  const exposed = { ...base?.exposedPorts, ...ports };
  return json({
    created,
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    config: {
      ...Object.fromEntries(inherited),
      User: parts.user,
      ...(Object.keys(exposed).length === 0 ? {} : { ExposedPorts: exposed }),
      ...(base === undefined ? { Env: parts.env, WorkingDir: parts.workingDir } : {}),
      Entrypoint: parts.entrypoint,
      ...(healthCheck === undefined ? {} : { Healthcheck: healthCheck }),
      Labels: sorted({ ...base?.labels, ...labels }),
    },
    rootfs: {
      type: 'layers',
      diff_ids: [...(base?.diffIds ?? []), ...layers.map(({ diffId }) => diffId)],
    },
    history: [
      ...(base?.history ?? []),
      ...layers.map(({ holds }) => ({ created, created_by: AUTHOR, comment: holds })),
    ],
  });
}

/** The manifest of one platform. */
export function renderManifest(
  config: Descriptor,
  layers: readonly Descriptor[],
  annotations: Readonly<Record<string, string>>,
): Uint8Array {
  return json({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config: plain(config),
    layers: layers.map(plain),
    annotations: sorted(annotations),
  });
}

/** The index over all platforms, in the given order. */
export function renderIndex(
  manifests: readonly (Descriptor & { readonly platform: Platform })[],
  annotations: Readonly<Record<string, string>>,
): Uint8Array {
  return json({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: manifests.map(({ platform, ...descriptor }) => ({
      ...plain(descriptor),
      platform: {
        architecture: platform.architecture,
        os: platform.os,
        ...(platform.variant === undefined ? {} : { variant: platform.variant }),
      },
    })),
    annotations: sorted(annotations),
  });
}

/**
 * A layout's index.json in which `tags` stand for `index`; names in `before` that are not among them
 * are kept. Without tags the index is listed without a name.
 */
export function mergeLayoutIndex(
  before: string | undefined,
  index: Descriptor,
  tags: readonly string[],
): string {
  const kept = listed(before).filter(({ digest, annotations }) => {
    const name = annotations?.[TAG_ANNOTATION];
    return name === undefined ? digest !== index.digest : !tags.includes(name);
  });
  const own = tags.map((tag) => ({ ...plain(index), annotations: { [TAG_ANNOTATION]: tag } }));
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: [...kept, ...(own.length === 0 ? [plain(index)] : own)],
  });
}

interface ListedManifest {
  readonly digest: Digest;
  readonly annotations?: Readonly<Record<string, string>>;
}

function listed(text: string | undefined): readonly ListedManifest[] {
  if (text === undefined) return [];
  const value = JSON.parse(text) as { readonly manifests?: readonly ListedManifest[] };
  return value.manifests ?? [];
}

function plain({ mediaType, digest, size }: Descriptor): Descriptor {
  return { mediaType, digest, size };
}

function sorted(pairs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
