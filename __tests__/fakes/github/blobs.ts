import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the bytes of one asset are kept. */
export interface BlobPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly releaseId: number;
  readonly name: string;
}

/** Keeps asset bytes. Every operation is done when it returns, so that no request sees half of it. */
export interface Blobs {
  put(place: BlobPlace, bytes: Uint8Array): void;
  /** Throws when nothing was put there. */
  get(place: BlobPlace): Uint8Array;
  move(from: BlobPlace, to: BlobPlace): void;
  remove(place: BlobPlace): void;
}

/** Bytes as files: `<directory>/<owner>/<name>/<release id>/<asset name>`. */
export function fileBlobs(directory: string): Blobs {
  const fileOf = ({ repository, releaseId, name }: BlobPlace): string =>
    path.join(directory, ...repository.split('/'), String(releaseId), name);
  return {
    put(place, bytes) {
      const file = fileOf(place);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    },
    get: (place) => readFileSync(fileOf(place)),
    move(from, to) {
      renameSync(fileOf(from), fileOf(to));
    },
    remove(place) {
      rmSync(fileOf(place), { force: true });
    },
  };
}

/** Bytes in memory. */
export function memoryBlobs(): Blobs {
  const kept = new Map<string, Uint8Array>();
  const keyOf = ({ repository, releaseId, name }: BlobPlace): string =>
    `${repository}/${releaseId}/${name}`;
  const get = (place: BlobPlace): Uint8Array => {
    const bytes = kept.get(keyOf(place));
    if (bytes === undefined) throw new Error(`no bytes are kept at ${keyOf(place)}`);
    return bytes;
  };
  return {
    put(place, bytes) {
      kept.set(keyOf(place), bytes);
    },
    get,
    move(from, to) {
      kept.set(keyOf(to), get(from));
      kept.delete(keyOf(from));
    },
    remove(place) {
      kept.delete(keyOf(place));
    },
  };
}
