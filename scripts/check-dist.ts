// Fails when dist/ is not what the source builds: changed, missing and extra files alike.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const fresh = mkdtempSync(path.join(root, '.cache-dist-'));
try {
  execFileSync(process.execPath, [path.join(root, 'scripts/bundle.ts'), fresh], {
    cwd: root,
    stdio: 'inherit',
  });
  const built = digests(fresh);
  const committed = digests(path.join(root, 'dist'));
  const differing = [...new Set([...built.keys(), ...committed.keys()])]
    .filter((file) => built.get(file) !== committed.get(file))
    .sort();
  if (built.size === 0) throw new Error('the bundler wrote nothing');
  if (differing.length > 0) {
    console.error(`dist/ is not what the source builds. Run "npm run bundle" and commit:`);
    for (const file of differing) console.error(`  dist/${file}`);
    process.exitCode = 1;
  } else {
    console.log(`dist/ is what the source builds (${built.size} files)`);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function digests(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [
        path.relative(folder, file),
        createHash('sha256').update(readFileSync(file)).digest('hex'),
      ]),
  );
}
