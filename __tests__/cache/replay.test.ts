import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Commit, prepareReplay, type Replay } from './replay.ts';

/** A real tool with dependencies; each of these releases changed go.mod. bench/cache-replay.ts is the long form. */
const PROJECT = {
  module: 'github.com/rogpeppe/go-internal',
  main: './cmd/txtar-c',
  versions: ['v1.12.0', 'v1.13.1', 'v1.14.1'],
  targets: ['linux/amd64'],
};

let replay: Replay;
let ours: readonly Commit[];

beforeAll(async () => {
  replay = await prepareReplay(PROJECT);
  ours = await replay.play('ours', 7);
}, 300_000);

afterAll(() => replay.close());

describe('a history of releases that each change go.mod, a week apart', () => {
  it('is compiled once, and then what each release changed', async () => {
    const others = await replay.play('setup-go', 7);
    expect(others.every(({ compiles }) => compiles > 30)).toBe(true);
    const [first, ...later] = ours;
    expect(first?.compiles).toBe(others[0]?.compiles);
    for (const [index, { compiles }] of later.entries()) {
      expect(compiles).toBeGreaterThan(0);
      expect(compiles).toBeLessThan(0.18 * (others[index + 1]?.compiles ?? 0));
    }
  });

  it('leaves archives no larger than those of a first run', async () => {
    const fresh = await replay.fresh();
    const last = ours.at(-1);
    expect(last?.buildBytes).toBeLessThanOrEqual(1.05 * fresh.buildBytes);
    expect(last?.moduleBytes).toBeLessThanOrEqual(1.05 * fresh.moduleBytes);
  });
});
