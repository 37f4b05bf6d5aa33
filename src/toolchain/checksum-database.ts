import { ActionError } from '../domain/errors.ts';
import { parseVerifierKey, type VerifierKey } from './signed-note.ts';

/** A checksum database: whose signature counts, and where it is when no proxy stands in for it. */
export interface ChecksumDatabase {
  readonly key: VerifierKey;
  /** Address without a trailing slash. */
  readonly url: string;
  /** GOSUMDB named the address: proxies are not asked to stand in. */
  readonly urlIsExplicit: boolean;
}

/** Public keys of databases that GOSUMDB may name without a key, as the go command has them built in. */
const KNOWN_KEYS: Readonly<Record<string, string>> = {
  'sum.golang.org': 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
};

/** Names that stand for a known database at another address. */
const ALIASES: Readonly<Record<string, string>> = {
  'sum.golang.google.cn': 'sum.golang.org https://sum.golang.google.cn',
};

/**
 * Parses GOSUMDB: `name`, `name+hash+key`, either with an address after it, or `off`. Undefined or
 * empty means sum.golang.org. Throws {@link ActionError} `bad-gosumdb` or `bad-verifier-key`.
 * @see https://go.dev/ref/mod#environment-variables
 */
export function parseGoSumDb(text: string | undefined): ChecksumDatabase | 'off' {
  const wanted = text === undefined || text.trim() === '' ? 'sum.golang.org' : text.trim();
  if (wanted === 'off') return 'off';
  const [name = '', address, ...rest] = (ALIASES[wanted] ?? wanted).split(/\s+/);
  if (rest.length > 0) throw badGoSumDb(wanted, 'it has more than a key and an address');
  const key = parseVerifierKey(KNOWN_KEYS[name] ?? name);
  const direct = URL.parse(`https://${key.name}`);
  if (
    direct === null ||
    direct.host === '' ||
    `${direct.host}${direct.pathname}`.replace(/\/$/, '') !== key.name
  ) {
    throw badGoSumDb(wanted, `its name "${key.name}" is not of the form host/path`);
  }
  const explicit = address === undefined ? undefined : URL.parse(address);
  if (explicit === null) throw badGoSumDb(wanted, `"${address ?? ''}" is no address`);
  return {
    key,
    url: (explicit ?? direct).href.replace(/\/+$/, ''),
    urlIsExplicit: explicit !== undefined,
  };
}

function badGoSumDb(text: string, reason: string): ActionError {
  return new ActionError({
    code: 'bad-gosumdb',
    message: `GOSUMDB is "${text}", which cannot be used: ${reason}`,
    hint: 'Set it to sum.golang.org, to name+hash+key, or to one of these and an address.',
  });
}
