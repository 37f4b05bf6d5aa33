import { readFileSync, statSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { installGo } from '../../src/toolchain/run.ts';
import { type FakeGoProxy, type ServedFile, startGoProxy } from '../fakes/go-proxy.ts';
import {
  h1Of,
  logWith,
  scratch,
  testContext,
  testHost,
  testRequest,
  tinyGo,
  tree,
} from './install-support.ts';
import { syntheticLog, type SyntheticLog } from './synthetic-log.ts';
import { type SyntheticEntry, syntheticZip } from './synthetic-zip.ts';

const VERSION = 'v0.0.1-go1.25.3.linux-amd64';
const PREFIX = `golang.org/toolchain@${VERSION}/`;
const ZIP = `golang.org/toolchain/@v/${VERSION}.zip`;
const DB = 'sumdb/sum.example.com';

let proxy: FakeGoProxy;
let folder: Awaited<ReturnType<typeof scratch>>;
let log: SyntheticLog;
const honest = tinyGo('1.25.3', PREFIX);

/** Serves a zip and a database that vouches for `vouched`, by default for just that zip. */
function serve(entries: readonly SyntheticEntry[], vouched = entries): void {
  const made = logWith(new Map([[VERSION, h1Of(vouched)]]));
  log = made.log;
  proxy.files.clear();
  proxy.files.set(ZIP, syntheticZip(entries));
  for (const [name, content] of log.files(made.lookups)) proxy.files.set(`${DB}/${name}`, content);
}

function change(name: string, edit: (content: Buffer) => ServedFile): void {
  const file = proxy.files.get(name);
  if (typeof file === 'number' || file === undefined)
    throw new Error(`nothing is served at ${name}`);
  proxy.files.set(name, edit(Buffer.from(file)));
}

async function install(
  goProxy = proxy.url,
  goSumDb = log.verifierKey,
): ReturnType<typeof installGo> {
  const context = testContext(folder.root, { goProxy, goSumDb });
  return installGo(testRequest('1.25.3'), context, testHost());
}

beforeEach(async () => {
  proxy = await startGoProxy();
  folder = await scratch();
  serve(honest);
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
    await install();
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

/** What can be wrong, and the words that must tell it apart. */
const attacks: readonly (readonly [string, () => void, RegExp])[] = [
  [
    'a changed byte in a file',
    () => {
      serve(
        honest.map((entry) =>
          entry.name.endsWith('bin/go') ? { ...entry, content: '#!/bin/sh\necho GO\n' } : entry,
        ),
        honest,
      );
    },
    /expected h1:.* \(sum\.example\.com\), got h1:.* from http/,
  ],
  [
    'an added file',
    () => {
      serve([...honest, { name: `${PREFIX}bin/extra`, content: 'x' }], honest);
    },
    /expected h1:.*got h1:/,
  ],
  [
    'a missing file',
    () => {
      serve(honest.slice(0, -1), honest);
    },
    /expected h1:.*got h1:/,
  ],
  [
    'a renamed file',
    () => {
      serve(
        honest.map((entry) =>
          entry.name.endsWith('make.bash') ? { ...entry, name: `${PREFIX}src/make2.bash` } : entry,
        ),
        honest,
      );
    },
    /expected h1:.*got h1:/,
  ],
  [
    'the record of another module',
    () => {
      change(
        `${DB}/lookup/golang.org/toolchain@${VERSION}`,
        () => `5\n${log.records[5] ?? ''}\n${log.signedTree(300)}`,
      );
    },
    /expected the record of golang\.org\/toolchain .*, got record 5: example\.com\/m5/,
  ],
  [
    'a record whose hash was changed',
    () => {
      change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, (old) =>
        old.toString().replace(/h1:./, 'h1:_'),
      );
    },
    /expected a tree with the signed root .*, got the root/,
  ],
  [
    'a record number that is not its own',
    () => {
      change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, (old) =>
        old.toString().replace(/^137/, '138'),
      );
    },
    /expected a tree with the signed root/,
  ],
  [
    'a changed tree size',
    () => {
      change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, (old) =>
        old.toString().replace('\n300\n', '\n299\n'),
      );
    },
    /signature of sum\.example\.com\+.* does not fit the text/,
  ],
  [
    'an older tree without the record',
    () => {
      change(
        `${DB}/lookup/golang.org/toolchain@${VERSION}`,
        () => `137\n${log.records[137] ?? ''}\n${log.signedTree(100)}`,
      );
    },
    /expected a tree that holds record 137, got an older one of 100 records/,
  ],
  [
    'a cut tile',
    () => {
      change(`${DB}/tile/8/0/000`, (old) => old.subarray(0, 1000));
    },
    /expected whole tiles, got one that is cut/,
  ],
  [
    'a changed tile',
    () => {
      change(`${DB}/tile/8/0/000`, (old) => {
        old[40] = (old[40] ?? 0) ^ 1;
        return old;
      });
    },
    /expected a tree with the signed root/,
  ],
  [
    'a signature of another key',
    () => {
      const other = syntheticLog('sum.example.com', log.records);
      change(
        `${DB}/lookup/golang.org/toolchain@${VERSION}`,
        () => `137\n${log.records[137] ?? ''}\n${other.signedTree(300)}`,
      );
    },
    /expected a signature of sum\.example\.com\+[0-9a-f]{8}, got only sum\.example\.com\+/,
  ],
  [
    'no signature at all',
    () => {
      change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, (old) =>
        old.toString().replace(/\n\u2014.*\n$/, '\n'),
      );
    },
    /got no readable signature/,
  ],
  [
    'an answer of another kind',
    () => {
      change(`${DB}/lookup/golang.org/toolchain@${VERSION}`, () => '<html>');
    },
    /expected a record, got something else/,
  ],
  [
    'no record in the database',
    () => {
      proxy.files.delete(`${DB}/lookup/golang.org/toolchain@${VERSION}`);
    },
    /expected a record in sum\.example\.com, got HTTP 404/,
  ],
  [
    'the archive of another version, vouched for',
    () => {
      serve(tinyGo('1.25.2', PREFIX));
    },
    /archive for Go 1\.25\.3 .* holds Go 1\.25\.2/,
  ],
  [
    'the folder of another version, vouched for',
    () => {
      serve(tinyGo('1.25.3', 'golang.org/toolchain@v0.0.1-go1.25.2.linux-amd64/'));
    },
    /expected only names that begin with golang\.org\/toolchain@v0\.0\.1-go1\.25\.3/,
  ],
  [
    'a zip that is cut',
    () => {
      change(ZIP, (old) => old.subarray(0, old.length - 40));
    },
    /no end record; it is cut/,
  ],
  [
    'something that is no zip',
    () => {
      proxy.files.set(ZIP, 'not a zip');
    },
    /no end record/,
  ],
  [
    'a path that climbs out',
    () => {
      serve([...honest, { name: `${PREFIX}../../evil`, content: 'x' }]);
    },
    /leaves the folder/,
  ],
  [
    'an absolute path',
    () => {
      serve([...honest, { name: '/etc/evil', content: 'x' }]);
    },
    /leaves the folder/,
  ],
  [
    'a device of Windows',
    () => {
      serve([...honest, { name: `${PREFIX}src/Aux.go`, content: 'x' }]);
    },
    /means another file, or a device, on Windows/,
  ],
  [
    'a go.mod that a module cannot hold',
    () => {
      serve([...honest, { name: `${PREFIX}src/go.mod`, content: 'module evil\n' }]);
    },
    /it holds .*src\/go\.mod, which the zip of a module cannot hold/,
  ],
  [
    'a symbolic link',
    () => {
      serve([...honest, { name: `${PREFIX}bin/link`, content: '/etc', unixMode: 0o120777 }]);
    },
    /link or a special file/,
  ],
  [
    'two names that differ in case',
    () => {
      serve([...honest, { name: `${PREFIX}version`, content: 'x' }]);
    },
    /one file on some disks/,
  ],
  [
    'a size that is a lie',
    () => {
      serve(honest.map((entry) => ({ ...entry, declaredBytes: 5 })));
    },
    /larger than declared|another size/,
  ],
  [
    'a size bomb',
    () => {
      serve([...honest, { name: `${PREFIX}bomb`, content: 'x', declaredBytes: 600 * 1024 * 1024 }]);
    },
    /unpacks to more than/,
  ],
  [
    'a local header with another name',
    () => {
      serve(
        honest.map((entry, index) =>
          index === 0 ? { ...entry, localName: `${PREFIX}OTHER` } : entry,
        ),
      );
    },
    /described differently in its local header/,
  ],
];

describe('a toolchain that cannot be proved', () => {
  it.each(attacks)('is refused with its own words: %s', async (_name, corrupt, words) => {
    corrupt();
    await expect(install()).rejects.toThrow(words);
  });

  it.each(attacks)(
    'leaves nothing behind and is sought nowhere else: %s',
    async (_name, corrupt) => {
      corrupt();
      const mirror = await startGoProxy();
      try {
        const context = testContext(
          folder.root,
          { goProxy: `${proxy.url}|${mirror.url}`, goSumDb: log.verifierKey },
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

  it.each(['golang.org/*', '*'])('GONOSUMDB=%s does not spare Go the proof', async (goNoSumDb) => {
    const host = testHost();
    const settings = { goProxy: proxy.url, goSumDb: log.verifierKey, goNoSumDb };
    const go = await installGo(testRequest('1.25.3'), testContext(folder.root, settings), host);
    expect(go.proof).toContain('record 137 of 300');
    expect(host.lines.join('\n')).toContain(`GONOSUMDB (${goNoSumDb}) does not apply to Go itself`);
  });

  it('GOFLAGS=-insecure does not spare Go the proof, and says so', async () => {
    const host = testHost();
    const settings = { goProxy: proxy.url, goSumDb: log.verifierKey, goFlags: '-v -insecure' };
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
      const go = await install(proxy.url, `${log.verifierKey} ${database.url}`);
      expect(go.origin).toBe('module-proxy');
      expect(proxy.requests.map(({ path: asked }) => asked)).toEqual([ZIP]);
    } finally {
      await database.close();
    }
  });
});
