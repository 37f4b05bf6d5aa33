import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ActionError } from '../domain/errors.ts';
import { planTree, type ArchiveLayout, type EntryHash, type TreeFile } from './toolchain-tree.ts';
import {
  locateZipDirectory,
  MOST_ZIP_BYTES,
  parseZipDirectory,
  ZIP_TAIL_BYTES,
  type ZipEntry,
} from './zip-directory.ts';
import { type Share, type ShareFile, type ShareResult, unpackShare } from './zip-share-run.ts';

/** Two were fastest where tried (two cores): file creation is the kernel's work, and threads contend for it. */
const MOST_WORKERS = 2;
/** What creating a file costs, counted in bytes of content, to share the work evenly. */
const FILE_COST_BYTES = 40_000;

/**
 * Unpacks a zip of Go below `root`, an existing empty folder, and returns the hash of every entry in
 * the archive's order. The calling thread stays free. Throws {@link ActionError} `bad-archive`; what
 * was written until then is the caller's to remove.
 */
export async function unpackGo(
  zipFile: string,
  root: string,
  layout: ArchiveLayout,
  cpus: number,
): Promise<readonly EntryHash[]> {
  const { entries, zipBytes } = await readZipDirectory(zipFile);
  const plan = planTree(entries, layout);
  for (const directory of plan.directories) mkdirSync(path.join(root, directory));
  const treeFiles = new Map(plan.files.map((file) => [file.entry, file]));
  const files = entries.map((entry) => shareFile(entry, treeFiles.get(entry), root));
  const shares = divide(files, Math.max(1, Math.min(MOST_WORKERS, cpus)));
  const hashes = await runShares(shares.map((part) => ({ zipFile, zipBytes, files: part })));
  return entries.map((entry, index) => ({ entry, sha256: hashes[index] ?? '' }));
}

/** Reads an archive's central directory. Throws {@link ActionError} `bad-archive`. */
export async function readZipDirectory(
  zipFile: string,
): Promise<{ readonly entries: readonly ZipEntry[]; readonly zipBytes: number }> {
  const file = await open(zipFile);
  try {
    const { size } = await file.stat();
    if (size > MOST_ZIP_BYTES) throw refused(`it is larger than ${MOST_ZIP_BYTES} bytes`);
    const tail = Buffer.alloc(Math.min(size, ZIP_TAIL_BYTES));
    await file.read(tail, 0, tail.length, size - tail.length);
    const location = locateZipDirectory(tail, size);
    const directory = Buffer.alloc(location.sizeBytes);
    await file.read(directory, 0, directory.length, location.offset);
    return { entries: parseZipDirectory(directory, location), zipBytes: size };
  } finally {
    await file.close();
  }
}

function shareFile(entry: ZipEntry, file: TreeFile | undefined, root: string): ShareFile {
  const names =
    file === undefined ? [] : [file.path, ...(file.alsoAs === undefined ? [] : [file.alsoAs])];
  return {
    name: entry.name,
    offset: entry.offset,
    compressedBytes: entry.compressedBytes,
    sizeBytes: entry.sizeBytes,
    deflated: entry.deflated,
    mode: file?.mode ?? 0,
    writeTo: names.map((name) => path.join(root, name)),
  };
}

/** Consecutive parts of about equal work: neighbours share folders, and two threads in one folder wait for each other. */
function divide(files: readonly ShareFile[], parts: number): readonly (readonly ShareFile[])[] {
  const shares = Array.from({ length: parts }, (): ShareFile[] => []);
  const total = files.reduce((sum, file) => sum + file.sizeBytes + FILE_COST_BYTES, 0);
  let before = 0;
  for (const file of files) {
    shares[Math.min(parts - 1, Math.floor((before / total) * parts))]?.push(file);
    before += file.sizeBytes + FILE_COST_BYTES;
  }
  return shares;
}

/** All hashes, share after share. Waits for every worker, so that nothing is written once it returns. */
async function runShares(shares: readonly Share[]): Promise<readonly string[]> {
  const outcomes = await Promise.allSettled(shares.map(runShare));
  return outcomes.flatMap((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

function runShare(share: Share): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    // Small heaps collect the buffers of unpacked files early: the peak falls by a sixth.
    const worker = new Worker(`(${unpackShare.toString()})()`, {
      eval: true,
      workerData: share,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 48 },
    });
    worker.on('message', (result: ShareResult) => {
      if ('refused' in result) reject(refused(result.refused));
      else resolve(result.sha256);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      reject(new Error(`the unpacking thread ended with status ${code}`));
    });
  });
}

function refused(reason: string): ActionError {
  return new ActionError({
    code: 'bad-archive',
    message: `The Go archive is refused: ${reason}`,
    hint: 'It may be damaged or tampered with. Nothing of it was kept.',
  });
}
