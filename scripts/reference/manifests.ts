import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';

/** Folders of the actions, in the order in which people meet them; `.` is the root action. */
export const ACTION_FOLDERS = [
  '.',
  'setup',
  'plan',
  'publish',
  'image',
  'deploy',
  'verify',
] as const;

/** One input or output of an action, as its action.yml says. */
export interface Field {
  readonly name: string;
  readonly description: string;
  /** Absent: empty. */
  readonly default?: string;
  /** Whether a step without it is refused. */
  readonly required: boolean;
  /** The comment that stands above it, if one does: what begins a group. */
  readonly heading?: string;
}

/** What an action.yml declares. */
export interface ActionManifest {
  /** One of {@link ACTION_FOLDERS}. */
  readonly folder: string;
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  readonly using: string;
  readonly main: string;
  readonly post?: string;
  readonly postIf?: string;
}

/** Every action of the tree below `root` that has an action.yml, in the order of {@link ACTION_FOLDERS}. */
export function readManifests(root: string): readonly ActionManifest[] {
  return ACTION_FOLDERS.filter((folder) => existsSync(path.join(root, folder, 'action.yml'))).map(
    (folder) => parseManifest(readFileSync(path.join(root, folder, 'action.yml'), 'utf8'), folder),
  );
}

/** What the `uses:` of a workflow says for an action of ours, without the version: `OWNER/ship-go/plan`. */
export function usesName(folder: string): string {
  return folder === '.' ? 'OWNER/ship-go' : `OWNER/ship-go/${folder}`;
}

function parseManifest(text: string, folder: string): ActionManifest {
  const document = parseDocument(text);
  const top = document.contents;
  if (!isMap(top)) throw new Error(`${folder}/action.yml is no map`);
  const runs = mapAt(top, 'runs');
  const post = textAt(runs, 'post');
  const postIf = textAt(runs, 'post-if');
  return {
    folder,
    name: textAt(top, 'name') ?? '',
    description: textAt(top, 'description') ?? '',
    inputs: fields(mapAt(top, 'inputs')),
    outputs: fields(mapAt(top, 'outputs')),
    using: textAt(runs, 'using') ?? '',
    main: textAt(runs, 'main') ?? '',
    ...(post === undefined ? {} : { post }),
    ...(postIf === undefined ? {} : { postIf }),
  };
}

function fields(map: YAMLMap | undefined): readonly Field[] {
  return (map?.items ?? []).map((pair, index) => {
    const { key, value } = pair;
    if (!isScalar(key)) throw new Error('a field without a name');
    const entry = isMap(value) ? value : undefined;
    const byDefault = textAt(entry, 'default');
    // A comment above the first field belongs to the map itself.
    const heading = index === 0 ? (map?.commentBefore ?? key.commentBefore) : key.commentBefore;
    return {
      name: String(key.value),
      description: textAt(entry, 'description') ?? '',
      required: textAt(entry, 'required') === 'true',
      ...(byDefault === undefined || byDefault === '' ? {} : { default: byDefault }),
      ...(heading === undefined || heading === null ? {} : { heading: heading.trim() }),
    };
  });
}

function mapAt(map: YAMLMap, key: string): YAMLMap | undefined {
  const value = map.get(key, true);
  return isMap(value) ? value : undefined;
}

function textAt(map: YAMLMap | undefined, key: string): string | undefined {
  const value = map?.get(key);
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : undefined;
}
