import { ActionError } from '../domain/errors.ts';

/**
 * One step of a glob, between two slashes: any number of folders (`**`), or names of one kind.
 * A `literal` step names exactly one file or folder.
 */
export type GlobStep =
  | { readonly kind: 'folders' }
  | { readonly kind: 'literal'; readonly name: string }
  | { readonly kind: 'names'; matches(name: string): boolean };

/** A parsed glob of the `include` input. Never empty. */
export interface IncludeGlob {
  readonly text: string;
  readonly steps: readonly GlobStep[];
}

/** The most globs that the braces of one line may stand for. */
const MAX_ALTERNATIVES = 100;

/**
 * Parses a line of `include`: `*` and `?` within a name, `[a-z]` and `[!a-z]`, `**` for any folders,
 * `{a,b}` for alternatives (one glob each). Case counts; `*` does not match a leading dot, as in a
 * shell. Throws {@link ActionError} `bad-include` for anything that could leave the project, a
 * backslash, and braces or brackets left open.
 */
export function parseInclude(text: string): readonly IncludeGlob[] {
  if (text.includes('\\')) throw badInclude(text, 'has a backslash', 'Write / between folders.');
  if (text.startsWith('/') || /^[A-Za-z]:/.test(text)) {
    throw badInclude(text, 'is absolute', 'Write the path relative to working-directory.');
  }
  return expandBraces(text).map((alternative) => {
    const parts = alternative.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) {
      throw badInclude(
        text,
        'leaves the project',
        'Only files below working-directory are packed.',
      );
    }
    if (parts.length === 0)
      throw badInclude(text, 'names no file', 'Write `docs/**` for a folder.');
    // "docs/**" means the files at any depth, so it ends with a step that names them.
    const complete = parts.at(-1) === '**' ? [...parts, '*'] : parts;
    return { text, steps: complete.map((part) => parseStep(part, text)) };
  });
}

function expandBraces(text: string): readonly string[] {
  let pending = [text];
  for (;;) {
    const next = pending.flatMap(expandInnermost);
    if (next.length > MAX_ALTERNATIVES) {
      throw badInclude(text, `stands for over ${MAX_ALTERNATIVES} globs`, 'Write fewer braces.');
    }
    if (next.length === pending.length && next.every((one, index) => one === pending[index])) break;
    pending = next;
  }
  if (pending.some((one) => /[{}]/.test(one))) {
    throw badInclude(text, 'has a brace without its partner', 'Write alternatives as {a,b}.');
  }
  return [...new Set(pending)];
}

function expandInnermost(text: string): readonly string[] {
  const match = /\{([^{}]*)\}/.exec(text);
  if (match === null) return [text];
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').map((choice) => `${before}${choice}${after}`);
}

function parseStep(part: string, text: string): GlobStep {
  if (part === '**') return { kind: 'folders' };
  if (!/[*?[\]]/.test(part)) return { kind: 'literal', name: part };
  const pattern = compile(`^${translate(part, text)}$`, text);
  const mayHide = part.startsWith('.');
  return {
    kind: 'names',
    matches: (name) => (mayHide || !name.startsWith('.')) && pattern.test(name),
  };
}

function compile(source: string, text: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    // Everything but the inside of a set is escaped, so only a range can be at fault.
    throw badInclude(text, 'has a range that runs backwards', 'Write it as [a-z].');
  }
}

/** The regular expression for one name. Runs of `*` are one, so that matching cannot blow up needlessly. */
function translate(part: string, text: string): string {
  return part.replace(/\*+|\?|\[[!^]?[^\]]+\]|[^*?]/gu, (token) => {
    if (token.startsWith('*')) return '.*';
    if (token === '?') return '.';
    if (token === '[' || token === ']') {
      throw badInclude(text, 'has a bracket without its partner', 'Write a set as [abc].');
    }
    if (!token.startsWith('[')) return token.replace(/[$()+.^|]/u, '\\$&');
    const inverted = /^\[[!^]/.test(token);
    const members = token.slice(inverted ? 2 : 1, -1).replace(/[[^]/gu, '\\$&');
    return `[${inverted ? '^' : ''}${members}]`;
  });
}

function badInclude(text: string, fault: string, hint: string): ActionError {
  return new ActionError({ code: 'bad-include', message: `include "${text}" ${fault}`, hint });
}
