import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createActionFixtures } from './action-fixtures.ts';
import type { ActionFixtures } from './action-fixtures.ts';

// "Metadata syntax" (runs.post, runs.post-if), "Workflow cancellation reference"; StepsRunner.cs, ActionRunner.cs,
// ProcessInvoker.cs, JobExtension.cs.

let fixtures: ActionFixtures;
beforeAll(async () => {
  fixtures = await createActionFixtures();
});
afterAll(async () => {
  await fixtures.remove();
});

// Long enough for a handler to answer on a busy machine.
const patience = { afterInterruptMs: 1200, afterTerminateMs: 1200, forOutputMs: 500 };
const fail = 'process.exit(1);';

describe('posts', () => {
  it('run after all mains, the last first, each with its own state', async () => {
    const job = await fixtures.job();
    const action = await fixtures.action({
      main: "append('GITHUB_STATE', 'who=' + env.INPUT_WHO + '\\n'); append('GITHUB_OUTPUT', 'out=1\\n');",
      post: 'print([env.STATE_who, env.INPUT_WHO, env.GITHUB_ACTION, env.out, env.EXPORTED].join());',
      inputs: { who: {} },
    });
    const exporting = await fixtures.action({ main: "append('GITHUB_ENV', 'EXPORTED=yes\\n');" });
    const first = await job.uses(action, { with: { who: 'one' }, id: 'a' });
    await job.uses(action, { with: { who: 'two' } });
    await job.uses(exporting);
    const { status, posts } = await job.finish();
    expect(first.state).toEqual({ who: 'one' });
    expect(status).toBe('success');
    expect(posts.map(({ log }) => log)).toEqual([
      ['Post job cleanup.', 'two,two,__self_2,,yes'],
      ['Post job cleanup.', 'one,one,a,,yes'],
    ]);
    expect(posts[1]?.name).toMatch(/^Post Run /);
    await expect(job.finish()).rejects.toThrow('has finished');
  });

  it('run after a main that failed, and not for a main that was skipped', async () => {
    const job = await fixtures.job();
    const action = await fixtures.action({ main: fail, post: "print('post');" });
    expect((await job.uses(action)).conclusion).toBe('failure');
    expect((await job.uses(action)).conclusion).toBe('skipped');
    const { status, posts } = await job.finish();
    expect(status).toBe('failure');
    expect(posts).toHaveLength(1);
    expect(posts[0]?.outcome).toBe('success');
  });

  it('run when the main file is missing', async () => {
    const job = await fixtures.job();
    const result = await job.uses(await fixtures.action({ post: "print('post');" }));
    expect(result.outcome).toBe('failure');
    expect(result.annotations.kept[0]?.message).toMatch(/^File not found: '.*main\.mjs'$/);
    expect((await job.finish()).posts[0]?.outcome).toBe('success');
  });

  // Columns: the job succeeded, failed, was cancelled.
  it.each([
    { postIf: undefined, runs: [true, true, true] },
    { postIf: 'success()', runs: [true, false, false] },
    { postIf: '!cancelled()', runs: [true, true, false] },
    { postIf: 'failure() || cancelled()', runs: [false, true, true] },
    { postIf: "github.ref == 'refs/heads/main'", runs: [true, true, true] },
  ])('with post-if $postIf', async ({ postIf, runs }) => {
    const seen: boolean[] = [];
    const good = await fixtures.action({
      main: '',
      post: '',
      ...(postIf === undefined ? {} : { postIf }),
    });
    const bad = await fixtures.action({ main: fail });
    for (const status of ['success', 'failure', 'cancelled']) {
      const job = await fixtures.job();
      await job.uses(good);
      if (status === 'failure') await job.uses(bad);
      if (status === 'cancelled') job.cancel();
      const { posts } = await job.finish();
      seen.push(posts[0]?.conclusion === 'success');
    }
    expect(seen).toEqual(runs);
  });

  it('that fail make the job fail, and are seen by the posts after them', async () => {
    const job = await fixtures.job();
    await job.uses(await fixtures.action({ main: '', post: '', postIf: 'success()' }));
    await job.uses(await fixtures.action({ main: '', post: fail }));
    const { status, posts } = await job.finish();
    expect(status).toBe('failure');
    expect(posts.map(({ conclusion }) => conclusion)).toEqual(['failure', 'skipped']);
  });

  it('whose condition is no expression fail', async () => {
    const job = await fixtures.job();
    await job.uses(await fixtures.action({ main: '', post: '', postIf: 'always(' }));
    const { status, posts } = await job.finish();
    expect(status).toBe('failure');
    expect(posts[0]?.annotations.kept[0]?.message).toContain('Unexpected end');
  });

  it('are all there is: pre is passed over with a warning', async () => {
    const job = await fixtures.job();
    const action = await fixtures.action({ main: "print('main');", runs: { pre: 'none.mjs' } });
    const result = await job.uses(action);
    expect(result.outcome).toBe('success');
    expect(result.annotations.kept[0]?.message).toContain('`pre` execution is not supported');
  });
});

describe('steps', () => {
  it('with continue-on-error fail in outcome only', async () => {
    const job = await fixtures.job();
    const result = await job.uses(await fixtures.action({ main: fail }), { continueOnError: true });
    expect(result).toMatchObject({ outcome: 'failure', conclusion: 'success', exitCode: 1 });
    expect(job.status).toBe('success');
  });

  it.each([
    { condition: 'failure()', conclusion: 'success' },
    { condition: 'always()', conclusion: 'success' },
    { condition: "steps.bad.conclusion == 'failure'", conclusion: 'skipped' },
    { condition: "!cancelled() && steps.bad.outcome == 'failure'", conclusion: 'success' },
    { condition: 'nothing.at.all && always()', conclusion: 'failure' },
  ])('after a failure with if: $condition', async ({ condition, conclusion }) => {
    const job = await fixtures.job();
    await job.uses(await fixtures.action({ main: fail }), { id: 'bad' });
    const result = await job.uses(await fixtures.action({ main: '' }), { if: condition });
    expect(result.conclusion).toBe(conclusion);
  });

  it('run one at a time', async () => {
    const job = await fixtures.job();
    const running = job.start(await fixtures.action({ main: '' }));
    expect(() => job.start('/x')).toThrow('still running');
    await expect(job.finish()).rejects.toThrow('still running');
    expect((await running.result).conclusion).toBe('success');
  });

  it('tell each line as it is written', async () => {
    const job = await fixtures.job();
    const lines: string[] = [];
    const action = await fixtures.action({ main: "print('a\\rb'); process.stdout.write('c');" });
    const result = await job.uses(action, { onLine: (line) => lines.push(line) });
    expect(lines).toEqual(result.log);
    expect(lines.slice(-3)).toEqual(['a', 'b', 'c']);
  });
});

/** An action that says when it is ready, and lists the signals that reach it; `ends` names those that end it. */
function listening(ends: readonly string[]): string {
  return `for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  print(signal);
  if (${JSON.stringify(ends)}.includes(signal)) process.exit(0);
});
append('GITHUB_OUTPUT', 'kept=1\\n');
print('ready');
await sleep(60_000);`;
}

/** Starts `main`, and cancels the job once it is ready. */
async function cancelled(main: string, condition?: string) {
  const job = await fixtures.job({ patience });
  const action = await fixtures.action({ main, post: "print('post');" });
  const result = await job.uses(action, {
    ...(condition === undefined ? {} : { if: condition }),
    onLine: (line) => {
      if (line === 'ready') job.cancel();
    },
  });
  return { job, result };
}

describe('cancelling a job', () => {
  // Windows has no signals of this kind.
  const onUnix = process.platform === 'win32' ? it.skip : it;

  onUnix.each([
    { name: 'SIGINT', ends: ['SIGINT'], sent: ['SIGINT'], exitCode: 0 },
    { name: 'SIGTERM', ends: ['SIGTERM'], sent: ['SIGINT', 'SIGTERM'], exitCode: 0 },
    { name: 'SIGKILL', ends: [], sent: ['SIGINT', 'SIGTERM', 'SIGKILL'], exitCode: 137 },
  ])('ends a step with $name', async ({ ends, sent, exitCode }) => {
    const { job, result } = await cancelled(listening(ends));
    // Even a step that ended well is cancelled, and its file commands count.
    expect(result).toMatchObject({ outcome: 'cancelled', exitCode, outputs: { kept: '1' } });
    expect(result.signalsSent).toEqual(sent);
    expect(result.annotations.kept[0]?.message).toBe('The operation was canceled.');
    const { status, posts } = await job.finish();
    expect(status).toBe('cancelled');
    expect(posts[0]?.log).toContain('post');
  });

  it('leaves a step alone whose condition still holds', async () => {
    const main = "process.on('SIGINT', () => process.exit(9)); print('ready'); await sleep(200);";
    const { job, result } = await cancelled(main, 'always()');
    expect(result).toMatchObject({ outcome: 'success', signalsSent: [] });
    expect(job.status).toBe('cancelled');
    expect((await job.uses(await fixtures.action({ main: '' }))).conclusion).toBe('skipped');
  });

  onUnix('ends a post that does not want to run then', async () => {
    const job = await fixtures.job({ patience });
    const action = await fixtures.action({
      main: '',
      post: listening(['SIGINT']),
      postIf: '!cancelled()',
    });
    await job.uses(action, {
      onLine: (line) => {
        if (line === 'ready') job.cancel();
      },
    });
    const { status, posts } = await job.finish();
    expect(posts[0]).toMatchObject({ outcome: 'cancelled', signalsSent: ['SIGINT'] });
    expect(status).toBe('cancelled');
  });

  onUnix('signals the action alone; what it leaves behind is ended with the job', async () => {
    const main = `import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' });
append('GITHUB_OUTPUT', 'pid=' + child.pid + '\\n');
${listening(['SIGINT'])}`;
    const { job, result } = await cancelled(main);
    const pid = Number(result.outputs['pid']);
    expect(isAlive(pid)).toBe(true);
    // The child holds the output open: the runner gives up waiting for it.
    expect(result.durationMs).toBeLessThan(20_000);
    if (process.platform !== 'linux') return;
    const { orphans } = await job.finish();
    expect(orphans).toEqual([expect.stringContaining(`(${String(pid)})`)]);
    expect(isAlive(pid)).toBe(false);
  });
});

/** A process that has been killed but not yet collected counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    const stat = readFileSync(path.join('/proc', String(pid), 'stat'), 'utf8');
    return !stat.includes(') Z ');
  } catch {
    return false;
  }
}

describe('timeout-minutes', () => {
  it('fails the step, and the post still runs', async () => {
    const job = await fixtures.job({ patience });
    const action = await fixtures.action({ main: listening(['SIGINT']), post: '' });
    // The same limit holds for the post, and Node needs a while to start on a busy machine.
    const result = await job.uses(action, { timeoutMs: 6000, name: 'Slow' });
    expect(result.outcome).toBe('failure');
    expect(result.signalsSent[0]).toBe('SIGINT');
    expect(result.annotations.kept[0]?.message).toBe(
      "The action 'Slow' has timed out after 0.1 minutes.",
    );
    const { status, posts } = await job.finish();
    expect(status).toBe('failure');
    expect(posts[0]?.outcome).toBe('success');
  });

  it('can be borne with continue-on-error', async () => {
    const job = await fixtures.job({ patience });
    const action = await fixtures.action({ main: listening(['SIGINT']) });
    const result = await job.uses(action, { timeoutMs: 600, continueOnError: true });
    expect(result).toMatchObject({ outcome: 'failure', conclusion: 'success' });
    expect(job.status).toBe('success');
  });
});

it('cancels a single step without the job', async () => {
  const job = await fixtures.job({ patience });
  const running = job.start(await fixtures.action({ main: listening(['SIGINT']) }), {
    onLine: (line) => {
      if (line === 'ready') running.cancel();
    },
  });
  expect((await running.result).outcome).toBe('cancelled');
  expect(job.status).toBe('success');
});
