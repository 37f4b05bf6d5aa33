// Writes docs/reference.md from the action.yml files and docs/errors.md from the source:
// npm run reference. With --check it writes nothing and fails where a page is not what it would write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readErrors } from './reference/errors.ts';
import { formatMarkdown } from './reference/format.ts';
import { readManifests } from './reference/manifests.ts';
import { renderReference } from './reference/render-actions.ts';
import { renderErrors } from './reference/render-errors.ts';
import { requireNode24 } from './require-node.ts';

requireNode24();
const root = path.resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const pages = [
  ['docs/reference.md', renderReference(readManifests(root))],
  ['docs/errors.md', renderErrors(readErrors(root))],
] as const;
for (const [page, text] of pages) {
  const file = path.join(root, page);
  const wanted = await formatMarkdown(text, file);
  const there = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (there === wanted) {
    console.log(`${page} is up to date`);
  } else if (check) {
    console.error(`${page} is not what the source says. Run "npm run reference" and commit it.`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, wanted);
    console.log(`${page} is written`);
  }
}
