import { describe, expect, it } from '@jest/globals';
import { attestFailed, type AttestFacts, decideAttestation } from '../../src/package/attest.ts';

const ABLE: AttestFacts = {
  releases: true,
  mayIdentify: true,
  serverUrl: 'https://github.com',
  repository: 'octo-org/hello',
  releaseRepository: 'Octo-Org/hello',
};

describe('the decision to attest', () => {
  it('is yes where the job can', () => {
    expect(decideAttestation('auto', ABLE)).toEqual({ attests: true });
    expect(decideAttestation('true', { ...ABLE, serverUrl: 'https://my-firm.ghe.com' })).toEqual({
      attests: true,
    });
  });

  it('is no, without a word, where it is off or nothing is released', () => {
    expect(decideAttestation('false', ABLE)).toEqual({ attests: false });
    expect(decideAttestation('true', { ...ABLE, releases: false })).toEqual({ attests: false });
  });

  it.each([
    ['may not identify itself', { mayIdentify: false }, /id-token: write/],
    ['runs on an Enterprise Server', { serverUrl: 'https://git.example.com' }, /git\.example\.com/],
    ['runs on a look-alike', { serverUrl: 'https://github.com.example.com' }, /github\.com\.ex/],
    ['releases to another repository', { releaseRepository: 'octo-org/dist' }, /octo-org\/dist/],
  ])('is no with the reason where the job %s, and an error when it must', (_case, facts, words) => {
    expect(decideAttestation('auto', { ...ABLE, ...facts })).toEqual({
      attests: false,
      reason: expect.stringMatching(words),
    });
    expect(() => decideAttestation('true', { ...ABLE, ...facts })).toThrow(
      expect.objectContaining({ code: 'attest-impossible' }),
    );
  });
});

describe('a failed attestation', () => {
  it('does not show an identity token', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
    const { error } = attestFailed(`invalid identity token: ${token}`);
    expect(error.message).toMatch(/invalid identity token: \(token\)$/);
  });
});
