import { expect, it } from '@jest/globals';
import { clientOver } from '../../src/release/github-client.ts';
import type { Transport } from '../../src/release/transport.ts';

const REFUSED = { status: 403, headers: { 'retry-after': '250' }, data: { message: 'slow down' } };

/** A client whose first calls, so many, meet a limit of 250 s; its clock passes only in `sleep`. */
function limitedClient(times: number) {
  let nowMs = 0;
  let left = times;
  let wake: (() => void)[] = [];
  const transport = {
    json: () => {
      left -= 1;
      return Promise.resolve(left >= 0 ? REFUSED : { status: 200, headers: {}, data: {} });
    },
  } as unknown as Transport;
  const say = (): void => undefined;
  const client = clientOver(transport, {
    apiUrl: 'http://api.local',
    repository: 'octo/hello',
    clock: {
      now: () => nowMs,
      random: () => 0,
      sleep: (ms) =>
        new Promise((resolve) => {
          wake.push(resolve);
          // All that were begun in this turn pass together.
          setImmediate(() => {
            const all = wake;
            if (all.length === 0) return;
            wake = [];
            nowMs += ms;
            for (const each of all) each();
          });
        }),
    },
    log: {
      info: say,
      debug: say,
      notice: say,
      warning: say,
      untrusted: say,
      group: (_title, work) => work(),
    },
  });
  return { client, nowMs: () => nowMs };
}

it('waits at the same time cost their time once', async () => {
  const { client, nowMs } = limitedClient(4);
  const calls = Array.from({ length: 4 }, () => client.repositoryVisible());
  expect(await Promise.all(calls)).toEqual([true, true, true, true]);
  expect(nowMs()).toBe(250_000);
});

it('waits one after the other end with the budget of ten minutes', async () => {
  const { client, nowMs } = limitedClient(4);
  await expect(client.repositoryVisible()).rejects.toMatchObject({ code: 'release-rate-limited' });
  expect(nowMs()).toBe(500_000);
});
