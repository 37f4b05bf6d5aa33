/** A command that an action printed: `::name key=value::data` or the older `##[name key=value;]data`. */
export interface WorkflowCommand {
  /** Lower case. */
  readonly name: string;
  /** Keys in lower case, values unescaped. */
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

/**
 * Reads a line as a command, or gives undefined: most lines are plain text, and so is a command whose name is not among
 * `known` (lower case). Follows ActionCommand.cs: the `::` form must start the line, the `##[` form may stand anywhere in it.
 */
export function parseWorkflowCommand(
  line: string,
  known: ReadonlySet<string>,
): WorkflowCommand | undefined {
  return parseColonForm(line, known) ?? parseBracketForm(line, known);
}

const dataEscapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
] as const;
const propertyEscapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
] as const;
const bracketEscapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
] as const;

type Escapes = readonly (readonly [string, string])[];

function parseColonForm(line: string, known: ReadonlySet<string>): WorkflowCommand | undefined {
  const message = line.trimStart();
  if (!message.startsWith('::')) return undefined;
  const end = message.indexOf('::', 2);
  if (end < 0) return undefined;
  const head = parseHead(message.slice(2, end), known, ',', propertyEscapes);
  return head && { ...head, data: unescapeAll(message.slice(end + 2), dataEscapes) };
}

function parseBracketForm(line: string, known: ReadonlySet<string>): WorkflowCommand | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const head = parseHead(line.slice(start + 3, end), known, ';', bracketEscapes);
  return head && { ...head, data: unescapeAll(line.slice(end + 1), bracketEscapes) };
}

function parseHead(
  head: string,
  known: ReadonlySet<string>,
  separator: string,
  escapes: Escapes,
): Omit<WorkflowCommand, 'data'> | undefined {
  const space = head.indexOf(' ');
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!known.has(name)) return undefined;
  const properties = new Map<string, string>();
  const pairs =
    space < 0
      ? []
      : head
          .slice(space + 1)
          .trim()
          .split(separator);
  for (const pair of pairs) {
    // A pair without a name or without a value is no pair.
    const [, key, value] = /^=*([^=]+)=(.+)$/s.exec(pair) ?? [];
    if (key !== undefined && value !== undefined) {
      properties.set(key.toLowerCase(), unescapeAll(value, escapes));
    }
  }
  return { name, properties };
}

function unescapeAll(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [escaped, plain]) => result.replaceAll(escaped, plain), text);
}
