/** One `NAME=VALUE` or heredoc entry of GITHUB_ENV, GITHUB_OUTPUT or GITHUB_STATE. */
export interface KeyValuePair {
  readonly name: string;
  readonly value: string;
}

/**
 * The pairs of a file command, in order. Throws at the first bad entry, after yielding those before it: the runner
 * has applied them by then (EnvFileKeyValuePairs in FileCommandManager.cs). `crlf`: line ends of Windows are known too.
 */
export function* parseKeyValueFile(text: string, crlf: boolean): Generator<KeyValuePair> {
  const lines = splitLines(text.replace(/^\uFEFF/, ''), crlf);
  let index = 0;
  while (index < lines.length) {
    const { content } = lineAt(lines, index);
    index += 1;
    if (content === '') continue;
    const equals = content.indexOf('=');
    const heredoc = content.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      yield { name: content.slice(0, equals), value: content.slice(equals + 1) };
    } else if (heredoc >= 0) {
      const body = readHeredoc(lines, index, content);
      index = body.nextIndex;
      yield { name: content.slice(0, heredoc), value: body.value };
    } else {
      throw new Error(`Invalid format '${content}'`);
    }
  }
}

interface Line {
  readonly content: string;
  /** What ended it; empty for a last line without an end. */
  readonly end: string;
}

function splitLines(text: string, crlf: boolean): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/([^\n]*)(\n|$)/g)) {
    const [whole, content = '', end = ''] = match;
    if (whole === '') break;
    if (crlf && end !== '' && content.endsWith('\r')) {
      lines.push({ content: content.slice(0, -1), end: '\r\n' });
    } else lines.push({ content, end });
  }
  return lines;
}

function lineAt(lines: readonly Line[], index: number): Line {
  const line = lines[index];
  if (line === undefined) throw new Error('read past the last line');
  return line;
}

function readHeredoc(
  lines: readonly Line[],
  start: number,
  opening: string,
): { value: string; nextIndex: number } {
  const at = opening.indexOf('<<');
  const delimiter = opening.slice(at + 2);
  if (at === 0 || delimiter === '') {
    throw new Error(
      `Invalid format '${opening}'. Name must not be empty and delimiter must not be empty`,
    );
  }
  let value = '';
  let lastEnd = '';
  for (let index = start; index < lines.length; index += 1) {
    const { content, end } = lineAt(lines, index);
    if (content === delimiter) return { value, nextIndex: index + 1 };
    if (end === '') throw new Error('Invalid value. EOF marker missing new line.');
    // The line end before the delimiter is not part of the value.
    value += lastEnd + content;
    lastEnd = end;
  }
  throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
}
