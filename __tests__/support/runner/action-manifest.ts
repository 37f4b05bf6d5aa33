import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { parse } from 'yaml';

import { codeOf } from './thrown.ts';

/** One input as action.yml declares it. `required` is left out: the runner does not enforce it. */
export interface DeclaredInput {
  readonly name: string;
  /** Expressions not yet evaluated; empty where action.yml gives none. */
  readonly defaultValue: string;
  readonly deprecationMessage?: string;
}

/** The parts of an action.yml that the runner acts on. */
export interface ActionManifest {
  readonly inputs: readonly DeclaredInput[];
  /** Paths relative to the action's folder. */
  readonly main: string;
  readonly post?: string;
  /** `always()` where action.yml gives none. */
  readonly postIf: string;
  readonly hasPre: boolean;
}

/**
 * Reads `action.yml` or `action.yaml` of a JavaScript action. Throws a plain error when there is none,
 * or when it runs on anything but node24: a mistake of the test, not a result.
 */
export async function loadActionManifest(actionDirectory: string): Promise<ActionManifest> {
  const text = await readManifest(actionDirectory);
  // Every scalar of a manifest is text to the runner: `default: true` is the string "true".
  const document = asMapping(parse(text, { schema: 'failsafe' }));
  const runs = asMapping(document['runs']);
  const using = asText(runs['using']);
  if (using.toLowerCase() !== 'node24') {
    throw new Error(`${actionDirectory}: only "using: node24" is supported here, not "${using}"`);
  }
  const main = asText(runs['main']);
  if (main === '') throw new Error(`${actionDirectory}: action.yml names no main file`);
  const post = asText(runs['post']);
  return {
    inputs: Object.entries(asMapping(document['inputs'])).map(readInput),
    main,
    ...(post === '' ? {} : { post }),
    postIf: asText(runs['post-if']) || 'always()',
    hasPre: asText(runs['pre']) !== '',
  };
}

async function readManifest(actionDirectory: string): Promise<string> {
  for (const name of ['action.yml', 'action.yaml']) {
    try {
      return await readFile(path.join(actionDirectory, name), 'utf8');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  throw new Error(
    `Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${actionDirectory}'. Did you forget to run actions/checkout before running your local action?`,
  );
}

function readInput([name, value]: [string, unknown]): DeclaredInput {
  const declaration = asMapping(value);
  const deprecationMessage = asText(declaration['deprecationMessage']);
  return {
    name,
    defaultValue: asText(declaration['default']),
    ...(deprecationMessage === '' ? {} : { deprecationMessage }),
  };
}

function asMapping(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
