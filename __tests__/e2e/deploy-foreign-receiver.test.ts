import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../support/needs.ts';
import { closedPort, startWebServer } from '../support/web-server.ts';
import { writeTree } from '../support/workspace.ts';
import { createDeploymentRunner, type DeploymentRunner } from './deployment-job.ts';
import { ACTION, annotations } from './scene.ts';

const SECRET = 'shared with adnanh/webhook';

let runner: DeploymentRunner;
let receiver: ChildProcess;
let origin: string;
const closers: (() => Promise<void>)[] = [];

/** What the deployment script of the receiver has written. */
const deployed = async (): Promise<string> =>
  readFile(path.join(runner.workspace.path, 'deployed'), 'utf8').catch(() => '');

// adnanh/webhook is a receiver that others wrote and many run: Debian packages it as "webhook".
describeWith('webhook')('adnanh/webhook', () => {
  beforeAll(async () => {
    runner = await createDeploymentRunner();
    const folder = runner.workspace.path;
    await writeTree(folder, {
      'deploy.sh':
        '#!/bin/sh\necho "$1 $2" >> "$(dirname "$0")/deployed"\n[ "$1" = v6.6.6 ] && exit 3\necho "deployed $1"\n',
      // The configuration that the documentation gives, with another script.
      'github.json': documentedHooks().replace(
        '/opt/app/deploy.sh',
        path.join(folder, 'deploy.sh'),
      ),
      'gitlab.json': JSON.stringify([gitlabHook(path.join(folder, 'deploy.sh'))]),
    });
    const port = await closedPort();
    origin = `http://127.0.0.1:${port}`;
    receiver = spawn(
      'webhook',
      [
        ...['-template', '-hooks', path.join(folder, 'github.json')],
        ...['-hooks', path.join(folder, 'gitlab.json')],
        ...['-ip', '127.0.0.1', '-port', String(port)],
      ],
      { stdio: 'ignore', env: { ...process.env, DEPLOY_SECRET: SECRET } },
    );
    await untilAnswering(origin);
  });

  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
    await rm(path.join(runner.workspace.path, 'deployed'), { force: true });
  });

  afterAll(async () => {
    receiver.kill();
    await runner.close();
  });

  it.each(['github', 'gitlab'])('accepts the style %s and deploys', async (style) => {
    const { result } = await runner.run('deploy', {
      url: `${origin}/hooks/${style}`,
      secret: SECRET,
      style,
      version: 'v1.2.3',
      image: 'ghcr.io/octo-org/hello@sha256:abc',
    });
    expect(annotations(result, 'error')).toEqual([]);
    expect(result.outputs).toMatchObject({ status: '200', response: 'deployed v1.2.3\n' });
    expect(await deployed()).toBe('v1.2.3 ghcr.io/octo-org/hello@sha256:abc\n');
  });

  it('refuses a body that was changed on the way, and deploys nothing', async () => {
    const { result } = await runner.run('deploy', {
      url: `${await tampering((body) => body.replace('v1.2.3', 'v1.2.4'))}/hooks/github`,
      secret: SECRET,
      version: 'v1.2.3',
    });
    expect(result.outcome).toBe('failure');
    // It answers 500, not 401, to a signature that does not fit: which is why 500 is never tried again.
    expect(result.outputs).toMatchObject({ status: '500', attempts: '1' });
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(/refused signature/)]);
    expect(await deployed()).toBe('');
  });

  it('accepts what passes through the same way unchanged', async () => {
    const url = `${await tampering((body) => body)}/hooks/github`;
    const { result } = await runner.run('deploy', { url, secret: SECRET, version: 'v1.2.3' });
    expect(result.outcome).toBe('success');
  });

  it.each([
    ['github', '500'],
    ['gitlab', '401'],
  ])('refuses another secret in the style %s with %s', async (style, status) => {
    const { result } = await runner.run('deploy', {
      url: `${origin}/hooks/${style}`,
      secret: `${SECRET}?`,
      style,
      version: 'v1.2.3',
    });
    expect(result.outcome).toBe('failure');
    expect(result.outputs).toMatchObject({ status, attempts: '1' });
    expect(await deployed()).toBe('');
  });

  it('turns away a version and an event that its rules do not know', async () => {
    const url = `${origin}/hooks/github`;
    const evil = await runner.run('deploy', { url, secret: SECRET, version: 'v1.2.3; rm -rf /' });
    const other = await runner.run('deploy', {
      url,
      secret: SECRET,
      version: 'v1.2.3',
      event: 'x',
    });
    expect([evil, other].map(({ result }) => result.outputs['status'])).toEqual(['401', '401']);
    expect(await deployed()).toBe('');
  });

  it('tells of a deployment that failed, which is then not tried again', async () => {
    const url = `${origin}/hooks/github`;
    const { result } = await runner.run('deploy', { url, secret: SECRET, version: 'v6.6.6' });
    expect(result.outputs).toMatchObject({ status: '500', attempts: '1' });
    expect(await deployed()).toBe('v6.6.6 \n');
  });

  it('knows no such hook', async () => {
    const url = `${origin}/hooks/none`;
    const { result } = await runner.run('deploy', { url, secret: SECRET });
    expect(result.outputs['status']).toBe('404');
    expect(annotations(result, 'error')).toEqual([expect.stringMatching(/path of "url"/)]);
  });
});

function documentedHooks(): string {
  const page = readFileSync(path.join(ACTION, 'docs/deploy-and-verify.md'), 'utf8');
  const block = /webhook -template -hooks hooks\.json[\s\S]*?```text\n([\s\S]*?)```/.exec(
    page,
  )?.[1];
  if (block === undefined) throw new Error('the page shows no hooks.json');
  return block.replace('"id": "app"', '"id": "github"');
}

function gitlabHook(command: string): unknown {
  return {
    id: 'gitlab',
    'execute-command': command,
    'http-methods': ['POST'],
    'include-command-output-in-response': true,
    'trigger-rule-mismatch-http-response-code': 401,
    'pass-arguments-to-command': [
      { source: 'payload', name: 'version' },
      { source: 'payload', name: 'image' },
    ],
    'trigger-rule': {
      and: [
        { match: { type: 'value', value: SECRET, parameter: header('X-Gitlab-Token') } },
        { match: { type: 'value', value: 'ship_go_deploy', parameter: header('X-Gitlab-Event') } },
      ],
    },
  };
}

function header(name: string): unknown {
  return { source: 'header', name };
}

/** A server between the action and the receiver that passes deliveries on, changed. */
async function tampering(change: (body: string) => string): Promise<string> {
  const { url, close } = await startWebServer((response, request) => {
    const body = change(request.body.toString());
    const onward = http.request(`${origin}${request.url}`, {
      method: request.method,
      headers: { ...request.headers, 'content-length': Buffer.byteLength(body) },
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502);
      answer.pipe(response);
    });
    onward.end(body);
  });
  closers.push(close);
  return url;
}

async function untilAnswering(url: string): Promise<void> {
  for (;;) {
    if (receiver.exitCode !== null) throw new Error(`webhook ended with ${receiver.exitCode}`);
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
