import path from 'node:path';
import { type ContainerReport, runContainer } from './container.ts';
import { have, run } from './machine.ts';
import { note, type Play, type Shipped } from './play.ts';
import { step } from './stage.ts';

/** Makes the image of v1, pushes it, looks at it and runs it. Throws for the first thing that is not as it should be. */
export async function makeImage(
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
