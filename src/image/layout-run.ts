import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Digest, digestHex, sha256Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import { mergeLayoutIndex, OCI_LAYOUT } from './documents.ts';
import type { Descriptor } from './plan.ts';

/** A folder in the form of an OCI image layout, to which content is added by digest. */
export interface Layout {
  /** Absolute. */
  readonly folder: string;
  /** Stores bytes that are at hand. */
  addBytes(bytes: Uint8Array, mediaType: string): Promise<Descriptor>;
  /** Stores a stream, hashing on the way. A failure leaves nothing. */
  addStream(bytes: AsyncIterable<Uint8Array>, mediaType: string): Promise<Descriptor>;
  /** A path for a file that will become content, and the move that makes it so. */
  incoming(): { readonly path: string; keepAs(digest: Digest): Promise<void> };
  /** Absolute path of content. */
  pathOf(digest: Digest): string;
  /** True when content of that digest and size is there. */
  has(blob: Descriptor): Promise<boolean>;
  /** Makes an index known by names, last of all. What other names stand for stays. */
  name(index: Descriptor, tags: readonly string[]): Promise<void>;
}

/**
 * Opens a layout at `folder` (absolute), which is absent, empty or a layout already. Throws
 * {@link ActionError} `bad-layout` otherwise.
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export async function openLayout(folder: string): Promise<Layout> {
  await prepare(folder);
  const blobs = path.join(folder, 'blobs', 'sha256');
  const pathOf = (digest: Digest): string => path.join(blobs, digestHex(digest));
  const incoming: Layout['incoming'] = () => {
    const partial = path.join(folder, `.incoming-${randomUUID()}`);
    return { path: partial, keepAs: (digest) => rename(partial, pathOf(digest)) };
  };
  return {
    folder,
    pathOf,
    incoming,
    addBytes: async (bytes, mediaType) => {
      const hex = createHash('sha256').update(bytes).digest('hex');
      const file = incoming();
      await writeFile(file.path, bytes);
      await file.keepAs(sha256Digest(hex));
      return { mediaType, digest: sha256Digest(hex), size: bytes.length };
    },
    addStream: async (bytes, mediaType) => {
      const file = incoming();
      const { hex, size } = await writeHashed(bytes, file.path);
      await file.keepAs(sha256Digest(hex));
      return { mediaType, digest: sha256Digest(hex), size };
    },
    has: async ({ digest, size }) => {
      const status = await stat(pathOf(digest)).catch(() => undefined);
      return status?.size === size;
    },
    name: async (index, tags) => {
      const file = path.join(folder, 'index.json');
      const before = await readFile(file, 'utf8').catch(() => undefined);
      const next = incoming();
      await writeFile(next.path, mergeLayoutIndex(before, index, tags));
      await rename(next.path, file);
    },
  };
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes('oci-layout')) {
    throw new ActionError({
      code: 'bad-layout',
      message: `Input "layout" names ${folder}, which holds files but is no OCI layout`,
      hint: 'Name a folder that is empty or does not exist yet.',
    });
  }
  await mkdir(path.join(folder, 'blobs', 'sha256'), { recursive: true });
  await writeFile(path.join(folder, 'oci-layout'), OCI_LAYOUT);
}

async function writeHashed(
  bytes: AsyncIterable<Uint8Array>,
  to: string,
): Promise<{ readonly hex: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(to, 'wx');
  try {
    for await (const piece of bytes) {
      hash.update(piece);
      await file.writeFile(piece);
      size += piece.length;
    }
  } catch (error) {
    await file.close();
    await rm(to, { force: true });
    throw error;
  }
  await file.close();
  return { hex: hash.digest('hex'), size };
}
