import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';

import { ActionError, describeError } from '../domain/errors.ts';

import type { Bytes } from './compress-run.ts';
import type { Member } from './plan.ts';

/** A member with the size its file has now. */
export interface SizedMember extends Member {
  readonly sizeBytes: number;
}

const BLOCK_BYTES = 1024 * 1024;

/** The size of each member's file. Throws {@link ActionError} `member-unreadable` for one that is no regular file. */
export function measureMembers(members: readonly Member[]): Promise<readonly SizedMember[]> {
  return Promise.all(
    members.map(async (member) => {
      const status = await stat(member.path).catch((error: unknown) => {
        throw unreadable(member, describeError(error), error);
      });
      if (!status.isFile()) throw unreadable(member, 'it is not a regular file');
      return { ...member, sizeBytes: status.size };
    }),
  );
}

/**
 * The bytes of a member's file, as many as were measured. Throws {@link ActionError}
 * `member-changed` when there are more or fewer by now: the archive's header has the size already.
 */
export async function* readMember(member: SizedMember): Bytes {
  const file = await openMember(member);
  try {
    let left = member.sizeBytes;
    // One byte more than is left is asked for, so that a file that grew is noticed.
    const buffer = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, left + 1));
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, left + 1), null);
      if (bytesRead === 0) break;
      left -= bytesRead;
      if (left < 0) throw changed(member);
      yield buffer.subarray(0, bytesRead);
    }
    if (left > 0) throw changed(member);
  } finally {
    await file.close();
  }
}

async function openMember(member: Member): Promise<FileHandle> {
  try {
    return await open(member.path, 'r');
  } catch (error) {
    throw unreadable(member, describeError(error), error);
  }
}

function unreadable({ name, path }: Member, reason: string, cause?: unknown): ActionError {
  return new ActionError({
    code: 'member-unreadable',
    message: `Cannot pack ${name} from ${path}: ${reason}`,
    hint: 'Check `include`, and that no later step removes what the build wrote.',
    cause,
  });
}

function changed({ name, path }: Member): ActionError {
  return new ActionError({
    code: 'member-changed',
    message: `${name} changed while it was packed (${path})`,
    hint: 'Let nothing write into the checkout or the output directory while this step runs.',
  });
}
