import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type Digest, digestHex } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import {
  ACCEPTED_MANIFESTS,
  parseBaseConfig,
  parseBaseIndex,
  parseBaseManifest,
  pickBase,
} from './base.ts';
import type { Layout } from './layout-run.ts';
import type { BaseImage, Descriptor, Platform } from './plan.ts';
import type { ImageName } from './reference.ts';
import { registryError } from './registry-answer.ts';
import type { Registry } from './registry-client.ts';

/** An image by its digest. */
export interface PinnedImage {
  readonly name: ImageName;
  readonly digest: Digest;
}

/**
 * Reads a base image for each platform, in the order of `platforms`, and puts its layers into the layout. Everything is
 * compared with the digest that it was asked by. Throws {@link ActionError} `bad-base`, `base-platform`,
 * `base-not-found`, `registry-…` or `network`.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
 */
export async function readBase(
  base: PinnedImage,
  platforms: readonly Platform[],
  registry: Registry,
  layout: Layout,
): Promise<readonly BaseImage[]> {
  const top = await fetchManifest(base, base.digest, registry);
  const entries = parseBaseIndex(top) ?? [await singleEntry(base, top, registry)];
  const images: BaseImage[] = [];
  for (const platform of platforms) {
    const { digest } = pickBase(entries, platform);
    const text = digest === base.digest ? top : await fetchManifest(base, digest, registry);
    const { image } = await readImage(base, digest, text, registry);
    for (const layer of image.layers) await fetchLayer(base, layer, registry, layout);
    images.push(image);
  }
  return images;
}

/** A base of one platform says which one only in its config. */
async function singleEntry(
  base: PinnedImage,
  text: string,
  registry: Registry,
): Promise<Descriptor & { readonly platform: Platform }> {
  const { platform } = await readImage(base, base.digest, text, registry);
  return { mediaType: '', digest: base.digest, size: Buffer.byteLength(text), platform };
}

async function readImage(
  base: PinnedImage,
  digest: Digest,
  text: string,
  registry: Registry,
): Promise<ReturnType<typeof parseBaseConfig>> {
  const manifest = parseBaseManifest(text);
  const url = `/v2/${base.name.repository}/blobs/${manifest.config.digest}`;
  const config = await fetchText(url, manifest.config.digest, base, registry);
  return parseBaseConfig(config, digest, manifest);
}

function fetchManifest(base: PinnedImage, digest: Digest, registry: Registry): Promise<string> {
  return fetchText(`/v2/${base.name.repository}/manifests/${digest}`, digest, base, registry);
}

async function fetchText(
  url: string,
  digest: Digest,
  base: PinnedImage,
  registry: Registry,
): Promise<string> {
  const headers = { accept: `${ACCEPTED_MANIFESTS}, */*;q=0.1` };
  const answer = await registry.send({ method: 'GET', url, headers });
  if (answer.status === 404) throw notFound(base, digest);
  if (answer.status !== 200) {
    throw registryError(answer, `read the base ${base.name.repository}`, registry.host);
  }
  const hex = createHash('sha256').update(answer.body).digest('hex');
  if (hex !== digestHex(digest)) throw otherContent(base, digest, hex);
  return Buffer.from(answer.body).toString('utf8');
}

async function fetchLayer(
  base: PinnedImage,
  layer: Descriptor,
  registry: Registry,
  layout: Layout,
): Promise<void> {
  if (await layout.has(layer)) return;
  const file = layout.incoming();
  const url = `/v2/${base.name.repository}/blobs/${layer.digest}`;
  const { status, sha256 } = await registry.download(url, file.path, layer.size);
  if (status === 404) throw notFound(base, layer.digest);
  if (status !== 200) {
    const answer = { status, headers: {}, body: new Uint8Array(0) };
    throw registryError(answer, `read the base ${base.name.repository}`, registry.host);
  }
  if (sha256 !== digestHex(layer.digest)) {
    await rm(file.path, { force: true });
    throw otherContent(base, layer.digest, sha256);
  }
  await file.keepAs(layer.digest);
}

function notFound({ name }: PinnedImage, digest: Digest): ActionError {
  return new ActionError({
    code: 'base-not-found',
    message: `${name.registry} has no ${name.repository}@${digest}`,
    hint: 'Check the digest in "base"; old ones are deleted in some registries.',
  });
}

function otherContent({ name }: PinnedImage, digest: Digest, hex: string): ActionError {
  return new ActionError({
    code: 'digest-mismatch',
    message: `${name.registry} was asked for ${digest} and sent content of sha256:${hex}`,
    hint: 'Nothing of it was used. Check the registry and what lies between it and the runner.',
  });
}
