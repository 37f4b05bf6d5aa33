import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { GoPlatform } from './architecture.ts';
import { goBinaryIn, versionFromFile } from './plan.ts';

/** The version in a GOROOT that also holds the go command. Undefined when it is no whole GOROOT. */
export async function treeVersion(
  goroot: string,
  platform: GoPlatform,
): Promise<string | undefined> {
  try {
    const [text] = await Promise.all([
      readFile(path.join(goroot, 'VERSION'), 'utf8'),
      stat(goBinaryIn(goroot, platform)),
    ]);
    return versionFromFile(text);
  } catch {
    return undefined;
  }
}

/**
 * Checks that a tree's VERSION file names the version that was asked for; a distribution's suffix
 * (`1.25.3-acme`) is fine. `1.25.x` takes every patch of the minor. Throws {@link ActionError} `wrong-go-version`.
 */
export async function expectVersion(
  folder: string,
  goVersion: string,
  from: string,
): Promise<void> {
  const text = await readFile(path.join(folder, 'VERSION'), 'utf8').catch(() => '');
  const inside = versionFromFile(text);
  const minor = goVersion.endsWith('.x') ? goVersion.slice(0, -1) : undefined;
  if (minor !== undefined && inside?.startsWith(minor) === true) return;
  if (inside === goVersion || inside?.startsWith(`${goVersion}-`) === true) return;
  throw new ActionError({
    code: 'wrong-go-version',
    message: `The archive for Go ${goVersion} from ${from} holds ${inside === undefined ? 'no VERSION file of Go' : `Go ${inside}`}`,
    hint: 'Nothing was installed. Check the mirror or proxy that serves it.',
  });
}
