import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import semver from 'semver';
import { highestMatch } from '../../src/toolchain/plan.ts';
import {
  goFromSemver,
  parseVersionSpec,
  semverFromGo,
  unquotedYamlWarning,
} from '../../src/toolchain/version-spec.ts';

describe('a version text', () => {
  it.each([
    ['a full version', '1.25.3', '1.25.3'],
    ['a full version with v', 'v1.25.3', '1.25.3'],
    ['a full version with go', 'go1.25.3', '1.25.3'],
    ['spaces around it', '  1.25.3\n', '1.25.3'],
    ["a pre-release in Go's words", '1.25rc1', '1.25.0-rc.1'],
    ["a pre-release in Go's words with go", 'go1.25rc1', '1.25.0-rc.1'],
    ['a beta', '1.18beta2', '1.18.0-beta.2'],
    ['a pre-release in semver words', '1.25.0-rc.1', '1.25.0-rc.1'],
    ['a pre-release written in between', '1.25-rc.1', '1.25.0-rc.1'],
    ["a distribution's revision", '1.25.3-1', '1.25.3-1'],
  ])('is exact: %s', (_name, text, expected) => {
    expect(parseVersionSpec(text)).toEqual({ kind: 'exact', semver: expected });
  });

  it.each([
    ['a minor', '1.25', ['1.25.0', '1.25.9'], ['1.24.9', '1.26.0', '1.25.0-rc.1']],
    ['a minor with go', 'go1.25', ['1.25.9'], ['1.26.0']],
    ['an x', '1.25.x', ['1.25.0'], ['1.26.0']],
    ['a caret', '^1.25.1', ['1.25.1', '1.27.0'], ['1.25.0', '2.0.0']],
    ['a tilde', '~1.25', ['1.25.9'], ['1.26.0']],
    ['two bounds', '>=1.24 <1.26', ['1.24.0', '1.25.9'], ['1.26.0', '1.23.9']],
    ['bounds with go', '>=go1.24 <go1.26', ['1.25.9'], ['1.26.0']],
    ['a major', '1', ['1.0.0', '1.99.0'], ['2.0.0']],
    ['a star', '*', ['1.0.0'], ['1.25.0-rc.1']],
    ['a bound at a pre-release', '>=1.26rc1', ['1.26.0-rc.2', '1.26.0'], ['1.25.9']],
  ])('is a range: %s', (_name, text, inside, outside) => {
    const spec = parseVersionSpec(text);
    for (const version of inside) expect(highestMatch([version], spec)).toBe(version);
    for (const version of outside) expect(highestMatch([version], spec)).toBeUndefined();
  });

  it.each(['latest', 'tip', 'Stable', '', ' ', 'gotip', '1.25.3.1', '1.x.y.z', 'go', '${{ }}'])(
    'is refused with the allowed forms: "%s"',
    (text) => {
      expect(() => parseVersionSpec(text)).toThrow(
        expect.objectContaining({
          code: 'unknown-go-version',
          hint: expect.stringContaining('1.25.x'),
        }),
      );
    },
  );

  it('is either understood or refused as such, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[\dvgorcx.^~<>=* |-]{0,14}$/)),
        (text) => {
          try {
            const spec = parseVersionSpec(text);
            if (spec.kind === 'exact') expect(semver.valid(spec.semver)).toBe(spec.semver);
            if (spec.kind === 'range') expect(semver.validRange(spec.range)).not.toBeNull();
          } catch (error) {
            expect(error).toMatchObject({ code: 'unknown-go-version' });
          }
        },
      ),
    );
  });

  it('warns about 1.20 that YAML made 1.2, and about nothing else', () => {
    expect(unquotedYamlWarning('1.2')).toContain("'1.20'");
    for (const text of ['1.20', '1.25', '1.2.2', 'stable', '1']) {
      expect(unquotedYamlWarning(text)).toBeUndefined();
    }
  });
});

describe('Go versions and semantic versions', () => {
  it.each([
    ['1', '1.0.0'],
    ['1.20', '1.20.0'],
    ['1.20.14', '1.20.14'],
    ['1.21.0', '1.21.0'],
    ['1.25rc1', '1.25.0-rc.1'],
    ['1.18beta2', '1.18.0-beta.2'],
    ['1.9.2rc2', '1.9.2-rc.2'],
  ])('go%s is %s and back', (go, version) => {
    expect(semverFromGo(go)).toBe(version);
    expect(goFromSemver(version)).toBe(go);
  });

  it.each(['devel', '1.25.3-acme', '', '1.', 'v1.2', '1.2.3.4'])('"%s" is no release', (text) => {
    expect(semverFromGo(text)).toBeUndefined();
  });

  it('convert back and forth without loss for every release there can be', () => {
    const number = fc.nat({ max: 99 });
    const tail = fc.option(fc.tuple(fc.constantFrom('beta', 'rc'), fc.integer({ min: 1, max: 9 })));
    fc.assert(
      fc.property(number, number, tail, (minor, patch, pre) => {
        const version = `1.${minor}.${patch}${pre === null ? '' : `-${pre[0]}.${pre[1]}`}`;
        expect(semverFromGo(goFromSemver(version))).toBe(version);
      }),
    );
  });
});

describe('the highest match', () => {
  const released = ['1.24.11', '1.25.4', '1.25.10', '1.26.0-rc.1', '1.23.12'];

  it('is the newest release for stable, and of the minor before for oldstable', () => {
    expect(highestMatch(released, { kind: 'alias', alias: 'stable' })).toBe('1.25.10');
    expect(highestMatch(released, { kind: 'alias', alias: 'oldstable' })).toBe('1.24.11');
  });

  it('fits the range, and nothing else that fits is higher', () => {
    const version = fc
      .tuple(fc.integer({ min: 18, max: 27 }), fc.nat({ max: 14 }))
      .map(([minor, patch]) => `1.${minor}.${patch}`);
    const range = fc.oneof(
      fc.integer({ min: 18, max: 27 }).map((minor) => `1.${minor}`),
      version.map((from) => `^${from}`),
      version.map((from) => `~${from}`),
      fc.tuple(version, version).map(([a, b]) => `>=${a} <${b}`),
    );
    fc.assert(
      fc.property(fc.array(version), range, (available, text) => {
        const fitting = available.filter((candidate) => semver.satisfies(candidate, text));
        const best = highestMatch(available, parseVersionSpec(text));
        if (best === undefined) expect(fitting).toEqual([]);
        else {
          expect(fitting).toContain(best);
          expect(fitting.filter((candidate) => semver.gt(candidate, best))).toEqual([]);
        }
      }),
    );
  });
});
