import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StepResult } from '../support/runner/results.ts';
import { itWith } from '../support/needs.ts';
import { temporaryFolder, type TemporaryFolder, writeTree } from '../support/workspace.ts';
import {
  buildProgram,
  freePort,
  goTools,
  run,
  runImage,
  type Service,
  startOpenRegistry,
  startService,
} from './image-scene.ts';
import { annotations } from './scene.ts';

let folder: TemporaryFolder;
let artifacts: string;
let workspace: string;
let registry: Service;

beforeAll(async () => {
  folder = await temporaryFolder('image-');
  workspace = path.join(folder.path, 'source');
  artifacts = await buildProgram(folder.path);
  registry = await startOpenRegistry();
}, 600_000);

afterAll(async () => {
  await registry.stop();
  await folder.remove();
});

interface Metadata {
  readonly platform: string;
  readonly digest: string;
  readonly binary: { readonly path: string; readonly sha256: string };
}

describe('the image action', () => {
  it('pushes an image that crane finds sound, and the same one on every run', async () => {
    const image = `${registry.host}/octo/probe`;
    const first = await runImage({ workspace, with: { artifacts, image, tags: 'v1.2.3,latest' } });
    expect(annotations(first, 'error')).toEqual([]);
    const { digest, ref, tags, metadata } = first.outputs;
    expect(first.outputs['image']).toBe(image);
    expect(ref).toBe(`${image}@${digest ?? ''}`);
    expect(tags).toBe('v1.2.3,latest');
    const { crane } = await goTools();
    await run(crane, ['validate', '--remote', `${image}:v1.2.3`]);
    expect((await run(crane, ['digest', `${image}:latest`])).stdout.trim()).toBe(digest);

    const platforms = JSON.parse(metadata ?? '') as Metadata[];
    expect(platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    const layers = JSON.parse(
      (await run(crane, ['manifest', `${image}@${platforms[0]!.digest}`])).stdout,
    ) as { layers: { digest: string }[]; annotations: Record<string, string> };
    expect(layers.annotations).toMatchObject({
      'org.opencontainers.image.created': '2026-03-01T12:00:00Z',
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.source': 'https://github.com/octo-org/probe',
      'org.opencontainers.image.version': '1.2.3',
    });
    expect(layers.annotations['org.opencontainers.image.revision']).toMatch(/^[0-9a-f]{40}$/);

    // The very bytes that were built, as tar has them.
    const layer = await fetch(
      `http://${registry.host}/v2/octo/probe/blobs/${layers.layers.at(-1)!.digest}`,
    );
    const tar = gunzipSync(Buffer.from(await layer.arrayBuffer()));
    const built = await readFile(path.join(artifacts, 'bin/linux_amd64/probe'));
    expect(tar.includes(built)).toBe(true);
    expect(createHash('sha256').update(built).digest('hex')).toBe(platforms[0]!.binary.sha256);

    const again = await runImage({ workspace, with: { artifacts, image, tags: 'v1.2.3,latest' } });
    expect(again.outputs['digest']).toBe(digest);
    expect(again.log.join('\n')).toContain('5 already there');
    expect(again.log.join('\n')).not.toMatch(/uploaded/);
  });

  it('writes a layout without any registry, for the platforms that were asked for', async () => {
    const layout = path.join(folder.path, 'layout');
    const step = await runImage({
      workspace,
      with: { artifacts, push: 'false', layout, platforms: 'linux/arm64', base: 'none' },
    });
    expect(annotations(step, 'error')).toEqual([]);
    expect(step.outputs).toMatchObject({ image: '', ref: '', tags: 'v1.2.3', layout });
    const index = JSON.parse(await readFile(path.join(layout, 'index.json'), 'utf8')) as {
      manifests: { digest: string; annotations: Record<string, string> }[];
    };
    expect(index.manifests).toMatchObject([
      {
        digest: step.outputs['digest'],
        annotations: { 'org.opencontainers.image.ref.name': 'v1.2.3' },
      },
    ]);
    const { crane } = await goTools();
    const copy = `${registry.host}/octo/copy:from-layout`;
    await run(crane, ['push', '--index', layout, copy]);
    await run(crane, ['validate', '--remote', copy]);
    // crane pushes the layout's own list, which names the image's index.
    expect((await run(crane, ['manifest', copy])).stdout).toContain(step.outputs['digest']);
  });

  itWith('skopeo')('writes a layout in which skopeo finds each platform by the tag', async () => {
    const layout = path.join(folder.path, 'layout-to-inspect');
    const step = await runImage({
      workspace,
      with: { artifacts, push: 'false', layout, tags: 'v1.2.3,latest' },
    });
    expect(annotations(step, 'error')).toEqual([]);
    const platforms = JSON.parse(step.outputs['metadata'] ?? '') as Metadata[];
    expect(platforms).toHaveLength(2);
    for (const { platform, digest } of platforms) {
      const [, architecture = ''] = platform.split('/');
      const chosen = ['--override-os', 'linux', '--override-arch', architecture];
      const inspect = async (...args: string[]): Promise<string> =>
        (await run('skopeo', [...chosen, 'inspect', ...args, `oci:${layout}:v1.2.3`])).stdout;
      const seen = JSON.parse(await inspect()) as Record<string, unknown>;
      expect(seen).toMatchObject({
        Digest: step.outputs['digest'],
        Os: 'linux',
        Architecture: architecture,
        Created: '2026-03-01T12:00:00Z',
        Labels: { 'org.opencontainers.image.version': '1.2.3' },
      });
      const manifest = await readFile(path.join(layout, 'blobs/sha256', digest.slice(7)), 'utf8');
      const { layers } = JSON.parse(manifest) as { layers: { digest: string }[] };
      expect(seen['Layers']).toEqual(layers.map((layer) => layer.digest));
      const config = JSON.parse(await inspect('--config')) as { config: { User: string } };
      expect(config.config.User).toBe('65532:65532');
    }
  });

  itWith(
    'docker-registry',
    'htpasswd',
    'skopeo',
  )(
    'logs in to a registry with a password, by inputs or by what a login left, and prints no secret',
    async () => {
      const password = randomUUID();
      const secured = await startSecuredRegistry(folder.path, password);
      try {
        const image = `${secured.host}/octo/probe`;
        const given = { artifacts, image, tags: 'v1' };
        const none = await runImage({ workspace, with: given });
        expect(none.conclusion).toBe('failure');
        expect(annotations(none, 'error').join()).toContain('registry-username');

        const wrong = { ...given, 'registry-username': 'octo', 'registry-password': 'wrong-one' };
        const layout = path.join(folder.path, 'not-pushed');
        const refused = await runImage({ workspace, with: { ...wrong, layout } });
        expect(annotations(refused, 'error').join()).toContain('HTTP 401');
        expect(ownWords(refused)).not.toContain('wrong-one');
        // The image is there all the same.
        const { digest, ref, ...set } = refused.outputs;
        expect(await readFile(path.join(layout, 'index.json'), 'utf8')).toContain(digest);
        expect({ ...set, ref }).toEqual({ tags: 'v1', layout, ref: undefined });

        const right = { ...given, 'registry-username': 'octo', 'registry-password': password };
        const pushed = await runImage({ workspace, with: right });
        expect(annotations(pushed, 'error')).toEqual([]);

        const auth = Buffer.from(`octo:${password}`).toString('base64');
        const config = { auths: { [secured.host]: { auth } } };
        const dockerConfig = path.join(folder.path, 'docker');
        await writeTree(dockerConfig, { 'config.json': JSON.stringify(config) });
        const again = await runImage({
          workspace,
          with: given,
          env: { DOCKER_CONFIG: dockerConfig },
        });
        expect(annotations(again, 'error')).toEqual([]);
        expect(again.outputs['digest']).toBe(pushed.outputs['digest']);
        for (const step of [pushed, again]) {
          const text = ownWords(step);
          expect(text).not.toContain(password);
          expect(text).not.toContain(auth);
        }
        const inspected = await run('skopeo', [
          ...['inspect', '--tls-verify=false', '--creds', `octo:${password}`],
          `docker://${image}:v1`,
        ]);
        expect(JSON.parse(inspected.stdout)).toMatchObject({ Digest: pushed.outputs['digest'] });
      } finally {
        await secured.stop();
      }
    },
  );

  it('takes a base by its digest from a registry, and mounts its layers', async () => {
    const base = `${registry.host}/bases/own`;
    const given = { artifacts, image: base, tags: 'v1' };
    const { digest = '' } = (await runImage({ workspace, with: given })).outputs;
    const image = `${registry.host}/octo/based`;
    const step = await runImage({
      workspace,
      with: { artifacts, image, tags: 'v1', base: `${base}@${digest}` },
    });
    expect(annotations(step, 'error')).toEqual([]);
    const { crane } = await goTools();
    await run(crane, ['validate', '--remote', `${image}:v1`]);
    const index = JSON.parse((await run(crane, ['manifest', `${image}:v1`])).stdout) as {
      annotations: Record<string, string>;
    };
    expect(index.annotations).toMatchObject({
      'org.opencontainers.image.base.name': base,
      'org.opencontainers.image.base.digest': digest,
    });
  });

  itWith('gcc')('refuses a program that needs a loader', async () => {
    const own = path.join(folder.path, 'dynamic');
    await writeTree(own, { 'c/main.c': 'int main(void) { return 0; }\n', 'bin/linux_amd64/x': '' });
    await run('gcc', ['-o', path.join(own, 'bin/linux_amd64/x'), path.join(own, 'c/main.c')]);
    const step = await runImage({ workspace, with: { artifacts: own, push: 'false' } });
    expect(step.conclusion).toBe('failure');
    expect(annotations(step, 'error').join()).toMatch(/x \(linux\/amd64\) could not start.*loader/);
  });

  it('refuses bad input before any work', async () => {
    const image = `${registry.host}/octo/never`;
    const step = await runImage({ workspace, with: { artifacts, image, tags: 'v1+meta' } });
    expect(step.conclusion).toBe('failure');
    expect(annotations(step, 'error').join()).toContain('v1_meta');
    expect(step.log.join('\n')).not.toContain('Build the image');
  });
});

/** What the action printed, without the inputs that the runner prints before it. */
function ownWords({ log }: StepResult): string {
  return log.slice(log.indexOf('##[endgroup]') + 1).join('\n');
}

async function startSecuredRegistry(into: string, password: string): Promise<Service> {
  const users = (await run('htpasswd', ['-Bbn', 'octo', password])).stdout;
  await writeFile(path.join(into, 'htpasswd'), users.trim());
  return startService(async (port) => {
    const config = path.join(into, 'registry.yml');
    const lines = [
      'version: 0.1',
      'storage:',
      '  filesystem:',
      `    rootdirectory: ${path.join(into, 'stored')}`,
      'http:',
      `  addr: 127.0.0.1:${port}`,
      'auth:',
      '  htpasswd:',
      '    realm: test',
      `    path: ${path.join(into, 'htpasswd')}`,
    ];
    await writeFile(config, `${lines.join('\n')}\n`);
    return spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  });
}

describe('a container of the image', () => {
  itWith('podman', 'runc')(
    'runs as 65532, read-only and without capabilities, finds roots and zones, is probed, and ends with 0',
    async () => {
      const layout = path.join(folder.path, 'to-run');
      await runImage({
        workspace,
        with: { artifacts, push: 'false', layout, healthcheck: '-healthcheck' },
      });
      const port = await freePort();
      const podman = (...args: string[]): ReturnType<typeof run> =>
        run(
          'podman',
          [
            ...[
              '--root',
              path.join(folder.path, 'podman'),
              '--runroot',
              path.join(folder.path, 'run'),
            ],
            ...[
              '--storage-driver',
              'vfs',
              '--cgroup-manager',
              'cgroupfs',
              '--events-backend',
              'file',
            ],
            ...['--runtime', 'runc', ...args],
            // podman makes a name of the layout's path, and takes no capitals in it.
          ],
          { cwd: folder.path },
        );
      const id = String((await podman('pull', '--quiet', 'oci:to-run:v1.2.3')).stdout).trim();
      const name = `probe-${randomUUID()}`;
      const program = ['/usr/local/bin/probe', '-healthcheck', `-addr=127.0.0.1:${port}`];
      // Hard limits of the machine are not the container's business; a timer would need systemd.
      await podman(
        ...['run', '--detach', '--name', name, '--network', 'host'],
        ...['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'],
        ...['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'],
        ...['--security-opt', 'no-new-privileges', '--env', 'TZ=Europe/Berlin'],
        ...['--health-cmd', JSON.stringify(program), '--health-interval', 'disable'],
        ...[id, `-addr=127.0.0.1:${port}`],
      );
      try {
        expect(await untilAnswered(`http://127.0.0.1:${port}/`)).toEqual({
          version: '1.2.3',
          uid: 65532,
          gid: 65532,
          user: 'nonroot',
          home: true,
          roots: expect.any(Number),
          zone: true,
          local: 'CEST',
          writesTmp: true,
          writesRoot: false,
        });
        await podman('healthcheck', 'run', name);
        await expect(podman('exec', name, '/bin/sh')).rejects.toThrow();
        await podman('stop', '--time', '10', name);
        const { stdout } = await podman('inspect', name, '--format', '{{.State.ExitCode}}');
        expect(String(stdout).trim()).toBe('0');
      } finally {
        await podman('rm', '--force', '--time', '0', name);
      }
    },
  );
});

async function untilAnswered(url: string): Promise<unknown> {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) {
      const facts = (await answer.json()) as { roots: number };
      expect(facts.roots).toBeGreaterThan(100);
      return facts;
    }
    if (tries > 100) throw new Error(`${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
