import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLoopback, loginSecrets, parseWebAddress } from '../../src/domain/web-address.ts';

describe('addresses of the web', () => {
  it('sends the query and shows neither it nor the login', () => {
    const address = parseWebAddress('url', 'https://me:p%40ss@a.example:8443/x?token=t0p#f', false);
    expect(address).toEqual({
      url: 'https://a.example:8443/x?token=t0p',
      printable: 'https://a.example:8443/x',
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
      secrets: ['p@ss', 'p%40ss', Buffer.from('me:p@ss').toString('base64'), 't0p'],
      exposed: false,
    });
  });

  it('masks a user without a password, which is often a token', () => {
    const { secrets } = parseWebAddress('url', 'https://ghp_secret@a.example/', false);
    expect(secrets).toContain('ghp_secret');
  });

  it('masks no field of the query that is no secret', () => {
    expect(parseWebAddress('url', 'https://a.example/?ref=main', false).secrets).toEqual([]);
  });

  it.each([
    'http://localhost:1/',
    'http://app.localhost/',
    'http://127.8.9.1/',
    'http://[::1]:80/',
  ])('takes %s, which is this machine', (url) => {
    expect(parseWebAddress('url', url, false).exposed).toBe(false);
  });

  it.each(['http://a.example/', 'http://127.0.0.1.example/', 'http://localhost.example/'])(
    'refuses %s unless http is allowed',
    (url) => {
      expect(() => parseWebAddress('url', url, false)).toThrow(
        expect.objectContaining({
          code: 'insecure-url',
          hint: expect.stringMatching(/allow-http/),
        }),
      );
      expect(parseWebAddress('url', url, true).exposed).toBe(true);
    },
  );

  it.each([
    '',
    'example.com',
    'ftp://a.example/',
    'https://',
    'file:///etc/passwd',
    'https://a b/',
  ])('refuses %j as no address', (url) => {
    expect(() => parseWebAddress('url', url, true)).toThrow(
      expect.objectContaining({ code: 'bad-url' }),
    );
  });

  it('shows no secret part of an address that is none', () => {
    const texts = ['me:SECRET@host/x', 'htps://u:SECRET@host', 'host/x?token=SECRET', 'x#SECRET'];
    for (const text of texts) {
      expect(() => parseWebAddress('url', text, true)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('SECRET') }),
      );
    }
  });

  it('never shows the login or the query, whatever they are', () => {
    const secret = fc.stringMatching(/^[a-z0-9]{12,20}$/);
    fc.assert(
      fc.property(
        secret,
        secret,
        fc.webUrl({ validSchemes: ['https'] }),
        (password, query, base) => {
          const url = new URL(base);
          url.username = 'deployer';
          url.password = password;
          url.search = `?token=${query}`;
          const { printable, secrets, url: sent } = parseWebAddress('url', url.href, false);
          expect(printable).not.toContain(password);
          expect(printable).not.toContain(query);
          expect(sent).not.toContain(password);
          expect(secrets).toEqual(expect.arrayContaining([password, query]));
        },
      ),
    );
  });

  it.each([
    ['https://me:p%40ss@a.example/go', ['p@ss', 'p%40ss']],
    ['https://ghp_secret@a.example/go', ['ghp_secret']],
    ['https://a.example/go', []],
    ['no address', []],
  ])('has what must not be shown of its login: %s', (text, secrets) => {
    expect(loginSecrets(text)).toEqual(secrets);
  });

  it('knows this machine only by its own names and addresses', () => {
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        expect(isLoopback(domain)).toBe(false);
      }),
    );
  });
});
