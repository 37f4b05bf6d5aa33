import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Digest } from '../../src/domain/digest.ts';
import type { ActionError } from '../../src/domain/errors.ts';
import { readBase } from '../../src/image/base-client.ts';
import { type Layout, openLayout } from '../../src/image/layout-run.ts';
import type { BuiltImage } from '../../src/image/plan.ts';
import { pushImage, type PushReport, pushScopes } from '../../src/image/push-run.ts';
import { openRegistry, type RegistryParts } from '../../src/image/registry-client.ts';
import {
  basic,
  type FakeRegistry,
  type Fault,
  type RegistryOptions,
  sha256,
  startRegistry,
} from '../fakes/registry.ts';
import { itWith } from '../support/needs.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/workspace.ts';
import {
  fakeImage,
  fastClock,
  realHttp,
  registryParts,
  sampleBase,
  settingsFor,
  silentLog,
} from './work.ts';

const REPOSITORY = 'demo/app';
const USER = { username: 'octo', password: 'secret-password' };
const CREDENTIALS = { kind: 'password', ...USER } as const;

let folder: TemporaryFolder;
let registry: FakeRegistry | undefined;
let image: BuiltImage;
let layout: Layout;

beforeEach(async () => {
  folder = await temporaryFolder();
  ({ image, layout } = await fakeImage(folder.path));
});

afterEach(async () => {
  await registry?.close();
  registry = undefined;
  await folder.remove();
});

async function start(options: RegistryOptions = {}): Promise<FakeRegistry> {
  registry = await startRegistry(options);
  return registry;
}

async function push(
  to: FakeRegistry,
  parts: Partial<RegistryParts> = {},
  clock = fastClock(),
): Promise<PushReport> {
  const open = await openRegistry(to.host, registryParts({ http: realHttp(clock), ...parts }));
  const name = { registry: to.host, repository: REPOSITORY };
  const plan = { image, name, tags: ['v1', 'latest'] };
  return pushImage(plan, layout, open, { clock, log: silentLog });
}

/** A JSON document of the layout. */
async function document(digest: Digest): Promise<unknown> {
  return JSON.parse(await readFile(layout.pathOf(digest), 'utf8'));
}

async function refusal(work: Promise<unknown>): Promise<ActionError> {
  return work.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: unknown) => error as ActionError,
  );
}

/** The fault for the first requests that match, then none. */
function firstTimes(times: number, method: string, pattern: RegExp, fault: Fault): RegistryOptions {
  let left = times;
  return {
    fault: (request) => {
      if (request.method !== method || !pattern.test(request.url) || left === 0) return undefined;
      left -= 1;
      return fault;
    },
  };
}

const BLOB_PUT = /\/blobs\/uploads\/.*digest=/;

describe('pushing', () => {
  it('sends content, then manifests by digest, then the index by its tags', async () => {
    const to = await start();
    const report = await push(to);
    expect(report.blobs).toEqual({ present: 0, mounted: 0, uploaded: 4 });
    const puts = to.requests.filter(({ method }) => method === 'PUT').map(({ url }) => url);
    expect(puts.slice(0, 4).every((url) => BLOB_PUT.test(url))).toBe(true);
    expect(puts.slice(4)).toEqual([
      ...image.platforms.map(({ manifest }) => `/v2/${REPOSITORY}/manifests/${manifest.digest}`),
      `/v2/${REPOSITORY}/manifests/v1`,
      `/v2/${REPOSITORY}/manifests/latest`,
    ]);
    const tagged = to.manifests.get(`${REPOSITORY}:v1`);
    expect(sha256(tagged!.bytes)).toBe(image.index.digest);
    expect(tagged!.mediaType).toBe('application/vnd.oci.image.index.v1+json');
  });

  it('sends nothing when everything is there', async () => {
    const to = await start();
    await push(to);
    to.requests.length = 0;
    const report = await push(to);
    expect(report).toEqual({ blobs: { present: 4, mounted: 0, uploaded: 0 }, uploadedBytes: 0 });
    expect(to.requests.filter(({ method }) => method !== 'HEAD' && method !== 'GET')).toEqual([]);
  });

  it('moves a tag that stands for another image', async () => {
    const to = await start();
    await push(to);
    const other = { mediaType: 'x', bytes: Buffer.from('{}') };
    to.manifests.set(`${REPOSITORY}:v1`, other);
    await push(to);
    expect(sha256(to.manifests.get(`${REPOSITORY}:v1`)!.bytes)).toBe(image.index.digest);
  });
});

describe('who we are', () => {
  it('answers Basic with the credentials, which are masked', async () => {
    const to = await start({ access: { kind: 'basic', ...USER } });
    const parts = registryParts({ credentials: CREDENTIALS });
    await push(to, parts);
    expect(parts.masked).toContain(basic(USER).slice('Basic '.length));
    expect(to.manifests.has(`${REPOSITORY}:v1`)).toBe(true);
  });

  it('gets a Bearer token for the scope, and sends the password to the token service alone', async () => {
    const to = await start({ access: { kind: 'bearer', ...USER } });
    const parts = registryParts({ credentials: CREDENTIALS });
    await push(to, parts);
    const [token] = to.tokensGiven;
    const asked = to.requests.filter(({ url }) => url.startsWith('/token'));
    expect(asked.map(({ url }) => url)).toEqual([
      `/token?service=fake&scope=${encodeURIComponent(`repository:${REPOSITORY}:pull,push`)}`,
    ]);
    expect(asked[0]!.authorization).toBe(basic(USER));
    const others = to.requests.filter((one) => !one.url.startsWith('/token') && one.url !== '/v2/');
    expect(new Set(others.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${token!}`]),
    );
    expect(parts.masked).toContain(token);
  });

  it('renews a token that runs out half-way, and finishes', async () => {
    const to = await start({ access: { kind: 'bearer', ...USER, tokenUses: 6 } });
    await push(to, { credentials: CREDENTIALS });
    expect(to.tokensGiven.length).toBeGreaterThan(1);
    expect(to.manifests.has(`${REPOSITORY}:latest`)).toBe(true);
  });

  it('gives up when every token is refused', async () => {
    const to = await start({ access: { kind: 'bearer', ...USER, tokenUses: 0 } });
    const error = await refusal(push(to, { credentials: CREDENTIALS }));
    expect(error.code).toBe('registry-unauthorized');
    // One token at the start and one renewal for each of four parallel requests, at most.
    expect(to.tokensGiven.length).toBeLessThanOrEqual(5);
  });

  it('exchanges an identity token of a login', async () => {
    const to = await start({ access: { kind: 'bearer', ...USER } });
    await push(to, { credentials: { kind: 'identity-token', token: USER.password } });
    expect(to.manifests.has(`${REPOSITORY}:v1`)).toBe(true);
    const [asked] = to.requests.filter(({ url }) => url.startsWith('/token'));
    expect(asked!.authorization).toBeUndefined();
    expect(asked!.url).toBe('/token');
  });

  it.each(['basic', 'bearer'] as const)(
    'names the inputs when a password is wrong (%s)',
    async (kind) => {
      const to = await start({ access: { kind, ...USER } });
      const wrong = { ...CREDENTIALS, password: 'wrong' };
      const error = await refusal(push(to, { credentials: wrong }));
      expect(error.code).toBe('registry-unauthorized');
      expect(error.hint).toContain('registry-password');
      expect(error.message).not.toContain('wrong');
    },
  );

  it('says that credentials are missing', async () => {
    const to = await start({ access: { kind: 'basic', ...USER } });
    const error = await refusal(push(to));
    expect(error).toMatchObject({ code: 'registry-unauthorized' });
    expect(error.message).toContain('none were found');
  });

  it('sends no password to a token service without TLS', async () => {
    const realm = 'http://tokens.example.com/token';
    const to = await start({ access: { kind: 'bearer', ...USER, realm } });
    const error = await refusal(push(to, { credentials: CREDENTIALS }));
    expect(error.code).toBe('registry-challenge');
    expect(error.message).toContain('http://tokens.example.com');
  });
});

describe('a registry on a bad day', () => {
  it('waits as long as it is told to after 429, and goes on', async () => {
    const busy = { status: 429, headers: { 'retry-after': '7' } };
    const to = await start(firstTimes(1, 'PUT', BLOB_PUT, busy));
    const clock = fastClock();
    await push(to, {}, clock);
    expect(clock.waits).toContain(7000);
    expect(to.manifests.has(`${REPOSITORY}:v1`)).toBe(true);
  });

  it('waits until the moment that it is told after 503', async () => {
    const clock = fastClock();
    const until = new Date(clock.now() + 55_000).toUTCString();
    const busy = { status: 503, headers: { 'retry-after': until } };
    const to = await start(firstTimes(1, 'PUT', BLOB_PUT, busy));
    await push(to, {}, clock);
    // Some of it has passed when the answer is read; our own patience would be about a second.
    expect(Math.max(...clock.waits)).toBeGreaterThan(10_000);
    expect(to.manifests.has(`${REPOSITORY}:v1`)).toBe(true);
  });

  it('leaves a long wait to a later run', async () => {
    const busy = { status: 429, headers: { 'retry-after': '3600' } };
    const to = await start(firstTimes(99, 'PUT', BLOB_PUT, busy));
    const clock = fastClock();
    const error = await refusal(push(to, {}, clock));
    expect(error.code).toBe('registry-busy');
    expect(Math.max(0, ...clock.waits)).toBeLessThan(60_000);
  });

  it.each([
    ['an upload', 'PUT', BLOB_PUT],
    ['the beginning of an upload', 'POST', /uploads\/$/],
    ['a look', 'HEAD', /\/blobs\/sha256/],
    ['a manifest', 'PUT', /\/manifests\//],
  ])('tries again after 503 for %s', async (_what, method, pattern) => {
    const to = await start(firstTimes(2, method, pattern, { status: 503 }));
    await push(to);
    expect(sha256(to.manifests.get(`${REPOSITORY}:v1`)!.bytes)).toBe(image.index.digest);
  });

  it('begins an upload anew that was cut', async () => {
    const to = await start(firstTimes(1, 'PUT', BLOB_PUT, 'cut'));
    await push(to);
    const begun = to.requests.filter(({ method }) => method === 'POST');
    expect(begun).toHaveLength(5);
    expect(to.blobs.size).toBe(4);
  });

  it('finds content whose answer was lost, and does not send it twice', async () => {
    const to = await start(firstTimes(1, 'PUT', BLOB_PUT, 'lose-answer'));
    const report = await push(to);
    expect(report.blobs.uploaded).toBe(4);
    expect(
      to.requests.filter(({ method, url }) => method === 'PUT' && BLOB_PUT.test(url)),
    ).toHaveLength(4);
  });

  it('gives up after some tries, with the words of the registry, and tags nothing', async () => {
    const body = JSON.stringify({
      errors: [{ code: 'UNKNOWN', message: 'disk full\n::error::forged' }],
    });
    const to = await start(firstTimes(99, 'PUT', BLOB_PUT, { status: 500, body }));
    const error = await refusal(push(to));
    expect(error.message).toContain('HTTP 500 (UNKNOWN: disk full ::error::forged)');
    expect(error.message).not.toContain('\n');
    expect(to.manifests.size).toBe(0);
  });

  it('says which permission is missing after 403', async () => {
    const to = await start(firstTimes(99, 'POST', /uploads/, { status: 403 }));
    const error = await refusal(push(to));
    expect(error.code).toBe('registry-denied');
    expect(error.hint).toContain('packages: write');
  });

  it('says when the host is no registry', async () => {
    const to = await start({ fault: () => ({ status: 404 }) });
    expect((await refusal(push(to))).code).toBe('no-registry');
  });
});

describe('digests', () => {
  it('refuses another digest than the one sent, and tags nothing', async () => {
    const to = await start({ digestHeader: 'wrong' });
    const error = await refusal(push(to));
    expect(error.code).toBe('digest-mismatch');
    expect([...to.manifests.keys()].filter((key) => !key.includes('@'))).toEqual([]);
  });

  it('reads a manifest back where the registry does not say what it stored', async () => {
    const to = await start({ digestHeader: 'none' });
    await push(to);
    expect(to.manifests.has(`${REPOSITORY}:latest`)).toBe(true);
  });

  it('notices a manifest that was changed on its way', async () => {
    const to = await start({ digestHeader: 'none', garble: true });
    expect((await refusal(push(to))).code).toBe('digest-mismatch');
  });
});

/** A server elsewhere that takes uploads for a registry, as blob storage does. */
async function startStorage(accept: (url: string, body: Buffer) => boolean): Promise<{
  readonly origin: string;
  readonly seen: IncomingHttpHeaders[];
  close(): Promise<void>;
}> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(accept(request.url ?? '', Buffer.concat(chunks)) ? 201 : 400).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

describe('another origin', () => {
  it('gets an upload that the registry sends there, its query untouched, and no credentials', async () => {
    const storage = await startStorage((url, body) => registry!.acceptElsewhere(url, body));
    try {
      const to = await start({ access: { kind: 'basic', ...USER }, uploadsTo: storage.origin });
      await push(to, { credentials: CREDENTIALS });
      expect(storage.seen).toHaveLength(4);
      expect(storage.seen.map(({ authorization }) => authorization)).toEqual(
        Array<undefined>(4).fill(undefined),
      );
      expect(to.manifests.has(`${REPOSITORY}:v1`)).toBe(true);
    } finally {
      await storage.close();
    }
  });

  it('gets a redirected upload without credentials', async () => {
    const storage = await startStorage((url, body) => registry!.acceptElsewhere(url, body));
    try {
      const to = await start({
        access: { kind: 'bearer', ...USER },
        fault: ({ method, url }) =>
          method === 'PUT' && BLOB_PUT.test(url)
            ? { status: 307, headers: { location: `${storage.origin}${url}` } }
            : undefined,
      });
      await push(to, { credentials: CREDENTIALS });
      expect(storage.seen.map(({ authorization }) => authorization)).toEqual(
        Array<undefined>(4).fill(undefined),
      );
      expect(to.blobs.size).toBe(4);
    } finally {
      await storage.close();
    }
  });

  itWith('openssl')('is not followed from https to http', async () => {
    const to = await start();
    const secure = await startTls(folder.path, (request, response) => {
      // A registry behind a proxy that does not tell it about TLS.
      const headers = { location: `${to.origin}/v2/${REPOSITORY}/blobs/uploads/1` };
      const status = request.method === 'POST' ? 202 : request.url === '/v2/' ? 200 : 404;
      response.writeHead(status, request.method === 'POST' ? headers : {}).end();
    });
    try {
      const parts = registryParts({ http: realHttp(fastClock(), secure.ca) });
      const open = await openRegistry(secure.host, parts);
      expect(open.origin).toBe(`https://${secure.host}`);
      const plan = { image, name: { registry: secure.host, repository: REPOSITORY }, tags: ['v1'] };
      const work = pushImage(plan, layout, open, { clock: fastClock(), log: silentLog });
      expect((await refusal(work)).code).toBe('registry-downgrade');
    } finally {
      await secure.close();
    }
  });

  itWith('openssl')('is not tried without TLS when a certificate is refused', async () => {
    const secure = await startTls(folder.path, (_request, response) =>
      response.writeHead(200).end(),
    );
    try {
      const error = await refusal(openRegistry(secure.host, registryParts()));
      expect(error.code).toBe('network');
      expect(error.message).toContain('certificate');
    } finally {
      await secure.close();
    }
  });
});

async function startTls(
  into: string,
  handler: RequestListener,
): Promise<{ readonly host: string; readonly ca: string; close(): Promise<void> }> {
  const [key, cert] = [path.join(into, 'key.pem'), path.join(into, 'cert.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  ]);
  const ca = await readFile(cert, 'utf8');
  const server = https.createServer({ key: await readFile(key), cert: ca }, handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    ca,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

describe('a base', () => {
  async function onBase(options: RegistryOptions, baseRepository = 'bases/static') {
    const to = await start(options);
    const base = sampleBase(baseRepository);
    for (const [key, bytes] of base.blobs) to.blobs.set(key, bytes);
    for (const [key, manifest] of base.manifests) to.manifests.set(key, manifest);
    const settings = settingsFor({
      image: `${to.host}/${REPOSITORY}`,
      base: `${to.host}/${baseRepository}:any@${base.digest}`,
    });
    const build = async (credentials?: RegistryParts['credentials']): Promise<void> => {
      const open = await openRegistry(to.host, registryParts({ credentials }));
      const based = path.join(folder.path, 'based');
      const into = await openLayout(path.join(based, 'layout'));
      ({ image, layout } = await fakeImage(based, settings, {
        base: () =>
          readBase(
            { name: { registry: to.host, repository: baseRepository }, digest: base.digest },
            ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture })),
            open,
            into,
          ),
      }));
    };
    return { to, base, settings, build };
  }

  it('gives its layers and its environment, and is named', async () => {
    const { to, base, build } = await onBase({});
    await build();
    await push(to);
    const one = image.platforms[0]!;
    expect(await document(one.manifest.digest)).toMatchObject({
      layers: [
        {
          mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
          digest: base.layerDigest,
        },
        {},
      ],
      annotations: { 'org.opencontainers.image.base.name': `${to.host}/bases/static` },
    });
    expect(await document(image.index.digest)).toMatchObject({
      annotations: { 'org.opencontainers.image.base.digest': base.digest },
    });
    const config = await document(one.config.digest);
    expect(config).toMatchObject({
      config: {
        Env: ['PATH=/base/bin'],
        WorkingDir: '/work',
        User: '65532:65532',
        Entrypoint: ['/usr/local/bin/app'],
        Labels: { vendor: 'acme' },
      },
      rootfs: { diff_ids: [expect.any(String), expect.any(String)] },
      history: [{ created_by: 'acme' }, { created_by: 'ship-go' }],
    });
    expect(config).not.toHaveProperty('config.Cmd');
  });

  it.each([
    [true, { present: 0, mounted: 1, uploaded: 4 }],
    [false, { present: 0, mounted: 0, uploaded: 5 }],
  ])('on the same registry is mounted where that works (%s)', async (mounts, blobs) => {
    const { to, settings, build } = await onBase({ mounts });
    await build();
    const report = await push(to);
    expect(report.blobs).toEqual(blobs);
    const name = { registry: to.host, repository: REPOSITORY };
    expect(
      pushScopes(name, settings.base.kind === 'image' ? settings.base.name : undefined),
    ).toEqual(['repository:demo/app:pull,push', 'repository:bases/static:pull']);
  });

  it('is fetched from where the registry keeps it, without credentials there', async () => {
    let elsewhere: IncomingHttpHeaders | undefined;
    const server = createServer((request, response) => {
      elsewhere = request.headers;
      response.end(registry!.blobs.get(`bases/static@${(request.url ?? '').slice(1)}`));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const layer = sampleBase('bases/static').layerDigest;
    const { build } = await onBase({
      access: { kind: 'basic', ...USER },
      fault: ({ method, url }) =>
        method === 'GET' && url.endsWith(layer)
          ? { status: 307, headers: { location: `http://127.0.0.1:${port}/${layer}` } }
          : undefined,
    });
    await build(CREDENTIALS);
    expect(elsewhere?.authorization).toBeUndefined();
    expect(elsewhere?.host).toBe(`127.0.0.1:${port}`);
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['manifest', /manifests/, 'digest-mismatch', { status: 200, body: '{"manifests":[]}' }],
    ['layer', /blobs/, 'digest-mismatch', { status: 200, body: 'the layer of a bass' }],
    ['absent manifest', /manifests/, 'base-not-found', { status: 404 }],
  ])('whose %s is not what its digest says is refused', async (_what, pattern, code, fault) => {
    const { build } = await onBase({
      fault: ({ method, url }) => (method === 'GET' && pattern.test(url) ? fault : undefined),
    });
    expect((await refusal(build())).code).toBe(code);
  });
});
