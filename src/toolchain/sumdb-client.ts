import { ActionError } from '../domain/errors.ts';
import type { Http } from '../host/host.ts';
import type { ChecksumDatabase } from './checksum-database.ts';
import { askProxies, getBytes, proxyOutcome } from './module-proxy-client.ts';
import type { ModuleProxy, ModuleProxyList } from './module-proxies.ts';
import { isUnavailable, type Unavailable } from './plan.ts';
import { openNote } from './signed-note.ts';
import {
  computeRoot,
  fullTile,
  type LookupAnswer,
  parseLookup,
  parseTreeHead,
  type Tile,
  tilePath,
  tilesForProof,
  type TreeHead,
} from './transparency-log.ts';

/** A module's hash that the checksum database has signed for. */
export interface ProvedHash {
  /** `h1:…` over the module's zip. */
  readonly h1: string;
  /** Number of its record, and how many records the signed tree holds. */
  readonly record: number;
  readonly treeSize: number;
  /** The database's name. */
  readonly database: string;
  /** Address that served record and tiles; nothing from it was taken on trust. */
  readonly from: string;
}

/** Where a database is read. */
interface Reader {
  readonly http: Pick<Http, 'bytes'>;
  readonly url: string;
  readonly proxy?: ModuleProxy;
}

/**
 * Looks up a module version and proves the answer: signature of the tree head with the database's key,
 * then the record's inclusion in that tree. Throws {@link ActionError} `proof-failed` when the answer
 * does not hold, also when the database says that it has no such record.
 * @see https://go.dev/design/25530-sumdb
 */
export async function proveModuleHash(
  http: Pick<Http, 'bytes'>,
  database: ChecksumDatabase,
  proxies: ModuleProxyList,
  module: { readonly path: string; readonly version: string },
): Promise<ProvedHash | Unavailable> {
  const reader = await findReader(http, database, proxies);
  if (isUnavailable(reader)) return reader;
  const name = `${module.path} ${module.version}`;
  const answer = await getBytes(
    http,
    `${reader.url}/lookup/${module.path}@${module.version}`,
    reader.proxy,
  );
  if (answer.status === 404 || answer.status === 410) {
    throw proofFailed(name, reader, `a record in ${database.key.name}`, answer.failure);
  }
  if (answer.status !== 200) return { unavailable: `${reader.url}: ${answer.failure}` };
  const lookup = parseLookup(Buffer.from(answer.body).toString('utf8'));
  if (lookup === undefined) throw proofFailed(name, reader, 'a record', 'something else');
  const tree = readTreeHead(name, lookup, database, reader);
  const unproved = await proveInclusion(name, lookup, tree, reader);
  if (unproved !== undefined) return unproved;
  return {
    h1: hashLine(name, lookup, reader),
    record: lookup.id,
    treeSize: tree.size,
    database: database.key.name,
    from: reader.url,
  };
}

/** A proxy that stands in for the database is used alone, as the protocol asks; else the database itself. */
async function findReader(
  http: Pick<Http, 'bytes'>,
  database: ChecksumDatabase,
  proxies: ModuleProxyList,
): Promise<Reader | Unavailable> {
  const direct = { http, url: database.url };
  if (database.urlIsExplicit) return direct;
  const outcome = await askProxies(proxies, async (proxy) => {
    const url = `${proxy.url}/sumdb/${database.key.name}`;
    const answer = await getBytes(http, `${url}/supported`, proxy);
    return proxyOutcome(answer, () => ({ http, url, proxy }));
  });
  if (outcome.kind === 'found') return outcome.found;
  if (outcome.kind === 'not-found') return direct;
  return { unavailable: `the checksum database is out of reach: ${outcome.reason}` };
}

function readTreeHead(
  name: string,
  lookup: LookupAnswer,
  database: ChecksumDatabase,
  reader: Reader,
): TreeHead {
  const text = openNote(lookup.note, database.key);
  if (typeof text !== 'string') {
    throw proofFailed(name, reader, 'a signed tree head', `one that is not: ${text.refused}`);
  }
  const tree = parseTreeHead(text);
  if (tree === undefined) throw proofFailed(name, reader, 'a tree head', 'a note of another kind');
  if (lookup.id >= tree.size) {
    throw proofFailed(
      name,
      reader,
      `a tree that holds record ${lookup.id}`,
      `an older one of ${tree.size} records`,
    );
  }
  return tree;
}

/** Undefined when the record is proved to be in the tree. */
async function proveInclusion(
  name: string,
  lookup: LookupAnswer,
  tree: TreeHead,
  reader: Reader,
): Promise<Unavailable | undefined> {
  const tiles = await Promise.all(
    tilesForProof(lookup.id, tree.size).map(async (tile) => ({
      path: tilePath(tile),
      answer: await readTile(tile, reader),
    })),
  );
  const missing = tiles.find(({ answer }) => answer.status !== 200);
  if (missing !== undefined) {
    return { unavailable: `${reader.url}/${missing.path}: ${missing.answer.failure}` };
  }
  const data = new Map(tiles.map(({ path, answer }) => [path, answer.body]));
  const root = computeRoot(lookup, tree.size, (tile) => data.get(tilePath(tile)) ?? Buffer.of());
  const expected = Buffer.from(tree.root).toString('base64');
  if (root === undefined) throw proofFailed(name, reader, 'whole tiles', 'one that is cut');
  const got = Buffer.from(root).toString('base64');
  if (got !== expected) {
    throw proofFailed(name, reader, `a tree with the signed root ${expected}`, `the root ${got}`);
  }
  return undefined;
}

async function readTile(tile: Tile, reader: Reader): ReturnType<typeof getBytes> {
  const answer = await getBytes(reader.http, `${reader.url}/${tilePath(tile)}`, reader.proxy);
  if (answer.status !== 404 && answer.status !== 410) return answer;
  return getBytes(reader.http, `${reader.url}/${tilePath(fullTile(tile))}`, reader.proxy);
}

function hashLine(name: string, lookup: LookupAnswer, reader: Reader): string {
  const prefix = `${name} h1:`;
  const line = lookup.text.split('\n').find((candidate) => candidate.startsWith(prefix));
  if (line === undefined) {
    const [other = ''] = lookup.text.split('\n');
    throw proofFailed(name, reader, `the record of ${name}`, `record ${lookup.id}: ${other}`);
  }
  return line.slice(name.length + 1);
}

function proofFailed(name: string, reader: Reader, expected: string, got: string): ActionError {
  return new ActionError({
    code: 'proof-failed',
    message: `Cannot prove ${name}: expected ${expected}, got ${got}, from ${reader.url}`,
    hint: 'Nothing was installed. Someone between here and the checksum database may be tampering; check GOPROXY and GOSUMDB.',
  });
}
