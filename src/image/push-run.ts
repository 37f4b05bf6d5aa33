import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import type { Layout } from './layout-run.ts';
import type { BuiltImage, Descriptor } from './plan.ts';
import type { ImageName } from './reference.ts';
import { registryError } from './registry-answer.ts';
import type { Registry } from './registry-client.ts';
import { type Arrival, ensureBlob, type UploadParts } from './upload-client.ts';

/** What is to be pushed where. */
export interface PushPlan {
  readonly image: BuiltImage;
  readonly name: ImageName;
  /** At least one. */
  readonly tags: readonly string[];
}

/** What pushing came to. */
export interface PushReport {
  /** Of all content, configs included. */
  readonly blobs: Readonly<Record<Arrival, number>>;
  readonly uploadedBytes: number;
}

const CONCURRENT_UPLOADS = 4;

/**
 * Pushes an image from its layout: content first, then each platform's manifest by digest, then the index by its
 * tags, so that a tag never stands for something incomplete. What is there already is not sent again. Throws {@link ActionError}
 * `digest-mismatch`, `registry-…` or `network`.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
 */
export async function pushImage(
  plan: PushPlan,
  layout: Layout,
  registry: Registry,
  parts: UploadParts,
): Promise<PushReport> {
  const { image, name } = plan;
  const report = await pushBlobs(plan, layout, registry, parts);
  for (const { manifest } of image.platforms) {
    if (await isCurrent(registry, name.repository, manifest.digest, manifest)) continue;
    await putManifest(registry, { name, reference: manifest.digest, manifest }, layout);
  }
  for (const tag of plan.tags) {
    if (await isCurrent(registry, name.repository, tag, image.index)) continue;
    await putManifest(registry, { name, reference: tag, manifest: image.index }, layout);
  }
  return report;
}

/** The scopes that a push asks for: the repository, and one to mount from. */
export function pushScopes(name: ImageName, base: ImageName | undefined): readonly string[] {
  const own = `repository:${name.repository}:pull,push`;
  return mountSource(name, base) === undefined
    ? [own]
    : [own, `repository:${base?.repository ?? ''}:pull`];
}

function mountSource(name: ImageName, base: ImageName | undefined): string | undefined {
  const isOther = base?.registry === name.registry && base.repository !== name.repository;
  return isOther ? base.repository : undefined;
}

async function pushBlobs(
  { image, name }: PushPlan,
  layout: Layout,
  registry: Registry,
  parts: UploadParts,
): Promise<PushReport> {
  const all = image.platforms.flatMap(({ layers, config }) => [...layers, config]);
  const waiting = [...new Map(all.map((blob) => [blob.digest, blob])).values()];
  const counts: Record<Arrival, number> = { present: 0, mounted: 0, uploaded: 0 };
  let uploadedBytes = 0;
  const source = mountSource(name, image.base);
  const work = async (): Promise<void> => {
    for (let blob = waiting.shift(); blob !== undefined; blob = waiting.shift()) {
      const mountFrom = image.baseBlobs.has(blob.digest) ? source : undefined;
      const arrival = await ensureBlob(
        registry,
        {
          repository: name.repository,
          blob,
          file: layout.pathOf(blob.digest),
          ...(mountFrom === undefined ? {} : { mountFrom }),
        },
        parts,
      );
      counts[arrival] += 1;
      if (arrival === 'uploaded') uploadedBytes += blob.size;
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENT_UPLOADS }, work));
  } catch (error) {
    // The others finish what they have begun, and begin nothing more.
    waiting.length = 0;
    throw error;
  }
  return { blobs: counts, uploadedBytes };
}

/** True when a reference stands for this manifest already. */
async function isCurrent(
  registry: Registry,
  repository: string,
  reference: string,
  { digest, mediaType }: Descriptor,
): Promise<boolean> {
  const answer = await registry.send({
    method: 'HEAD',
    url: `/v2/${repository}/manifests/${reference}`,
    headers: { accept: mediaType },
  });
  return answer.status === 200 && answer.headers['docker-content-digest'] === digest;
}

async function putManifest(
  registry: Registry,
  what: {
    readonly name: ImageName;
    readonly reference: string;
    readonly manifest: Descriptor;
  },
  layout: Layout,
): Promise<void> {
  const { name, reference, manifest } = what;
  const answer = await registry.send({
    method: 'PUT',
    url: `/v2/${name.repository}/manifests/${reference}`,
    headers: { 'content-type': manifest.mediaType },
    body: await readFile(layout.pathOf(manifest.digest)),
  });
  if (answer.status < 200 || answer.status >= 300) {
    throw registryError(
      answer,
      `push the manifest ${reference} to ${name.repository}`,
      registry.host,
    );
  }
  const stored =
    answer.headers['docker-content-digest'] ??
    (await servedDigest(registry, name.repository, reference, manifest));
  if (stored !== manifest.digest) throw mismatch(registry, manifest.digest, stored);
}

/** What a reference stands for, by its bytes: for registries that do not say what they stored. */
async function servedDigest(
  registry: Registry,
  repository: string,
  reference: string,
  { mediaType }: Descriptor,
): Promise<string> {
  const url = `/v2/${repository}/manifests/${reference}`;
  const answer = await registry.send({ method: 'GET', url, headers: { accept: mediaType } });
  if (answer.status !== 200) {
    throw registryError(answer, `read ${reference} back from ${repository}`, registry.host);
  }
  return `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
}

function mismatch({ host }: Registry, sent: Digest, stored: string): ActionError {
  return new ActionError({
    code: 'digest-mismatch',
    message: `${host} stored the manifest as ${stored}, but ${sent} was sent`,
    hint: 'Something between the runner and the registry changes what is sent: what it now serves is not what was built.',
  });
}
