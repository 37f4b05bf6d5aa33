import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createActionFixtures } from './action-fixtures.ts';
import type { ActionFixtures } from './action-fixtures.ts';
import { findNode } from './runner/node-runtime.ts';
import { buildStepEnvironment } from './runner/step-environment.ts';
import type { EnvironmentLayers } from './runner/step-environment.ts';

// "Variables reference", "Metadata syntax"; NodeScriptActionHandler.cs, Handler.cs, ActionRunner.cs, GitHubContext.cs.

let fixtures: ActionFixtures;
let showEnv: string;

/** Leaves the process's view of itself in the output `seen`. */
const report = `
append('GITHUB_OUTPUT', 'seen=' + JSON.stringify({ env, cwd: process.cwd(), argv: process.execArgv, stdin: fs.readFileSync(0, 'utf8') }) + '\\n');
`;

interface Seen {
  readonly env: Record<string, string>;
  readonly cwd: string;
  readonly argv: string[];
  readonly stdin: string;
}

function parseSeen(outputs: Readonly<Record<string, string>>): Seen {
  const seen: unknown = JSON.parse(outputs['seen'] ?? 'null');
  return seen as Seen;
}

beforeAll(async () => {
  fixtures = await createActionFixtures();
  showEnv = await fixtures.action({
    main: report,
    inputs: {
      'go-version': {},
      token: { default: '${{ github.token }}' },
      shard: { default: '${{ strategy.job-index }}/${{ strategy.job-total }}' },
      'with space': { default: 'a', required: true },
      cache: { default: true },
      old: { deprecationMessage: 'use cache' },
    },
  });
});
afterAll(async () => {
  await fixtures.remove();
});

describe('the environment of an action', () => {
  it('holds the job, the runner and the services, and nothing of the machine', async () => {
    const event = { release: { tag_name: 'v1.2.3' } };
    const job = await fixtures.job({
      processEnv: { PATH: '/usr/bin', HOME: '/home/x', NODE_ICU_DATA: '/icu' },
      github: {
        repository: 'acme/tool',
        ref: 'refs/tags/v1.2.3',
        sha: 'a'.repeat(40),
        eventName: 'release',
        event,
        token: 'ghs_secret',
        runAttempt: '2',
      },
      runner: { os: 'Linux', arch: 'ARM64', debug: true },
      services: {
        resultsUrl: 'http://127.0.0.1:9/results/',
        cacheServiceV2: true,
        cacheMode: 'read',
        runtimeToken: 'runtime',
        idTokenUrl: 'http://127.0.0.1:9/id',
      },
    });
    const { env, cwd, stdin } = parseSeen((await job.uses(showEnv)).outputs);

    expect(env).toMatchObject({
      PATH: '/usr/bin',
      HOME: '/home/x',
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'acme/tool',
      GITHUB_REPOSITORY_OWNER: 'acme',
      GITHUB_REF: 'refs/tags/v1.2.3',
      GITHUB_REF_NAME: 'v1.2.3',
      GITHUB_REF_TYPE: 'tag',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_EVENT_NAME: 'release',
      GITHUB_RUN_ATTEMPT: '2',
      GITHUB_WORKSPACE: fixtures.workspace,
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'ARM64',
      RUNNER_DEBUG: '1',
      RUNNER_TEMP: job.temp,
      RUNNER_TOOL_CACHE: job.toolCache,
      RUNNER_WORKSPACE: path.dirname(fixtures.workspace),
      ACTIONS_RUNTIME_TOKEN: 'runtime',
      ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/results/',
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_CACHE_MODE: 'read',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:9/id',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runtime',
    });
    expect(JSON.parse(await readFile(env['GITHUB_EVENT_PATH']!, 'utf8'))).toEqual(event);
    expect(path.dirname(env['GITHUB_ENV']!)).toBe(path.join(job.temp, '_runner_file_commands'));
    expect(cwd).toBe(fixtures.workspace);
    expect(stdin).toBe('');

    const strangers = Object.keys(env).filter(
      (name) => !/^(PATH|HOME|CI|(GITHUB|RUNNER|ACTIONS|INPUT)_.*|__CF.*)$/.test(name),
    );
    expect(strangers).toEqual([]);
  });

  it('holds no token, no action path and no service that is not given', async () => {
    const job = await fixtures.job({ github: { token: 'ghs_secret', event: { a: 1 } } });
    const { env } = parseSeen((await job.uses(showEnv)).outputs);
    const absent = [
      'GITHUB_TOKEN',
      'GITHUB_ACTION_PATH',
      'GITHUB_ACTION_REPOSITORY',
      'GITHUB_ACTION_REF',
      'GITHUB_EVENT',
      'RUNNER_DEBUG',
      'ACTIONS_CACHE_URL',
      'ACTIONS_RESULTS_URL',
      'ACTIONS_CACHE_SERVICE_V2',
      'ACTIONS_ID_TOKEN_REQUEST_URL',
      'NODE_OPTIONS',
    ];
    expect(absent.filter((name) => name in env)).toEqual([]);
  });

  it('passes NODE_OPTIONS of the job, and a flag against maglev', async () => {
    const env = { NODE_OPTIONS: '--no-warnings', ACTIONS_RUNNER_DISABLE_NODE_MAGLEV: 'true' };
    const job = await fixtures.job({ env });
    const seen = parseSeen((await job.uses(showEnv)).outputs);
    expect(seen.env['NODE_OPTIONS']).toBe('--no-warnings');
    expect(seen.argv).toEqual(['--no-maglev']);
  });
});

describe('the order of layers', () => {
  const empty: EnvironmentLayers = {
    processEnv: {},
    globalEnv: new Map(),
    stepEnv: {},
    state: new Map(),
    inputs: new Map(),
    addedPaths: [],
    protectedVariables: {},
  };
  it.each([
    {
      name: 'the job over the runner',
      layers: { processEnv: { A: '1' }, globalEnv: new Map([['A', '2']]) },
      expected: { A: '2' },
    },
    {
      name: 'the step over the job',
      layers: { globalEnv: new Map([['A', '2']]), stepEnv: { A: '3' } },
      expected: { A: '3' },
    },
    {
      name: 'state and inputs over the step',
      layers: {
        stepEnv: { STATE_a: 'x', 'INPUT_GO-VERSION': 'x' },
        state: new Map([['a', 's']]),
        inputs: new Map([['go-version', 'i']]),
      },
      expected: { STATE_a: 's', 'INPUT_GO-VERSION': 'i' },
    },
    {
      name: 'the runner over whatever would pass for it',
      layers: {
        stepEnv: { GITHUB_SHA: 'x', GITHUB_ACTIONS: 'no' },
        protectedVariables: { GITHUB_SHA: 'y' },
      },
      expected: { GITHUB_SHA: 'y', GITHUB_ACTIONS: 'true' },
    },
    { name: 'a CI that is set', layers: { processEnv: { CI: 'yes' } }, expected: { CI: 'yes' } },
    {
      name: 'added paths, the newest first, before a PATH of the step',
      layers: { processEnv: { PATH: '/a' }, stepEnv: { PATH: '/b' }, addedPaths: ['/x', '/y'] },
      expected: { PATH: ['/y', '/x', '/b'].join(path.delimiter) },
    },
    {
      name: 'added paths once',
      layers: { processEnv: { PATH: ['/x', '/a'].join(path.delimiter) }, addedPaths: ['/x'] },
      expected: { PATH: ['/x', '/a'].join(path.delimiter) },
    },
    {
      name: 'added paths without an empty element',
      layers: { addedPaths: ['/x'] },
      expected: { PATH: '/x' },
    },
  ])('puts $name', ({ layers, expected }) => {
    expect(buildStepEnvironment({ ...empty, ...layers })).toMatchObject(expected);
  });
});

describe('inputs', () => {
  it('come from with, then from defaults, and are empty where there is neither', async () => {
    const job = await fixtures.job({
      github: { token: 'ghs_secret' },
      strategy: { jobIndex: 1, jobTotal: 3 },
    });
    const result = await job.uses(showEnv, { with: { Shard: '', 'go-version': 1.25 } });
    expect(parseSeen(result.outputs).env).toMatchObject({
      'INPUT_GO-VERSION': '1.25',
      INPUT_TOKEN: 'ghs_secret',
      INPUT_SHARD: '',
      INPUT_WITH_SPACE: 'a',
      INPUT_CACHE: 'true',
      INPUT_OLD: '',
    });
    expect(result.conclusion).toBe('success');
    expect(result.annotations.kept).toEqual([]);
    expect(result.log).toContain('  token: ***');

    const defaults = parseSeen((await job.uses(showEnv)).outputs);
    expect(defaults.env['INPUT_SHARD']).toBe('1/3');
  });

  it('that are unknown or deprecated are passed on with a warning', async () => {
    const job = await fixtures.job();
    const result = await job.uses(showEnv, { with: { old: 'x', 'go-versoin': '1.25' } });
    expect(parseSeen(result.outputs).env).toMatchObject({
      INPUT_OLD: 'x',
      'INPUT_GO-VERSOIN': '1.25',
    });
    expect(result.annotations.kept.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "warning: Input 'old' has been deprecated with message: use cache",
      "warning: Unexpected input(s) 'go-versoin', valid inputs are ['go-version', 'token', 'shard', 'with space', 'cache', 'old']",
    ]);
  });

  it('may use what earlier steps left, and secrets', async () => {
    const job = await fixtures.job({ secrets: { KEY: 'hunter2' }, env: { BASE: 'b' } });
    await job.uses(await fixtures.action({ main: "append('GITHUB_OUTPUT', 'v=1.2.3\\n');" }), {
      id: 'first',
    });
    const { outputs } = await job.uses(showEnv, {
      with: { 'go-version': '${{ steps.first.outputs.v }}', token: '${{ secrets.KEY }}' },
      env: { EXTRA: '${{ env.BASE }}${{ steps.first.conclusion }}' },
    });
    expect(parseSeen(outputs).env).toMatchObject({
      'INPUT_GO-VERSION': '1.2.3',
      INPUT_TOKEN: 'hunter2',
      EXTRA: 'bsuccess',
    });
  });

  it('whose default cannot be evaluated fail the step', async () => {
    const action = await fixtures.action({
      main: "print('ran');",
      inputs: { a: { default: '${{ env.HOME }}' } },
    });
    const result = await (await fixtures.job()).uses(action);
    expect(result.outcome).toBe('failure');
    expect(result.exitCode).toBeUndefined();
    expect(result.annotations.kept[0]?.message).toBe("Unrecognized named-value: 'env'");
  });
});

describe('the runner itself', () => {
  it('empties RUNNER_TEMP and keeps the tool cache', async () => {
    const first = await fixtures.job();
    await writeFile(path.join(first.temp, 'left.txt'), '');
    await writeFile(path.join(first.toolCache, 'tool.txt'), '');
    const second = await fixtures.job({
      runner: { temp: first.temp, toolCache: first.toolCache },
    });
    await expect(readFile(path.join(second.temp, 'left.txt'))).rejects.toThrow('ENOENT');
    expect(await readFile(path.join(second.toolCache, 'tool.txt'), 'utf8')).toBe('');
  });

  it('refuses to empty a folder that holds the workspace', async () => {
    const temp = path.dirname(fixtures.workspace);
    await expect(fixtures.job({ runner: { temp } })).rejects.toThrow('RUNNER_TEMP is emptied');
  });

  it('runs actions on Node 24', async () => {
    const result = await (
      await fixtures.job()
    ).uses(
      await fixtures.action({ main: "append('GITHUB_OUTPUT', 'v=' + process.version + '\\n');" }),
    );
    expect(result.outputs['v']).toMatch(/^v24\./);
    expect(result.nodeVersion).toBe(result.outputs['v']);
  });

  it.each([
    { name: 'another Node', script: '#!/bin/sh\necho v20.19.0\n', error: 'is Node v20.19.0' },
    { name: 'no program', script: undefined, error: 'Cannot run Node at' },
  ])('refuses $name with a hint', async ({ script, error }) => {
    if (process.platform === 'win32') return;
    const fake = path.join(fixtures.workspace, `node-${String(script?.length)}`);
    if (script !== undefined) await writeFile(fake, script, { mode: 0o755 });
    await expect(findNode(fake)).rejects.toThrow(error);
    await expect(findNode(fake)).rejects.toThrow('SHIP_GO_NODE');
  });

  it('rejects a folder without an action.yml', async () => {
    const job = await fixtures.job();
    await expect(job.uses(fixtures.workspace)).rejects.toThrow("Can't find 'action.yml'");
    expect(job.status).toBe('success');
  });

  it.each([
    { name: 'another runtime', runs: { using: 'node20' }, error: 'only "using: node24"' },
    { name: 'no main', runs: { main: '' }, error: 'names no main file' },
  ])('rejects an action with $name: a mistake of the test', async ({ runs, error }) => {
    const job = await fixtures.job();
    await expect(job.uses(await fixtures.action({ main: '', runs }))).rejects.toThrow(error);
  });
});
