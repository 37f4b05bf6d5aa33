import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { goEnvironment } from './hermetic-env.ts';

const run = promisify(execFile);

/** Kept between test runs; ignored by git. */
const MODULE_CACHE = path.resolve(import.meta.dirname, '../../.cache/test/gomodcache');

/** Copies the source of `module` (`path@version`) from the module proxy into the folder `to`, writable. */
export async function copyModule(module: string, to: string): Promise<void> {
  const env = await goEnvironment({
    moduleCache: MODULE_CACHE,
    extra: { GOFLAGS: '-mod=mod -modcacherw' },
  });
  const cwd = path.parse(to).root;
  const { stdout } = await run('go', ['mod', 'download', '-json', module], { cwd, env });
  const { Dir } = JSON.parse(stdout) as { Dir: string };
  await cp(Dir, to, { recursive: true });
  await run('chmod', ['-R', 'u+w', to]);
}
