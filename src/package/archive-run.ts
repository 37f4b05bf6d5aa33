import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

import type { Bytes } from './compress-run.ts';
import { deflate, zstd } from './compress-run.ts';
import type { SizedMember } from './contents-run.ts';
import { readMember } from './contents-run.ts';
import { GZIP_HEADER, gzipTrailer } from './gzip.ts';
import type { ArchivePlan } from './plan.ts';
import { TAR_END, tarHeader, tarPadding } from './tar.ts';
import type { ZipRecord } from './zip.ts';
import { zipDirectory, zipLocalHeader } from './zip.ts';

const READ_BYTES = 1024 * 1024;

/** Size in bytes and SHA-256 in hex of a file that was just written. */
export interface Written {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Writes the planned members into an empty file that is open for reading and writing, in the plan's format. */
export function writeFormat(
  plan: ArchivePlan,
  members: readonly SizedMember[],
  file: FileHandle,
): Promise<Written> {
  switch (plan.format) {
    case 'tar.gz':
      return writeHashed(gzip(tar(plan, members)), file);
    case 'tar.zst':
      return writeHashed(zstd(tar(plan, members)), file);
    case 'zip':
      return writeZip(plan, members, file);
    case 'none':
      return writeHashed(contents(members), file);
  }
}

async function* contents(members: readonly SizedMember[]): Bytes {
  for (const member of members) yield* readMember(member);
}

async function* tar({ modifiedEpochSeconds }: ArchivePlan, members: readonly SizedMember[]): Bytes {
  for (const member of members) {
    yield tarHeader({ ...member, modifiedEpochSeconds });
    yield* readMember(member);
    yield tarPadding(member.sizeBytes);
  }
  yield TAR_END;
}

/** Counts and sums bytes on their way. */
interface Tally {
  sizeBytes: number;
  crc32: number;
}

async function* tallied(input: Bytes, tally: Tally): Bytes {
  for await (const bytes of input) {
    tally.sizeBytes += bytes.length;
    tally.crc32 = crc32(bytes, tally.crc32);
    yield bytes;
  }
}

/** A gzip file of the bytes (RFC 1952), the same for the same input on every machine that runs the same Node. */
export async function* gzip(input: Bytes): Bytes {
  const tally: Tally = { sizeBytes: 0, crc32: 0 };
  yield GZIP_HEADER;
  yield* deflate(tallied(input, tally));
  yield gzipTrailer(tally.crc32, tally.sizeBytes);
}

/** Writes in order and hashes on the same pass. */
async function writeHashed(bytes: Bytes, file: FileHandle): Promise<Written> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of bytes) {
    hash.update(piece);
    await writeAt(file, piece, sizeBytes);
    sizeBytes += piece.length;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

/**
 * A local header holds what is only known after its file is compressed. It is written again then,
 * instead of keeping the compressed file in memory; so the hash needs a pass of its own.
 */
async function writeZip(
  { modifiedEpochSeconds }: ArchivePlan,
  members: readonly SizedMember[],
  file: FileHandle,
): Promise<Written> {
  const records: ZipRecord[] = [];
  let offset = 0;
  for (const { name, mode, ...member } of members) {
    const place = { name, mode, modifiedEpochSeconds, offset };
    const record = await writeZipMember({ ...member, name, mode }, place, file);
    records.push(record);
    offset += zipLocalHeader(record).length + record.compressedBytes;
  }
  const directory = zipDirectory(records, offset);
  await writeAt(file, directory, offset);
  return { sizeBytes: offset + directory.length, sha256: await hashFile(file) };
}

async function writeZipMember(
  member: SizedMember,
  place: Pick<ZipRecord, 'name' | 'mode' | 'modifiedEpochSeconds' | 'offset'>,
  file: FileHandle,
): Promise<ZipRecord> {
  const empty = { ...place, crc32: 0, compressedBytes: 0, sizeBytes: member.sizeBytes };
  const headerBytes = zipLocalHeader(empty).length;
  const tally: Tally = { sizeBytes: 0, crc32: 0 };
  let compressedBytes = 0;
  for await (const piece of deflate(tallied(readMember(member), tally))) {
    await writeAt(file, piece, place.offset + headerBytes + compressedBytes);
    compressedBytes += piece.length;
  }
  const record = { ...place, ...tally, compressedBytes };
  await writeAt(file, zipLocalHeader(record), place.offset);
  return record;
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const left = bytes.length - written;
    const { bytesWritten } = await file.write(bytes, written, left, position + written);
    written += bytesWritten;
  }
}

async function hashFile(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}
