import { describe, expect, it } from '@jest/globals';
import type { Wire, WireAnswer, WireFailure, WireRequest } from '../../src/host/wire.ts';
import { parseHealthSettings, type VerifyInputs } from '../../src/health/plan.ts';
import { type HealthReport, unhealthyError, versionsSeen } from '../../src/health/report.ts';
import { watch } from '../../src/health/run.ts';
import { renderHealthSummary } from '../../src/health/summary.ts';

type Outcome = WireAnswer | WireFailure;

const ok = (version: string): Outcome => ({
  kind: 'answer',
  status: 200,
  headers: {},
  body: new TextEncoder().encode(JSON.stringify({ version })),
  end: 'whole',
  ms: 10,
});
const fails = (code: string): Outcome => ({
  kind: 'failure',
  phase: 'connect',
  code,
  words: `because of ${code}`,
  ms: 5,
});

interface Watched {
  readonly report: HealthReport;
  readonly lines: readonly string[];
  readonly asked: readonly WireRequest[];
  readonly summary: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * Watches services that say what `answer` gives at a time in seconds. Time moves only by waiting and by answers: this is
 * about the course of hours, which no test can sit through; real servers are watched in the tests of the bundle.
 */
async function watched(
  answer: (url: string, seconds: number) => Outcome,
  inputs: Partial<VerifyInputs> = {},
): Promise<Watched> {
  const settings = parseHealthSettings({
    urls: ['https://app.example/version'],
    expectStatus: [],
    headers: [],
    ...inputs,
  });
  const lines: string[] = [];
  const asked: WireRequest[] = [];
  let nowMs = 0;
  const clock = {
    now: () => nowMs,
    random: () => 0.5,
    sleep: (ms: number) => {
      nowMs += ms;
      return Promise.resolve();
    },
  };
  const wire: Wire = {
    send: async (request) => {
      asked.push(request);
      const outcome = answer(request.url, nowMs / 1000);
      // All of a round are under way before time moves.
      await Promise.resolve();
      nowMs += outcome.ms;
      return outcome;
    },
  };
  const log = {
    info: (line: string) => lines.push(line),
    debug: () => undefined,
    notice: () => undefined,
    warning: () => undefined,
    untrusted: () => undefined,
    group: <T>(_title: string, work: () => Promise<T>) => work(),
  };
  const report = await watch(settings, { wire, clock, log });
  const { message, hint = '' } = unhealthyError(report, settings);
  return { report, lines, asked, message, hint, summary: renderHealthSummary(settings, report) };
}

describe('a watch', () => {
  it('is healthy after enough healthy rounds in a row', async () => {
    const { report, asked, lines } = await watched(() => ok('1.2.3'), { expectVersion: '1.2.3' });
    expect(report).toMatchObject({ kind: 'healthy', durationMs: 4030 });
    expect(asked).toHaveLength(3);
    expect(lines.at(-1)).toBe('Round 3 at 4 s: healthy, version "1.2.3" (3 of 3 in a row)');
  });

  it('counts anew when the old version shows up again behind a load balancer', async () => {
    const versions = ['new', 'new', 'old', 'new', 'new', 'new'];
    let count = 0;
    const { report } = await watched(() => ok(versions[count++] ?? ''), { expectVersion: 'new' });
    expect(report.kind).toBe('healthy');
    expect(report.rounds).toHaveLength(6);
  });

  it('waits through the whole course of a deployment', async () => {
    const course = (_url: string, seconds: number): Outcome =>
      seconds < 10 ? ok('1.2.2') : seconds < 20 ? fails('ECONNREFUSED') : ok('1.2.3');
    const { report, lines, summary } = await watched(course, { expectVersion: '1.2.3' });
    expect(report.kind).toBe('healthy');
    expect(lines[0]).toMatch(/^Round 1 at 0 ms: wrong version: got "1\.2\.2".*; next in 2 s$/);
    expect(summary).toMatch(/^## Healthy after .* s: 1\.2\.3\n/);
    expect(summary).toMatch(/\n0 ▒+·+█+ .* s\n/);
    expect(summary).toMatch(/\| 0 ms \| .* \| wrong version: got .*1\.2\.2.* \| \d+ \|/);
    expect(summary).toMatch(/<details><summary>\d+ tries<\/summary>/);
  });

  it('ends with its budget, close to the end but not beyond', async () => {
    const { report, message, hint } = await watched(() => ok('1.2.2'), {
      expectVersion: '1.2.3',
      timeout: '1m',
    });
    expect(report.kind).toBe('out-of-time');
    expect(report.durationMs).toBeGreaterThan(45_000);
    expect(report.durationMs).toBeLessThanOrEqual(60_000);
    expect(message).toMatch(
      /^https:\/\/app\.example\/version is unhealthy after \d+ tries in .* s: wrong version: got "1\.2\.2" instead of "1\.2\.3"$/,
    );
    expect(hint).toMatch(/rolled back/);
    expect(versionsSeen(report)).toEqual(['1.2.2']);
  });

  it('has time for enough rounds in a row however short the budget is', async () => {
    const { report } = await watched(() => ok('1'), { timeout: '1s', consecutive: '4' });
    expect(report.kind).toBe('healthy');
    expect(report.durationMs).toBeLessThan(1000);
  });

  it('ends early when a certificate will not mend itself', async () => {
    const { report, message, hint } = await watched(() => fails('ERR_TLS_CERT_ALTNAME_INVALID'));
    expect(report.kind).toBe('hopeless');
    expect(report.rounds).toHaveLength(3);
    expect(message).toMatch(/TLS, wrong host name/);
    expect(hint).toMatch(/^Waiting does not mend this, so the watch ended early\. Use a name/);
  });

  it('does not end early when the certificate is replaced in time', async () => {
    const course = (_url: string, seconds: number): Outcome =>
      seconds < 3 ? fails('DEPTH_ZERO_SELF_SIGNED_CERT') : ok('1');
    expect((await watched(course)).report.kind).toBe('healthy');
  });

  it('never ends early for what a deployment can mend', async () => {
    const { report } = await watched(() => fails('ENOTFOUND'), { timeout: '10m' });
    expect(report).toMatchObject({ kind: 'out-of-time' });
    expect(report.durationMs).toBeGreaterThan(590_000);
  });

  it('is healthy only when every address is, at the same time', async () => {
    const urls = ['https://a.example/', 'https://b.example/'];
    const course = (url: string, seconds: number): Outcome => {
      if (url.includes('a.')) return seconds < 9 ? ok('2') : fails('ECONNREFUSED');
      return seconds < 12 ? fails('ECONNRESET') : ok('2');
    };
    const { report, message, lines } = await watched(course, { urls, timeout: '30s' });
    expect(report.kind).toBe('out-of-time');
    expect(message).toMatch(/^https:\/\/a\.example\/ is unhealthy/);
    expect(lines[0]).toMatch(/: https:\/\/b\.example\/: reset: because of ECONNRESET; next/);
  });

  it('tells how many addresses are unhealthy, and which versions are about', async () => {
    const urls = ['https://a.example/', 'https://b.example/', 'https://c.example/'];
    const versions = (url: string): Outcome => ok(url.includes('c.') ? '3' : '2');
    const { message, report } = await watched(versions, {
      urls,
      timeout: '1s',
      expectVersion: '3',
    });
    expect(message).toMatch(/, and 1 more of the addresses$/);
    expect(versionsSeen(report)).toEqual(['2', '3']);
  });

  it('that was healthy in the end but not long enough says so', async () => {
    const course = (_url: string, seconds: number): Outcome =>
      seconds < 50 ? fails('ECONNREFUSED') : { ...ok('1'), ms: 3000 };
    const { report, message, summary } = await watched(course, { timeout: '1m', consecutive: '9' });
    expect(report.kind).toBe('out-of-time');
    expect(message).toMatch(/^The service was healthy in the end, but not 9 times in a row after/);
    expect(message).toMatch(/; before that refused: because of ECONNREFUSED$/);
    expect(summary).toMatch(/^## Unhealthy after .*: not healthy for long enough\n/);
  });

  it('asks for nothing cached, with the headers and the login that were given', async () => {
    const { asked } = await watched(() => ok('1'), {
      urls: ['https://me:pw@app.example/x?y=1'],
      headers: ['X-Env: prod', 'Accept: text/plain'],
      consecutive: '1',
    });
    expect(asked).toEqual([
      {
        method: 'GET',
        url: 'https://app.example/x?y=1',
        headers: {
          accept: 'text/plain',
          'cache-control': 'no-cache',
          authorization: `Basic ${Buffer.from('me:pw').toString('base64')}`,
          'x-env': 'prod',
        },
        timeoutMs: 10_000,
        maxBytes: 65_536,
      },
    ]);
  });

  it('gives no try more time than is left', async () => {
    const { asked } = await watched(() => fails('ECONNREFUSED'), { timeout: '4s' });
    expect(asked[0]?.timeoutMs).toBe(4000);
    expect(asked.every(({ timeoutMs }) => timeoutMs <= 4000)).toBe(true);
  });
});

describe('the summary', () => {
  it('stays small however long the watch was', async () => {
    const { summary, report } = await watched(() => fails('ECONNREFUSED'), {
      timeout: '6h',
      interval: '1s',
    });
    expect(report.rounds.length).toBeGreaterThan(1000);
    expect(summary.length).toBeLessThan(20_000);
    expect(summary).toMatch(/\d+ more, see the log/);
  });

  it('shows nothing from outside as markup', async () => {
    const { summary } = await watched(() => ok('<img src=x>|`[a](b)'), { consecutive: '1' });
    expect(summary).not.toMatch(/<img|\[a\]/);
  });
});
