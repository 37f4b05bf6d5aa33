// Bundles each action's entry into dist/<action>/, with the licences of what is inside.
// tsc has written lib/ before (npm run bundle does both): ncc's own TypeScript loader stays out of it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** dist folder → entry. main and post of one action share a bundle, so that shared code is committed once. */
const ENTRIES: Readonly<Record<string, string>> = {
  ship: 'lib/ship.js',
  setup: 'lib/setup.js',
  image: 'lib/image.js',
  deploy: 'lib/deploy.js',
  verify: 'lib/verify.js',
  plan: 'lib/plan.js',
  publish: 'lib/publish.js',
};

const outputRoot = path.resolve(root, process.argv[2] ?? 'dist');
rmSync(outputRoot, { recursive: true, force: true });
for (const [name, entry] of Object.entries(ENTRIES)) {
  const folder = path.join(outputRoot, name);
  execFileSync(
    process.execPath,
    [
      path.join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js'),
      'build',
      path.join(root, entry),
      '--out',
      folder,
      '--minify',
      '--no-cache',
      '--license',
      'licenses.txt',
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  tidy(folder);
}

/** Trailing blanks differ between editors and nothing else: the committed bytes must be stable. */
function tidy(folder: string): void {
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.txt')) continue;
    const full = path.join(folder, file);
    const text = readFileSync(full, 'utf8').replace(/[ \t\r]+$/gm, '');
    writeFileSync(full, `${text.trimEnd()}\n`);
  }
}
