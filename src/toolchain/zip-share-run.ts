/** A file for one worker to unpack. */
export interface ShareFile {
  /** The entry's name: its local header has to repeat it. */
  readonly name: string;
  readonly offset: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly deflated: boolean;
  readonly mode: number;
  /** Absolute paths that get the content; their folders exist. Empty: hash only. */
  readonly writeTo: readonly string[];
}

/** One worker's part of an archive. */
export interface Share {
  readonly zipFile: string;
  readonly zipBytes: number;
  readonly files: readonly ShareFile[];
}

/** What a worker sends when it is done: hashes in the order of its files, or why it refuses the archive. */
export type ShareResult = { readonly sha256: readonly string[] } | { readonly refused: string };

/**
 * Unpacks a {@link Share} inside a worker thread and posts a {@link ShareResult}. The worker runs this
 * function's own source text, so that bundling needs no second file: it must not use anything from
 * outside itself. Content is inflated, hashed and written in one pass; files that exist are an error.
 */
export async function unpackShare(): Promise<void> {
  const fs = process.getBuiltinModule('node:fs');
  const zlib = process.getBuiltinModule('node:zlib');
  const { createHash, hash } = process.getBuiltinModule('node:crypto');
  const threads = process.getBuiltinModule('node:worker_threads');
  const share = threads.workerData as Share;
  const zip = fs.openSync(share.zipFile, 'r');
  const streamAboveBytes = 256 * 1024;
  const refuse = (file: ShareFile, reason: string): Error =>
    Object.assign(new Error(`${file.name} ${reason}`), { refusal: true });

  // Neighbours in the archive are read together: one read serves a hundred small files.
  const window = Buffer.alloc(512 * 1024);
  let windowStart = 0;
  let windowEnd = 0;
  const read = (start: number, length: number): Buffer => {
    if (start < windowStart || start + length > windowEnd) {
      windowStart = start;
      windowEnd = start + fs.readSync(zip, window, 0, window.length, start);
    }
    return window.subarray(start - windowStart, start - windowStart + length);
  };

  const contentStart = (file: ShareFile): number => {
    const header = read(file.offset, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) {
      throw refuse(file, 'has no local header');
    }
    const method = file.deflated ? 8 : 0;
    const nameLength = header.readUInt16LE(26);
    const start = file.offset + 30 + nameLength + header.readUInt16LE(28);
    const sameMethod = header.readUInt16LE(8) === method;
    const name = read(file.offset + 30, nameLength).toString('utf8');
    if (!sameMethod || name !== file.name) {
      throw refuse(file, 'is described differently in its local header');
    }
    if (start + file.compressedBytes > share.zipBytes) throw refuse(file, 'is cut');
    return start;
  };

  const unpackSmall = (file: ShareFile, start: number): string => {
    const packed = read(start, file.compressedBytes);
    let content: Buffer = packed;
    if (file.deflated) {
      try {
        // One byte more than declared: a longer content shows, and zlib needs no second buffer.
        const limit = file.sizeBytes + 1;
        content = zlib.inflateRawSync(packed, {
          maxOutputLength: limit,
          chunkSize: Math.max(64, limit),
        });
      } catch {
        throw refuse(file, 'cannot be unpacked or is larger than declared');
      }
    }
    if (content.length !== file.sizeBytes) throw refuse(file, 'has another size than declared');
    for (const path of file.writeTo) {
      const out = fs.openSync(path, 'wx', file.mode);
      try {
        for (let done = 0; done < content.length;) done += fs.writeSync(out, content, done);
      } finally {
        fs.closeSync(out);
      }
    }
    return hash('sha256', content);
  };

  const unpackLarge = async (file: ShareFile, start: number): Promise<string> => {
    const end = start + file.compressedBytes - 1;
    const source = fs.createReadStream(share.zipFile, { start, end, highWaterMark: 256 * 1024 });
    const inflate = zlib.createInflateRaw({ chunkSize: 256 * 1024 });
    const content = file.deflated ? source.pipe(inflate) : source;
    source.on('error', (error) => inflate.destroy(error));
    const sum = createHash('sha256');
    const outs = file.writeTo.map((path) => fs.openSync(path, 'wx', file.mode));
    let size = 0;
    try {
      for await (const chunk of content as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > file.sizeBytes) throw refuse(file, 'is larger than declared');
        sum.update(chunk);
        for (const out of outs) {
          for (let done = 0; done < chunk.length;) done += fs.writeSync(out, chunk, done);
        }
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw code?.startsWith('Z_') === true ? refuse(file, 'cannot be unpacked') : error;
    } finally {
      for (const out of outs) fs.closeSync(out);
    }
    if (size !== file.sizeBytes) throw refuse(file, 'has another size than declared');
    return sum.digest('hex');
  };

  try {
    const sha256: string[] = [];
    for (const file of share.files) {
      const start = contentStart(file);
      const large = Math.max(file.sizeBytes, file.compressedBytes) > streamAboveBytes;
      sha256.push(large ? await unpackLarge(file, start) : unpackSmall(file, start));
    }
    threads.parentPort?.postMessage({ sha256 } satisfies ShareResult);
  } catch (error) {
    if (!(error instanceof Error && 'refusal' in error)) throw error;
    threads.parentPort?.postMessage({ refused: error.message } satisfies ShareResult);
  } finally {
    fs.closeSync(zip);
  }
}
