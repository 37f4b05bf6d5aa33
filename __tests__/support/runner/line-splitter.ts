/** Cuts a stream's chunks into lines at LF, CRLF or a lone CR, as .NET's StreamReader.ReadLine does. */
export interface LineSplitter {
  push(chunk: string): void;
  /** Emits what is left after the last line end, if anything. */
  end(): void;
}

/** A splitter that hands each line, without its end, to `onLine`. */
export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  let rest = '';
  return {
    push(chunk) {
      rest += chunk;
      // A CR at the very end may be half of a CRLF: it waits for the next chunk.
      for (;;) {
        const match = /\r\n|\n|\r(?=[^])/.exec(rest);
        if (match === null) return;
        onLine(rest.slice(0, match.index));
        rest = rest.slice(match.index + match[0].length);
      }
    },
    end() {
      const line = rest.replace(/\r$/, '');
      if (rest !== '') onLine(line);
      rest = '';
    },
  };
}
