import type { Host } from '../host/host.ts';
import type { BuildStep } from './plan.ts';

/** Words of a `go build` that `go list` does not take, or that change nothing about packages. */
const BUILD_ONLY = /^-(v|o=|ldflags=|buildvcs=)/;

const FORMAT = '{{if .CgoFiles}}{{if .Standard}}standard{{else}}own{{end}} {{.ImportPath}}{{end}}';

/**
 * The packages whose cgo files go into a program, as import paths: those outside the standard
 * library, or where there are none the standard ones. Empty when go cannot tell.
 */
export async function listCgoPackages(
  step: Pick<BuildStep, 'argv' | 'env'>,
  go: { readonly goBinary: string; readonly cwd: string },
  { processes }: Pick<Host, 'processes'>,
): Promise<readonly string[]> {
  const words = step.argv.slice(1).filter((word) => !BUILD_ONLY.test(word));
  const args = ['list', '-deps', `-f=${FORMAT}`, ...words];
  const result = await processes.run(go.goBinary, args, { cwd: go.cwd, env: step.env });
  if (result.exitCode !== 0) return [];
  const found = result.stdout.split(/\r?\n/).filter((line) => line !== '');
  const named = (kind: string): string[] =>
    found.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
  const own = named('own');
  return own.length > 0 ? own : named('standard').map((path) => `${path} of the standard library`);
}
