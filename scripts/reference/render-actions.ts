import type { ActionManifest, Field } from './manifests.ts';
import { usesName } from './manifests.ts';

const INTRODUCTION = `# Reference

Every input and output of every action. This page is written from the \`action.yml\` files by
\`npm run reference\`; a test fails when it says something else than they do.

An empty input means "not given". Lists are one item a line or comma-separated. Booleans are those of
YAML 1.2: \`true\`, \`True\`, \`TRUE\`, \`false\`, \`False\`, \`FALSE\`. A value that is not allowed is refused
before any work starts, with the allowed ones. What the errors mean: [errors](errors.md).
`;

/** docs/reference.md, not yet formatted. */
export function renderReference(manifests: readonly ActionManifest[]): string {
  const list = manifests.map(
    (manifest) => `- [${title(manifest)}](#${title(manifest)}): ${manifest.description}`,
  );
  return [INTRODUCTION, list.join('\n'), ...manifests.map(renderAction)].join('\n\n');
}

function title({ folder }: ActionManifest): string {
  return folder === '.' ? 'ship-go' : folder;
}

function renderAction(manifest: ActionManifest): string {
  const { description, inputs, outputs, using, post, postIf } = manifest;
  const when = postIf === undefined ? '' : `, under \`${postIf}\``;
  return [
    `## ${title(manifest)}`,
    description,
    `\`uses: ${usesName(manifest.folder)}@v1\` · ${using}${post === undefined ? '' : ` · has a post step${when}`}`,
    `### Inputs of ${title(manifest)}`,
    ...groups(inputs).map(
      ({ heading, fields }) =>
        `${heading === undefined ? '' : `${heading}\n\n`}${inputTable(fields)}`,
    ),
    ...(outputs.length === 0 ? [] : [`### Outputs of ${title(manifest)}`, outputTable(outputs)]),
  ].join('\n\n');
}

interface Group {
  readonly heading: string | undefined;
  readonly fields: readonly Field[];
}

function groups(fields: readonly Field[]): readonly Group[] {
  const found: { heading: string | undefined; fields: Field[] }[] = [];
  for (const field of fields) {
    const last = found.at(-1);
    if (last === undefined || field.heading !== undefined) {
      found.push({ heading: field.heading?.replace(/\s*\n\s*/g, ' '), fields: [field] });
    } else {
      last.fields.push(field);
    }
  }
  return found;
}

function inputTable(fields: readonly Field[]): string {
  const rows = fields.map(
    (field) => `| \`${field.name}\` | ${defaultOf(field)} | ${cell(field.description)} |`,
  );
  return ['| input | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function defaultOf(field: Field): string {
  if (field.default === undefined) return field.required ? 'required' : '';
  return field.default
    .trim()
    .split('\n')
    .map((line) => `\`${line.trim()}\``)
    .join('<br>');
}

function outputTable(fields: readonly Field[]): string {
  const rows = fields.map((field) => `| \`${field.name}\` | ${cell(field.description)} |`);
  return ['| output | content |', '| --- | --- |', ...rows].join('\n');
}

/** Text inside a table: a bar would end the cell, an angle would begin a tag, a star or underscore emphasis. */
function cell(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[|<*_]/g, '\\$&');
}
