import { ActionError } from '../domain/errors.ts';

/** A `replace` line of go.mod or go.work. A version is absent where the line gives none. */
export interface Replacement {
  readonly path: string;
  readonly version?: string;
  readonly newPath: string;
  readonly newVersion?: string;
}

/** What ship-go reads from a go.mod or go.work file; lines of other kinds are passed over. */
export interface ModFile {
  /** The module path; absent in go.work. */
  readonly module?: string;
  /** The version of the `go` line, such as `1.25.0` or `1.21`. */
  readonly go?: string;
  /** The name on the `toolchain` line, such as `go1.25.3` or `default`. */
  readonly toolchain?: string;
  /** Directories of `use` lines as written, in order; only go.work has them. */
  readonly use: readonly string[];
  readonly replace: readonly Replacement[];
}

/** A line of the file: its keyword and the words after it. Words in a block carry the block's keyword. */
interface Directive {
  readonly keyword: string;
  readonly words: readonly string[];
  readonly line: number;
}

/** A word, and whether it was quoted: a quoted `(` opens no block. */
interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Reads the text of a go.mod or go.work file: `//` comments, blocks, quoted strings, CRLF, a byte
 * order mark. It is no validator: what only `go` needs to understand is left to `go`.
 * Throws {@link ActionError} `bad-go-mod` for text that has no such structure, with the line.
 * `file` (absolute) only names the file in errors.
 * @see https://go.dev/ref/mod#go-mod-file-lexical
 */
export function parseModFile(text: string, file: string): ModFile {
  const directives = readDirectives(text, file);
  const only = (keyword: string): string | undefined =>
    directives.find((directive) => directive.keyword === keyword)?.words[0];
  const module = only('module');
  const go = only('go');
  const toolchain = only('toolchain');
  return {
    ...(module === undefined ? {} : { module }),
    ...(go === undefined ? {} : { go }),
    ...(toolchain === undefined ? {} : { toolchain }),
    use: directives.filter((one) => one.keyword === 'use').flatMap((one) => one.words.slice(0, 1)),
    replace: directives
      .filter((one) => one.keyword === 'replace')
      .map((one) => parseReplacement(one, file)),
  };
}

function readDirectives(text: string, file: string): readonly Directive[] {
  const directives: Directive[] = [];
  let block: { keyword: string; line: number } | undefined;
  for (const [index, source] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = index + 1;
    const words = readWords(source, () => badModFile(file, line, 'a string that does not end'));
    const [first] = words;
    if (first === undefined) continue;
    if (block !== undefined) {
      if (isBare(first, ')')) block = undefined;
      else directives.push({ keyword: block.keyword, words: texts(words), line });
    } else if (isBare(words[1], '(') && words.length === 2) {
      block = { keyword: first.text, line };
    } else if (!isBare(words[1], '(') || !isBare(words[2], ')')) {
      directives.push({ keyword: first.text, words: texts(words.slice(1)), line });
    }
  }
  if (block !== undefined)
    throw badModFile(file, block.line, `a "${block.keyword}" block without ")"`);
  return directives;
}

function isBare(word: Word | undefined, text: string): boolean {
  return word?.text === text && !word.quoted;
}

function texts(words: readonly Word[]): readonly string[] {
  return words.map((word) => word.text);
}

/** The words of one line. `"…"` takes Go escapes, `` `…` `` takes none; `//` ends the line. */
function readWords(line: string, unterminated: () => ActionError): readonly Word[] {
  const words: Word[] = [];
  let rest = line.trim();
  while (rest !== '' && !rest.startsWith('//')) {
    const word =
      /^"(?:[^"\\]|\\.)*"|^`[^`]*`/.exec(rest)?.[0] ??
      /^[(),[\]{}]/.exec(rest)?.[0] ??
      // A word also ends where a comment starts: "v1.2.3//indirect".
      /^(?:(?!\/\/)[^\s(),[\]{}"`])(?:(?!\/\/)[^\s(),[\]{}])*/.exec(rest)?.[0];
    if (word === undefined) throw unterminated();
    words.push({ text: unquote(word), quoted: /^["`]/.test(word) });
    rest = rest.slice(word.length).trimStart();
  }
  return words;
}

function unquote(word: string): string {
  if (word.startsWith('`')) return word.slice(1, -1);
  if (!word.startsWith('"')) return word;
  return word.slice(1, -1).replace(/\\(.)/g, '$1');
}

function parseReplacement(directive: Directive, file: string): Replacement {
  const arrow = directive.words.indexOf('=>');
  const [path, version] = directive.words.slice(0, arrow === -1 ? 0 : arrow);
  const [newPath, newVersion] = directive.words.slice(arrow + 1);
  if (arrow === -1 || path === undefined || newPath === undefined) {
    throw badModFile(
      file,
      directive.line,
      'a "replace" line that is not "old [version] => new [version]"',
    );
  }
  return {
    path,
    ...(version === undefined ? {} : { version }),
    newPath,
    ...(newVersion === undefined ? {} : { newVersion }),
  };
}

function badModFile(file: string, line: number, what: string): ActionError {
  const message = `Cannot read ${file}: line ${line} has ${what}`;
  return new ActionError({
    code: 'bad-go-mod',
    message,
    hint: 'Run "go mod edit -fmt" (or "go work edit -fmt") to see what Go makes of the file.',
    location: { file, line },
  });
}
