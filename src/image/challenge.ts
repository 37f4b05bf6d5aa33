/** How a registry wants to be asked: one challenge of a `WWW-Authenticate` header. */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
}

const WORD = /[\s,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\[^])*)"|([^\s,"]*)))?/y;

/** Reads the challenges of a header; what cannot be read ends the list. @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1 */
export function parseChallenges(header: string): readonly Challenge[] {
  const found: { scheme: string; parameters: Record<string, string> }[] = [];
  const word = new RegExp(WORD);
  for (let match = word.exec(header); match !== null; match = word.exec(header)) {
    const [, name = '', quoted, plain] = match;
    const value = quoted?.replace(/\\([^])/g, '$1') ?? plain;
    const last = found.at(-1);
    if (value === undefined) found.push({ scheme: name.toLowerCase(), parameters: {} });
    else if (last !== undefined) last.parameters[name.toLowerCase()] = value;
  }
  return found;
}

/**
 * The address of a token for scopes, from a Bearer challenge. Undefined where the challenge names no place to
 * ask at. @see https://distribution.github.io/distribution/spec/auth/token/#requesting-a-token
 */
export function tokenUrl({ parameters }: Challenge, scopes: readonly string[]): URL | undefined {
  const { realm = '', service } = parameters;
  if (!URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  return url;
}
