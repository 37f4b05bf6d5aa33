import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  isBuildEntry,
  isMainPackage,
  parseIndexEntry,
  selectBuildEntries,
  type BuildEntry,
} from '../../src/cache/prune.ts';

const hash = (seed: number): string => seed.toString(16).padStart(2, '0').repeat(32);
const entryName = (seed: number, kind: 'a' | 'd'): string =>
  `${hash(seed).slice(0, 2)}/${hash(seed)}-${kind}`;

function action(seed: number, output: number, usedAtMs: number): BuildEntry {
  const index = { output: entryName(output, 'd'), outputSizeBytes: 100, madeAtMs: seed };
  return { name: entryName(seed, 'a'), sizeBytes: 175, usedAtMs, index };
}

function output(seed: number, usedAtMs: number): BuildEntry {
  return { name: entryName(seed, 'd'), sizeBytes: 100, usedAtMs };
}

const RULE = {
  sinceMs: 1000,
  keepUnused: false,
  restored: new Set<string>(),
  mains: new Set<string>(),
  usedBefore: new Set<string>(),
};
const names = (entries: readonly BuildEntry[]): string[] => entries.map((entry) => entry.name);

describe('selectBuildEntries', () => {
  it('leaves out what nothing used', () => {
    const entries = [action(1, 2, 999), output(2, 999), action(3, 4, 1000), output(4, 1000)];
    const selection = selectBuildEntries(entries, RULE);
    expect(names(selection.kept)).toEqual([entryName(3, 'a'), entryName(4, 'd')]);
    expect(selection).toMatchObject({ pruned: 2, keptBytes: 275 });
  });

  it('keeps an old output that a used action names', () => {
    const selection = selectBuildEntries([action(1, 2, 1000), output(2, 0)], RULE);
    expect(names(selection.kept)).toContain(entryName(2, 'd'));
  });

  it('keeps what was used before another step dated it back', () => {
    const entries = [action(1, 2, 10), output(2, 10), action(3, 4, 10), output(4, 10)];
    const usedBefore = new Set([entryName(1, 'a'), entryName(2, 'd')]);
    const { kept, pruned } = selectBuildEntries(entries, { ...RULE, usedBefore });
    expect(names(kept)).toEqual([entryName(1, 'a'), entryName(2, 'd')]);
    expect(pruned).toBe(2);
  });

  it('drops an action that cannot be read, since go would miss it anyway', () => {
    const broken = { name: entryName(1, 'a'), sizeBytes: 3, usedAtMs: 2000 };
    expect(selectBuildEntries([broken], RULE).kept).toEqual([]);
  });

  it('keeps everything after a run that stopped early', () => {
    const entries = [action(1, 2, 0), output(2, 0)];
    expect(selectBuildEntries(entries, { ...RULE, keepUnused: true }).kept).toHaveLength(2);
  });

  it('counts as new what the restored archive did not have', () => {
    const entries = [action(1, 2, 1000), output(2, 1000), action(3, 4, 1000), output(4, 1000)];
    const restored = new Set([entryName(1, 'a'), entryName(2, 'd')]);
    expect(selectBuildEntries(entries, { ...RULE, restored })).toMatchObject({
      used: 1,
      added: 1,
      addedBytes: 100,
    });
  });

  // Three programs were restored; their archives are the actions 1, 2 and 3.
  const mains = new Set([1, 2, 3, 4].map((seed) => entryName(seed, 'd')));
  const restored = new Set([1, 2, 3].map((seed) => entryName(seed, 'a')));
  const programs = (used: readonly number[]): string[] => {
    const entries = [1, 2, 3, 4].flatMap((seed) => {
      const at = used.includes(seed) ? 1000 : 0;
      return seed < 4 || at > 0 ? [action(seed, seed, at), output(seed, at)] : [];
    });
    const { kept } = selectBuildEntries(entries, { ...RULE, mains, restored });
    return names(kept).filter((name) => name.endsWith('-a'));
  };

  it('keeps main packages whose link was skipped, since go never asked for them', () => {
    expect(programs([])).toEqual([1, 2, 3].map((seed) => entryName(seed, 'a')));
    expect(programs([1])).toHaveLength(3);
  });

  it('keeps of them no more than were restored: a new one replaces the oldest', () => {
    expect(programs([4])).toEqual([2, 3, 4].map((seed) => entryName(seed, 'a')));
    expect(programs([1, 2, 4])).toEqual([1, 2, 4].map((seed) => entryName(seed, 'a')));
  });

  it('never leaves out an output of a kept action', () => {
    const seed = fc.integer({ min: 0, max: 15 });
    const time = fc.integer({ min: 990, max: 1010 });
    const entry = fc.oneof(
      fc.tuple(seed, seed, time).map(([one, two, at]) => action(one, two, at)),
      fc.tuple(seed, time).map(([one, at]) => output(one, at)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ name }) => name }), (entries) => {
        const { kept, pruned } = selectBuildEntries(entries, RULE);
        expect(kept.length + pruned).toBe(entries.length);
        const present = new Set(names(entries));
        for (const { index } of kept)
          if (index !== undefined && present.has(index.output))
            expect(names(kept)).toContain(index.output);
      }),
    );
  });
});

// Go's src/cmd/go/internal/cache/cache.go, putIndexEntry: "v1 %x %x %20d %20d\n".
describe('parseIndexEntry', () => {
  const text = `v1 ${hash(1)} ${hash(2)} ${'42'.padStart(20)} ${'1700000000000000000'.padStart(20)}\n`;

  it('reads the output and its size', () => {
    expect(parseIndexEntry(text)).toEqual({
      output: entryName(2, 'd'),
      outputSizeBytes: 42,
      madeAtMs: 1_700_000_000_000,
    });
  });

  it.each([
    ['another version', text.replace('v1', 'v2')],
    ['a cut file', text.slice(0, -5)],
    ['more than one line', text + text],
    ['nothing', ''],
  ])('refuses %s', (_, spoilt) => {
    expect(parseIndexEntry(spoilt)).toBeUndefined();
  });
});

// Go's src/cmd/compile/internal/gc/obj.go, printObjHeader.
describe('isMainPackage', () => {
  const head = (lines: string): string =>
    `!<arch>\n__.PKGDEF       0           0     0     644     36970     \`\ngo object linux amd64 go1.26.8 GOAMD64=v1 X:none\nbuild id "a/b"\n${lines}`;

  it.each([
    ['a main package', head('main\n\n\n$$B\n'), true],
    ['another package', head('\n\n$$B\n'), false],
    ['a package with that word in its data', head('\n\n$$B\nmain\n'), false],
    ['no package', 'build id "a/b"\nmain\n', false],
  ])('%s', (_, text, expected) => {
    expect(isMainPackage(text)).toBe(expected);
  });
});

describe('isBuildEntry', () => {
  it.each([
    [entryName(1, 'a'), true],
    [entryName(255, 'd'), true],
    [`02/${hash(1)}-a`, false],
    [`01/${hash(1)}-x`, false],
    [`01/../01/${hash(1)}-a`, false],
    ['trim.txt', false],
  ])('%s: %s', (name, expected) => {
    expect(isBuildEntry(name)).toBe(expected);
  });
});
