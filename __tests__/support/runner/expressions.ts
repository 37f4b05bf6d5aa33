import { parseExpression } from './expression-parser.ts';
import type { Expression } from './expression-parser.ts';
import type { JobStatus } from './results.ts';

/** A value of GitHub's expression language. */
export type ExpressionValue =
  | string
  | number
  | boolean
  | null
  | readonly ExpressionValue[]
  | { readonly [key: string]: ExpressionValue };

/** What an expression can see: contexts by name, and the job's status where status functions are allowed. */
export interface ExpressionScope {
  readonly contexts: Readonly<Record<string, ExpressionValue>>;
  readonly status?: JobStatus;
}

/**
 * `text` with each `${{ … }}` replaced by its value as a string: null is empty, booleans are `true`
 * and `false`. Throws a plain error for an unknown context or a form the parser does not know.
 */
export function evaluateTemplate(text: string, scope: ExpressionScope): string {
  return text.replaceAll(/\$\{\{((?:'[^']*'|[^'}]|\}(?!\}))*)\}\}/g, (_, inner: string) =>
    toText(evaluate(parseExpression(inner), scope)),
  );
}

/** Whether an `if` or `post-if` holds. It may be written with or without `${{ }}`. Throws as {@link evaluateTemplate}. */
export function evaluateCondition(condition: string, scope: ExpressionScope): boolean {
  return isTruthy(evaluate(parseExpression(bareExpression(condition)), scope));
}

/**
 * A step's `if` as the workflow parser completes it (PipelineTemplateConverter.cs): empty is `success()`, and a condition
 * without a status function is only asked after success. A manifest's `post-if` is not completed so.
 */
export function completeStepCondition(condition: string | undefined): string {
  const bare = bareExpression(condition ?? '');
  if (bare === '') return 'success()';
  return callsStatusFunction(parseExpression(bare)) ? bare : `success() && (${bare})`;
}

function bareExpression(condition: string): string {
  const wrapped = /^\$\{\{(.*)\}\}$/s.exec(condition.trim());
  return (wrapped?.[1] ?? condition).trim();
}

function callsStatusFunction(tree: Expression): boolean {
  switch (tree.kind) {
    case 'call':
      return tree.name in statusFunctions;
    case 'not':
      return callsStatusFunction(tree.operand);
    case 'property':
      return callsStatusFunction(tree.of) || callsStatusFunction(tree.key);
    case 'literal':
    case 'context':
      return false;
    default:
      return callsStatusFunction(tree.left) || callsStatusFunction(tree.right);
  }
}

const statusFunctions: Readonly<Record<string, (status: JobStatus) => boolean>> = {
  always: () => true,
  success: (status) => status === 'success',
  failure: (status) => status === 'failure',
  cancelled: (status) => status === 'cancelled',
};

function evaluate(tree: Expression, scope: ExpressionScope): ExpressionValue {
  switch (tree.kind) {
    case 'literal':
      return tree.value;
    case 'context': {
      const value = scope.contexts[tree.name];
      if (value === undefined) throw new Error(`Unrecognized named-value: '${tree.name}'`);
      return value;
    }
    case 'property':
      return property(evaluate(tree.of, scope), evaluate(tree.key, scope));
    case 'call': {
      const statusFunction = statusFunctions[tree.name];
      if (statusFunction === undefined || scope.status === undefined) {
        throw new Error(`Unrecognized function: '${tree.name}'`);
      }
      return statusFunction(scope.status);
    }
    case 'not':
      return !isTruthy(evaluate(tree.operand, scope));
    default:
      return evaluateBinary(tree.kind, evaluate(tree.left, scope), () =>
        evaluate(tree.right, scope),
      );
  }
}

function evaluateBinary(
  kind: 'or' | 'and' | 'equal' | 'unequal',
  left: ExpressionValue,
  right: () => ExpressionValue,
): ExpressionValue {
  switch (kind) {
    case 'or':
      return isTruthy(left) ? left : right();
    case 'and':
      return isTruthy(left) ? right() : left;
    case 'equal':
      return isEqual(left, right());
    case 'unequal':
      return !isEqual(left, right());
  }
}

/** Keys of contexts are looked up without regard to case; a missing one is null. */
function property(of: ExpressionValue, key: ExpressionValue): ExpressionValue {
  if (typeof of !== 'object' || of === null) return null;
  const name = toText(key).toLowerCase();
  return Object.entries(of).find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? null;
}

function isTruthy(value: ExpressionValue): boolean {
  return !(value === null || value === false || value === 0 || value === '');
}

/** Strings are compared without regard to case; other types are compared as numbers. */
function isEqual(left: ExpressionValue, right: ExpressionValue): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    return left.toUpperCase() === right.toUpperCase();
  }
  if (typeof left === 'object' && left !== null) return left === right;
  if (typeof right === 'object' && right !== null) return false;
  return Number(left) === Number(right);
}

function toText(value: ExpressionValue): string {
  if (value === null) return '';
  if (typeof value === 'object') return Array.isArray(value) ? 'Array' : 'Object';
  return String(value);
}
