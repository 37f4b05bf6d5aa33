import type { ListedError } from './errors.ts';

const INTRODUCTION = `# Errors

Every error and warning of the actions by its text, with what to do about it; \`…\` stands for a value of
your run. Search this page for some words of yours. [Troubleshooting](troubleshooting.md) says more about
the common ones. This page is written from the source by \`npm run reference\`.
`;

/** Titles of the folders below src/; a folder that is not here goes by its name. */
const TITLES: Readonly<Record<string, string>> = {
  binary: 'Proving a binary',
  build: 'Targets, flags and the compiler',
  cache: 'Caches',
  deploy: 'Deploying',
  health: 'Verifying a deployment',
  host: 'Network and programs',
  image: 'Images',
  package: 'Archives',
  project: 'Modules, tags and versions',
  release: 'Releases',
  runner: 'Inputs and the runner',
  ship: 'Settings and steps',
  toolchain: 'Installing Go',
};

/** docs/errors.md, not yet formatted. */
export function renderErrors(errors: readonly ListedError[]): string {
  const folders = [...new Set(errors.map(folderOf))].sort((a, b) =>
    titleOf(a).localeCompare(titleOf(b), 'en'),
  );
  return [
    INTRODUCTION,
    ...folders.map((folder) => {
      const rows = errors
        .filter((error) => folderOf(error) === folder)
        .map(({ code, message, hint }) => `| \`${code}\` | ${cell(message)} | ${cell(hint)} |`);
      return [
        `## ${titleOf(folder)}\n`,
        '| code | text | what to do |',
        '| --- | --- | --- |',
        ...[...new Set(rows)].sort(),
      ].join('\n');
    }),
  ].join('\n\n');
}

function folderOf({ file }: ListedError): string {
  return file.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

function titleOf(folder: string): string {
  return TITLES[folder] ?? folder;
}

/** Text inside a table, shown as it is: `code` stays code, everything else that markdown would read is escaped. */
function cell(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part.replaceAll('|', '\\|') : part.replace(/[|<*_[\]]/g, '\\$&'),
    )
    .join('')
    .trim();
}
