import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStatusList } from '../../src/domain/status-list.ts';
import type { WireAnswer } from '../../src/host/wire.ts';
import { classOf } from '../../src/health/classify.ts';
import { judge } from '../../src/health/judge.ts';
import type { Expectation } from '../../src/health/plan.ts';
import type { Verdict } from '../../src/health/verdict.ts';

function answer(body: string, more: Partial<WireAnswer> = {}): WireAnswer {
  const bytes = new TextEncoder().encode(body);
  return { kind: 'answer', status: 200, headers: {}, body: bytes, end: 'whole', ms: 1, ...more };
}

function expecting(more: Partial<Expectation> = {}): Expectation {
  return { status: parseStatusList('s', ['200']), versionField: ['version'], ...more };
}

const version = expecting({ version: '1.2.3' });

describe('an answer is healthy', () => {
  it.each<[string, WireAnswer, Expectation, Verdict]>([
    [
      'by its status when nothing else is asked',
      answer('anything'),
      expecting(),
      { kind: 'healthy', status: 200 },
    ],
    [
      'with the version it tells even unasked',
      answer('{"version":"9"}'),
      expecting(),
      { kind: 'healthy', status: 200, version: '9' },
    ],
    [
      'when it tells the expected version',
      answer('{"version":"1.2.3"}'),
      version,
      { kind: 'healthy', status: 200, version: '1.2.3' },
    ],
    [
      'when the tag is expected and the version is told',
      answer('{"version":"1.2.3"}'),
      expecting({ version: 'v1.2.3' }),
      { kind: 'healthy', status: 200, version: '1.2.3' },
    ],
    [
      'when the version is expected and the tag is told',
      answer('{"version":"v1.2.3"}'),
      version,
      { kind: 'healthy', status: 200, version: 'v1.2.3' },
    ],
    [
      'with a version deeper inside',
      answer('{"build":{"version":"1.2.3"}}'),
      expecting({ version: '1.2.3', versionField: ['build', 'version'] }),
      { kind: 'healthy', status: 200, version: '1.2.3' },
    ],
    [
      'with a version inside a list',
      answer('{"apps":[{"v":"1"},{"v":"1.2.3"}]}'),
      expecting({ version: '1.2.3', versionField: ['apps', '1', 'v'] }),
      { kind: 'healthy', status: 200, version: '1.2.3' },
    ],
    [
      'with a version that is a number',
      answer('{"version":42}'),
      expecting({ version: '42' }),
      { kind: 'healthy', status: 200, version: '42' },
    ],
    [
      'when it begins with a byte order mark',
      answer('\ufeff{"version":"1.2.3"}'),
      version,
      { kind: 'healthy', status: 200, version: '1.2.3' },
    ],
    [
      'when it holds the expected text',
      answer('all systems go'),
      expecting({ body: 'systems' }),
      { kind: 'healthy', status: 200 },
    ],
    [
      'by its status alone even when it is too long to be read',
      answer('x', { end: 'limit' }),
      expecting(),
      { kind: 'healthy', status: 200 },
    ],
  ])('%s', (_name, given, expectation, verdict) => {
    expect(judge(given, expectation)).toEqual(verdict);
  });
});

describe('an answer is unhealthy', () => {
  it.each<[string, WireAnswer, Expectation, string, string]>([
    [
      'with another status',
      answer('{"version":"1.2.3"}', { status: 503 }),
      version,
      'status',
      'status: got HTTP 503 instead of 200',
    ],
    [
      'when it redirects',
      answer('', { status: 302, headers: { location: 'https://u:p@sso.example/login?back=1' } }),
      version,
      'status',
      'status: got HTTP 302, a redirect to "https://sso.example/login" that is not followed, instead of 200',
    ],
    [
      'with the old version',
      answer('{"version":"1.2.2"}'),
      version,
      'wrong-version',
      'wrong version: got "1.2.2" instead of "1.2.3"',
    ],
    [
      'with a longer version that begins the same',
      answer('{"version":"1.2.30"}'),
      version,
      'wrong-version',
      'wrong version: got "1.2.30" instead of "1.2.3"',
    ],
    [
      'with a word that only looks like a tag',
      answer('{"version":"vnext"}'),
      expecting({ version: 'next' }),
      'wrong-version',
      'wrong version: got "vnext" instead of "next"',
    ],
    [
      'without the field',
      answer('{"status":"ok"}'),
      version,
      'wrong-version',
      'wrong version: the answer has no field "version"',
    ],
    [
      'with an object where the version should be',
      answer('{"version":{}}'),
      version,
      'wrong-version',
      'wrong version: the answer has no field "version"',
    ],
    [
      'when only the prototype knows the field',
      answer('{}'),
      expecting({ version: 'x', versionField: ['constructor', 'name'] }),
      'wrong-version',
      'wrong version: the answer has no field "constructor.name"',
    ],
    ['when it is no JSON', answer('<html>\n'), version, 'bad-json', 'bad JSON: got "<html>"'],
    ['when it is empty', answer(''), version, 'bad-json', 'bad JSON: got ""'],
    [
      'when it is too long to find a version in',
      answer('{', { end: 'limit' }),
      version,
      'too-large',
      'too large: the answer is longer than 64 KiB',
    ],
    [
      'without the expected text',
      answer('maintenance'),
      expecting({ body: 'ready' }),
      'body',
      'body: it does not hold the expected text',
    ],
    [
      'when it was cut',
      answer('{"version":"1.2.3"}', { end: 'cut' }),
      version,
      'reset',
      'reset: the answer was cut',
    ],
    [
      'when it trickles',
      answer('{"version":"1.2.3"}', { end: 'timeout' }),
      version,
      'timeout',
      'timeout: the answer was not whole in time',
    ],
  ])('%s', (_name, given, expectation, errorClass, words) => {
    expect(judge(given, expectation)).toMatchObject({
      kind: 'unhealthy',
      errorClass,
      words,
      hopeless: false,
    });
  });

  it('in one line without control characters, whatever the server says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const verdicts = [
          judge(answer(text), version),
          judge(answer(JSON.stringify({ version: text })), version),
          judge(answer('', { status: 301, headers: { location: text } }), version),
        ];
        for (const verdict of verdicts) {
          const words = verdict.kind === 'unhealthy' ? verdict.words : '';
          expect(words).not.toMatch(/\p{Cc}/u);
          expect(words.length).toBeLessThan(500);
        }
      }),
    );
  });
});

describe('failures to get an answer', () => {
  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'reset'],
    ['SHIP_GO_TIMEOUT', 'timeout'],
    ['ETIMEDOUT', 'timeout'],
    ['EHOSTUNREACH', 'unreachable'],
    ['SHIP_GO_PROXY', 'proxy'],
    ['CERT_HAS_EXPIRED', 'tls-expired'],
    ['CERT_NOT_YET_VALID', 'tls-not-yet-valid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-hostname'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-self-signed'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-unknown-ca'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls-unknown-ca'],
    ['CERT_REVOKED', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
    ['EMFILE', 'network'],
    ['', 'network'],
  ])('%s is of the class %s', (code, errorClass) => {
    expect(classOf(code)).toBe(errorClass);
  });

  it('are hopeless when they are about the certificate, and no other', () => {
    const hopeless = (code: string): boolean => {
      const verdict = judge(
        { kind: 'failure', phase: 'connect', code, words: code, ms: 1 },
        version,
      );
      return verdict.kind === 'unhealthy' && verdict.hopeless;
    };
    expect(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'].every(hopeless)).toBe(
      true,
    );
    expect(['ENOTFOUND', 'ECONNREFUSED', 'SHIP_GO_TIMEOUT'].some(hopeless)).toBe(false);
  });
});
