import { AsyncLocalStorage } from 'node:async_hooks';

/** The process's standard output, as far as it is needed here. */
export type OutputStream = Pick<NodeJS.WriteStream, 'write'>;

/** Runs work and gives back what it printed. */
export interface OutputCollector {
  collect<T>(
    work: () => Promise<T>,
  ): Promise<{ readonly value: T; readonly lines: readonly string[] }>;
}

/**
 * `@actions/cache` says what went wrong only by printing it (a failed restore and a miss both return
 * nothing), and prints a server error as an annotation on the user's job. The collector takes what
 * one call prints, and nothing that others print at the same time: it tells them apart by their
 * asynchronous context. Masks and debug lines still go to the runner.
 */
export function createOutputCollector(stream: OutputStream): OutputCollector {
  const collecting = new AsyncLocalStorage<string[]>();
  let running = 0;
  let original: OutputStream['write'] | undefined;

  function install(): void {
    running += 1;
    if (original !== undefined) return;
    const write = stream.write.bind(stream);
    original = write;
    stream.write = (
      chunk: string | Uint8Array,
      encodingOrCallback?: BufferEncoding | ((error?: Error | null) => void),
      callback?: (error?: Error | null) => void,
    ): boolean => {
      const pieces = collecting.getStore();
      const done = typeof encodingOrCallback === 'function' ? encodingOrCallback : callback;
      const encoding = typeof encodingOrCallback === 'string' ? encodingOrCallback : 'utf8';
      if (pieces === undefined) {
        return typeof chunk === 'string' ? write(chunk, encoding, done) : write(chunk, done);
      }
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      pieces.push(text);
      if (/^::(add-mask|debug)::/.test(text)) return write(text, done);
      done?.();
      return true;
    };
  }

  function uninstall(): void {
    running -= 1;
    if (running > 0 || original === undefined) return;
    stream.write = original;
    original = undefined;
  }

  return {
    async collect(work) {
      const pieces: string[] = [];
      install();
      try {
        const value = await collecting.run(pieces, work);
        const lines = pieces.join('').split(/\r?\n/);
        return { value, lines: lines.filter((line) => line !== '') };
      } finally {
        uninstall();
      }
    },
  };
}
