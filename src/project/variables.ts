const COMMENT_OR_TEXT = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'/g;
const BLOCK = /\{[^{}]*\}/g;
/** Parentheses that are no `var (…)` group. */
const PARENTHESES = /(?<!\bvar\s*)\([^()]*\)/g;
const NAMES = /^\s*((?:[\p{L}_][\p{L}\p{Nd}_]*\s*,\s*)*[\p{L}_][\p{L}\p{Nd}_]*)/u;

/**
 * The names of the variables that a Go file declares at package level, groups included: what `-X` of
 * the linker can set. Errs on the side of too many: a name in the middle of a declaration over several
 * lines may be among them. A file that is no Go is no error.
 * @see https://go.dev/ref/spec#Variable_declarations
 */
export function packageVariables(source: string): ReadonlySet<string> {
  const bare = source.replace(COMMENT_OR_TEXT, (found) =>
    found.startsWith('/') ? (found.includes('\n') ? '\n' : ' ') : '""',
  );
  const top = untilStable(untilStable(bare, BLOCK), PARENTHESES);
  const groups = [...top.matchAll(/\bvar\s*\(([^()]*)\)/g)].map(([, body]) => body ?? '');
  const singles = [...top.matchAll(/\bvar[ \t]+([^\n(]+)/g)].map(([, body]) => body ?? '');
  const lines = [...groups, ...singles].flatMap((body) => body.split(/[\n;]/));
  return new Set(
    lines.flatMap(
      (line) =>
        NAMES.exec(line)?.[1]
          ?.split(',')
          .map((name) => name.trim()) ?? [],
    ),
  );
}

function untilStable(text: string, pattern: RegExp): string {
  for (let before = text; ; before = text) {
    text = text.replace(pattern, '');
    if (text === before) return text;
  }
}
