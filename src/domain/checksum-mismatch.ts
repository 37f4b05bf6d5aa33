import { ActionError } from './errors.ts';

/** What the go command prints when a download is not what a checksum was recorded for. */
const MISMATCH =
  /verifying (\S+)@(\S+?)(\/go\.mod)?: checksum mismatch\s+downloaded:\s+(h1:\S+)\s+(\S+):\s+(h1:\S+)/;

/**
 * The error for a module that differs from its recorded checksum, read from what any go command
 * printed; undefined when that is not what went wrong. Code `checksum-mismatch`.
 * @see https://go.dev/ref/mod#module-cache and checkModSum in Go's src/cmd/go/internal/modfetch/fetch.go
 */
export function checksumMismatch(output: string): ActionError | undefined {
  const [, module, version, goMod, downloaded, recordedBy, recorded] = MISMATCH.exec(output) ?? [];
  if (module === undefined || version === undefined || recordedBy === undefined) return undefined;
  const what = `${goMod === undefined ? '' : 'the go.mod of '}${module}@${version}`;
  return new ActionError({
    code: 'checksum-mismatch',
    message: `The download of ${what} does not match ${recordedBy}: it has ${downloaded ?? ''}, recorded is ${recorded ?? ''}`,
    hint: recordedBy === 'go.sum' ? remedyForGoSum(module, version) : REMEDY_FOR_DATABASE,
  });
}

function remedyForGoSum(module: string, version: string): string {
  return (
    `See which of the two https://sum.golang.org/lookup/${module}@${version} has. If go.sum is wrong (a bad merge, a tag that was moved before it was public), ` +
    `delete its ${module} ${version} lines, run "go mod tidy" and commit go.sum. If the download is wrong, do not release: what GOPROXY serves was changed.`
  );
}

const REMEDY_FOR_DATABASE =
  'The checksum database saw other bytes for this version: the tag was moved, or what GOPROXY serves was changed. Require another version, and do not release until you know why.';
