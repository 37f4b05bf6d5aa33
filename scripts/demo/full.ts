import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { StepResult } from '../../__tests__/support/runner/results.ts';
import { environmentWithGo } from '../go-for-scripts.ts';
import { makeCheckout } from './checkout.ts';
import { type ContainerReport, runContainer } from './full/container.ts';
import {
  freePort,
  have,
  registryTools,
  run,
  type Service,
  startService,
  until,
} from './full/machine.ts';
import { openStage, REPOSITORY, type Stage, step } from './full/stage.ts';
import { heading } from './report.ts';

/** What the chain showed, one line each, in the order it happened. */
export type Findings = { readonly what: string; readonly seen: string }[];

interface Shipped {
  readonly step: StepResult;
  /** The archive for this machine, as the release page has it. */
  readonly asset: { readonly url: string; readonly sha256: string };
}

interface Play {
  readonly stage: Stage;
  readonly findings: Findings;
  readonly checkout: string;
  readonly commits: Readonly<Record<string, string>>;
  readonly host: { readonly goos: string; readonly goarch: string };
  readonly secret: string;
}

/**
 * The whole way, with every action of this project run as the runner runs it: v1 is shipped, made an
 * image, pushed, looked at and run; a receiver serves v1; v2 is shipped, deployed by a signed webhook
 * and verified; v3 is sick, so that verify fails and the receiver goes back to v2. Throws with the
 * first thing that is not as it should be.
 */
export async function runFull(root: string, state: string): Promise<Findings> {
  const machine = await environmentWithGo(root);
  const checkout = path.join(state, 'checkout', 'hookd');
  const commits = makeHistory(root, checkout);
  const stage = await openStage(root, state, commits);
  const tools = await registryTools(root, machine);
  const play: Play = {
    stage,
    findings: [],
    checkout,
    commits,
    host: hostOf(machine),
    secret: randomBytes(32).toString('hex'),
  };
  const services: Service[] = [];
  try {
    heading('v1: ship, image, push, run');
    const first = await ship(play, 'v1.0.0');
    const registryPort = await freePort();
    const registry = [tools.registry, '-port', String(registryPort)] as const;
    services.push(await startService(registryPort, registry, {}));
    await makeImage(play, first, { crane: tools.crane, port: registryPort });

    heading('v2: deploy and verify');
    const receiver = await startReceiver(play, first);
    services.push(receiver.service);
    await verify(play, receiver, '1.0.0', 'success');
    const second = await ship(play, 'v2.0.0');
    await deploy(play, receiver, second, 'v2.0.0');
    await verify(play, receiver, '2.0.0', 'success');
    await settled(play, receiver, 'succeeded');

    heading('v3 is sick: the receiver goes back');
    const third = await ship(play, 'v3.0.0', { ldflags: '-X main.sick=true' });
    await deploy(play, receiver, third, 'v3.0.0');
    await verify(play, receiver, '3.0.0', 'failure');
    await settled(play, receiver, 'rolled-back');
    await verify(play, receiver, '2.0.0', 'success');

    const code = await receiver.service.stop();
    services.pop();
    note(play, 'the receiver and its service after SIGTERM', `exit status ${String(code)}`);
    if (code !== 0) throw new Error(`the receiver ended with ${String(code)} after SIGTERM`);
    return play.findings;
  } finally {
    for (const service of services) await service.stop();
    await stage.close();
  }
}

function note({ findings }: Play, what: string, seen: string): void {
  findings.push({ what, seen });
}

/** Three versions of the example, a commit each: nothing but the tag tells them apart. */
function makeHistory(root: string, checkout: string): Record<string, string> {
  const commits: Record<string, string> = {};
  commits['v1.0.0'] = makeCheckout(path.join(root, 'examples/hookd'), checkout, 'v1.0.0').commit;
  for (const tag of ['v2.0.0', 'v3.0.0']) {
    const author = ['-c', 'user.name=ship-go demo', '-c', 'user.email=demo@example.com'];
    const git = (...args: string[]): string =>
      execFileSync('git', [...author, ...args], { cwd: checkout, encoding: 'utf8' }).trim();
    git('commit', '--quiet', '--allow-empty', `--message=${tag}`);
    git('tag', '--force', tag);
    commits[tag] = git('rev-parse', 'HEAD');
  }
  return commits;
}

function hostOf(env: Record<string, string>): Play['host'] {
  const text = execFileSync('go', ['env', 'GOOS', 'GOARCH'], { env, encoding: 'utf8' });
  const [goos = '', goarch = ''] = text.trim().split('\n');
  return { goos, goarch };
}

async function ship(
  play: Play,
  tag: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Shipped> {
  const { stage, host, checkout } = play;
  const commit = play.commits[tag] ?? '';
  execFileSync('git', ['checkout', '--quiet', commit], { cwd: checkout });
  const images = ['linux/amd64', 'linux/arm64'];
  const own = `${host.goos}/${host.goarch}`;
  const targets = images.includes(own) ? images : [...images, own];
  const job = await stage.openJob(checkout, tag, commit);
  const result = await step(job, stage.root, `Ship ${tag}`, {
    targets: targets.join(','),
    // The demo is about what comes after the build, and may take compiled packages from the last run.
    'cache-on-release': 'all',
    'cache-write': 'always',
    ...inputs,
  });
  await job.finish();
  const asset = assetFor(result, host);
  note(play, `release ${tag}`, `${targets.length} archives, published`);
  return { step: result, asset };
}

function assetFor(result: StepResult, { goos, goarch }: Play['host']): Shipped['asset'] {
  const list = JSON.parse(result.outputs['artifacts'] ?? '[]') as readonly Record<string, string>[];
  const found = list.find(
    (entry) => entry['kind'] === 'archive' && entry['goos'] === goos && entry['goarch'] === goarch,
  );
  if (found === undefined) throw new Error(`the release has no archive for ${goos}/${goarch}`);
  return { url: found['url'] ?? '', sha256: found['sha256'] ?? '' };
}

async function makeImage(
  play: Play,
  shipped: Shipped,
  registry: { readonly crane: string; readonly port: number },
): Promise<void> {
  const { stage, checkout } = play;
  const job = await stage.openJob(checkout, 'v1.0.0', play.commits['v1.0.0'] ?? '');
  const image = `127.0.0.1:${registry.port}/demo/hookd`;
  const result = await step(job, path.join(stage.root, 'image'), 'Make and push the image', {
    artifacts: shipped.step.outputs['output-directory'] ?? '',
    image,
    healthcheck: '-healthcheck',
    expose: '8080',
  });
  const { digest = '', tags = '' } = result.outputs;
  note(play, 'image', `${tags} ${digest}`);
  await run(registry.crane, ['validate', '--remote', `${image}:v1.0.0`]);
  note(play, 'crane validate', 'the pushed image is sound');
  if (have('skopeo')) {
    const reference = `docker://${image}:v1.0.0`;
    const asked = await run('skopeo', ['inspect', '--tls-verify=false', reference]);
    const { Digest } = JSON.parse(asked.stdout) as { readonly Digest: string };
    if (Digest !== digest) throw new Error(`skopeo sees ${Digest} instead of ${digest}`);
    note(play, 'skopeo inspect', 'the same digest');
  }
  const ran = await runContainer(`${image}:v1.0.0`, stage.state);
  checkContainer(ran);
  note(play, 'container', describeContainer(ran));
  await job.finish();
}

function checkContainer(ran: ContainerReport): void {
  if (ran.kind === 'skipped') return;
  const { user, capabilities, version, exitCode } = ran;
  const isFenced = user === '65532:65532' && /^0+$/.test(capabilities) && ran.readOnly;
  const isFurnished = ran.tlsRoots > 100 && ran.timeZones;
  if (!isFenced || !isFurnished || exitCode !== 0 || version !== '1.0.0')
    throw new Error(`the container is not as it should be: ${describeContainer(ran)}`);
}

function describeContainer(ran: ContainerReport): string {
  if (ran.kind === 'skipped') return `not run: ${ran.why}`;
  return [
    `${ran.version} as ${ran.user}`,
    `capabilities ${ran.capabilities}`,
    ran.readOnly ? 'read-only' : 'writable',
    `${ran.tlsRoots} TLS roots`,
    `${ran.timeZones ? '' : 'no '}time zones`,
    'healthy',
    `ended with ${ran.exitCode} after SIGTERM`,
  ].join(', ');
}

interface Receiver {
  readonly service: Service;
  /** Where deliveries go. */
  readonly url: string;
  /** Health of the service that the receiver supervises. */
  readonly health: string;
}

async function startReceiver(play: Play, shipped: Shipped): Promise<Receiver> {
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

async function deploy(
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

async function verify(
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
async function settled(play: Play, receiver: Receiver, state: string): Promise<void> {
  const found = await until(`a deployment that ${state}`, async () => {
    const answer = await fetch(`${receiver.url}/status`);
    const status = (await answer.json()) as { readonly deployment?: { readonly state?: string } };
    const now = status.deployment?.state ?? '';
    return ['succeeded', 'rolled-back', 'failed'].includes(now) ? now : undefined;
  });
  if (found !== state) throw new Error(`the deployment ended as ${found} instead of ${state}`);
  note(play, 'the receiver says', state);
}
