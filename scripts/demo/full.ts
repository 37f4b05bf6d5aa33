import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { environmentWithGo } from '../go-for-scripts.ts';
import { makeCheckout } from './checkout.ts';
import { makeImage } from './full/image.ts';
import { freePort, registryTools, type Service, startService } from './full/machine.ts';
import { type Findings, note, type Play } from './full/play.ts';
import { deploy, settled, startReceiver, verify } from './full/receiver.ts';
import { ship } from './full/ship.ts';
import { openStage } from './full/stage.ts';
import { heading } from './report.ts';

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
