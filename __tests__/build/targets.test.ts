import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatTarget, type Target } from '../../src/domain/target.ts';
import { checkTargets, isSameTarget, parseTargets, targetEnv } from '../../src/build/targets.ts';
import { refusal } from './refusal.ts';

const HOST: Target = { goos: 'linux', goarch: 'amd64' };
const DIST_LIST = [
  'darwin/amd64',
  'darwin/arm64',
  'js/wasm',
  'linux/amd64',
  'linux/arm',
  'linux/arm64',
  'windows/amd64',
];

/** Every spelling of a variant that Go's own parser takes, with one that it does not. */
const VARIANTS = [
  { goarch: '386', good: ['sse2', 'softfloat'], bad: '387' },
  { goarch: 'amd64', good: ['v1', 'v2', 'v3', 'v4'], bad: 'v5' },
  { goarch: 'arm', good: ['5', '6', '7', '5,hardfloat', '6,softfloat', '7,hardfloat'], bad: 'v7' },
  {
    goarch: 'arm64',
    good: ['v8.0', 'v8.9', 'v9.0', 'v9.5', 'v8.0,lse', 'v8.0,lse,crypto', 'v9.1,crypto'],
    bad: 'v9.6',
  },
  { goarch: 'mips', good: ['hardfloat', 'softfloat'], bad: 'softfloat,hardfloat' },
  { goarch: 'mipsle', good: ['hardfloat', 'softfloat'], bad: 'hard' },
  { goarch: 'mips64', good: ['hardfloat', 'softfloat'], bad: '5' },
  { goarch: 'mips64le', good: ['hardfloat', 'softfloat'], bad: 'x' },
  { goarch: 'ppc64', good: ['power8', 'power9', 'power10'], bad: 'power11' },
  { goarch: 'ppc64le', good: ['power8', 'power9', 'power10'], bad: '8' },
  { goarch: 'riscv64', good: ['rva20u64', 'rva22u64', 'rva23u64'], bad: 'rva21u64' },
  { goarch: 'wasm', good: ['satconv', 'signext', 'satconv,signext'], bad: 'simd' },
];

describe('parseTargets', () => {
  it('means the six usual targets when nothing is listed', () => {
    expect(parseTargets([], HOST).map(formatTarget)).toEqual([
      'linux/amd64',
      'linux/arm64',
      'darwin/amd64',
      'darwin/arm64',
      'windows/amd64',
      'windows/arm64',
    ]);
  });

  it('keeps the order, and puts the machine itself for host', () => {
    expect(parseTargets(['windows/arm64', 'host'], HOST)).toEqual([
      { goos: 'windows', goarch: 'arm64' },
      HOST,
    ]);
  });

  it.each(VARIANTS.flatMap(({ goarch, good }) => good.map((variant) => ({ goarch, variant }))))(
    'takes linux/$goarch/$variant',
    ({ goarch, variant }) => {
      expect(parseTargets([`linux/${goarch}/${variant}`], HOST)).toEqual([
        { goos: 'linux', goarch, variant },
      ]);
    },
  );

  it.each([
    ...VARIANTS.map(({ goarch, bad }) => ({ goarch, bad })),
    { goarch: 's390x', bad: 'z13' },
  ])('refuses linux/$goarch/$bad', ({ goarch, bad }) => {
    const error = refusal(() => parseTargets([`linux/${goarch}/${bad}`], HOST));
    expect(error.code).toBe('unknown-variant');
    expect(error.message).toMatch(/accepts|has no variants/);
  });

  it.each([
    { name: 'split at its comma', items: ['linux/arm/6', 'softfloat', 'linux/amd64'] },
    { name: 'with a blank behind the comma', items: ['linux/arm/6', ' softfloat', 'linux/amd64'] },
    { name: 'whole', items: ['linux/arm/6,softfloat', 'linux/amd64'] },
  ])('reads a feature list: $name', ({ items }) => {
    expect(parseTargets(items, HOST).map(formatTarget)).toEqual([
      'linux/arm/6,softfloat',
      'linux/amd64',
    ]);
  });

  it.each([
    { name: 'the same words', items: ['linux/amd64', 'linux/amd64'] },
    { name: 'host and its own name', items: ['linux/amd64', 'host'] },
    { name: 'a default spelt out', items: ['linux/arm', 'linux/arm/7'] },
    { name: 'an implied float unit', items: ['linux/arm/5', 'linux/arm/5,softfloat'] },
    { name: 'an implied extension', items: ['linux/arm64/v8.1', 'linux/arm64/v8.1,lse'] },
    {
      name: 'another order of extensions',
      items: ['linux/arm64/v8.0,lse,crypto', 'linux/arm64/v8.0,crypto,lse'],
    },
  ])('refuses duplicates: $name', ({ items }) => {
    expect(refusal(() => parseTargets(items, HOST)).code).toBe('duplicate-target');
  });

  it.each([
    'linux',
    'linux/',
    'Linux/amd64',
    'linux-amd64',
    'softfloat',
    'linux/amd64/',
    'linux/../x',
  ])('refuses "%s"', (item) => {
    const error = refusal(() => parseTargets([item], HOST));
    expect(['bad-target', 'unknown-variant']).toContain(error.code);
    expect(error.message).toContain(item);
  });
});

describe('checkTargets', () => {
  it('passes what Go can build, whatever the variant', () => {
    expect(() => {
      checkTargets([{ goos: 'linux', goarch: 'arm', variant: '6' }, HOST], DIST_LIST);
    }).not.toThrow();
  });

  it.each([
    { target: { goos: 'linux', goarch: 'amd46' }, near: 'linux/amd64' },
    { target: { goos: 'macos', goarch: 'arm64' }, near: 'darwin/arm64' },
    { target: { goos: 'windows', goarch: 'sparc' }, near: 'windows/amd64' },
  ])('refuses $target.goos/$target.goarch and proposes $near', ({ target, near }) => {
    const error = refusal(() => {
      checkTargets([target], DIST_LIST);
    });
    expect(error.code).toBe('unknown-target');
    expect(error.hint).toContain(near);
  });
});

describe('targets that Go links no program for by itself', () => {
  it.each([
    ['android', 'amd64', true],
    ['android', 'arm64', false],
    ['ios', 'arm64', true],
    ['ios', 'amd64', false],
    ['darwin', 'arm64', false],
  ])('%s/%s is refused before anything is built: %s', (goos, goarch, isRefused) => {
    const check = (): void => {
      checkTargets([{ goos, goarch }], [`${goos}/${goarch}`]);
    };
    if (isRefused) expect(refusal(check).code).toBe('target-needs-linker');
    else expect(check).not.toThrow();
  });
});

describe('targetEnv', () => {
  it.each(VARIANTS.flatMap(({ goarch, good }) => good.map((variant) => ({ goarch, variant }))))(
    'passes $goarch/$variant on as written',
    ({ goarch, variant }) => {
      expect(Object.values(targetEnv({ goos: 'linux', goarch, variant }))).toEqual([
        'linux',
        goarch,
        variant,
      ]);
    },
  );

  it.each([
    { goarch: 'amd64', expected: { GOAMD64: 'v1' } },
    { goarch: 'arm', expected: { GOARM: '7' } },
    { goarch: 'arm64', expected: { GOARM64: 'v8.0' } },
    { goarch: 's390x', expected: {} },
  ])('sets the default of $goarch, so that none of the machine counts', ({ goarch, expected }) => {
    expect(targetEnv({ goos: 'linux', goarch })).toEqual({
      GOOS: 'linux',
      GOARCH: goarch,
      ...expected,
    });
  });

  it('gives two targets the same variables only if they are the same program', () => {
    const target = fc
      .constantFrom(...VARIANTS)
      .chain(({ goarch, good }) =>
        fc
          .constantFrom(...good, undefined)
          .map((variant) =>
            variant === undefined ? { goos: 'linux', goarch } : { goos: 'linux', goarch, variant },
          ),
      );
    fc.assert(
      fc.property(target, target, (a, b) => {
        const sameEnv = JSON.stringify(targetEnv(a)) === JSON.stringify(targetEnv(b));
        expect(!sameEnv || isSameTarget(a, b)).toBe(true);
      }),
    );
  });
});
