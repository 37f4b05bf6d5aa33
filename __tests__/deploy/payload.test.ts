import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type JsonObject, parsePayload, renderPayload } from '../../src/deploy/payload.ts';

const run = {
  repository: 'octo/app',
  commit: 'c0ffee',
  ref: 'refs/tags/v1.2.3',
  runUrl: 'https://github.com/octo/app/actions/runs/1/attempts/1',
};
const delivery = { id: 'a7c1', madeMs: Date.UTC(2026, 2, 1, 12, 0, 0, 999) };

function rendered(parts: {
  version?: string;
  image?: string;
  payload?: string;
}): Record<string, unknown> {
  return JSON.parse(text(parts)) as Record<string, unknown>;
}

function text(parts: { version?: string; image?: string; payload?: string }): string {
  const payload = parsePayload(parts.payload);
  return new TextDecoder().decode(renderPayload({ ...parts, event: 'e', delivery, run, payload }));
}

describe('what is sent', () => {
  it('tells who, what and when', () => {
    expect(rendered({ version: 'v1.2.3', image: 'ghcr.io/octo/app@sha256:1' })).toEqual({
      event: 'e',
      delivery_id: 'a7c1',
      timestamp: '2026-03-01T12:00:00Z',
      version: 'v1.2.3',
      image: 'ghcr.io/octo/app@sha256:1',
      repository: 'octo/app',
      commit: 'c0ffee',
      ref: 'refs/tags/v1.2.3',
      run_url: 'https://github.com/octo/app/actions/runs/1/attempts/1',
    });
  });

  it('leaves out version and image when they are not given', () => {
    expect(Object.keys(rendered({}))).not.toEqual(expect.arrayContaining(['version']));
    expect(Object.keys(rendered({}))).not.toEqual(expect.arrayContaining(['image']));
  });

  it("puts the user's fields over ours, one level deep", () => {
    const payload = '{"version": "other", "url": "https://a.example/x", "deep": {"a": [1]}}';
    expect(rendered({ version: 'v1', payload })).toMatchObject({
      version: 'other',
      url: 'https://a.example/x',
      deep: { a: [1] },
      repository: 'octo/app',
    });
  });

  it('keeps numbers that a double cannot hold', () => {
    const payload = '{"id": 12345678901234567890, "rate": 1.10, "big": 1e400}';
    expect(text({ payload })).toMatch(/"id":12345678901234567890,"rate":1\.10,"big":1e400\}$/);
  });

  it('carries any JSON object through unchanged', () => {
    const ours = ['event', 'delivery_id', 'timestamp'];
    const object = fc
      .dictionary(fc.string(), fc.jsonValue())
      .filter((value) => ours.every((name) => !Object.hasOwn(value, name)));
    fc.assert(
      fc.property(object, (value) => {
        // JSON knows no negative zero.
        const plain = JSON.parse(JSON.stringify(value)) as JsonObject;
        expect(rendered({ payload: JSON.stringify(value) })).toMatchObject(plain);
      }),
    );
  });
});

describe('a payload that cannot be sent', () => {
  it.each([
    ['{"a": 1,}', /is not JSON: see line 1, column 9$/],
    ['{\n  "a": 1\n  "b": 2\n}', /is not JSON: see line 3, column 3$/],
    ['{"a": x}', /is not JSON$/],
    ['{"a": ', /is not JSON: it ends too early$/],
    ['[1]', /is JSON, yet no object$/],
    ['null', /is JSON, yet no object$/],
    ['"text"', /is JSON, yet no object$/],
    ['{"delivery_id": "x", "timestamp": 1}', /sets "delivery_id" and "timestamp"$/],
    ['{"event": "x"}', /sets "event"$/],
  ])('%s', (payload, message) => {
    expect(() => parsePayload(payload)).toThrow(
      expect.objectContaining({ code: 'bad-payload', message: expect.stringMatching(message) }),
    );
  });

  it('is never quoted, since it may hold a secret', () => {
    expect(() => parsePayload('{"password": hunter2}')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
