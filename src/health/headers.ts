import { ActionError } from '../domain/errors.ts';
import { isSecretName } from '../domain/secret-name.ts';

/** Headers to send, and which of their texts must be masked. */
export interface RequestHeaders {
  /** Names in lower case. */
  readonly fields: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** A field name is a token (RFC 9110 §5.6.2). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible ASCII, blanks and tabs; what else a field value may hold is obsolete (RFC 9110 §5.5). */
const VALUE = /^[\t\x20-\x7e]*$/;
/** Set by us, or a way to send a second request inside the first. */
const OURS = new Set(['connection', 'content-length', 'transfer-encoding', 'upgrade', 'te']);

/**
 * Header lines, `Name: value` each. Throws {@link ActionError} `bad-header` without the value, which may
 * be a secret: not a header, one twice, or one that is not the user's to set.
 */
export function parseHeaders(lines: readonly string[]): RequestHeaders {
  const fields = new Map<string, string>();
  const secrets: string[] = [];
  lines.forEach((line, index) => {
    const { name, value } = parseLine(line, index + 1);
    if (OURS.has(name))
      throw badHeader(`sets ${name}`, 'Leave it out: it is set for each request.');
    if (fields.has(name)) throw badHeader(`sets ${name} twice`, 'Give each header once.');
    fields.set(name, value);
    if (isSecretName(name)) secrets.push(...secretParts(value));
  });
  return { fields: Object.fromEntries(fields), secrets: [...new Set(secrets)] };
}

function parseLine(line: string, number: number): { name: string; value: string } {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim();
  const value = line.slice(colon + 1).trim();
  if (NAME.test(name) && VALUE.test(value)) return { name: name.toLowerCase(), value };
  const where = NAME.test(name) ? `the value of ${name}` : `line ${number}`;
  throw badHeader(
    `cannot be sent: ${where} is no header`,
    'Write one "Name: value" a line, in ASCII.',
  );
}

/** The value, and for `Bearer x` or `Basic x` the credential by itself too. */
function secretParts(value: string): readonly string[] {
  const credential = /^[A-Za-z][\w-]*\s+(\S.*)$/.exec(value)?.[1];
  return [value, credential ?? ''].filter((part) => part !== '');
}

function badHeader(what: string, hint: string): ActionError {
  return new ActionError({ code: 'bad-header', message: `Input "headers" ${what}`, hint });
}
