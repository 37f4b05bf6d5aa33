import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inflateRawSync, zstdDecompressSync } from 'node:zlib';

import { type Bytes, deflate, zstd } from '../../src/package/compress-run.ts';

/** Larger than what goes into the compressor at once, a part of it incompressible. */
const CONTENT = Buffer.alloc(3_500_000, 'a line of some text\n');
for (let at = 0, seed = 1; at < 2_000_000; at += 1) {
  seed = (seed * 48271) % 2147483647;
  CONTENT[at] = seed & 0xff;
}

/** The content in pieces of these sizes in turn, all in one memory that is used again and again. */
// eslint-disable-next-line @typescript-eslint/require-await -- stands for a file that is read
async function* read(sizes: readonly number[]): Bytes {
  const memory = Buffer.alloc(Math.max(...sizes));
  for (let at = 0, turn = 0; at < CONTENT.length; turn += 1) {
    const piece = CONTENT.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
    memory.fill(0xee);
    memory.set(piece);
    yield memory.subarray(0, piece.length);
    at += piece.length;
  }
}

async function collect(bytes: Bytes): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe.each([
  ['deflate', deflate, inflateRawSync],
  ['zstd', zstd, zstdDecompressSync],
])('%s', (_name, compress, unpack) => {
  it('gives the same bytes however the input is read, from memory that is used again', async () => {
    const expected = await collect(compress(read([CONTENT.length])));
    expect(unpack(expected).equals(CONTENT)).toBe(true);
    const size = fc.oneof(fc.integer({ min: 3000, max: 70_000 }), fc.nat(3_000_000));
    const sizes = fc.array(
      size.map((bytes) => Math.max(bytes, 3000)),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(sizes, async (some) => {
        expect((await collect(compress(read(some)))).equals(expected)).toBe(true);
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('hands on what goes wrong with its input', async () => {
    async function* broken(): Bytes {
      yield* read([500_000]);
      throw new Error('the disk is gone');
    }
    await expect(collect(compress(broken()))).rejects.toThrow('the disk is gone');
  });

  it('closes its input when nobody reads on', async () => {
    let closed = false;
    async function* watched(): Bytes {
      try {
        yield* read([500_000]);
      } finally {
        closed = true;
      }
    }
    for await (const piece of compress(watched())) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(closed).toBe(true);
  });
});
