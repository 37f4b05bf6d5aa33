// Bundles each action's entry into dist/<action>/, with the licences of what is inside.
// tsc has written lib/ before (npm run bundle does both): ncc's own TypeScript loader stays out of it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { minify } from '@swc/core';

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
  await minifyChunks(folder);
  tidy(folder);
}

/** ncc minifies the main file alone, and what a chunk costs is mostly its size. The licences are in a file of their own. */
async function minifyChunks(folder: string): Promise<void> {
  const chunks = readdirSync(folder).filter((file) => /^\d+\.index\.js$/.test(file));
  for (const file of chunks.sort()) {
    const full = path.join(folder, file);
    const { code } = await minify(readFileSync(full, 'utf8'), {
      module: true,
      ecma: 2022,
      // Libraries compare errors by the names of their classes.
      compress: { keep_classnames: true, keep_fnames: true },
      mangle: { keep_classnames: true, keep_fnames: true },
      format: { comments: false },
    });
    writeFileSync(full, `${code}\n`);
  }
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
