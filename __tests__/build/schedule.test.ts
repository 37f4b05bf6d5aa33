import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { collectorSettings, concurrentBuilds, nextStep } from '../../src/build/schedule.ts';

const GIB = 2 ** 30;
const roomy = (cpus: number) => ({ cpus, totalMemoryBytes: 64 * GIB });

describe('concurrentBuilds', () => {
  it.each([
    { name: 'one per processor', steps: 6, machine: roomy(4), builds: 4 },
    { name: 'no more than there are steps', steps: 2, machine: roomy(8), builds: 2 },
    {
      name: 'no more than memory holds',
      steps: 6,
      machine: { cpus: 8, totalMemoryBytes: 4 * GIB },
      builds: 3,
    },
    {
      name: 'one even on a tiny machine',
      steps: 6,
      machine: { cpus: 8, totalMemoryBytes: GIB / 2 },
      builds: 1,
    },
  ])('$name', ({ steps, machine, builds }) => {
    expect(concurrentBuilds(steps, machine)).toBe(builds);
  });
});

describe('collectorSettings', () => {
  it('shares half of the memory between the compilers of every processor', () => {
    const machine = { cpus: 4, totalMemoryBytes: 16 * GIB };
    expect(collectorSettings({}, machine)).toEqual({ GOGC: '400', GOMEMLIMIT: String(2 * GIB) });
  });

  it.each([
    { name: 'the job says how often to collect', env: { GOGC: '50' }, machine: roomy(4) },
    { name: 'the job sets a limit', env: { GOMEMLIMIT: '3GiB' }, machine: roomy(4) },
    {
      name: 'memory is short',
      env: {},
      machine: { cpus: 8, totalMemoryBytes: 8 * GIB },
    },
  ])('changes nothing where $name', ({ env, machine }) => {
    expect(collectorSettings(env, machine)).toEqual({});
  });
});

describe('nextStep', () => {
  it('gives each of several builds its share of the processors', () => {
    expect(starts(['a', 'b', 'c', 'd'], 2)).toEqual([1, 1, 1, 1]);
    expect(starts(['a', 'b'], 8)).toEqual([4, 4]);
  });

  it('widens the last build when nothing runs beside it to the end', () => {
    expect(starts(['a', 'b', 'c'], 2)).toEqual([1, 1, 2]);
    expect(starts(['a', 'b', 'c', 'd', 'e', 'f'], 4)).toEqual([1, 1, 1, 1, 2, 2]);
  });

  it('lets the first command of a target compile what the others share', () => {
    // One target with three commands on four processors: alone first, then the rest together.
    expect(starts(['a', 'a', 'a'], 4)).toEqual([4, 2, 2]);
    const afterOne = {
      targets: ['a', 'a', 'b'],
      started: new Set([0]),
      finished: new Set<number>(),
    };
    expect(nextStep(afterOne, roomy(4))?.index).toBe(2);
  });

  it('runs every step once, never more at once than allowed, whichever ends first', () => {
    const targets = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        targets,
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat()),
        (list, cpus, ends) => {
          const started: number[] = [];
          const running: number[] = [];
          const finished = new Set<number>();
          while (finished.size < list.length) {
            const next = nextStep(
              { targets: list, started: new Set(started), finished },
              roomy(cpus),
            );
            if (next === undefined) {
              const [ended] = running.splice((ends.next().value ?? 0) % running.length, 1);
              expect(ended).toBeDefined();
              finished.add(ended!);
            } else {
              expect(next.parallelism).toBeGreaterThanOrEqual(1);
              expect(next.parallelism).toBeLessThanOrEqual(cpus);
              started.push(next.index);
              running.push(next.index);
              expect(running.length).toBeLessThanOrEqual(
                concurrentBuilds(list.length, roomy(cpus)),
              );
            }
          }
          expect([...started].sort((a, b) => a - b)).toEqual(list.map((_, index) => index));
        },
      ),
    );
  });
});

/** The `-p` of each step when the builds end in the order in which they started. */
function starts(targets: readonly string[], cpus: number): readonly number[] {
  const started = new Set<number>();
  const finished = new Set<number>();
  const widths: number[] = [];
  while (finished.size < targets.length) {
    const next = nextStep({ targets, started, finished }, roomy(cpus));
    if (next === undefined) {
      const oldest = [...started].find((index) => !finished.has(index));
      finished.add(oldest!);
    } else {
      started.add(next.index);
      widths.push(next.parallelism);
    }
  }
  return widths;
}
