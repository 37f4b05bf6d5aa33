import { describe, expect, it } from '@jest/globals';
import { parseHealthSettings, type VerifyInputs } from '../../src/health/plan.ts';

const least: VerifyInputs = {
  urls: ['https://app.example/healthz'],
  expectStatus: [],
  headers: [],
};

describe('the settings of a watch', () => {
  it('have defaults for all but the address', () => {
    expect(parseHealthSettings(least)).toMatchObject({
      addresses: [{ url: 'https://app.example/healthz' }],
      expect: { status: { text: '200' }, versionField: ['version'] },
      headers: { fields: {} },
      pace: { budgetMs: 300_000, tryMs: 10_000, intervalMs: 2_000, consecutive: 3 },
    });
  });

  it('read a path to the version', () => {
    const { expect: expectation } = parseHealthSettings({
      ...least,
      versionField: 'build.version',
    });
    expect(expectation.versionField).toEqual(['build', 'version']);
  });

  it.each<[string, Partial<VerifyInputs>, string]>([
    ['no address', { urls: [] }, 'no-url'],
    [
      'an address too many',
      { urls: Array.from({ length: 51 }, () => 'https://a.example') },
      'no-url',
    ],
    ['http to another machine', { urls: ['http://app.example'] }, 'insecure-url'],
    ['a second address that is none', { urls: ['https://a.example', 'b'] }, 'bad-url'],
    ['a status that is none', { expectStatus: ['ok'] }, 'bad-status'],
    ['a path with a gap', { versionField: 'build..version' }, 'bad-field'],
    ['a header that is none', { headers: ['x'] }, 'bad-header'],
    ['no time', { timeout: '0' }, 'bad-duration'],
    ['a try without time', { tryTimeout: '1ms' }, 'bad-duration'],
    ['an interval in words', { interval: 'often' }, 'bad-duration'],
    ['never in a row', { consecutive: '0' }, 'bad-consecutive'],
    ['a count that is none', { consecutive: 'three' }, 'bad-consecutive'],
    ['too often in a row', { consecutive: '101' }, 'bad-consecutive'],
  ])('refuse %s', (_name, wrong, code) => {
    expect(() => parseHealthSettings({ ...least, ...wrong })).toThrow(
      expect.objectContaining({ name: 'ActionError', code, hint: expect.any(String) }),
    );
  });
});
