import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

import { ActionError, describeError } from '../domain/errors.ts';

import { readBinary } from './format.ts';
import type { BinaryFacts } from './plan.ts';
import type { ByteRange, Reading } from './reading.ts';

/** Small reads cluster; one system call serves those that fall into the same window. */
const WINDOW_BYTES = 64 * 1024;

/**
 * What the executable at `path` says about itself, by positioned reads of its headers: a file of
 * any size takes a few megabytes of memory at most, and is never run.
 * Throws {@link ActionError} `unreadable-file` (absent, a folder, no permission) or
 * `malformed-binary` (cut short, or headers that contradict the file).
 */
export async function inspectBinary(path: string): Promise<BinaryFacts> {
  const file = await openFile(path);
  try {
    const status = await file.stat();
    if (!status.isFile()) throw unreadable(path, 'it is not a regular file');
    return await serve(readBinary(status.size), file, status.size);
  } catch (error) {
    if (error instanceof ActionError && error.code === 'malformed-binary') {
      throw withPath(error, path);
    }
    throw error;
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw unreadable(path, describeError(error), error);
  }
}

async function serve<T>(reading: Reading<T>, file: FileHandle, sizeBytes: number): Promise<T> {
  let window = { offset: 0, bytes: new Uint8Array(0) };
  let step = reading.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    if (offset >= sizeBytes) {
      step = reading.next(new Uint8Array(0));
      continue;
    }
    if (!covers(window, step.value)) {
      const wanted = { offset, length: Math.max(length, WINDOW_BYTES) };
      window = { offset, bytes: await readRange(file, wanted) };
    }
    const from = offset - window.offset;
    step = reading.next(window.bytes.subarray(from, from + length));
  }
  return step.value;
}

function covers(
  window: { readonly offset: number; readonly bytes: Uint8Array },
  range: ByteRange,
): boolean {
  const end = window.offset + window.bytes.length;
  return window.offset <= range.offset && range.offset + range.length <= end;
}

/** The bytes of `range` that exist. One `read` may return less than is there. */
async function readRange(file: FileHandle, range: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(range.length);
  let filled = 0;
  while (filled < range.length) {
    const { bytesRead } = await file.read(
      buffer,
      filled,
      range.length - filled,
      range.offset + filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function unreadable(path: string, reason: string, cause?: unknown): ActionError {
  return new ActionError({
    code: 'unreadable-file',
    message: `Cannot read ${path}: ${reason}`,
    hint: 'The build should have written a program there; look at its output above.',
    cause,
  });
}

function withPath(error: ActionError, path: string): ActionError {
  return new ActionError({
    code: error.code,
    message: `Cannot read ${path}: ${error.message}`,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}
