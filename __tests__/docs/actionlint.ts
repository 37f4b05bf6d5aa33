import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { goEnvironment } from '../support/hermetic-env.ts';
import { ROOT } from './markdown.ts';

const run = promisify(execFile);

/**
 * What actionlint has to say about workflow files (absolute paths): one line for each finding.
 * `ignore` holds regular expressions of findings that do not count.
 */
export async function actionlint(
  files: readonly string[],
  ignore: readonly string[] = [],
): Promise<readonly string[]> {
  const binary = await buildActionlint();
  const args = [
    '-oneline',
    // Shell and Python checkers are there on some machines only: the result must not depend on them.
    ...['-shellcheck=', '-pyflakes='],
    ...ignore.flatMap((pattern) => ['-ignore', pattern]),
    ...files,
  ];
  try {
    await run(binary, args, { cwd: ROOT });
    return [];
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    // 1: there are findings. Anything else is a failure of actionlint itself.
    if (code !== 1 || stdout === undefined) throw error;
    return stdout.split('\n').filter((line) => line !== '');
  }
}

/** Pinned in tools/go.mod; built once and kept in .cache. */
async function buildActionlint(): Promise<string> {
  const binary = path.join(ROOT, '.cache', 'bin', 'actionlint');
  if (existsSync(binary)) return binary;
  await mkdir(path.dirname(binary), { recursive: true });
  const env = await goEnvironment({ extra: { GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' } });
  const cwd = path.join(ROOT, 'tools');
  await run('go', ['build', '-o', binary, 'github.com/rhysd/actionlint/cmd/actionlint'], {
    cwd,
    env,
  });
  return binary;
}
