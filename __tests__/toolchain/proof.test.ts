import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseGoSumDb } from '../../src/toolchain/checksum-database.ts';
import { openNote, parseVerifierKey } from '../../src/toolchain/signed-note.ts';
import {
  computeRoot,
  parseLookup,
  parseTreeHead,
  tilePath,
  tilesForProof,
} from '../../src/toolchain/transparency-log.ts';
import { rootOf, syntheticLog } from './synthetic-log.ts';

// A real answer of the database, for golang.org/toolchain v0.0.1-go1.25.3.linux-amd64.
const NOTE =
  'go.sum database tree\n66393050\nHj8H0GmwlaYk6RersiH+w2hZWpSiODGR1uqVjAE7p30=\n\n' +
  '— sum.golang.org Az3grhRMq1VXFDPeoICge4CrOaEPySE4jdUmPtMUaM7ExD2UjRFPpUWOvq27sueT3vRoQ4R0p7wcIDLvbvx5AZRkXgo=\n';

describe('a signed tree head', () => {
  const database = parseGoSumDb('sum.golang.org');
  if (database === 'off') throw new Error('not off');

  it('of sum.golang.org is accepted with its built-in key', () => {
    const text = openNote(NOTE, database.key);
    if (typeof text !== 'string') throw new Error(text.refused);
    expect(parseTreeHead(text)).toMatchObject({ size: 66393050 });
  });

  it('is refused after any change to its text', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: NOTE.indexOf('\n\n') - 1 }),
        fc.constantFrom('0', 'x', '\n'),
        (at, by) => {
          fc.pre(NOTE[at] !== by);
          const changed = NOTE.slice(0, at) + by + NOTE.slice(at + 1);
          expect(openNote(changed, database.key)).toHaveProperty('refused');
        },
      ),
    );
  });
});

describe('GOSUMDB', () => {
  it.each([
    ['nothing', undefined, 'https://sum.golang.org', false],
    ['a known name', 'sum.golang.org', 'https://sum.golang.org', false],
    [
      'a known name at an address',
      'sum.golang.org https://db.example/x/',
      'https://db.example/x',
      true,
    ],
    ['the alias inside China', 'sum.golang.google.cn', 'https://sum.golang.google.cn', true],
  ])('may be %s', (_name, text, url, urlIsExplicit) => {
    expect(parseGoSumDb(text)).toMatchObject({
      url,
      urlIsExplicit,
      key: { name: 'sum.golang.org' },
    });
  });

  it.each([
    ['an unknown name', 'sum.example.com', 'bad-verifier-key'],
    [
      'a key whose hash is wrong',
      'sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
      'bad-verifier-key',
    ],
    ['too many words', 'sum.golang.org https://a.example b', 'bad-gosumdb'],
    ['an address that is none', 'sum.golang.org nowhere', 'bad-gosumdb'],
  ])('is refused for %s', (_name, text, code) => {
    expect(() => parseGoSumDb(text)).toThrow(expect.objectContaining({ code }));
  });

  it('may be a key of its own', () => {
    const { verifierKey } = syntheticLog('db.example/log', ['a\n']);
    expect(parseGoSumDb(verifierKey)).toMatchObject({ url: 'https://db.example/log' });
    expect(parseVerifierKey(verifierKey).publicKey).toHaveLength(32);
  });
});

describe('a tile', () => {
  // From golang.org/x/mod/sumdb/tlog and the design document.
  it.each([
    ['tile/8/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/8/0/x001/234.p/5', { level: 0, index: 1234, width: 5 }],
    ['tile/8/1/x001/x234/067', { level: 1, index: 1234067, width: 256 }],
    ['tile/8/3/003.p/244', { level: 3, index: 3, width: 244 }],
  ])('is served at %s', (path, tile) => {
    expect(tilePath(tile)).toBe(path);
  });

  it('is asked for once, and seven of them prove a record of the real database', () => {
    const paths = tilesForProof(45036002, 66393050).map(tilePath);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toHaveLength(7);
    expect(paths).toContain('tile/8/0/x175/921');
  });
});

describe('an inclusion proof', () => {
  it('gives the root of any tree for any record, from tiles alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(), (size, seed) => {
        const id = seed % size;
        const records = Array.from({ length: size }, (_, index) => `record ${index}\n`);
        const log = syntheticLog('db.example', records);
        const files = log.files(new Map());
        const leaves = records.map((record) => createHash('sha256').update(`\0${record}`).digest());
        const tile = (wanted: Parameters<typeof tilePath>[0]): Uint8Array =>
          Buffer.from(files.get(tilePath(wanted)) ?? '');
        const root = computeRoot({ id, text: records[id] ?? '' }, size, tile);
        expect(Buffer.from(root ?? []).toString('hex')).toBe(rootOf(leaves).toString('hex'));
        const other = computeRoot({ id, text: 'another record\n' }, size, tile);
        expect(other).not.toEqual(root);
      }),
      { numRuns: 40 },
    );
  });
});

describe('an answer to a lookup', () => {
  it('has a number, a record and a note', () => {
    expect(parseLookup(`7\na b c\nd e f\n\n${NOTE}`)).toEqual({
      id: 7,
      text: 'a b c\nd e f\n',
      note: NOTE,
    });
  });

  it.each(['', '7', '7\n', 'x\na\n\n', '-1\na\n\n', '7\n\n\n', '7\na'])(
    'is no such thing: %j',
    (text) => {
      expect(parseLookup(text)).toBeUndefined();
    },
  );
});
