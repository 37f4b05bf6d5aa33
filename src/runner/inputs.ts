import { ActionError } from '../domain/errors.ts';
import type { Environment } from '../host/host.ts';

/** The inputs of a step as the runner hands them over, parsed by kind. An empty string means "not given". */
export interface Inputs {
  /** Trimmed text, or undefined when not given. */
  text(name: string): string | undefined;
  /** As {@link Inputs.text}, keeping inner and outer white space. */
  raw(name: string): string | undefined;
  /** A boolean of the YAML 1.2 core schema, or undefined when not given. */
  flag(name: string): boolean | undefined;
  /** One of `allowed`; booleans compare in any YAML spelling. */
  choice<const T extends string>(name: string, allowed: readonly T[]): T | undefined;
  /** Items, one a line or comma-separated, trimmed, empty ones dropped. */
  list(name: string): readonly string[];
  /** Items, one a line (commas belong to the item), trimmed, empty ones dropped. */
  lines(name: string): readonly string[];
}

const TRUE = new Set(['true', 'True', 'TRUE']);
const FALSE = new Set(['false', 'False', 'FALSE']);

/** Reads inputs from the step's environment: `INPUT_` and the name in upper case, spaces as `_`, hyphens kept. */
export function readInputs(env: Environment): Inputs {
  const raw = (name: string): string | undefined => {
    const value = env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`];
    return value === undefined || value.trim() === '' ? undefined : value;
  };
  const text = (name: string): string | undefined => raw(name)?.trim();
  return {
    raw,
    text,
    flag: (name) => parseFlag(name, text(name)),
    choice: (name, allowed) => parseChoice(name, text(name), allowed),
    list: (name) => split(raw(name), /[\r\n,]+/),
    lines: (name) => split(raw(name), /[\r\n]+/),
  };
}

function parseFlag(name: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (TRUE.has(value)) return true;
  if (FALSE.has(value)) return false;
  throw unknownValue(name, value, ['true', 'false']);
}

function parseChoice<T extends string>(
  name: string,
  value: string | undefined,
  allowed: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const plain = TRUE.has(value) ? 'true' : FALSE.has(value) ? 'false' : value;
  const found = allowed.find((candidate) => candidate === plain);
  if (found === undefined) throw unknownValue(name, value, allowed);
  return found;
}

/** The error for an input whose value is none of the allowed ones. */
export function unknownValue(name: string, value: string, allowed: readonly string[]): ActionError {
  return new ActionError({
    code: 'unknown-input-value',
    message: `Input "${name}" does not take "${value}"`,
    hint: `Use one of: ${allowed.join(', ')}.`,
  });
}

function split(value: string | undefined, separator: RegExp): readonly string[] {
  return (value ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
