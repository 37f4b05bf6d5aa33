import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, have, run, until } from './machine.ts';

/** What running the image showed, or why it was not run. */
export type ContainerReport =
  | { readonly kind: 'skipped'; readonly why: string }
  | {
      readonly kind: 'ran';
      /** `uid:gid` of the process, as the kernel tells it. */
      readonly user: string;
      /** Effective capabilities of the process, as the kernel's mask. */
      readonly capabilities: string;
      /** True when the root of its files cannot be written. */
      readonly readOnly: boolean;
      /** Certificate authorities that a program in it finds. */
      readonly tlsRoots: number;
      /** True when a program in it finds a time zone by its name. */
      readonly timeZones: boolean;
      readonly version: string;
      /** Exit status of the container after SIGTERM. */
      readonly exitCode: number;
    };

/**
 * Pulls an image from a registry on this machine and runs it with podman and runc: read-only, without capabilities, probed by the
 * program itself, ended by SIGTERM. Needs root; where it or podman is missing it says so.
 */
export async function runContainer(reference: string, folder: string): Promise<ContainerReport> {
  if (!have('podman', 'runc')) return { kind: 'skipped', why: 'podman and runc are not here' };
  if (process.getuid?.() !== 0)
    return { kind: 'skipped', why: 'podman as it is set up here needs root' };
  const podman = async (...args: string[]): Promise<string> => {
    const places = [
      '--root',
      path.join(folder, 'podman'),
      '--runroot',
      path.join(folder, 'podman-run'),
    ];
    const ways = [
      '--storage-driver',
      'vfs',
      '--cgroup-manager',
      'cgroupfs',
      '--events-backend',
      'file',
    ];
    return (await run('podman', [...places, ...ways, '--runtime', 'runc', ...args])).stdout.trim();
  };
  const id = await podman('pull', '--quiet', '--tls-verify=false', reference);
  const name = `hookd-${randomUUID()}`;
  const address = `127.0.0.1:${await freePort()}`;
  const probe = JSON.stringify(['/usr/local/bin/hookd', '-healthcheck', '-addr', address]);
  // podman's own timer needs systemd, so the probe is run by hand; hard limits are the machine's business.
  const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];
  const locked = [
    '--read-only',
    '--tmpfs',
    '/tmp',
    '--cap-drop',
    'ALL',
    '--security-opt',
    'no-new-privileges',
  ];
  const health = ['--health-cmd', probe, '--health-interval', 'disable'];
  await podman(
    'run',
    '--detach',
    '--name',
    name,
    '--network',
    'host',
    ...limits,
    ...locked,
    ...health,
    id,
    '-addr',
    address,
  );
  try {
    const served = await until('the container', async () => {
      const answer = await fetch(`http://${address}/healthz`);
      return answer.ok ? ((await answer.json()) as { readonly version: string }) : undefined;
    });
    await podman('healthcheck', 'run', name);
    const pid = await podman('inspect', name, '--format', '{{.State.Pid}}');
    const seen = await lookInside(pid);
    await podman('stop', '--time', '10', name);
    const exitCode = Number(await podman('inspect', name, '--format', '{{.State.ExitCode}}'));
    return { kind: 'ran', ...seen, version: served.version, exitCode };
  } finally {
    await podman('rm', '--force', '--time', '0', name).catch(() => '');
  }
}

/** What the kernel tells of the container's process, and what that process sees. There is no shell in there to ask. */
async function lookInside(
  pid: string,
): Promise<
  Pick<
    Extract<ContainerReport, { readonly kind: 'ran' }>,
    'user' | 'capabilities' | 'readOnly' | 'tlsRoots' | 'timeZones'
  >
> {
  const text = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'latin1');
  const status = await text('status');
  const field = (key: string): string =>
    new RegExp(`^${key}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const roots = await text('root/etc/ssl/certs/ca-certificates.crt');
  const zone = await text('root/usr/share/zoneinfo/Asia/Shanghai');
  return {
    user: `${field('Uid')}:${field('Gid')}`,
    capabilities: field('CapEff'),
    // Fields of a line: ids, the root in its file system, where it is mounted, how.
    readOnly: /^\d+ \d+ \S+ \S+ \/ ro\b/m.test(await text('mountinfo')),
    tlsRoots: roots.split('-----BEGIN CERTIFICATE-----').length - 1,
    timeZones: zone.startsWith('TZif'),
  };
}
