import { parseDocument } from 'yaml';
import { ACTION_FOLDERS, type ActionManifest } from '../../scripts/reference/manifests.ts';

/** What a piece of YAML in the docs is a piece of. */
export type Piece =
  | { readonly kind: 'workflow'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'steps'; readonly steps: readonly unknown[] }
  /** Keys of a workflow, job or step without their surroundings; `with` is one of the root action. */
  | { readonly kind: 'part'; readonly value: Readonly<Record<string, unknown>> }
  /** A file of another tool: its first line names it in a comment. */
  | { readonly kind: 'foreign' };

const PART_KEYS = new Set(['on', 'permissions', 'concurrency', 'env', 'with', 'strategy', 'id']);

/** Tells what `text` is. Throws an Error for what is no YAML, or nothing that belongs into a workflow. */
export function classify(text: string): Piece {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  if (/^# \S+\.(ya?ml|json)\b/.test(text) && !text.includes('ship-go')) return { kind: 'foreign' };
  const value: unknown = document.toJS();
  if (Array.isArray(value)) return { kind: 'steps', steps: value as readonly unknown[] };
  if (!isRecord(value)) throw new Error('is neither a map nor a list');
  if ('jobs' in value) return { kind: 'workflow', value };
  if ('uses' in value || 'run' in value) return { kind: 'steps', steps: [value] };
  if ('steps' in value) return { kind: 'steps', steps: listOf(value['steps']) };
  const strange = Object.keys(value).filter((key) => !PART_KEYS.has(key));
  if (strange.length > 0) throw new Error(`has the keys ${strange.join(', ')}`);
  return { kind: 'part', value };
}

/** The steps of a workflow, job by job. */
export function jobsOf(workflow: unknown): readonly Readonly<Record<string, unknown>>[] {
  return isRecord(workflow) ? Object.values(recordOf(workflow['jobs'])).map(recordOf) : [];
}

/** The folder of the action of ours that a step uses, or undefined. Throws for one that we do not have. */
export function ourAction(step: unknown): string | undefined {
  const uses = recordOf(step)['uses'];
  if (typeof uses !== 'string') return undefined;
  const [, folder] = /^(?:OWNER\/ship-go|\.)(?:\/([a-z]*))?(?:@v1)?$/.exec(uses) ?? [uses];
  if (folder === uses || (folder === undefined && !uses.includes('ship-go'))) {
    if (uses.includes('ship-go')) throw new Error(`"${uses}" is no action of ours`);
    return undefined;
  }
  const name = folder === undefined || folder === '' ? '.' : folder;
  if (ACTION_FOLDERS.some((known) => known === name)) return name;
  throw new Error(`"${uses}" is no action of ours`);
}

/** What is wrong with the `with:` of a step that uses `manifest`, in words. */
export function withFaults(step: unknown, manifest: ActionManifest): readonly string[] {
  const given = Object.keys(recordOf(recordOf(step)['with']));
  const unknown = given.filter((name) => !isInput(name, manifest));
  const missing = manifest.inputs.filter(
    (input) => input.required && input.default === undefined && !given.includes(input.name),
  );
  return [
    ...unknown.map((name) => `${manifest.folder} has no input "${name}"`),
    ...missing.map(({ name }) => `${manifest.folder} needs the input "${name}"`),
  ];
}

/** True for an input that the action has. */
export function isInput(name: string, { inputs }: ActionManifest): boolean {
  return inputs.some((input) => input.name === name);
}

/** Outputs that a job takes from its steps of ours, and that those do not have, in words. */
export function outputFaults(
  job: Readonly<Record<string, unknown>>,
  manifests: readonly ActionManifest[],
): readonly string[] {
  const text = JSON.stringify(job);
  return listOf(job['steps']).flatMap((step) => {
    const id = recordOf(step)['id'];
    const manifest = manifests.find(({ folder }) => folder === ourAction(step));
    if (typeof id !== 'string' || manifest === undefined) return [];
    const used = [...text.matchAll(new RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, 'g'))];
    return used
      .map((match) => match[1] ?? '')
      .filter((name) => !manifest.outputs.some((output) => output.name === name))
      .map((name) => `${manifest.folder} has no output "${name}"`);
  });
}

/** A list, or the empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A map, or the empty one. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
