import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseHeaders } from '../../src/health/headers.ts';

describe('header lines', () => {
  it('become fields with names in lower case; values keep their colons', () => {
    expect(parseHeaders(['Accept: text/plain', 'X-Time: 12:30', 'X-Empty:'])).toEqual({
      fields: { accept: 'text/plain', 'x-time': '12:30', 'x-empty': '' },
      secrets: [],
    });
  });

  it('are masked where the name speaks of a secret, the credential by itself too', () => {
    const { secrets } = parseHeaders(['Authorization: Bearer abc.def', 'X-Api-Key: k1', 'X-A: b']);
    expect(secrets).toEqual(['Bearer abc.def', 'abc.def', 'k1']);
  });

  it.each([
    ['no colon here', /line 1 is no header/],
    [': value', /line 1 is no header/],
    ['bad name: value', /line 1 is no header/],
    ['X-Note: schön', /the value of X-Note is no header/],
    ['X-Evil: a\u0000b', /the value of X-Evil/],
    ['Content-Length: 5', /sets content-length/],
    ['Transfer-Encoding: chunked', /sets transfer-encoding/],
  ])('refuse %j', (line, message) => {
    expect(() => parseHeaders([line])).toThrow(
      expect.objectContaining({ code: 'bad-header', message: expect.stringMatching(message) }),
    );
  });

  it('refuse a header that is there twice', () => {
    expect(() => parseHeaders(['X-A: 1', 'x-a: 2'])).toThrow(/sets x-a twice/);
  });

  it('never show a value in an error', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{8,12}$/), (secret) => {
        for (const line of [`Bad Name: ${secret}`, `X-A: ${secret}ü`, secret]) {
          expect(() => parseHeaders([line])).toThrow(
            expect.objectContaining({ message: expect.not.stringContaining(secret) }),
          );
        }
      }),
    );
  });

  it('read back any name and value that HTTP allows', () => {
    const name = fc.stringMatching(/^x-[a-z0-9!#$%&'*+.^_`|~-]{1,20}$/);
    const value = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,30}[\x21-\x7e])?$/);
    fc.assert(
      fc.property(name, value, (given, text) => {
        expect(parseHeaders([`${given}: ${text}`]).fields).toEqual({ [given]: text });
      }),
    );
  });
});
