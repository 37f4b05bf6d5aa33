import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { Artifact, ArtifactKind } from '../domain/artifact.ts';
import { type Digest, sha256Digest } from '../domain/digest.ts';

import { writeFormat } from './archive-run.ts';
import { measureMembers } from './contents-run.ts';
import type { ArchivePlan } from './plan.ts';
import { replaceFile } from './replace-run.ts';

/**
 * Writes one planned asset into `outputDirectory` and returns it with its digest. The same plan and
 * file contents give the same bytes on every machine that runs the same Node. Memory does not grow
 * with the files. A file of that name is replaced, and only by a complete one. Throws
 * {@link ActionError} `member-unreadable`, `member-changed`, `archive-too-large`, `zstd-unavailable`.
 */
export async function writeArchive(plan: ArchivePlan, outputDirectory: string): Promise<Artifact> {
  const members = await measureMembers(plan.members);
  const mode = plan.format === 'none' ? 0o755 : 0o644;
  const path = join(outputDirectory, plan.name);
  const written = await replaceFile(path, mode, (file) => writeFormat(plan, members, file));
  return {
    name: plan.name,
    path,
    kind: plan.format === 'none' ? 'binary' : 'archive',
    target: plan.target,
    sizeBytes: written.sizeBytes,
    digest: sha256Digest(written.sha256),
  };
}

/** The digest of a file's bytes, whatever its size. Throws what reading it throws. */
export async function digestFile(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return sha256Digest(hash.digest('hex'));
}

/** Writes a text (checksums, a bill of materials) as an artifact of its own; UTF-8, as it is. */
export async function writeText(
  document: { readonly name: string; readonly kind: ArtifactKind; readonly text: string },
  outputDirectory: string,
): Promise<Artifact> {
  const { name, kind, text } = document;
  const path = join(outputDirectory, name);
  const bytes = Buffer.from(text, 'utf8');
  await mkdir(outputDirectory, { recursive: true });
  await writeFile(path, bytes);
  const hex = createHash('sha256').update(bytes).digest('hex');
  return { name, path, kind, sizeBytes: bytes.length, digest: sha256Digest(hex) };
}
