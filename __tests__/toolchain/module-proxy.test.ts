import { readFileSync, statSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/domain/errors.ts';
import { networkFailure } from '../../src/toolchain/module-proxy-client.ts';
import { installGo } from '../../src/toolchain/run.ts';
import { type FakeGoProxy, type ServedFile, startGoProxy } from '../fakes/go-proxy.ts';
import { type AttackedProxy, attackedProxy, attacks, DB, honest, ZIP } from './attacks.ts';
import { h1Of, scratch, testContext, testHost, testRequest, tree } from './install-support.ts';

let proxy: FakeGoProxy;
let folder: Awaited<ReturnType<typeof scratch>>;
let served: AttackedProxy;

async function install(
  goProxy = proxy.url,
  goSumDb = served.log.verifierKey,
): ReturnType<typeof installGo> {
  const context = testContext(folder.root, { goProxy, goSumDb });
  return installGo(testRequest('1.25.3'), context, testHost());
}

beforeEach(async () => {
  proxy = await startGoProxy();
  folder = await scratch();
  served = attackedProxy(proxy);
});
afterEach(async () => {
  await proxy.close();
  await folder.remove();
});

describe('a toolchain from the module proxy', () => {
  it('is installed in the layout of the runner, proved', async () => {
    const go = await install();
    const root = path.join(folder.root, 'tools/go/1.25.3/x64');
    expect(go).toMatchObject({ version: '1.25.3', goroot: root, origin: 'module-proxy' });
    expect(go.goBinary).toBe(path.join(root, 'bin/go'));
    expect(go.proof).toContain(h1Of(honest));
    expect(go.proof).toContain('record 137 of 300 in sum.example.com');
    expect(readFileSync(`${root}.complete`, 'utf8')).toBe('');
    expect(await tree(path.join(folder.root, 'temp'))).toEqual([]);
    expect(
      (await tree(path.join(folder.root, 'tools/go/1.25.3'))).filter((name) =>
        name.startsWith('.'),
      ),
    ).toEqual([]);
  });

  it('gets modes from the paths and its go.mod files back', async () => {
    const { goroot } = await install();
    const executable = (name: string): boolean =>
      (statSync(path.join(goroot, name)).mode & 0o111) !== 0;
    expect(executable('bin/go')).toBe(true);
    expect(executable('pkg/tool/linux_amd64/compile')).toBe(true);
    expect(executable('lib/wasm/go_js_wasm_exec')).toBe(true);
    expect(executable('VERSION')).toBe(false);
    expect(executable('src/make.bash')).toBe(false);
    expect(readFileSync(path.join(goroot, 'src/go.mod'), 'utf8')).toBe('module std\n');
    expect(readFileSync(path.join(goroot, 'src/_go.mod'), 'utf8')).toBe('module std\n');
  });

  it('is taken from the tool cache the next time, without network', async () => {
    await install();
    const before = proxy.requests.length;
    const go = await install();
    expect(go).toMatchObject({ version: '1.25.3', origin: 'tool-cache' });
    expect(proxy.requests.length).toBe(before);
  });

  it('is installed once when several jobs want it at the same time', async () => {
    const toolchains = await Promise.all([install(), install(), install(), install()]);
    expect(new Set(toolchains.map(({ goroot }) => goroot)).size).toBe(1);
    expect(
      (await tree(path.join(folder.root, 'tools/go/1.25.3'))).filter((name) => !name.includes('/')),
    ).toEqual(['x64', 'x64.complete']);
  });

  it.each([
    ['a half-copied folder without marker', 'x64/VERSION', undefined],
    ['a marker whose folder has no go command', 'x64/VERSION', 'x64.complete'],
    ['a marker alone', undefined, 'x64.complete'],
    ['an unfinished staging folder', '.x64-abc/bin/go', undefined],
  ])('replaces what a crashed job left: %s', async (_name, file, marker) => {
    const parent = path.join(folder.root, 'tools/go/1.25.3');
    await mkdir(parent, { recursive: true });
    for (const left of [file, marker].filter((name) => name !== undefined)) {
      await mkdir(path.dirname(path.join(parent, left)), { recursive: true });
      await writeFile(path.join(parent, left), 'go1.25.3\n');
    }
    expect(await install()).toMatchObject({ origin: 'module-proxy' });
    expect(readFileSync(path.join(parent, 'x64/bin/go'), 'utf8')).toContain('echo go');
  });

  it('removes what a job that was cut off left a day ago, and nothing younger or of others', async () => {
    const parent = path.join(folder.root, 'tools/go/1.25.3');
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    for (const name of ['.x64-old', '.x64-young', '.snapshot']) {
      await mkdir(path.join(parent, name, 'bin'), { recursive: true });
      if (name !== '.x64-young') await utimes(path.join(parent, name), longAgo, longAgo);
    }
    // The job that was cut off may have been the last one to want that version.
    const other = path.join(folder.root, 'tools/go/1.24.1/.x64-old');
    await mkdir(other, { recursive: true });
    await utimes(other, longAgo, longAgo);
    await install();
    expect(await tree(path.dirname(other))).toEqual([]);
    expect((await tree(parent)).filter((name) => !name.includes('/'))).toEqual([
      '.snapshot',
      '.x64-young',
      'x64',
      'x64.complete',
    ]);
  });

  it('gets by with full tiles when a database dropped its partial ones', async () => {
    const name = `${DB}/tile/8/0/001.p/44`;
    const partial = proxy.files.get(name) as Uint8Array;
    proxy.files.delete(name);
    proxy.files.set(
      `${DB}/tile/8/0/001`,
      Buffer.concat([partial, Buffer.alloc((256 - 44) * 32, 7)]),
    );
    expect(await install()).toMatchObject({ origin: 'module-proxy' });
  });

  it('sends the credentials of a proxy address as a header and shows them nowhere', async () => {
    await install(proxy.url.replace('://', '://user:pa%20ss@'));
    const expected = `Basic ${Buffer.from('user:pa ss').toString('base64')}`;
    expect(new Set(proxy.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([expected]),
    );
  });

  it('comes from a file:// proxy, proved all the same', async () => {
    for (const [name, content] of proxy.files) {
      const file = path.join(folder.root, 'proxy', name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content as string);
    }
    expect(await install(`file://${folder.root}/proxy`)).toMatchObject({ origin: 'module-proxy' });
    expect(proxy.requests).toEqual([]);
  });
});

describe('a toolchain that cannot be proved', () => {
  it.each(attacks())('is refused with its own words: %s', async (_name, corrupt, words) => {
    corrupt(served);
    await expect(install()).rejects.toThrow(words);
  });

  it.each(attacks())(
    'leaves nothing behind and is sought nowhere else: %s',
    async (_name, corrupt) => {
      corrupt(served);
      const mirror = await startGoProxy();
      try {
        const context = testContext(
          folder.root,
          { goProxy: `${proxy.url}|${mirror.url}`, goSumDb: served.log.verifierKey },
          mirror.url,
        );
        await expect(installGo(testRequest('1.25.3'), context, testHost())).rejects.toThrow();
        expect(mirror.requests).toEqual([]);
        expect(await tree(path.join(folder.root, 'tools'))).toEqual(
          expect.not.arrayContaining([expect.stringContaining('x64')]),
        );
        expect(await tree(path.join(folder.root, 'temp'))).toEqual([]);
      } finally {
        await mirror.close();
      }
    },
  );
});

describe('GOPROXY lists', () => {
  it.each([
    ['a comma passes over 404', 404, ',', true],
    ['a comma passes over 410', 410, ',', true],
    ['a comma stops at 403', 403, ',', false],
    ['a bar passes over 403', 403, '|', true],
  ])('%s', async (_name, status, separator, reached) => {
    const first = await startGoProxy(
      new Map<string, ServedFile>([
        [ZIP, status],
        [`${DB}/supported`, status],
      ]),
    );
    try {
      const outcome = install(`${first.url}${separator}${proxy.url}`);
      await (reached
        ? expect(outcome).resolves.toMatchObject({ origin: 'module-proxy' })
        : expect(outcome).rejects.toMatchObject({ code: 'go-unavailable' }));
      expect(proxy.requests.some(({ path: asked }) => asked === ZIP)).toBe(reached);
    } finally {
      await first.close();
    }
  });

  it.each(['off', 'direct', 'off,http://127.0.0.1:1'])(
    '%s leaves no proxy to ask',
    async (goProxy) => {
      await expect(install(goProxy)).rejects.toThrow(/names no proxy/);
    },
  );

  it('GOSUMDB=off does not let an unproved toolchain in', async () => {
    await expect(install(proxy.url, 'off')).rejects.toThrow(/GOSUMDB=off leaves nothing to prove/);
    expect(proxy.requests).toEqual([]);
  });

  it('a bar passes over redirects in a circle', async () => {
    const circle = createServer((request, response) => {
      response.writeHead(302, { location: request.url }).end();
    });
    await new Promise<void>((resolve) => circle.listen(0, '127.0.0.1', resolve));
    const { port } = circle.address() as AddressInfo;
    try {
      const outcome = install(`http://127.0.0.1:${port}|${proxy.url}`);
      await expect(outcome).resolves.toMatchObject({ origin: 'module-proxy' });
    } finally {
      circle.closeAllConnections();
      circle.close();
    }
  });

  it('nothing passes over a redirect from https to http', () => {
    const refused = new ActionError({ code: 'redirect', message: 'from https to http' });
    expect(() => networkFailure(refused)).toThrow(refused);
    const circle = new ActionError({ code: 'redirect-loop', message: 'too many redirects' });
    expect(networkFailure(circle)).toBe('too many redirects');
  });

  it.each(['golang.org/*', '*'])('GONOSUMDB=%s does not spare Go the proof', async (goNoSumDb) => {
    const host = testHost();
    const settings = { goProxy: proxy.url, goSumDb: served.log.verifierKey, goNoSumDb };
    const go = await installGo(testRequest('1.25.3'), testContext(folder.root, settings), host);
    expect(go.proof).toContain('record 137 of 300');
    expect(host.lines.join('\n')).toContain(`GONOSUMDB (${goNoSumDb}) does not apply to Go itself`);
  });

  it('GOFLAGS=-insecure does not spare Go the proof, and says so', async () => {
    const host = testHost();
    const settings = {
      goProxy: proxy.url,
      goSumDb: served.log.verifierKey,
      goFlags: '-v -insecure',
    };
    const go = await installGo(testRequest('1.25.3'), testContext(folder.root, settings), host);
    expect(go.proof).toContain('record 137 of 300');
    expect(host.lines).toContainEqual(
      expect.stringMatching(/^warning: GOFLAGS=-insecure does not apply/),
    );
  });

  it('goes to the database itself when no proxy stands in for it', async () => {
    const database = await startGoProxy();
    for (const [name, content] of [...proxy.files]) {
      if (!name.startsWith(DB)) continue;
      proxy.files.delete(name);
      database.files.set(name.slice(DB.length + 1), content);
    }
    try {
      const go = await install(proxy.url, `${served.log.verifierKey} ${database.url}`);
      expect(go.origin).toBe('module-proxy');
      expect(proxy.requests.map(({ path: asked }) => asked)).toEqual([ZIP]);
    } finally {
      await database.close();
    }
  });
});
