import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { sha256Digest, type Digest } from '../domain/digest.ts';
import { ActionError } from '../domain/errors.ts';
import { MEDIA_TYPES } from './documents.ts';
import type { Layout } from './layout-run.ts';
import type { Formats, Layer, ProvedProgram } from './plan.ts';
import { PROGRAM_FOLDER, type RootFile, withParents } from './root-files.ts';

const BLOCK_BYTES = 512;
const READ_BYTES = 1024 * 1024;
const END = new Uint8Array(2 * BLOCK_BYTES);

/** What every layer needs: where it goes, how it is packed, and the one time in it. */
export interface LayerParts {
  readonly layout: Layout;
  readonly formats: Formats;
  /** Whole seconds since 1970. */
  readonly modifiedEpochSeconds: number;
}

/** Packs files that are at hand into a layer. */
export function packFiles(files: readonly RootFile[], parts: LayerParts): Promise<Layer> {
  return pack(filesTar(files, parts), parts);
}

/** Packs a program into a layer of its own, and returns the digest of the program that went in. */
export async function packProgram(
  program: ProvedProgram,
  parts: LayerParts,
): Promise<{ readonly layer: Layer; readonly programDigest: Digest }> {
  const hash = createHash('sha256');
  const layer = await pack(programTar(program, parts, hash), parts);
  return { layer, programDigest: sha256Digest(hash.digest('hex')) };
}

async function pack(tar: AsyncIterable<Uint8Array>, parts: LayerParts): Promise<Layer> {
  const hash = createHash('sha256');
  const blob = await parts.layout.addStream(
    parts.formats.gzip(tapped(tar, hash)),
    MEDIA_TYPES.layer,
  );
  return { blob, diffId: sha256Digest(hash.digest('hex')) };
}

interface Hash {
  update(bytes: Uint8Array): unknown;
}

async function* tapped(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncIterable<Uint8Array> {
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a layer's bytes come as a stream; these are at hand
async function* filesTar(
  files: readonly RootFile[],
  { formats, modifiedEpochSeconds }: LayerParts,
): AsyncIterable<Uint8Array> {
  for (const { bytes, ...entry } of files) {
    yield formats.tarHeader({ ...entry, sizeBytes: bytes.length, modifiedEpochSeconds });
    yield bytes;
    yield padding(bytes.length);
  }
  yield END;
}

async function* programTar(
  { name, path, facts }: ProvedProgram,
  { formats, modifiedEpochSeconds }: LayerParts,
  hash: Hash,
): AsyncIterable<Uint8Array> {
  const entry = { name: `${PROGRAM_FOLDER}/${name}`, mode: 0o755, sizeBytes: facts.sizeBytes };
  for (const { bytes, ...parent } of withParents([entry])) {
    yield formats.tarHeader({ ...parent, sizeBytes: bytes.length, modifiedEpochSeconds });
  }
  yield formats.tarHeader({ ...entry, modifiedEpochSeconds });
  let read = 0;
  for await (const piece of createReadStream(path, { highWaterMark: READ_BYTES })) {
    const bytes = piece as Buffer;
    hash.update(bytes);
    read += bytes.length;
    yield bytes;
  }
  if (read !== facts.sizeBytes) {
    throw new ActionError({
      code: 'binary-changed',
      message: `${path} changed while it was packed: ${facts.sizeBytes} bytes became ${read}`,
      hint: 'Let no other step write there.',
    });
  }
  yield padding(read);
  yield END;
}

function padding(sizeBytes: number): Uint8Array {
  return new Uint8Array((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES);
}
