import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import { choosePrograms, type FoundFile, type ProgramChoice } from './artifacts.ts';
import type { Program } from './plan.ts';

/**
 * Finds the programs for an image in what the root action wrote: its output directory, or the artifacts.json in it
 * (absolute). Throws {@link ActionError} `no-artifacts`, and what {@link choosePrograms} throws.
 */
export async function findPrograms(
  artifacts: string,
  choice: ProgramChoice,
): Promise<readonly Program[]> {
  const folder = await outputDirectory(artifacts);
  return choosePrograms(await binaries(folder), folder, choice);
}

async function outputDirectory(artifacts: string): Promise<string> {
  const status = await stat(artifacts).catch(() => undefined);
  if (status?.isDirectory() === true) return artifacts;
  if (status?.isFile() === true) return path.dirname(artifacts);
  throw new ActionError({
    code: 'no-artifacts',
    message: `Input "artifacts" names ${artifacts}, which is not there`,
    hint: "Give the root action's output-directory or artifacts-file; in another job, download it first and give its place there.",
  });
}

async function binaries(folder: string): Promise<readonly FoundFile[]> {
  const bin = path.join(folder, 'bin');
  const slugs = await readdir(bin, { withFileTypes: true }).catch(() => []);
  const found = slugs
    .filter((entry) => entry.isDirectory())
    .map(async ({ name: slug }) => {
      const files = await readdir(path.join(bin, slug), { withFileTypes: true });
      return files.filter((file) => file.isFile()).map(({ name }) => ({ slug, name }));
    });
  return (await Promise.all(found)).flat();
}
