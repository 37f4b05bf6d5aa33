import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FakeGoProxy, startGoProxy } from './go-proxy.ts';

let proxy: FakeGoProxy;
beforeAll(async () => {
  proxy = await startGoProxy(
    new Map<string, string | number>([
      ['golang.org/toolchain/@v/list', 'v0.0.1-go1.25.3.linux-amd64\n'],
      ['gone', 410],
    ]),
  );
});
afterAll(() => proxy.close());

describe('the fake Go module proxy', () => {
  it('serves files and keeps what was asked', async () => {
    const answer = await fetch(`${proxy.url}/golang.org/toolchain/@v/list`, {
      headers: { authorization: 'Basic abc' },
    });
    expect(await answer.text()).toBe('v0.0.1-go1.25.3.linux-amd64\n');
    expect(proxy.requests).toEqual([
      { path: 'golang.org/toolchain/@v/list', authorization: 'Basic abc' },
    ]);
  });

  // "It should respond with 404 or 410 when it does not have the module" (go.dev/ref/mod#goproxy-protocol).
  it('answers 404 for what it does not have, and any status it is told to', async () => {
    expect((await fetch(`${proxy.url}/nothing`)).status).toBe(404);
    expect((await fetch(`${proxy.url}/gone`)).status).toBe(410);
  });
});
