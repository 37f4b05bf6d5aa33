import { describe, expect, it } from '@jest/globals';
import { parseSigningKey, signatureHeaders } from '../../src/deploy/signature.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the style github', () => {
  it("gives the signature that GitHub's documentation gives for its example", () => {
    const key = parseSigningKey('github', "It's a Secret to Everybody");
    const headers = signatureHeaders(key, {
      event: 'ship_go_deploy',
      deliveryId: 'id',
      sentMs: 0,
      body: utf8('Hello, World!'),
    });
    expect(headers).toEqual({
      'x-github-event': 'ship_go_deploy',
      'x-github-delivery': 'id',
      'x-hub-signature-256':
        'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    });
  });

  it('signs with white space around a secret, and warns of it', () => {
    const key = parseSigningKey('github', 'secret\n');
    expect(Buffer.from(key.bytes).toString()).toBe('secret\n');
    expect(key.warnings).toEqual([expect.stringMatching(/white space/)]);
    expect(key.secrets).toEqual(['secret\n', 'secret']);
  });
});

describe('the style standard', () => {
  /** The example that the reference libraries of Standard Webhooks share. */
  const reference = {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    parts: {
      event: 'x',
      deliveryId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      sentMs: 1_614_265_330_000,
      body: utf8('{"test": 2432232314}'),
    },
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };

  it('gives the reference signature', () => {
    const key = parseSigningKey('standard', reference.secret);
    expect(signatureHeaders(key, reference.parts)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': reference.signature,
    });
  });

  it('takes the key without its prefix and with line breaks around it, as the reference libraries do', () => {
    const key = parseSigningKey('standard', `${reference.secret.replace('whsec_', '')}\n`);
    expect(signatureHeaders(key, reference.parts)['webhook-signature']).toBe(reference.signature);
  });

  it('masks the key with and without its prefix', () => {
    const { secrets } = parseSigningKey('standard', reference.secret);
    expect(secrets).toEqual([reference.secret, reference.secret.replace('whsec_', '')]);
  });

  it.each([
    ['whsec_not base64!', /not base64/],
    ['whsec_', /not base64/],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwX', /damaged/],
    ['whsec_A', /damaged/],
    ['whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', /asymmetric/],
  ])('refuses %s without quoting it', (secret, message) => {
    expect(() => parseSigningKey('standard', secret)).toThrow(
      expect.objectContaining({
        code: 'bad-secret',
        message: expect.stringMatching(message),
        hint: expect.stringContaining('whsec_'),
      }),
    );
    const encoded = secret.replace('whsec_', '');
    if (encoded !== '') expect(() => parseSigningKey('standard', secret)).not.toThrow(encoded);
  });

  it('warns of a key that is shorter than the specification asks for', () => {
    const { warnings } = parseSigningKey('standard', `whsec_${btoa('short')}`);
    expect(warnings).toEqual(['The secret has 5 bytes; Standard Webhooks asks for at least 24.']);
  });
});

describe('the style gitlab', () => {
  it('sends the token and a key that stays the same over repeats', () => {
    const key = parseSigningKey('gitlab', 'glsec-1');
    const parts = { event: 'e', deliveryId: 'id', sentMs: 0, body: utf8('{}') };
    expect(signatureHeaders(key, parts)).toEqual({
      'x-gitlab-event': 'e',
      'x-gitlab-token': 'glsec-1',
      'idempotency-key': 'id',
    });
  });

  it.each(['line\nbreak', 'end ', 'schlüssel', 'a\u0000b'])('refuses %j as a header', (secret) => {
    expect(() => parseSigningKey('gitlab', secret)).toThrow(/cannot be sent as a header/);
  });
});

it.each(['github', 'gitlab', 'standard'] as const)(
  'refuses an empty secret in the style %s',
  (style) => {
    for (const secret of [undefined, '', ' \n']) {
      expect(() => parseSigningKey(style, secret)).toThrow(
        expect.objectContaining({ code: 'no-secret', hint: expect.stringMatching(/forks/) }),
      );
    }
  },
);
