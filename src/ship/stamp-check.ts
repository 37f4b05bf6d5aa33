import { fileContains } from '../binary/contains-run.ts';
import { stampedVariables } from '../build/ldflags.ts';
import type { BuiltBinary } from '../build/plan.ts';
import { readPackageVariables } from '../project/variables-run.ts';

/** Stays in the function table of every program that asks for its own build info, stripped or not. */
const READS_BUILD_INFO = 'runtime/debug.ReadBuildInfo';

/**
 * A notice where nothing in a program can know its version: `-X` names variables of package main that
 * are not there, none of another package, and the program does not read its build info. The linker
 * says nothing about it. Undefined when all is well. `ldflags` are the parsed words.
 */
export async function noticeUnstamped(
  { main, path }: Pick<BuiltBinary, 'main' | 'path'>,
  ldflags: readonly string[],
): Promise<string | undefined> {
  const stamped = stampedVariables(ldflags);
  const names = stamped.flatMap((name) => /^main\.([^.]+)$/.exec(name)?.[1] ?? []);
  if (names.length < stamped.length) return undefined;
  const declared = await readPackageVariables(main.dir);
  if (names.some((name) => declared.has(name))) return undefined;
  if (await fileContains(path, READS_BUILD_INFO)) return undefined;
  return (
    `${main.binaryName} cannot tell its version: ${main.importPath} has none of the variables that -X sets (${names.join(', ')}), and the program does not read its build info. ` +
    'Declare "var version string" in that package, or name the variable that you use in "ldflags", such as -X example.com/app/internal/cli.Version={version}.'
  );
}
