import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** One error or finding that a user can see. */
export interface ListedError {
  /** Stable name in kebab-case. */
  readonly code: string;
  /** What the user reads; `…` stands for a value. */
  readonly message: string;
  /** What to do; empty where it depends on the case. */
  readonly hint: string;
  /** Path below src/, with `/`. */
  readonly file: string;
}

/** What stands for a part of a text that only a run knows. */
const GAP = '…';
/** Texts that branch more often than this are shown with a gap instead. */
const MOST_ALTERNATIVES = 12;
const DEEPEST = 6;

/**
 * Every object literal in src/ that has a `code` in kebab-case and a `message`: those that become an
 * ActionError, and the findings about binaries. Sorted by file, then by place in it.
 */
export function readErrors(root: string): readonly ListedError[] {
  const source = path.join(root, 'src');
  return globSync('**/*.ts', { cwd: source })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .flatMap((file) => errorsOf(file, readFileSync(path.join(source, file), 'utf8')));
}

/** The errors of one file; `file` is only passed through. */
export function errorsOf(file: string, text: string): readonly ListedError[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: ListedError[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) found.push(...errorsIn(node, file));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const seen = new Set<string>();
  return found.filter(({ code, message }) => {
    const key = `${code}\n${message}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}

function errorsIn(node: ts.ObjectLiteralExpression, file: string): readonly ListedError[] {
  const code = property(node, 'code');
  const message = property(node, 'message');
  if (code === undefined || message === undefined) return [];
  const hint = property(node, 'hint');
  const hints = hint === undefined ? [] : texts(hint, 0);
  const codes = texts(code, 0).filter((one) => /^[a-z]+(-[a-z0-9]+)*$/.test(one));
  // Helpers that take code and message: their callers give both in the same order.
  const messages = texts(message, 0).filter((one) => one.replaceAll(GAP, '').trim() !== '');
  const pairs =
    codes.length === messages.length
      ? codes.map((one, index) => [one, messages[index] ?? ''] as const)
      : codes.flatMap((one) => messages.map((text) => [one, text] as const));
  return pairs.map(([one, text], index) => ({
    code: one,
    message: text,
    hint: (hints.length === pairs.length ? hints[index] : hints.join(' Or: ')) ?? '',
    file,
  }));
}

function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const one of node.properties) {
    if (one.name?.getText() !== name) continue;
    if (ts.isPropertyAssignment(one)) return one.initializer;
    if (ts.isShorthandPropertyAssignment(one)) return one.name;
  }
  return undefined;
}

/** The texts that an expression can give, with gaps for what is not written in this file. */
function texts(node: ts.Expression, depth: number): readonly string[] {
  const found = depth > DEEPEST ? [GAP] : alternatives(node, depth + 1);
  if (found.length === 0 || found.length > MOST_ALTERNATIVES) return [GAP];
  // Two values side by side read as one.
  return [...new Set(found.map((text) => text.replace(/…(?:[./]?…)+/g, GAP)))];
}

function alternatives(node: ts.Expression, depth: number): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return texts(node.expression, depth);
  if (ts.isConditionalExpression(node)) {
    return [...texts(node.whenTrue, depth), ...texts(node.whenFalse, depth)];
  }
  if (ts.isBinaryExpression(node)) return binary(node, depth);
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce<readonly string[]>(
      (heads, span) => cross(cross(heads, texts(span.expression, depth)), [span.literal.text]),
      [node.head.text],
    );
  }
  return ts.isIdentifier(node) ? named(node, depth) : [GAP];
}

function binary(node: ts.BinaryExpression, depth: number): readonly string[] {
  const sides = [texts(node.left, depth), texts(node.right, depth)] as const;
  if (node.operatorToken.kind === ts.SyntaxKind.PlusToken) return cross(...sides);
  // `hint ?? 'otherwise'` as a whole: what is not known here is left out. Inside a sentence it is a gap.
  const isFallback = node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  return isFallback && depth === 1 ? sides.flat().filter((text) => text !== GAP) : [GAP];
}

function cross(heads: readonly string[], tails: readonly string[]): readonly string[] {
  const all = heads.flatMap((head) => tails.map((tail) => head + tail));
  return all.length <= MOST_ALTERNATIVES ? all : heads.map((head) => head + GAP);
}

/** What a name stands for: a constant of the file, or what callers in the file hand to a parameter. */
function named(node: ts.Identifier, depth: number): readonly string[] {
  const place = declarationOf(node);
  if (place === undefined) return [GAP];
  if (ts.isVariableDeclaration(place)) {
    const isConstant = (ts.getCombinedNodeFlags(place) & ts.NodeFlags.Const) !== 0;
    return isConstant && place.initializer !== undefined ? texts(place.initializer, depth) : [GAP];
  }
  const owner = place.parent;
  if (!ts.isFunctionDeclaration(owner) || owner.name === undefined) return [GAP];
  const position = owner.parameters.indexOf(place);
  return callsOf(owner.name.text, node.getSourceFile()).flatMap((call) => {
    const given = call.arguments[position];
    return given === undefined ? [] : texts(given, depth);
  });
}

function declarationOf(
  node: ts.Identifier,
): ts.VariableDeclaration | ts.ParameterDeclaration | undefined {
  for (let scope: ts.Node = node.parent; ; scope = scope.parent) {
    const found = ts.isFunctionLike(scope)
      ? scope.parameters.find((parameter) => parameter.name.getText() === node.text)
      : ts.isBlock(scope) || ts.isSourceFile(scope)
        ? constantIn(scope, node.text)
        : undefined;
    if (found !== undefined) return found;
    if (ts.isSourceFile(scope)) return undefined;
  }
}

function constantIn(
  scope: ts.Block | ts.SourceFile,
  name: string,
): ts.VariableDeclaration | undefined {
  return scope.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap((statement) => [...statement.declarationList.declarations])
    .find((declaration) => declaration.name.getText() === name);
}

function callsOf(name: string, tree: ts.SourceFile): readonly ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === name) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
