import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from '@jest/globals';

/**
 * `it` for a test that needs foreign programs (Debian packages of the same name, mostly). Where one
 * is missing the test is skipped with a word about it; in CI it runs, and fails, whatever is there.
 */
export function itWith(...programs: string[]): typeof it | typeof it.skip {
  return isReady(programs) ? it : it.skip;
}

/** As {@link itWith}, for `describe`. */
export function describeWith(...programs: string[]): typeof describe | typeof describe.skip {
  return isReady(programs) ? describe : describe.skip;
}

function isReady(programs: readonly string[]): boolean {
  const missing = programs.filter((program) => !isOnPath(program));
  if (missing.length === 0 || process.env['CI'] === 'true') return true;
  console.warn(`SKIPPED: this test needs ${missing.join(', ')}, which this machine does not have.`);
  return false;
}

function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => existsSync(path.join(folder, program)));
}
