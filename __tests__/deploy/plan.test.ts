import { describe, expect, it } from '@jest/globals';
import { type DeployInputs, parseDeploySettings } from '../../src/deploy/plan.ts';

const least: DeployInputs = {
  url: 'https://deploy.example/hook',
  secret: 's3cret-s3cret',
  expectStatus: [],
};

describe('the settings of a deployment', () => {
  it('have defaults for all but the address and the secret', () => {
    expect(parseDeploySettings(least)).toMatchObject({
      address: { url: 'https://deploy.example/hook' },
      key: { style: 'github' },
      event: 'ship_go_deploy',
      payload: {},
      timeoutMs: 60_000,
      retries: 3,
      expectStatus: { text: '2xx' },
      warnings: [],
    });
  });

  it('take no retries at all', () => {
    expect(parseDeploySettings({ ...least, retries: '0' }).retries).toBe(0);
  });

  it('warn when the secret itself travels in the clear', () => {
    const open = { ...least, url: 'http://deploy.example/', allowHttp: true };
    expect(parseDeploySettings({ ...open, style: 'gitlab' }).warnings).toEqual([
      'http://deploy.example/ is plain http: the secret travels in the clear, and whoever reads it can deploy.',
    ]);
    expect(parseDeploySettings(open).warnings).toEqual([expect.stringMatching(/signature/)]);
    expect(parseDeploySettings({ ...open, url: 'http://localhost:1/' }).warnings).toEqual([]);
  });

  it.each<[string, Partial<DeployInputs>, string]>([
    ['no address', { url: undefined }, 'no-url'],
    ['http to another machine', { url: 'http://deploy.example/' }, 'insecure-url'],
    ['no secret', { secret: undefined }, 'no-secret'],
    ['an event that breaks its header', { event: 'a\nX-Evil: 1' }, 'bad-event'],
    ['an event beyond ASCII', { event: 'déploiement' }, 'bad-event'],
    ['a number of retries that is none', { retries: 'many' }, 'bad-retries'],
    ['negative retries', { retries: '-1' }, 'bad-retries'],
    ['endless retries', { retries: '21' }, 'bad-retries'],
    ['a time that is none', { timeout: 'soon' }, 'bad-duration'],
    ['no time at all', { timeout: '0' }, 'bad-duration'],
    ['a status that is none', { expectStatus: ['fine'] }, 'bad-status'],
    ['a payload that is no object', { payload: '[]' }, 'bad-payload'],
  ])('refuse %s, and show no secret', (_name, wrong, code) => {
    expect(() => parseDeploySettings({ ...least, ...wrong })).toThrow(
      expect.objectContaining({
        name: 'ActionError',
        code,
        message: expect.not.stringMatching(/s3cret|\n/),
        hint: expect.any(String),
      }),
    );
  });
});
