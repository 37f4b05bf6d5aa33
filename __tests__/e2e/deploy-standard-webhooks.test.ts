import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { goEnvironment } from '../support/hermetic-env.ts';
import { describeWith } from '../support/needs.ts';
import { startWebServer } from '../support/web-server.ts';
import { writeTree } from '../support/workspace.ts';
import { createDeploymentRunner, type DeploymentRunner } from './deployment-job.ts';

const MODULE = 'github.com/standard-webhooks/standard-webhooks/libraries';
const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

/** A receiver that leaves all of the judging to the reference library. */
const MAIN = `package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	standardwebhooks "${MODULE}/go"
)

func main() {
	verifier, err := standardwebhooks.NewWebhook(os.Getenv("DEPLOY_SECRET"))
	if err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	panic(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = verifier.Verify(body, r.Header)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		fmt.Fprint(w, "genuine")
	})))
}
`;

let runner: DeploymentRunner;
let receiver: ChildProcess | undefined;
let url: string;

describeWith('go')('the reference library of Standard Webhooks', () => {
  beforeAll(async () => {
    runner = await createDeploymentRunner();
    const folder = path.join(runner.workspace.path, 'receiver');
    await writeTree(folder, {
      'main.go': MAIN,
      'go.mod': `module example.com/receiver\n\ngo 1.24.0\n\nrequire ${MODULE} v0.0.1\n`,
      'go.sum':
        `${MODULE} v0.0.1 h1:uOfcYT+3QungH6tIGSVCR/Y3KJmgJiHcojJbMTPDZAI=\n` +
        `${MODULE} v0.0.1/go.mod h1:L1MQhA6x4dn9r007T033lsaZMv9EmBAdXyU/+EF40fo=\n`,
    });
    const env = await goEnvironment({ extra: { CGO_ENABLED: '0' } });
    const program = path.join(folder, 'receiver');
    const build = spawn('go', ['build', '-o', program, '.'], {
      cwd: folder,
      env,
      stdio: 'inherit',
    });
    const [status] = (await once(build, 'exit')) as [number | null];
    expect(status).toBe(0);
    receiver = spawn(program, [], {
      env: { ...env, DEPLOY_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (receiver.stdout === null) throw new Error('the receiver has no output');
    const [address] = (await once(createInterface(receiver.stdout), 'line')) as [string];
    url = `http://${address}`;
  });

  afterAll(async () => {
    receiver?.kill();
    await runner.close();
  });

  it('verifies a delivery', async () => {
    const inputs = { url, secret: SECRET, style: 'standard', version: 'v1.2.3' };
    const { result } = await runner.run('deploy', inputs);
    expect(result.outputs).toMatchObject({ status: '200', response: 'genuine' });
  });

  it('refuses one that was signed with another key', async () => {
    const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const { result } = await runner.run('deploy', { url, secret, style: 'standard' });
    expect(result.outcome).toBe('failure');
    expect(result.outputs['status']).toBe('401');
  });

  it('refuses one that was changed on the way', async () => {
    const between = await startWebServer((response, { headers, body }) => {
      const sent = headers as Record<string, string>;
      void fetch(url, {
        method: 'POST',
        headers: {
          'webhook-id': sent['webhook-id'] ?? '',
          'webhook-timestamp': sent['webhook-timestamp'] ?? '',
          'webhook-signature': sent['webhook-signature'] ?? '',
        },
        body: body.toString().replace('v1.2.3', 'v6.6.6'),
      }).then((answer) => response.writeHead(answer.status).end());
    });
    const inputs = { url: between.url, secret: SECRET, style: 'standard', version: 'v1.2.3' };
    const { result } = await runner.run('deploy', inputs);
    await between.close();
    expect(result.outputs['status']).toBe('401');
  });
});
