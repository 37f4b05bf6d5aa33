import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { TAR_SEAL, tarPaddingBytes, writeTarHeader } from '../../src/cache/tar-format.ts';

const run = promisify(execFile);

/** A member of an archive as an attacker writes it: any name, any content, or a link. */
export type HostileMember =
  | { readonly name: string; readonly content: string | Buffer }
  | { readonly name: string; readonly linkTo: string };

/**
 * An archive with exactly these members, written by the system's tar and zstd: names may be absolute or climb
 * out of the folder. Links come before files, as they would to write through them. The hash at the end is the right
 * one: whoever can write a cache can compute it.
 */
export async function hostileArchive(members: readonly HostileMember[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  try {
    const archive = join(folder, 'archive.tar');
    const sorted = [...members].sort((a, b) => Number('content' in a) - Number('content' in b));
    for (const [index, member] of sorted.entries()) {
      const at = join(folder, index.toString(), 'member');
      await mkdir(dirname(at));
      if ('linkTo' in member) await symlink(member.linkTo, at);
      else await writeFile(at, member.content);
      await run('tar', [
        index === 0 ? '-cf' : '-rf',
        archive,
        '-P',
        // Targets of links are left alone.
        `--transform=flags=rSH;s|^.*$|${member.name}|`,
        '-C',
        dirname(at),
        'member',
      ]);
    }
    await seal(archive);
    await run('zstd', ['-q', archive]);
    return await readFile(`${archive}.zst`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function seal(archive: string): Promise<void> {
  const bytes = await readFile(archive);
  let end = bytes.length;
  while (bytes.subarray(end - 512, end).every((byte) => byte === 0)) end -= 512;
  const members = bytes.subarray(0, end);
  const hash = Buffer.from(createHash('sha256').update(members).digest('hex'));
  const header = writeTarHeader({ name: TAR_SEAL, sizeBytes: hash.length, executable: false })!;
  const padding = Buffer.alloc(tarPaddingBytes(hash.length) + 1024);
  await writeFile(archive, Buffer.concat([members, header, hash, padding]));
}
