import { existsSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createActionFixtures } from './action-fixtures.ts';
import type { ActionFixtures } from './action-fixtures.ts';
import type { StepResult } from './runner/results.ts';

// "Workflow commands for GitHub Actions", environment files; FileCommandManager.cs.

let fixtures: ActionFixtures;
beforeAll(async () => {
  fixtures = await createActionFixtures();
});
afterAll(async () => {
  await fixtures.remove();
});

async function run(main: string): Promise<StepResult> {
  return (await fixtures.job()).uses(await fixtures.action({ main }));
}

describe('file commands', () => {
  it('reach the steps after this one, not this one', async () => {
    const job = await fixtures.job({ processEnv: { PATH: '/usr/bin' }, env: { A: 'job' } });
    const first = await job.uses(
      await fixtures.action({
        main: `append('GITHUB_ENV', 'A=step\\nB<<E\\n1\\n2\\nE\\n');
append('GITHUB_PATH', '/x\\n\\n/y\\n/x\\n');
append('GITHUB_OUTPUT', 'o=1\\n');
print('A is ' + env.A);`,
      }),
    );
    expect(first.log).toContain('A is job');
    expect(first.exportedEnv).toEqual({ A: 'step', B: '1\n2' });
    expect(first.addedPaths).toEqual(['/x', '/y', '/x']);
    expect(first.outputs).toEqual({ o: '1' });

    const second = await job.uses(
      await fixtures.action({
        main: 'print(JSON.stringify([env.A, env.B, env.PATH, env.o ?? null]));',
      }),
    );
    // A folder that is added again moves to the front.
    const expected = ['step', '1\n2', ['/x', '/y', '/usr/bin'].join(path.delimiter), null];
    expect(second.log).toContain(JSON.stringify(expected));
  });

  it('count even if the step fails', async () => {
    const result = await run("append('GITHUB_OUTPUT', 'o=1\\n'); process.exit(3);");
    expect(result).toMatchObject({ outcome: 'failure', exitCode: 3, outputs: { o: '1' } });
  });

  it('refuse NODE_OPTIONS with an error, and go on', async () => {
    const result = await run("append('GITHUB_ENV', 'node_options=--inspect\\nA=1\\n');");
    expect(result.outcome).toBe('success');
    expect(result.exportedEnv).toEqual({ A: '1' });
    expect(result.annotations.kept[0]).toMatchObject({
      level: 'error',
      message: "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.",
    });
  });

  it.each([
    { file: 'GITHUB_ENV', name: 'env', field: 'exportedEnv' },
    { file: 'GITHUB_OUTPUT', name: 'output', field: 'outputs' },
    { file: 'GITHUB_STATE', name: 'state', field: 'state' },
  ] as const)(
    '$file: a bad line fails the step after the pairs before it',
    async ({ file, name, field }) => {
      const result = await run(`append('${file}', 'a=1\\nnonsense\\nb=2\\n');
if ('${file}' !== 'GITHUB_OUTPUT') append('GITHUB_OUTPUT', 'o=1\\n');`);
      expect(result.exitCode).toBe(0);
      expect(result.outcome).toBe('failure');
      expect(result.annotations.kept.map(({ message }) => message)).toEqual([
        `Unable to process file command '${name}' successfully.`,
        "Invalid format 'nonsense'",
      ]);
      expect(result[field]).toEqual({ a: '1' });
      if (name !== 'output') expect(result.outputs).toEqual({ o: '1' });
    },
  );

  it.each([
    {
      name: 'an output without a name',
      file: 'GITHUB_OUTPUT',
      text: '=1',
      error: 'cannot be null',
    },
    { name: 'a variable without a name', file: 'GITHUB_ENV', text: '=1', error: 'cannot be null' },
    {
      name: 'a heredoc without its end',
      file: 'GITHUB_ENV',
      text: 'a<<E\n1\n',
      error: "delimiter not found 'E'",
    },
  ])('$name fails the step', async ({ file, text, error }) => {
    const result = await run(`append('${file}', ${JSON.stringify(text)});`);
    expect(result.outcome).toBe('failure');
    expect(result.annotations.kept[1]?.message).toContain(error);
  });

  it('are nothing when the action deletes them', async () => {
    const result = await run(
      "for (const f of ['ENV', 'OUTPUT', 'PATH', 'STATE', 'STEP_SUMMARY']) fs.unlinkSync(env['GITHUB_' + f]);",
    );
    expect(result).toMatchObject({ outcome: 'success', outputs: {}, summary: '' });
    expect(result.annotations.kept).toEqual([]);
  });

  it('are new and empty for each stage', async () => {
    const job = await fixtures.job();
    const show =
      "print('file ' + env.GITHUB_OUTPUT); print('size ' + fs.statSync(env.GITHUB_OUTPUT).size);";
    const action = await fixtures.action({
      main: `${show} append('GITHUB_OUTPUT', 'a=1\\n');`,
      post: show,
    });
    const main = await job.uses(action);
    const { posts } = await job.finish();
    const file = (result: StepResult | undefined) =>
      result?.log.find((line) => line.startsWith('file '));
    expect(file(posts[0])).not.toBe(file(main));
    expect(posts[0]?.log).toContain('size 0');
    expect(existsSync(path.join(job.temp, '_runner_file_commands'))).toBe(true);
  });
});

describe('the job summary', () => {
  it('is kept up to 1 MiB', async () => {
    const result = await run(
      "append('GITHUB_STEP_SUMMARY', '# T\\n' + 'x'.repeat(1024 * 1024 - 4));",
    );
    expect(result.summary).toHaveLength(1024 * 1024 + 1);
    expect(result.annotations.kept).toEqual([]);
  });

  it('is dropped whole above that, with an error that does not fail the step', async () => {
    const result = await run("append('GITHUB_STEP_SUMMARY', 'x'.repeat(1024 * 1024 + 1));");
    expect(result).toMatchObject({ outcome: 'success', summary: '' });
    expect(result.annotations.kept).toMatchObject([
      {
        level: 'error',
        message:
          '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got 1024k.',
      },
    ]);
  });
});
