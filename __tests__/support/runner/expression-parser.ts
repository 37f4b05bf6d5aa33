/** The parsed form of what stands between `${{` and `}}`. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'property'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'or' | 'and' | 'equal' | 'unequal';
      readonly left: Expression;
      readonly right: Expression;
    };

const operators = [
  { text: '||', kind: 'or' },
  { text: '&&', kind: 'and' },
  { text: '==', kind: 'equal' },
  { text: '!=', kind: 'unequal' },
] as const;

/** Loosest first, as the docs page "Evaluate expressions in workflows and actions" orders them. */
const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=']];

/**
 * Parses the part of GitHub's expression language that action.yml files use: literals, property paths,
 * `||`, `&&`, `!`, `==`, `!=`, parentheses and calls without arguments (`always()`). Throws a plain error on anything else.
 */
export function parseExpression(text: string): Expression {
  const tokens = tokenize(text);
  let position = 0;
  const next = (): string | undefined => tokens[position];
  const take = (expected?: string): string => {
    const token = tokens[position];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`Unexpected ${token ?? 'end'} in expression: ${text}`);
    }
    position += 1;
    return token;
  };

  const binary = (level: number): Expression => {
    const symbols = levels[level];
    if (symbols === undefined) return unary();
    let left = binary(level + 1);
    for (;;) {
      const operator = operators.find(({ text: symbol }) => symbol === next());
      if (operator === undefined || !symbols.includes(operator.text)) return left;
      take();
      left = { kind: operator.kind, left, right: binary(level + 1) };
    }
  };

  const unary = (): Expression => {
    if (next() !== '!') return path(primary());
    take();
    return { kind: 'not', operand: unary() };
  };

  const primary = (): Expression => {
    const token = take();
    if (token === '(') {
      const inner = binary(0);
      take(')');
      return inner;
    }
    if (!/^[\w'.-]/.test(token) || token === '.') {
      throw new Error(`Unexpected ${token} in expression: ${text}`);
    }
    if (next() !== '(') return literalOrContext(token);
    take();
    take(')');
    return { kind: 'call', name: token.toLowerCase() };
  };

  const path = (start: Expression): Expression => {
    let of = start;
    for (;;) {
      if (next() === '.') {
        take();
        of = { kind: 'property', of, key: { kind: 'literal', value: take() } };
      } else if (next() === '[') {
        take();
        of = { kind: 'property', of, key: binary(0) };
        take(']');
      } else return of;
    }
  };

  const tree = binary(0);
  if (next() !== undefined) throw new Error(`Unexpected ${take()} in expression: ${text}`);
  return tree;
}

function tokenize(text: string): string[] {
  const pattern = /\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*|\|\||&&|==|!=|[!().[\]])/y;
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const token = pattern.exec(text)?.[1];
    if (token === undefined)
      throw new Error(`Unexpected ${text.slice(from)} in expression: ${text}`);
    tokens.push(token);
  }
  return tokens;
}

function literalOrContext(token: string): Expression {
  if (token.startsWith("'")) {
    return { kind: 'literal', value: token.slice(1, -1).replaceAll("''", "'") };
  }
  if (/^[-\d]/.test(token)) return { kind: 'literal', value: Number(token) };
  if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
  if (token === 'null') return { kind: 'literal', value: null };
  return { kind: 'context', name: token.toLowerCase() };
}
