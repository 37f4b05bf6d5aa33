import { rootCertificates } from 'node:tls';
import type { Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import type { Log } from '../host/host.ts';
import { MEDIA_TYPES, renderConfig, renderIndex, renderManifest } from './documents.ts';
import { withProgram } from './healthcheck.ts';
import { type Provenance, renderAnnotations } from './labels.ts';
import { type LayerParts, packFiles, packProgram } from './layer-run.ts';
import type {
  BaseImage,
  BuiltImage,
  ImageSettings,
  Layer,
  PlatformImage,
  ProvedProgram,
} from './plan.ts';
import { formatPlatform } from './platform.ts';
import { NONROOT_ID, programPath, scratchFiles } from './root-files.ts';
import type { FoundZones } from './zoneinfo-run.ts';

/** What an image is made of, beside its settings. */
export interface ImageParts extends LayerParts {
  /** In the order of the index. */
  readonly programs: readonly ProvedProgram[];
  readonly provenance: Provenance;
  readonly labels: Readonly<Record<string, string>>;
  /** Finds the time zones; asked for the base `scratch` alone. */
  readonly zones: () => Promise<FoundZones>;
  /** Reads the base for each platform, its layers into the layout; asked for the base of an image alone. */
  readonly base: () => Promise<readonly BaseImage[]>;
  readonly log: Pick<Log, 'info'>;
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const CERTIFICATES = 'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt';

/**
 * Writes an image into the layout: a layer for each program, the layers below, configs, manifests and the index. Equal
 * programs and settings give the same digest. Throws {@link ActionError} `needs-a-loader` for a program that could not start on its base.
 */
export async function buildImage(settings: ImageSettings, parts: ImageParts): Promise<BuiltImage> {
  const { programs } = parts;
  refuseDynamic(settings, programs);
  const [own, bases, packed] = await Promise.all([
    packOwnBase(settings, parts),
    settings.base.kind === 'image' ? parts.base() : Promise.resolve([]),
    Promise.all(programs.map((program) => packProgram(program, parts))),
  ]);
  const platforms: PlatformImage[] = [];
  for (const [index, program] of programs.entries()) {
    const one = packed[index];
    if (one === undefined) continue;
    const layers = [...own, { ...one.layer, holds: program.name }];
    const image = await writePlatform(
      { program, ...one, layers, base: bases[index] },
      settings,
      parts,
    );
    parts.log.info(
      `${formatPlatform(program.platform)}: ${program.name} ${one.programDigest} → ${image.manifest.digest}`,
    );
    platforms.push(image);
  }
  const entries = platforms.map(({ manifest, platform }) => ({ ...manifest, platform }));
  const annotations = renderAnnotations(parts.labels, baseReference(settings));
  const index = await parts.layout.addBytes(renderIndex(entries, annotations), MEDIA_TYPES.index);
  return {
    index,
    platforms,
    baseBlobs: new Set(bases.flatMap(({ layers }) => layers.map(({ digest }) => digest))),
    ...(settings.base.kind === 'image' ? { base: settings.base.name } : {}),
  };
}

interface OwnLayer extends Layer {
  readonly holds: string;
}

async function packOwnBase(
  { base }: ImageSettings,
  parts: ImageParts,
): Promise<readonly OwnLayer[]> {
  if (base.kind !== 'scratch') return [];
  const { zones, from } = await parts.zones();
  parts.log.info(
    `Base: ${rootCertificates.length} certificate authorities of Node ${process.version}, ${zones.length} time zones of ${from}`,
  );
  const layer = await packFiles(scratchFiles(rootCertificates, zones), parts);
  return [{ ...layer, holds: 'certificate authorities, time zones, users' }];
}

async function writePlatform(
  one: {
    readonly program: ProvedProgram;
    readonly programDigest: Digest;
    readonly layers: readonly OwnLayer[];
    readonly base: BaseImage | undefined;
  },
  settings: ImageSettings,
  { layout, labels, provenance }: ImageParts,
): Promise<PlatformImage> {
  const { program, programDigest, base } = one;
  const path = programPath(program.name);
  const { healthCheck } = settings;
  const config = await layout.addBytes(
    renderConfig(
      {
        platform: program.platform,
        created: provenance.created,
        user: settings.user,
        entrypoint: [path, ...settings.entrypointArgs],
        env: settings.base.kind === 'scratch' ? [PATH, CERTIFICATES] : [PATH],
        workingDir: hasHome(settings) ? '/home/nonroot' : '/',
        expose: settings.expose,
        labels,
        layers: one.layers,
        ...(healthCheck === undefined ? {} : { healthCheck: withProgram(healthCheck, path) }),
      },
      base,
    ),
    MEDIA_TYPES.config,
  );
  const layers = [...(base?.layers ?? []), ...one.layers.map(({ blob }) => blob)];
  const reference = baseReference(settings);
  const annotations = renderAnnotations(
    labels,
    base === undefined || reference === undefined
      ? reference
      : { ...reference, digest: base.digest },
  );
  const manifest = await layout.addBytes(
    renderManifest(config, layers, annotations),
    MEDIA_TYPES.manifest,
  );
  return { platform: program.platform, program, programDigest, manifest, config, layers };
}

function hasHome({ base, user }: ImageSettings): boolean {
  return base.kind === 'scratch' && user.startsWith(`${NONROOT_ID}:`);
}

function baseReference({ base }: ImageSettings): Parameters<typeof renderAnnotations>[1] {
  return base.kind === 'image' ? base : undefined;
}

/** An image of ours has no loader and no libraries; another base may have them. */
function refuseDynamic({ base }: ImageSettings, programs: readonly ProvedProgram[]): void {
  if (base.kind === 'image') return;
  const dynamic = programs.find(({ facts }) => facts.needs !== undefined);
  if (dynamic === undefined) return;
  throw new ActionError({
    code: 'needs-a-loader',
    message: `${dynamic.name} (${formatPlatform(dynamic.platform)}) could not start in this image: ${dynamic.facts.needs ?? ''}`,
    hint: 'Build it with `cgo: false`, or set "base" to an image that has what it needs, pinned by its digest.',
  });
}
