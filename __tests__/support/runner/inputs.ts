import type { ActionManifest } from './action-manifest.ts';
import { evaluateTemplate } from './expressions.ts';
import type { ExpressionScope } from './expressions.ts';
import type { StepRecord } from './step-record.ts';

/** Contexts that a default in action.yml may use (`input-default-context` in action_yaml.json). */
const defaultContexts = ['github', 'strategy', 'matrix', 'job', 'runner'];

/** A value of `with:` or `env:` as YAML gives it. */
export type ScalarValue = string | number | boolean;

/**
 * The inputs of one stage by name: what `with:` gives, an empty string included, then the defaults. Unknown and deprecated ones
 * are passed on with a warning (ActionRunner.cs). Throws for an expression that cannot be evaluated.
 */
export function resolveInputs(
  given: Readonly<Record<string, ScalarValue>>,
  manifest: ActionManifest,
  scope: ExpressionScope,
  record: StepRecord,
): ReadonlyMap<string, string> {
  const inputs = new Map(Object.entries(evaluateValues(given, scope)));
  const givenNames = new Set([...inputs.keys()].map((name) => name.toLowerCase()));
  const declared = new Map(manifest.inputs.map((input) => [input.name.toLowerCase(), input]));

  for (const name of inputs.keys()) {
    const message = declared.get(name.toLowerCase())?.deprecationMessage;
    if (message !== undefined) {
      record.warning(`Input '${name}' has been deprecated with message: ${message}`);
    }
  }
  const defaultScope = { contexts: pick(scope.contexts, defaultContexts) };
  for (const { name, defaultValue } of manifest.inputs) {
    if (givenNames.has(name.toLowerCase())) continue;
    inputs.set(name, evaluateTemplate(defaultValue, defaultScope));
  }
  const unexpected = Object.keys(given).filter((name) => !declared.has(name.toLowerCase()));
  if (unexpected.length > 0) {
    const valid = manifest.inputs.map(({ name }) => name).join("', '");
    record.warning(
      `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${valid}']`,
    );
  }
  return inputs;
}

/** Each value as text, its expressions evaluated. Throws as {@link evaluateTemplate}. */
export function evaluateValues(
  values: Readonly<Record<string, ScalarValue>>,
  scope: ExpressionScope,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, evaluateTemplate(String(value), scope)]),
  );
}

function pick<T>(
  record: Readonly<Record<string, T>>,
  names: readonly string[],
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));
}
