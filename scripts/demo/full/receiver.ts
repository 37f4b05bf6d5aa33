import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { freePort, type Service, startService, until } from './machine.ts';
import { note, type Play, type Shipped } from './play.ts';
import { REPOSITORY, step } from './stage.ts';

/** A receiver that runs, and the service that it supervises. */
export interface Receiver {
  readonly service: Service;
  /** Where deliveries go. */
  readonly url: string;
  /** Health of the service that the receiver supervises. */
  readonly health: string;
}

/** Starts a receiver that serves `shipped`. */
export async function startReceiver(play: Play, shipped: Shipped): Promise<Receiver> {
  const { stage, host, secret } = play;
  const folder = path.join(stage.state, 'server');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const program = host.goos === 'windows' ? 'hookd.exe' : 'hookd';
  const binary = path.join(
    shipped.step.outputs['output-directory'] ?? '',
    'bin',
    `${host.goos}_${host.goarch}`,
    program,
  );
  const [port, servicePort] = [await freePort(), await freePort()];
  const health = `http://127.0.0.1:${servicePort}/healthz`;
  const { origin } = new URL(shipped.asset.url);
  // As on GitHub, a download is redirected to a storage of another origin.
  const storage = await originOfDownload(shipped.asset.url);
  const flags = [
    ...['-addr', `127.0.0.1:${port}`, '-dir', folder, '-initial', binary, '-program', program],
    ...['-from', `${origin}/${REPOSITORY}/releases/download/`, '-redirect-to', storage],
    ...['-health', health, '-healthy-within', '4s', '-stop-within', '5s'],
  ];
  const command = [
    binary,
    'receive',
    ...flags,
    '--',
    'serve',
    '-addr',
    `127.0.0.1:${servicePort}`,
  ] as const;
  const env = { PATH: process.env['PATH'] ?? '', HOOKD_GITHUB_SECRET: secret };
  const service = await startService(port, command, env);
  return { service, url: `http://127.0.0.1:${port}`, health };
}

async function originOfDownload(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? url, url).origin;
}

/** Sends a signed delivery and expects 202. Throws when the secret shows. */
export async function deploy(
  play: Play,
  receiver: Receiver,
  shipped: Shipped,
  tag: string,
): Promise<void> {
  const { stage, checkout, secret } = play;
  const job = await stage.openJob(checkout, tag, play.commits[tag] ?? '', {
    DEPLOY_SECRET: secret,
  });
  const result = await step(job, path.join(stage.root, 'deploy'), `Deploy ${tag}`, {
    url: `${receiver.url}/deploy`,
    secret: '${{ secrets.DEPLOY_SECRET }}',
    version: shipped.step.outputs['version'] ?? '',
    payload: JSON.stringify(shipped.asset),
    'expect-status': '202',
  });
  await job.finish();
  if (result.log.join('\n').includes(secret)) throw new Error('the secret is in the log');
  note(play, `deploy ${tag}`, `signed, answered ${result.outputs['status'] ?? ''}`);
}

/** Asks the service for `version`, and throws unless that ends as `expected`. */
export async function verify(
  play: Play,
  receiver: Receiver,
  version: string,
  expected: 'success' | 'failure',
): Promise<void> {
  const { stage, checkout } = play;
  const job = await stage.openJob(checkout, 'v1.0.0', play.commits['v1.0.0'] ?? '');
  const name = `Verify ${version}`;
  const inputs = {
    url: receiver.health,
    'expect-version': version,
    timeout: expected === 'success' ? '30s' : '8s',
    interval: '300ms',
  };
  const result = await step(job, path.join(stage.root, 'verify'), name, inputs, expected);
  await job.finish();
  const { healthy = '', version: seen = '', 'error-class': kind = '' } = result.outputs;
  if ((healthy === 'true') !== (expected === 'success'))
    throw new Error(`${name}: healthy is ${healthy}`);
  note(
    play,
    `verify ${version}`,
    healthy === 'true' ? `${seen} is serving` : `refused: ${kind}, saw ${seen}`,
  );
}

/** Waits until the receiver has come to an end with the deployment, which must be `state`. */
export async function settled(play: Play, receiver: Receiver, state: string): Promise<void> {
  const found = await until(`a deployment that ${state}`, async () => {
    const answer = await fetch(`${receiver.url}/status`);
    const status = (await answer.json()) as { readonly deployment?: { readonly state?: string } };
    const now = status.deployment?.state ?? '';
    return ['succeeded', 'rolled-back', 'failed'].includes(now) ? now : undefined;
  });
  if (found !== state) throw new Error(`the deployment ended as ${found} instead of ${state}`);
  note(play, 'the receiver says', state);
}
