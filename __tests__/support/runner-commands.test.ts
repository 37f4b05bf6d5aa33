import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createActionFixtures } from './action-fixtures.ts';
import type { ActionFixtures } from './action-fixtures.ts';
import { createGitRepository } from './git-repository.ts';
import type { JobOptions } from './runner/job-opening.ts';
import type { StepResult } from './runner/results.ts';
import { writeTree } from './workspace.ts';

// "Workflow commands for GitHub Actions"; ActionCommandManager.cs, OutputManager.cs, ExecutionContext.cs.

let fixtures: ActionFixtures;
beforeAll(async () => {
  fixtures = await createActionFixtures();
  await createGitRepository(fixtures.workspace, {
    origin: 'https://github.com/octo-org/hello',
    files: { 'cmd/a.go': 'package main\n' },
  });
  await writeTree(path.dirname(fixtures.workspace), { 'outside/b.go': 'package main\n' });
});
afterAll(async () => {
  await fixtures.remove();
});

/** Runs one action whose main prints `lines`. */
async function printing(
  lines: readonly string[],
  options: Omit<JobOptions, 'workspace'> = {},
): Promise<StepResult> {
  const job = await fixtures.job(options);
  const main = `for (const line of ${JSON.stringify(lines)}) print(line);`;
  return job.uses(await fixtures.action({ main }));
}

/** The log without the folded heading of the step. */
function body(result: StepResult): readonly string[] {
  return result.log.slice(result.log.indexOf('##[endgroup]') + 1);
}

describe('annotations', () => {
  it('do not fail the step, and name their place', async () => {
    const file = path.join(fixtures.workspace, 'cmd', 'a.go');
    const result = await printing([
      `::error file=${file},line=3,col=2,title=Vet::bad%0Athing`,
      '::warning file=cmd/a.go,line=1,endLine=2::w',
      '::notice::n',
      '::debug::hidden',
    ]);
    expect(result.outcome).toBe('success');
    expect(result.annotations.kept).toEqual([
      { level: 'error', message: 'bad\nthing', title: 'Vet', file: 'cmd/a.go', line: 3, column: 2 },
      { level: 'warning', message: 'w', file: 'cmd/a.go', line: 1, endLine: 2 },
      { level: 'notice', message: 'n' },
    ]);
    expect(body(result)).toEqual(['##[error]bad', 'thing', '##[warning]w', '##[notice]n']);
  });

  it.each([
    { name: 'a last line before the first', given: 'line=5,endLine=3', place: {} },
    { name: 'a column without a line', given: 'col=3', place: {} },
    { name: 'a last line alone', given: 'endLine=3', place: { line: 3, endLine: 3 } },
    {
      name: 'columns over several lines',
      given: 'line=1,endLine=2,col=3',
      place: { line: 1, endLine: 2 },
    },
    {
      name: 'a last column before the first',
      given: 'line=1,col=5,endColumn=3',
      place: { line: 1 },
    },
    {
      name: 'a last column alone',
      given: 'line=1,endColumn=3',
      place: { line: 1, column: 3, endColumn: 3 },
    },
    { name: 'a line that is no number', given: 'line=x', place: {} },
  ])('mend or drop $name', async ({ given, place }) => {
    const result = await printing([`::error ${given}::m`]);
    expect(result.annotations.kept).toEqual([{ level: 'error', message: 'm', ...place }]);
  });

  it('keep ten of each level; the log keeps all', async () => {
    const lines = Array.from({ length: 12 }, (_, index) => `::error::e${index}`);
    const result = await printing([...lines, '::warning::w']);
    expect(result.annotations.kept).toHaveLength(11);
    expect(result.annotations.dropped.map(({ message }) => message)).toEqual(['e10', 'e11']);
    expect(body(result)).toContain('##[error]e11');
  });

  it('are cut at 4096 characters', async () => {
    const result = await printing([`::notice::${'x'.repeat(5000)}`]);
    expect(result.annotations.kept[0]?.message).toHaveLength(4096);
  });
});

describe('masks', () => {
  it('hide a value and each of its lines from then on, everywhere a person looks', async () => {
    const job = await fixtures.job();
    const action = await fixtures.action({
      main: `print('before hunter2');
print('::add-mask::hunter2%0Asecond line');
print('after hunter2, second line');
print('::error::e hunter2');
append('GITHUB_STEP_SUMMARY', 'key hunter2\\n');
append('GITHUB_OUTPUT', 'key=hunter2\\n');
append('GITHUB_ENV', 'KEY=hunter2\\n');`,
    });
    const result = await job.uses(action);
    expect(body(result)).toEqual(['before hunter2', 'after ***, ***', '##[error]e ***']);
    expect(result.annotations.kept[0]?.message).toBe('e ***');
    expect(result.summary).toBe('key ***\n');
    // The values themselves are not changed.
    expect(result.outputs['key']).toBe('hunter2');
    expect(result.exportedEnv['KEY']).toBe('hunter2');
    const later = await job.uses(await fixtures.action({ main: "print('hunter2');" }));
    expect(body(later)).toEqual(['***']);
  });

  it('warn about an empty value', async () => {
    const result = await printing(['::add-mask:: ']);
    expect(result.annotations.kept[0]?.message).toContain("Can't add secret mask for empty string");
  });

  it('hide secrets, the token and the runtime token from the start', async () => {
    const result = await printing(['a hunter2 ghs_x rt-token'], {
      secrets: { KEY: 'hunter2' },
      github: { token: 'ghs_x' },
      services: { runtimeToken: 'rt-token' },
    });
    expect(body(result)).toEqual(['a *** *** ***']);
  });
});

describe('log commands', () => {
  it('fold groups and leave unknown commands as text', async () => {
    const result = await printing(['::group::Build', 'x', '::endgroup::', '::nonsense::y']);
    expect(body(result)).toEqual(['##[group]Build', 'x', '##[endgroup]', '::nonsense::y']);
  });

  it('show debug lines, and the commands themselves, with step debugging', async () => {
    const result = await printing(['::debug::why', '::group::G'], { runner: { debug: true } });
    expect(body(result)).toEqual(['##[debug]why', '::group::G', '##[group]G']);
  });

  it('are echoed when asked for, except those that speak for themselves', async () => {
    const result = await printing([
      '::echo::on',
      '::group::G',
      '::error::e',
      '::echo::off',
      '::group::H',
    ]);
    expect(body(result)).toEqual([
      '::group::G',
      '##[group]G',
      '##[error]e',
      '::echo::off',
      '##[group]H',
    ]);
  });

  it('are read from standard error too', async () => {
    const job = await fixtures.job();
    const result = await job.uses(
      await fixtures.action({ main: "console.error('::warning::w');" }),
    );
    expect(result.annotations.kept).toEqual([{ level: 'warning', message: 'w' }]);
  });
});

describe('stop-commands', () => {
  it('makes text of every command until its token', async () => {
    const result = await printing([
      '::stop-commands::a1b2c3d4',
      '::error::not one',
      '::set-env name=X::1',
      '::a1b2c3d4::',
      '::error::one',
    ]);
    expect(result.outcome).toBe('success');
    expect(result.annotations.kept.map(({ message }) => message)).toEqual(['one']);
    // A token of more than six characters becomes a mask.
    expect(body(result)).toEqual([
      '::stop-commands::***',
      '::error::not one',
      '::set-env name=X::1',
      '::***::',
      '##[error]one',
    ]);
  });

  it('ends with the step', async () => {
    const job = await fixtures.job();
    const action = await fixtures.action({
      main: "print('::stop-commands::a1b2c3d4');",
      post: "print('::notice::heard');",
    });
    await job.uses(action);
    const { posts } = await job.finish();
    expect(posts[0]?.annotations.kept).toHaveLength(1);
  });

  it.each(['', 'pause-logging', 'error', 'Set-Output'])('refuses the token "%s"', async (token) => {
    const result = await printing([`::stop-commands::${token}`]);
    expect(result.outcome).toBe('failure');
    expect(result.annotations.kept[1]?.message).toContain('You cannot use a endToken');
  });
});

describe('older commands', () => {
  it('set outputs and state, with a warning each', async () => {
    const job = await fixtures.job();
    const action = await fixtures.action({
      main: "print('::set-output name=a::1%0A2'); print('::save-state name=s::x');",
      post: "print('state ' + env.STATE_s);",
    });
    const result = await job.uses(action);
    expect(result.outputs).toEqual({ a: '1\n2' });
    expect(result.annotations.kept.map(({ level }) => level)).toEqual(['warning', 'warning']);
    const { posts } = await job.finish();
    expect(posts[0]?.log).toContain('state x');
  });

  it.each([
    { line: '::set-env name=A::1', error: 'The `set-env` command is disabled' },
    { line: '::add-path::/x', error: 'The `add-path` command is disabled' },
    { line: '::set-output::1', error: "Required field 'name' is missing" },
    { line: '::echo::maybe', error: 'Invalid echo command value' },
    { line: '::add-matcher::not-there.json', error: 'ENOENT' },
  ])('$line fails the step with two errors', async ({ line, error }) => {
    const result = await printing([line, 'goes on']);
    expect(result.exitCode).toBe(0);
    expect(result.outcome).toBe('failure');
    const messages = result.annotations.kept.map(({ message }) => message).slice(-2);
    expect(messages[0]).toBe(`Unable to process command '${line}' successfully.`);
    expect(messages[1]).toContain(error);
    expect(body(result)).toContain('goes on');
  });
});

describe('problem matchers', () => {
  const pattern = [
    { regexp: '^(.+\\.go):(\\d+):(\\d+): (.+)$', file: 1, line: 2, column: 3, message: 4 },
  ];
  const matcherFile = (matcher: object) =>
    writeFile(
      path.join(fixtures.workspace, 'matcher.json'),
      JSON.stringify({ problemMatcher: [{ owner: 'go', pattern, ...matcher }] }),
    );
  const add = '::add-matcher::matcher.json';

  it('make annotations of lines, with the line itself in the log', async () => {
    await matcherFile({});
    const result = await printing(['cmd/a.go:1:2: early', add, './cmd/a.go:3:4: undefined: x']);
    expect(result.outcome).toBe('success');
    expect(result.annotations.kept).toEqual([
      { level: 'error', message: 'undefined: x', file: 'cmd/a.go', line: 3, column: 4 },
    ]);
    expect(body(result)).toEqual(['cmd/a.go:1:2: early', '##[error]./cmd/a.go:3:4: undefined: x']);
  });

  it.each([
    { name: 'is not there', file: 'cmd/none.go' },
    { name: 'lies outside the checkout', file: '../outside/b.go' },
  ])('drop a file that $name', async ({ file }) => {
    await matcherFile({ severity: 'warning' });
    const result = await printing([add, `${file}:3:4: m`]);
    expect(result.annotations.kept).toEqual([
      { level: 'warning', message: 'm', line: 3, column: 4 },
    ]);
  });

  it('drop the file when the checkout is of another repository', async () => {
    await matcherFile({});
    const result = await printing([add, 'cmd/a.go:3:4: m'], { github: { repository: 'a/b' } });
    expect(result.annotations.kept[0]).not.toHaveProperty('file');
  });

  it('stay for the steps after, until they are removed', async () => {
    await matcherFile({});
    const job = await fixtures.job();
    const run = async (lines: readonly string[]) => {
      const main = `for (const line of ${JSON.stringify(lines)}) print(line);`;
      return (await job.uses(await fixtures.action({ main }))).annotations.kept.length;
    };
    expect(await run([add])).toBe(0);
    expect(await run(['cmd/a.go:3:4: m'])).toBe(1);
    expect(await run(['::remove-matcher owner=GO::', 'cmd/a.go:3:4: m'])).toBe(0);
    expect(
      await run([add, 'cmd/a.go:3:4: m', '::remove-matcher::matcher.json', 'cmd/a.go:3:4: m']),
    ).toBe(1);
  });

  it('do not mix lines of standard output and standard error', async () => {
    await matcherFile({
      pattern: [
        { regexp: '^# (.+)$', file: 1 },
        { regexp: '^  (.+)$', message: 1 },
      ],
    });
    const job = await fixtures.job();
    const action = await fixtures.action({
      main: `print('${add}'); print('# cmd/a.go'); await sleep(100);
console.error('other'); await sleep(100); print('  message');`,
    });
    const result = await job.uses(action);
    expect(result.annotations.kept).toEqual([
      { level: 'error', message: 'message', file: 'cmd/a.go' },
    ]);
  });

  it('are dropped with a warning when their expression takes too long', async () => {
    await matcherFile({ pattern: [{ regexp: '^((a+)+)$', message: 1 }] });
    const result = await printing([add, `${'a'.repeat(40)}b`, 'aaa'], { matcherTimeoutMs: 30 });
    expect(result.annotations.kept).toEqual([
      { level: 'warning', message: "Removing issue matcher 'go'. Matcher failed 3 times." },
    ]);
  });
});
