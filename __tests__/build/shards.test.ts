import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  formatShard,
  MAX_SHARDS,
  parseShard,
  shardsWith,
  splitTargets,
  targetsOfShard,
} from '../../src/build/shards.ts';
import { formatTarget } from '../../src/domain/target.ts';
import { refusal } from './refusal.ts';

const NOWHERE = { jobIndex: '', jobTotal: '' };
const targets = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ goos: `os${at}`, goarch: 'amd64' }));

describe('the shard input', () => {
  it('counts from 1', () => {
    expect(parseShard('1/3', NOWHERE)).toEqual({ index: 1, count: 3 });
    expect(parseShard(undefined, NOWHERE)).toBeUndefined();
  });

  it('is the place in the matrix with auto, which counts from 0', () => {
    expect(parseShard('auto', { jobIndex: '0', jobTotal: '4' })).toEqual({ index: 1, count: 4 });
    expect(parseShard('auto', { jobIndex: '3', jobTotal: '4' })).toEqual({ index: 4, count: 4 });
  });

  it.each(['0/3', '4/3', '1', '1/0', '-1/3', '1/257', 'a/b', '1/3/5', '1.5/3', 'AUTO'])(
    'refuses %s and names it',
    (text) => {
      expect(refusal(() => parseShard(text, NOWHERE))).toMatchObject({
        code: 'bad-shard',
        message: expect.stringContaining(text) as unknown,
      });
    },
  );

  it('refuses auto where the place is not known', () => {
    expect(refusal(() => parseShard('auto', NOWHERE))).toMatchObject({ code: 'bad-shard' });
    expect(refusal(() => parseShard('auto', { jobIndex: '4', jobTotal: '4' })).message).toContain(
      'job-index "4", job-total "4"',
    );
  });
});

describe('the split', () => {
  it('gives every target to exactly one shard, evenly, in order, the same in every job', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 12 }), (n, count) => {
        const all = targets(n);
        const parts = Array.from({ length: count }, (_, at) =>
          targetsOfShard(all, { index: at + 1, count }),
        );
        expect(parts.flat().map(formatTarget).sort()).toEqual(all.map(formatTarget).sort());
        const sizes = parts.map((part) => part.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const part of parts) {
          const places = part.map((target) => all.indexOf(target));
          expect(places).toEqual([...places].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('is known from the other end, too: which shards have some targets to build', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 8 }),
        fc.func(fc.boolean()),
        (n, count, choose) => {
          const all = targets(n);
          const wanted = all.filter((_, at) => choose(at));
          const parts = Array.from({ length: count }, (_, at) => ({ index: at + 1, count }));
          const expected = parts.filter((shard) =>
            targetsOfShard(all, shard).some((target) => wanted.includes(target)),
          );
          expect(shardsWith(wanted, all, { index: 1, count })).toEqual(expected.map(formatShard));
          expect(shardsWith(wanted, all, undefined)).toEqual([]);
        },
      ),
    );
  });

  it('makes no empty shard, and one for nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: MAX_SHARDS }),
        (n, count) => {
          const shards = splitTargets(targets(n), count);
          expect(shards).toHaveLength(Math.max(1, Math.min(n, count)));
          for (const shard of shards) {
            expect(parseShard(formatShard(shard), NOWHERE)).toEqual(shard);
            if (n > 0) expect(targetsOfShard(targets(n), shard)).not.toEqual([]);
          }
        },
      ),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, MAX_SHARDS + 1])('refuses %s shards', (count) => {
    expect(refusal(() => splitTargets(targets(3), count))).toMatchObject({ code: 'bad-shards' });
  });
});
