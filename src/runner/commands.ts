/**
 * Workflow commands on standard output, as the runner reads them.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 *
 * Why not `@actions/core` for this: it loads an OIDC client and an HTTP stack before the first line
 * is printed, which doubles the start-up time of every cached run (docs/adr/0002-runner-protocol.md).
 */

/** Where an annotation points; `file` is absolute or relative to the workspace. Numbers are 1-based. */
export interface AnnotationPlace {
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

/** One command as a line: `::name key=value,…::message`, with everything escaped. */
export function renderCommand(
  name: string,
  message: string,
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const pairs = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  const head = pairs.length === 0 ? name : `${name} ${pairs.join(',')}`;
  return `::${head}::${escapeData(message)}`;
}

/** Escapes a command's message: the runner turns %0D, %0A and %25 back. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * One entry for a file command (GITHUB_OUTPUT, GITHUB_ENV, GITHUB_STATE): the heredoc form, which
 * takes any value. Throws when the value holds the delimiter, which would let it forge entries.
 */
export function renderFileCommand(name: string, value: string, delimiter: string): string {
  if (name.includes(delimiter) || value.includes(delimiter)) {
    throw new Error(`the value of ${name} holds the delimiter ${delimiter}`);
  }
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
