import { createHash } from 'node:crypto';
import { decodeBase64 } from './signed-note.ts';

/** Levels of the Merkle tree in one tile of the checksum database. */
const TILE_HEIGHT = 8;
const TILE_WIDTH = 2 ** TILE_HEIGHT;
const HASH_BYTES = 32;

/** A signed tree head: how many records the log has and the root of the tree over them. */
export interface TreeHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** Answer to a lookup: record number and text, and the signed note that follows them. */
export interface LookupAnswer {
  readonly id: number;
  /** The record's lines, the last newline included: what the leaf's hash is made of. */
  readonly text: string;
  readonly note: string;
}

/** A block of hashes as the database serves it: level, number, and how many hashes it holds (1–256). */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** One complete subtree of the log: it spans the records [index × 2^level, (index + 1) × 2^level). */
interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Parses a lookup's answer. Undefined when malformed. @see https://go.dev/design/25530-sumdb#checksum-database */
export function parseLookup(answer: string): LookupAnswer | undefined {
  const match = /^(\d{1,15})\n((?:[^\n]+\n)+)\n([^]*)$/.exec(answer);
  if (match === null) return undefined;
  const [, id = '', text = '', note = ''] = match;
  return { id: Number(id), text, note };
}

/** Parses the text of a signed tree head; lines after the third are for the future. Undefined when malformed. */
export function parseTreeHead(text: string): TreeHead | undefined {
  const match = /^go\.sum database tree\n(0|[1-9]\d{0,14})\n([^\n]+)\n/.exec(text);
  const root = decodeBase64(match?.[2] ?? '');
  if (match === null || root?.length !== HASH_BYTES) return undefined;
  return { size: Number(match[1]), root };
}

/** `tile/8/0/x001/234` or `tile/8/0/x001/234.p/5`: where the database serves a tile. */
export function tilePath(tile: Tile): string {
  const digits: string[] = [];
  let rest = tile.index;
  do {
    const group = String(rest % 1000).padStart(3, '0');
    digits.unshift(digits.length === 0 ? group : `x${group}`);
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  const partial = tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`;
  return `tile/${TILE_HEIGHT}/${tile.level}/${digits.join('/')}${partial}`;
}

/** The same tile when it is full; a database need not keep the partial ones for ever. */
export function fullTile(tile: Tile): Tile {
  return { ...tile, width: TILE_WIDTH };
}

/**
 * The tiles that hold all hashes needed to prove that record `id` is in a tree of `size` records,
 * each once. `id` is below `size`.
 */
export function tilesForProof(id: number, size: number): readonly Tile[] {
  const tiles = new Map<string, Tile>();
  walk(id, size, (subtree) => {
    const tile = tileOf(subtree, size);
    tiles.set(tilePath(tile), tile);
    return undefined;
  });
  return [...tiles.values()];
}

/**
 * The tree's root, computed from a record's text and the hashes beside its path to the root.
 * `tileData` gives a tile's bytes. When the result equals a signed root, the record is in that tree:
 * no tile has to be trusted for it. Undefined when a tile is shorter than it should be.
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1.1
 */
export function computeRoot(
  record: { readonly id: number; readonly text: string },
  size: number,
  tileData: (tile: Tile) => Uint8Array,
): Uint8Array | undefined {
  return walk(
    record.id,
    size,
    (subtree) => {
      const tile = tileOf(subtree, size);
      const data = tileData(tile);
      if (data.length < tile.width * HASH_BYTES) return undefined;
      const span = 2 ** (subtree.level % TILE_HEIGHT);
      const start = subtree.index * span - tile.index * TILE_WIDTH;
      return hashSpan(data.subarray(start * HASH_BYTES, (start + span) * HASH_BYTES));
    },
    () => leafHash(record.text),
  );
}

/** Combines the hashes of all records, asking `stored` for complete subtrees that do not hold the record. */
function walk(
  id: number,
  size: number,
  stored: (subtree: Subtree) => Uint8Array | undefined,
  leaf: () => Uint8Array | undefined = () => undefined,
): Uint8Array | undefined {
  const hashOf = (low: number, high: number): Uint8Array | undefined => {
    const span = high - low;
    const holdsRecord = low <= id && id < high;
    if (span === 1 && holdsRecord) return leaf();
    const level = levelsToSpan(span);
    if (2 ** level === span && !holdsRecord) return stored({ level, index: low / span });
    const middle = low + 2 ** (level - 1);
    const left = hashOf(low, middle);
    const right = hashOf(middle, high);
    return left === undefined || right === undefined ? undefined : nodeHash(left, right);
  };
  return hashOf(0, size);
}

/** The smallest level whose subtrees span at least so many records. */
function levelsToSpan(records: number): number {
  let level = 0;
  while (2 ** level < records) level += 1;
  return level;
}

function tileOf(subtree: Subtree, size: number): Tile {
  const level = Math.floor(subtree.level / TILE_HEIGHT);
  const span = 2 ** (subtree.level % TILE_HEIGHT);
  const index = Math.floor((subtree.index * span) / TILE_WIDTH);
  const hashesAtLevel = Math.floor(size / TILE_WIDTH ** level);
  return { level, index, width: Math.min(TILE_WIDTH, hashesAtLevel - index * TILE_WIDTH) };
}

function hashSpan(hashes: Uint8Array): Uint8Array {
  if (hashes.length === HASH_BYTES) return hashes;
  const half = hashes.length / 2;
  return nodeHash(hashSpan(hashes.subarray(0, half)), hashSpan(hashes.subarray(half)));
}

function leafHash(text: string): Uint8Array {
  return createHash('sha256').update(Buffer.of(0)).update(text, 'utf8').digest();
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}
