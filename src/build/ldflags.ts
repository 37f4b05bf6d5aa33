import { ActionError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import type { Target } from '../domain/target.ts';
import type { Revision } from '../domain/version.ts';
import { joinForGo, splitWords } from './arguments.ts';

/** What the variables of the `ldflags` input stand for. */
export interface LdflagsSubject {
  readonly revision: Revision;
  /** The project's name. */
  readonly name: string;
  readonly target: Target;
}

/** Smaller files, and the version where most projects look for it. Never the wall clock. */
const DEFAULT_LDFLAGS: readonly string[] = [
  '-s',
  '-w',
  '-X',
  'main.version={version}',
  '-X',
  'main.commit={commit}',
  '-X',
  'main.date={commit-date}',
];

/** The variables, each with what it stands for. `{tag}` is empty for a snapshot. */
const VARIABLES: ReadonlyMap<string, (subject: LdflagsSubject) => string> = new Map([
  ['version', ({ revision }: LdflagsSubject) => revision.version],
  ['tag', ({ revision }) => revision.tag ?? ''],
  ['commit', ({ revision }) => revision.commit],
  ['short-commit', ({ revision }) => revision.commit.slice(0, 7)],
  ['commit-date', ({ revision }) => revision.commitDate],
  ['name', ({ name }) => name],
  ['goos', ({ target }) => target.goos],
  ['goarch', ({ target }) => target.goarch],
]);

/**
 * Parses the `ldflags` input into words that still hold variables; the defaults come first.
 * Throws {@link ActionError} `unknown-variable`, `bad-ldflags`, and what {@link splitWords} throws.
 */
export function parseLdflags(text: string): readonly string[] {
  const words = splitWords(text, 'ldflags');
  const [first] = words;
  if (first !== undefined && !first.startsWith('-')) {
    throw new ActionError({
      code: 'bad-ldflags',
      message: `Input "ldflags" starts with "${first}", which is no flag`,
      hint: 'Write linker flags only, such as -X main.edition=pro; a package pattern before them is not supported.',
    });
  }
  for (const word of words) checkVariables(word);
  return [...DEFAULT_LDFLAGS, ...words];
}

/** The variables that the words set by `-X`, as `importpath.name`, in order; `main` is the package that is built. */
export function stampedVariables(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const given = /^--?X(?:=([^]*))?$/.exec(word);
    const definition = given === null ? undefined : (given[1] ?? words[index + 1]);
    const name = definition?.split('=')[0];
    return name === undefined || name === '' ? [] : [name];
  });
}

/** The value of `-ldflags` for one target: variables replaced, quoted as the go command splits it. */
export function renderLdflags(words: readonly string[], subject: LdflagsSubject): string {
  const filled = words.map((word) =>
    word.replace(VARIABLE, (whole, name: string) => VARIABLES.get(name)?.(subject) ?? whole),
  );
  return joinForGo(filled, 'ldflags');
}

const VARIABLE = /\{([A-Za-z][A-Za-z0-9_-]*)\}/g;

function checkVariables(word: string): void {
  const template = /\{\{.*?\}\}/.exec(word)?.[0];
  const unknown = [...word.matchAll(VARIABLE)].map((match) => match[1] ?? '');
  const bad =
    template ?? unknown.filter((name) => !VARIABLES.has(name)).map((name) => `{${name}}`)[0];
  if (bad === undefined) return;
  const names = [...VARIABLES.keys()];
  const near = nearest(bad.replace(/[{}.\s]/g, ''), names)[0];
  const all = names.map((name) => `{${name}}`).join(' ');
  throw new ActionError({
    code: 'unknown-variable',
    message: `Input "ldflags" has no variable ${bad}`,
    hint: `${near === undefined ? '' : `Did you mean {${near}}? `}Use ${all}.`,
  });
}
