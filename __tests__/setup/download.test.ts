// Downloads through the whole action, row by row as docs/toolchain.md numbers what actions/setup-go does. The toolchains are tiny
// ones of our own; real ones are in real-go.test.ts, every corruption in __tests__/toolchain/module-proxy.test.ts.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeGoProxy, startGoProxy } from '../fakes/go-proxy.ts';
import { h1Of, logWith } from '../toolchain/install-support.ts';
import { type SyntheticEntry, syntheticZip } from '../toolchain/synthetic-zip.ts';
import { GO_SCRIPT, SETUP, type SetupScene, startSetupScene, tarOfGo, told } from './scene.ts';

let scene: SetupScene;
beforeEach(async () => {
  scene = await startSetupScene();
});
afterEach(async () => {
  await scene.close();
});

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const toolsBelow = (name: string): string[] => {
  const folder = path.join(scene.toolCache, name);
  return readdirSync(scene.toolCache).includes(name)
    ? readdirSync(folder, { recursive: true }).map(String)
    : [];
};

/** Serves one toolchain as a module, vouched for by a checksum database of our own. Returns the job's `env:`. */
function serveModule(
  version: string,
  spoil?: (entries: SyntheticEntry[]) => void,
): Record<string, string> {
  const moduleVersion = `v0.0.1-go${version}.linux-amd64`;
  const prefix = `golang.org/toolchain@${moduleVersion}/`;
  const entries: SyntheticEntry[] = [
    { name: `${prefix}VERSION`, content: `go${version}\n` },
    { name: `${prefix}bin/go`, content: GO_SCRIPT },
  ];
  const { log, lookups } = logWith(new Map([[moduleVersion, h1Of(entries)]]));
  spoil?.(entries);
  const module = 'golang.org/toolchain/@v';
  scene.proxy.files.set(`${module}/${moduleVersion}.zip`, syntheticZip(entries));
  for (const [name, content] of log.files(lookups)) {
    scene.proxy.files.set(`sumdb/sum.example.com/${name}`, content);
  }
  return { GOSUMDB: log.verifierKey };
}

describe('a toolchain from the module proxy', () => {
  it('is proved, put into the tool cache and used (contract 27, 28; pain 10, 13, 14)', async () => {
    const env = serveModule('1.25.3');
    const { main, log } = await scene.setUp({ env, with: { 'go-version': '1.25.3' } });
    expect(told(main, 'error')).toEqual([]);
    expect(main.outputs['go-version']).toBe('1.25.3');
    expect(log).toMatch(/h1:\S+ is record 137 of 300 in sum\.example\.com/);
    expect(toolsBelow('go')).toEqual(
      expect.arrayContaining(['1.25.3/x64.complete', '1.25.3/x64/bin/go']),
    );
    // Whatever else is asked of this machine gets no token.
    expect(new Set(scene.proxy.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([undefined]),
    );
  });

  it('is not asked for again by the next job of the machine (contract 28, pain 18)', async () => {
    const env = serveModule('1.25.3');
    await scene.setUp({ env, with: { 'go-version': '1.25.3' } });
    const asked = scene.proxy.requests.length;
    const { main } = await scene.setUp({ env, with: { 'go-version': '1.25' } });
    expect(main.outputs['go-version']).toBe('1.25.3');
    expect(scene.proxy.requests.length).toBe(asked);
  });

  it('is refused when a byte of it was changed, and nothing of it stays (pain 10)', async () => {
    const env = serveModule('1.25.3', (entries) => {
      entries[1] = { name: entries[1]?.name ?? '', content: `${GO_SCRIPT}#` };
    });
    const { main } = await scene.setUp({ env, with: { 'go-version': '1.25.3' } });
    expect(main.outcome).toBe('failure');
    expect(told(main, 'error')).toEqual([
      expect.stringMatching(/Cannot prove .*expected h1:.*got h1:.* from http/),
    ]);
    expect(toolsBelow('go').filter((name) => name.includes('x64'))).toEqual([]);
    expect(main.addedPaths).toEqual([]);
  });

  it('serves when two jobs of one machine want it at the same time', async () => {
    const env = serveModule('1.25.3');
    const jobs = await Promise.all([scene.open({ env }), scene.open({ env }), scene.open({ env })]);
    const inputs = { cache: 'false', 'go-version': '1.25.3' };
    const steps = await Promise.all(jobs.map((job) => job.uses(SETUP, { with: inputs })));
    await Promise.all(jobs.map((job) => job.finish()));
    expect(steps.map(({ outputs }) => outputs['go-version'])).toEqual([
      '1.25.3',
      '1.25.3',
      '1.25.3',
    ]);
    expect(readdirSync(path.join(scene.toolCache, 'go/1.25.3')).sort()).toEqual([
      'x64',
      'x64.complete',
    ]);
  });
});

describe('a mirror', () => {
  let mirror: FakeGoProxy;
  beforeEach(async () => {
    mirror = await startGoProxy();
  });
  afterEach(async () => {
    await mirror.close();
  });

  const toolName = (url: string): string =>
    `go-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;

  async function publish(...versions: string[]): Promise<void> {
    const list = [];
    for (const version of versions) {
      const archive = await tarOfGo(version, scene.home);
      const filename = `go${version}.linux-amd64.tar.gz`;
      mirror.files.set(filename, archive);
      const file = {
        filename,
        os: 'linux',
        arch: 'amd64',
        sha256: sha256(archive),
        kind: 'archive',
      };
      list.push({ version: `go${version}`, stable: true, files: [file] });
    }
    mirror.files.set('?mode=json&include=all', JSON.stringify(list));
  }

  it.each([
    ['1.25.3', '1.25.3'],
    ['1.25', '1.25.9'],
    ['^1.25.3', '1.26.0'],
  ])(
    'serves %s from its list into a folder of its own, without the token (contract 22, 23)',
    async (asked, got) => {
      await publish('1.26.0', '1.25.9', '1.25.3');
      const inputs = { 'go-version': asked, 'go-download-base-url': `${mirror.url}/` };
      const { main } = await scene.setUp({ with: inputs });
      expect(told(main, 'error')).toEqual([]);
      expect(main.outputs['go-version']).toBe(got);
      expect(toolsBelow(toolName(mirror.url))).toContain(`${got}/x64.complete`);
      expect(mirror.requests.map(({ authorization }) => authorization)).toEqual([
        undefined,
        undefined,
      ]);
      expect(scene.proxy.requests).toEqual([]);
    },
  );

  it('may be named by GO_DOWNLOAD_BASE_URL, and the input wins (contract 23)', async () => {
    await publish('1.25.3');
    const inputs = { 'go-version': '1.25.3' };
    const env = { GO_DOWNLOAD_BASE_URL: mirror.url };
    expect((await scene.setUp({ env, with: inputs })).main.addedPaths[0]).toContain(
      toolName(mirror.url),
    );
    const unused = { GO_DOWNLOAD_BASE_URL: 'http://127.0.0.1:1' };
    const both = { ...inputs, 'go-download-base-url': mirror.url };
    expect((await scene.setUp({ env: unused, with: both })).main.outcome).toBe('success');
  });

  it.each(['mirror.example/golang', 'ftp://mirror.example', 'https://'])(
    'whose address is none is refused, even where the tool cache would do: %s (contract 23)',
    async (address) => {
      await scene.putGo('1.25.3');
      const inputs = { 'go-version': '1.25.3', 'go-download-base-url': address };
      const { main } = await scene.setUp({ with: inputs });
      expect(told(main, 'error')).toEqual([
        expect.stringMatching(/go-download-base-url is ".*", which is no address.*https:\/\//),
      ]);
    },
  );

  it('whose address is none keeps the login in it out of the log', async () => {
    const address = 'me:s3cret-of-the-mirror@mirror.example/golang';
    const inputs = { 'go-version': '1.25.3', 'go-download-base-url': address };
    const { main, log } = await scene.setUp({ with: inputs });
    expect(told(main, 'error').join()).toContain('go-download-base-url is "mirror.example/golang"');
    // The runner itself prints the inputs, in the first group.
    const [, ...own] = log.split('##[endgroup]');
    expect(own.join()).not.toContain('s3cret');
  });

  it('with a password in its address keeps it out of the log', async () => {
    await publish('1.25.3');
    const address = mirror.url.replace('://', '://me:s3cret-of-the-mirror@');
    const inputs = { 'go-version': '1.25.3', 'go-download-base-url': address };
    const { main, log } = await scene.setUp({ with: inputs });
    expect(told(main, 'error')).toEqual([]);
    const login = Buffer.from('me:s3cret-of-the-mirror').toString('base64');
    expect(mirror.requests.map(({ authorization }) => authorization)).toEqual([
      `Basic ${login}`,
      `Basic ${login}`,
    ]);
    // The runner itself prints the inputs, before the action could say anything.
    expect(log.slice(log.indexOf('Set up Go'))).not.toContain('s3cret-of-the-mirror');
  });

  it('without a list refuses a range in words (contract 24)', async () => {
    const inputs = { 'go-version': '1.25.x', 'go-download-base-url': mirror.url };
    const { main } = await scene.setUp({ with: inputs });
    expect(told(main, 'error')).toEqual([
      expect.stringContaining(
        "Version range '1.25.x' is not supported with a custom download base URL",
      ),
    ]);
  });

  it('without a list serves its file of a minor, named by what go says inside (contract 24, 26)', async () => {
    const archive = await tarOfGo('1.25.9', scene.home);
    mirror.files.set('go1.25.linux-amd64.tar.gz', archive);
    mirror.files.set('go1.25.linux-amd64.tar.gz.sha256', sha256(archive));
    const inputs = { 'go-version': '1.25', 'go-download-base-url': mirror.url };
    const { main } = await scene.setUp({ with: inputs });
    expect(main.outputs['go-version']).toBe('1.25.9');
    expect(toolsBelow(toolName(mirror.url))).toContain('1.25.9/x64.complete');
  });

  it.each([404, 403])(
    'that answers %d is told with version, platform and address (contract 25)',
    async (status) => {
      mirror.files.set('go1.25.3.linux-amd64.tar.gz', status);
      mirror.files.set('go1.25.3.linux-amd64.tar.gz.sha256', 'a'.repeat(64));
      const inputs = { 'go-version': '1.25.3', 'go-download-base-url': mirror.url };
      const { main } = await scene.setUp({ with: inputs });
      expect(main.outcome).toBe('failure');
      expect(told(main, 'error')).toEqual([
        expect.stringMatching(
          /'1\.25\.3' for platform linux and architecture amd64.*go1\.25\.3\.linux-amd64\.tar\.gz: HTTP 40/,
        ),
      ]);
    },
  );

  it('is not believed when its bytes differ from its list (pain 10)', async () => {
    await publish('1.25.3');
    mirror.files.set('go1.25.3.linux-amd64.tar.gz', await tarOfGo('1.25.4', scene.home));
    const inputs = { 'go-version': '1.25.3', 'go-download-base-url': mirror.url };
    const { main } = await scene.setUp({ with: inputs });
    expect(told(main, 'error')).toEqual([expect.stringMatching(/expected sha256 .* got /)]);
    expect(toolsBelow(toolName(mirror.url)).filter((name) => name.includes('x64'))).toEqual([]);
  });

  it('gets the version as it was given with check-latest (contract 11)', async () => {
    await publish('1.25.9', '1.25.3');
    const inputs = { 'go-version': '1.25', 'go-download-base-url': mirror.url };
    await scene.setUp({ with: { ...inputs, 'go-version': '1.25.3' } });
    const { main, log } = await scene.setUp({ with: { ...inputs, 'check-latest': 'true' } });
    expect(main.outputs['go-version']).toBe('1.25.3');
    expect(log).toContain('check-latest is not supported with a custom download base URL');
  });

  it.each(['stable', 'oldstable'])('has no %s (contract 9)', async (alias) => {
    const inputs = { 'go-version': alias, 'go-download-base-url': mirror.url };
    const { main } = await scene.setUp({ with: inputs });
    expect(told(main, 'error')).toEqual([
      expect.stringContaining(`Version aliases '${alias}' are not supported`),
    ]);
  });
});
