import { open } from 'node:fs/promises';

const WINDOW_BYTES = 1024 * 1024;

/** True when the file at `path` holds the ASCII `text`, which is shorter than a mebibyte. Memory does not grow with the file. Throws what reading it throws. */
export async function fileContains(path: string, text: string): Promise<boolean> {
  const needle = Buffer.from(text, 'latin1');
  const window = Buffer.alloc(WINDOW_BYTES + needle.length);
  const file = await open(path, 'r');
  try {
    for (let position = 0; ;) {
      const { bytesRead } = await file.read(window, 0, window.length, position);
      if (window.subarray(0, bytesRead).includes(needle)) return true;
      if (bytesRead < window.length) return false;
      // What begins at the end of one window lies whole in the next.
      position += WINDOW_BYTES;
    }
  } finally {
    await file.close();
  }
}
