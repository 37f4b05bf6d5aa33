import { ActionError } from '../domain/errors.ts';

/**
 * Splits text into words by the quoting rules of a POSIX shell, and does nothing else a shell would:
 * `$`, globs, `;` and backquotes are plain characters. Blanks and line ends separate; `'…'` is
 * literal; in `"…"` a backslash escapes `"`, `\`, `$`, a backquote and a line end; outside quotes it
 * escapes any character. `input` only names the input in errors.
 * Throws {@link ActionError} `unbalanced-quotes`.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
export function splitWords(text: string, input: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let rest = text;
  while (rest !== '') {
    const [piece, kind] = nextPiece(rest, input);
    rest = rest.slice(piece.length);
    if (kind === 'blank') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + unquote(piece, kind);
    }
  }
  return word === undefined ? words : [...words, word];
}

type PieceKind = 'blank' | 'single' | 'double' | 'escape' | 'plain';

const PIECES: readonly (readonly [PieceKind, RegExp])[] = [
  ['blank', /^\s+/],
  ['single', /^'[^']*'/],
  ['double', /^"(?:[^"\\]|\\[^])*"/],
  ['escape', /^\\[^]/],
  ['plain', /^[^\s'"\\]+/],
];

function nextPiece(rest: string, input: string): readonly [string, PieceKind] {
  for (const [kind, pattern] of PIECES) {
    const piece = pattern.exec(rest)?.[0];
    if (piece !== undefined) return [piece, kind];
  }
  const at = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest;
  throw new ActionError({
    code: 'unbalanced-quotes',
    message: `Input "${input}" has ${rest.startsWith('\\') ? 'a backslash with nothing after it' : 'a quote that is never closed'}: ${at.replace(/\s+/g, ' ')}`,
    hint: 'Close the quote; write a literal quote as \\" outside quotes or inside the other kind.',
  });
}

function unquote(piece: string, kind: PieceKind): string {
  if (kind === 'single') return piece.slice(1, -1);
  if (kind === 'double') {
    return piece
      .slice(1, -1)
      .replace(/\\(["\\$`\n])/g, (_, escaped: string) => (escaped === '\n' ? '' : escaped));
  }
  if (kind === 'escape') return piece === '\\\n' ? '' : piece.slice(1);
  return piece;
}

/**
 * Joins words into one value of `-ldflags` and its like, which the go command splits again: by
 * blanks, with whole words in single or double quotes and no escapes.
 * Throws {@link ActionError} `unquotable` for a word that needs quotes and has both kinds in it.
 * @see cmd/internal/quoted in Go's source
 */
export function joinForGo(words: readonly string[], input: string): string {
  return words
    .map((word) => {
      if (word !== '' && !/[\s'"]/.test(word)) return word;
      if (!word.includes("'")) return `'${word}'`;
      if (!word.includes('"')) return `"${word}"`;
      throw new ActionError({
        code: 'unquotable',
        message: `Input "${input}": the go command cannot take ${word}: it has both kinds of quotes`,
        hint: 'Use one kind of quotes inside the value.',
      });
    })
    .join(' ');
}

/** Build flags that stand alone; every other one takes a value. */
const SWITCHES = new Set([
  'a',
  'asan',
  'cover',
  'linkshared',
  'modcacherw',
  'msan',
  'race',
  'work',
  'x',
]);

const VALUED = new Set([
  'asmflags',
  'buildmode',
  'compiler',
  'covermode',
  'coverpkg',
  'gccgoflags',
  'gcflags',
  'installsuffix',
  'mod',
  'modfile',
  'overlay',
  'pgo',
  'pkgdir',
  'toolexec',
]);

/** Flags that ship-go sets itself or that would stop it from building, and what to use instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['o', 'The place of a binary follows from "output-directory" and "binary-name".'],
  ['C', 'Use the input "working-directory".'],
  ['ldflags', 'Use the input "ldflags".'],
  ['tags', 'Use the input "tags".'],
  ['p', 'How many compilers run at once follows from the machine and the number of targets.'],
  ['trimpath', 'It is always on: without it a binary depends on the folder it was built in.'],
  ['buildvcs', 'It is always on: the recorded revision proves what a binary was built from.'],
  ['v', 'It is always on: it tells how much came from the cache.'],
  ['n', 'Use "release: false" for a dry run: it builds everything and publishes nothing.'],
  ['json', 'Compiler errors are read from the plain output and shown as annotations.'],
]);

/**
 * Parses the `build-flags` input into `-name` and `-name=value` words, in order.
 * Throws {@link ActionError} `build-flag-conflict`, `unknown-build-flag` or `bad-build-flag`, and
 * what {@link splitWords} throws.
 * @see https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
 */
export function parseBuildFlags(text: string): readonly string[] {
  const words = splitWords(text, 'build-flags');
  const flags: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [, name, assigned] = /^--?([A-Za-z0-9]+)(?:=([^]*))?$/.exec(word) ?? [];
    if (name === undefined) throw badFlag(`"${word}" is no flag`, 'Packages go into "packages".');
    checkFlag(name);
    if (SWITCHES.has(name)) {
      flags.push(assigned === undefined ? `-${name}` : `-${name}=${assigned}`);
      continue;
    }
    const value = assigned ?? words[(index += 1)];
    if (value === undefined) throw badFlag(`-${name} lacks its value`, `Write -${name}=value.`);
    checkValue(name, value);
    flags.push(`-${name}=${value}`);
  }
  return flags;
}

function checkFlag(name: string): void {
  const instead = REFUSED.get(name);
  if (instead !== undefined) {
    throw new ActionError({
      code: 'build-flag-conflict',
      message: `Input "build-flags" does not take -${name}`,
      hint: instead,
    });
  }
  if (SWITCHES.has(name) || VALUED.has(name)) return;
  const allowed = [...SWITCHES, ...VALUED].sort().map((one) => `-${one}`);
  throw new ActionError({
    code: 'unknown-build-flag',
    message: `Input "build-flags" does not take -${name}: "go build" has no such flag`,
    hint: `Use ${allowed.join(', ')}.`,
  });
}

/** Modes whose result is not a program that can be run. */
const PROGRAM_MODES = ['default', 'exe', 'pie'];

function checkValue(name: string, value: string): void {
  if (name === 'mod' && value === 'mod') {
    throw badFlag(
      '-mod=mod would change go.mod during the build, and the binary would be marked as modified',
      'Run "go mod tidy" and commit the result.',
    );
  }
  if (name === 'buildmode' && !PROGRAM_MODES.includes(value)) {
    throw badFlag(`-buildmode=${value} builds no program`, `Use ${PROGRAM_MODES.join(', ')}.`);
  }
}

function badFlag(what: string, hint: string): ActionError {
  return new ActionError({
    code: 'bad-build-flag',
    message: `Input "build-flags": ${what}`,
    hint,
  });
}
