import { execFileSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/domain/errors.ts';
import { choosePrograms, targetOfSlug } from '../../src/image/artifacts.ts';
import { findPrograms } from '../../src/image/artifacts-run.ts';
import { pickBase } from '../../src/image/base.ts';
import { parseChallenges, tokenUrl } from '../../src/image/challenge.ts';
import { findCredentials } from '../../src/image/credentials.ts';
import { dockerCredentials } from '../../src/image/credentials-run.ts';
import { mergeLayoutIndex } from '../../src/image/documents.ts';
import { defaultTags, provenanceOf } from '../../src/image/labels.ts';
import { licenceOf } from '../../src/image/licence.ts';
import { findLicence } from '../../src/image/licence-run.ts';
import { parsePlatform } from '../../src/image/platform.ts';
import { scratchFiles } from '../../src/image/root-files.ts';
import { readZones } from '../../src/image/zoneinfo.ts';
import { findZones } from '../../src/image/zoneinfo-run.ts';
import { targetSlug } from '../../src/domain/target.ts';
import { createProcesses } from '../../src/host/processes.ts';
import { baseEnvironment } from '../support/hermetic-env.ts';
import { temporaryFolder, type TemporaryFolder, writeTree } from '../support/workspace.ts';
import { fakeImage, fakePrograms, settingsFor } from './work.ts';

const GOROOT = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

function refusal(work: () => unknown): ActionError {
  try {
    work();
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('the programs in the artifacts', () => {
  const choose = (
    names: readonly string[],
    choice: { binary?: string; platforms?: string[] } = {},
  ) =>
    choosePrograms(
      names.map((name) => ({ slug: path.dirname(name), name: path.basename(name) })),
      '/out',
      {
        platforms: (choice.platforms ?? []).map(parsePlatform),
        ...(choice.binary === undefined ? {} : { binary: choice.binary }),
      },
    );

  it('are the Linux ones, in the order of the index', () => {
    const programs = choose([
      'windows_amd64/app.exe',
      'linux_arm64/app',
      'linux_amd64_v3/app',
      'darwin_arm64/app',
      'linux_amd64/app',
      'linux_arm_6-softfloat/app',
    ]);
    expect(programs.map(({ path: file }) => file)).toEqual(
      ['linux_amd64', 'linux_amd64_v3', 'linux_arm_6-softfloat', 'linux_arm64'].map((slug) =>
        path.join('/out/bin', slug, 'app'),
      ),
    );
    expect(programs[2]!.target).toEqual({ goos: 'linux', goarch: 'arm', variant: '6,softfloat' });
  });

  it.each([
    ['no-binaries', [], {}, 'released already'],
    ['no-binaries', ['darwin_arm64/app'], {}, 'linux/amd64'],
    ['which-binary', ['linux_amd64/a', 'linux_amd64/b'], {}, '"binary"'],
    ['no-such-binary', ['linux_amd64/a'], { binary: 'b' }, 'one of: a'],
    ['platform-without-binary', ['linux_amd64/a'], { platforms: ['linux/arm64'] }, 'linux/amd64'],
    ['same-platform', ['linux_mips/a', 'linux_mips_softfloat/a'], {}, 'one of the two'],
  ])('are refused: %s for %j', (code, names, choice, hint) => {
    const error = refusal(() => choose(names, choice));
    expect(error.code).toBe(code);
    expect(error.hint).toContain(hint);
  });

  it('are found by the folder and by the artifacts.json in it', async () => {
    await fakePrograms(folder.path);
    await writeTree(folder.path, { 'artifacts.json': '[]' });
    const byFolder = await findPrograms(folder.path, { platforms: [] });
    const byFile = await findPrograms(path.join(folder.path, 'artifacts.json'), { platforms: [] });
    expect(byFolder).toEqual(byFile);
    expect(byFolder).toHaveLength(2);
  });

  it('lie in folders whose names turn back into targets', () => {
    for (const variant of [undefined, '7', 'v3', '6,softfloat', 'v8.0,lse']) {
      const target = {
        goos: 'linux',
        goarch: 'arm',
        ...(variant === undefined ? {} : { variant }),
      };
      expect(targetOfSlug(targetSlug(target))).toEqual(target);
    }
  });
});

describe('the time zones', () => {
  it("are all those of Go's archive", async () => {
    const zip = await readFile(path.join(GOROOT, 'lib/time/zoneinfo.zip'));
    const zones = readZones(zip);
    expect(zones.length).toBeGreaterThan(500);
    expect(zones.map(({ name }) => name)).toContain('Asia/Shanghai');
  });

  it('of a damaged archive are refused in words', async () => {
    const zip = await readFile(path.join(GOROOT, 'lib/time/zoneinfo.zip'));
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const damaged = Buffer.from(cut ? zip.subarray(0, at) : zip);
        if (!cut) damaged[at] = byte;
        try {
          readZones(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('come from the Go that built the programs, before the one on PATH', async () => {
    const zip = await readFile(path.join(GOROOT, 'lib/time/zoneinfo.zip'));
    const tree = (version: string) => `go/${version}/x64/lib/time/zoneinfo.zip`;
    await writeTree(folder.path, {
      [tree('1.25.3')]: zip,
      'go/1.25.3/x64.complete': '',
      [tree('1.26.0')]: zip,
      'go/1.26.0/x64.complete': '',
    });
    const find = (goVersion: string) =>
      findZones({ toolCache: folder.path, goVersion, gorootOnPath: () => Promise.resolve(GOROOT) });
    expect((await find('1.25.3')).from).toContain(path.join('1.25.3', 'x64'));
    expect((await find('1.24.0')).from).toBe(GOROOT);
  });

  it('are missed in words where no Go is', async () => {
    const work = findZones({
      toolCache: folder.path,
      goVersion: undefined,
      gorootOnPath: () => Promise.resolve(undefined),
    });
    await expect(work).rejects.toMatchObject({ code: 'no-zoneinfo' });
  });
});

describe('the files below a program', () => {
  const files = scratchFiles(
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    [{ name: 'Europe/Berlin', bytes: Buffer.from('TZif') }],
  );

  it('are in a fixed order, each folder before what it holds and once', () => {
    const names = files.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    for (const name of names) {
      const parent = name.replace(/[^/]+\/?$/, '');
      if (parent !== '') expect(names).toContain(parent);
    }
  });

  it('have the owners and modes that a program without root needs', () => {
    const by = new Map(files.map((file) => [file.name, file]));
    expect(by.get('tmp/')).toMatchObject({ mode: 0o1777 });
    expect(by.get('home/nonroot/')).toMatchObject({ mode: 0o700, uid: 65532, gid: 65532 });
    expect(Buffer.from(by.get('etc/nsswitch.conf')!.bytes).toString()).toBe('hosts: files dns\n');
    expect(Buffer.from(by.get('etc/passwd')!.bytes).toString()).toContain('nonroot:x:65532:65532:');
  });
});

describe('an image', () => {
  it('is the same bytes every time, and others when anything in it changes', async () => {
    const digest = async (name: string, ...rest: [] | [ReturnType<typeof settingsFor>]) =>
      (await fakeImage(path.join(folder.path, name), ...rest)).image.index.digest;
    const first = await digest('a');
    expect(await digest('b')).toBe(first);
    for (const change of [
      { user: '1000' },
      { expose: ['80'] },
      { entrypointArgs: '-x' },
      { healthCheck: '-h' },
    ]) {
      expect(await digest('c', settingsFor(change))).not.toBe(first);
    }
  });

  it('is refused for a program that needs a loader, unless its base may have one', async () => {
    const programs = (await fakePrograms(folder.path)).map((program) => ({
      ...program,
      facts: { ...program.facts, needs: 'needs the loader /lib/ld.so' },
    }));
    await expect(fakeImage(folder.path, settingsFor(), { programs })).rejects.toMatchObject({
      code: 'needs-a-loader',
    });
    const base = `ghcr.io/octo/base@sha256:${'0'.repeat(64)}`;
    const onBase = fakeImage(folder.path, settingsFor({ base }), { programs });
    await expect(onBase).resolves.toBeDefined();
  });
});

interface NamedManifest {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

describe('the names in a layout', () => {
  const index = { mediaType: 'm', digest: `sha256:${'1'.repeat(64)}`, size: 1 } as const;
  const other = { ...index, digest: `sha256:${'2'.repeat(64)}` } as const;
  const names = (text: string): string[] =>
    (JSON.parse(text) as { manifests: NamedManifest[] }).manifests.map(
      ({ digest, annotations }) =>
        `${Object.values(annotations ?? {}).join()}=${digest.slice(7, 8)}`,
    );

  it('move, and leave others alone', () => {
    const first = mergeLayoutIndex(undefined, index, ['v1', 'latest']);
    expect(names(first)).toEqual(['v1=1', 'latest=1']);
    const second = mergeLayoutIndex(first, other, ['v2', 'latest']);
    expect(names(second)).toEqual(['v1=1', 'v2=2', 'latest=2']);
    expect(mergeLayoutIndex(second, other, ['v2', 'latest'])).toBe(second);
  });

  it('are not needed', () => {
    expect(names(mergeLayoutIndex(undefined, index, []))).toEqual(['=1']);
  });
});

describe('a layout', () => {
  it('is not put into a folder of other files', async () => {
    await writeTree(folder.path, { 'layout/important.txt': 'x' });
    await expect(fakeImage(folder.path)).rejects.toMatchObject({ code: 'bad-layout' });
  });
});

describe('where an image comes from', () => {
  const stamped = async (facts: object) =>
    (await fakePrograms(folder.path)).map((one) => ({ ...one, facts: { ...one.facts, ...facts } }));

  it('is what its programs say', async () => {
    const facts = { commitDate: '2026-03-01T12:00:00Z', version: 'v1.2.3' };
    const run = { sha: 'b'.repeat(40) };
    const provenance = provenanceOf(await stamped(facts), run);
    expect(provenance).toEqual({
      created: '2026-03-01T12:00:00Z',
      createdEpochSeconds: 1772366400,
      revision: 'a'.repeat(40),
      version: '1.2.3',
    });
    expect(defaultTags(run, provenance)).toEqual(['sha-aaaaaaaaaaaa']);
    const tagged = { ...run, tag: 'cli/v1.3.0+x' };
    expect(defaultTags(tagged, provenance)).toEqual(['v1.3.0_x']);
    expect(provenanceOf(await stamped(facts), tagged).version).toBe('1.3.0+x');
  });

  it('is one commit', async () => {
    const [one, two] = await stamped({});
    const mixed = [one!, { ...two!, facts: { ...two!.facts, revision: 'c'.repeat(40) } }];
    expect(refusal(() => provenanceOf(mixed, { sha: '' })).code).toBe('mixed-commits');
  });

  it('has a fixed time where nothing tells one', async () => {
    expect(provenanceOf(await stamped({}), { sha: '' }).created).toBe('1970-01-01T00:00:00Z');
    const epoch = { sha: '', sourceDateEpoch: 1772366400 };
    expect(provenanceOf(await stamped({}), epoch).created).toBe('2026-03-01T12:00:00Z');
  });
});

describe('a licence', () => {
  it('is known by its text', async () => {
    expect(await findLicence(path.resolve(import.meta.dirname, '../..'))).toBe('MIT');
    expect(licenceOf(await readFile(path.join(GOROOT, 'LICENSE'), 'utf8'))).toBe('BSD-3-Clause');
    expect(licenceOf('// SPDX-License-Identifier: Apache-2.0 OR MIT\n')).toBe('Apache-2.0 OR MIT');
  });

  it('is not guessed', async () => {
    const mit = await readFile(path.resolve(import.meta.dirname, '../../LICENSE'), 'utf8');
    const bsd = await readFile(path.join(GOROOT, 'LICENSE'), 'utf8');
    expect(licenceOf(`${mit}\n${bsd}`)).toBeUndefined();
    expect(licenceOf(`"Commons Clause" License Condition v1.0\n${mit}`)).toBeUndefined();
    expect(licenceOf('All rights reserved.')).toBeUndefined();
    await writeTree(folder.path, { 'LICENSE-MIT': mit, 'LICENSE-BSD': bsd });
    expect(await findLicence(folder.path)).toBeUndefined();
  });
});

describe('a base for a platform', () => {
  const entries = ['linux/amd64', 'linux/arm/v6', 'linux/arm/v7'].map((text, index) => ({
    mediaType: 'm',
    digest: `sha256:${String(index).repeat(64)}` as const,
    size: 1,
    platform: parsePlatform(text),
  }));

  it.each([
    ['linux/amd64', 0],
    ['linux/amd64/v3', 0],
    ['linux/arm/v6', 1],
    ['linux/arm/v7', 2],
  ])('for %s is the entry %i', (text, expected) => {
    expect(pickBase(entries, parsePlatform(text))).toBe(entries[expected]);
  });

  it.each(['linux/arm64', 'linux/arm/v5'])('for %s is missed in words', (text) => {
    expect(refusal(() => pickBase(entries, parsePlatform(text))).code).toBe('base-platform');
  });
});

describe('a challenge', () => {
  it('is read among others, with quotes and commas', () => {
    const header =
      'Basic realm="a, \\"b\\"", Bearer realm="https://auth.example.com/token?x=1",service="r",scope="repository:a:pull,push"';
    expect(parseChallenges(header)).toEqual([
      { scheme: 'basic', parameters: { realm: 'a, "b"' } },
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://auth.example.com/token?x=1',
          service: 'r',
          scope: 'repository:a:pull,push',
        },
      },
    ]);
    const url = tokenUrl(parseChallenges(header)[1]!, ['repository:b:pull', 'repository:c:pull']);
    expect(url?.searchParams.getAll('scope')).toEqual(['repository:b:pull', 'repository:c:pull']);
    expect(url?.searchParams.get('x')).toBe('1');
  });

  it('of any form ends in a list', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(Array.isArray(parseChallenges(text))).toBe(true);
      }),
    );
  });
});

describe("docker's configuration", () => {
  const auth = Buffer.from('octo:pass:word').toString('base64');
  const stored = {
    kind: 'stored',
    credentials: { kind: 'password', username: 'octo', password: 'pass:word' },
  };

  it.each([
    [{ auths: { 'ghcr.io': { auth } } }, 'ghcr.io', stored],
    [{ auths: { 'https://ghcr.io/v2/': { auth } } }, 'ghcr.io', stored],
    [{ auths: { 'https://index.docker.io/v1/': { auth } } }, 'docker.io', stored],
    [{ auths: { 'ghcr.io.evil.example': { auth } } }, 'ghcr.io', { kind: 'none' }],
    [{ auths: { 'localhost:5000': { auth } } }, 'localhost:5001', { kind: 'none' }],
    [
      { auths: { 'ghcr.io': {} }, credsStore: 'pass' },
      'ghcr.io',
      { kind: 'helper', helper: 'pass', server: 'ghcr.io' },
    ],
    [
      { credHelpers: { 'gcr.io': 'gcloud' }, auths: { 'gcr.io': { auth } } },
      'gcr.io',
      { kind: 'helper', helper: 'gcloud', server: 'gcr.io' },
    ],
    [
      { auths: { 'acr.io': { auth, identitytoken: 'refresh' } } },
      'acr.io',
      { kind: 'stored', credentials: { kind: 'identity-token', token: 'refresh' } },
    ],
  ])('%j holds for %s %j', (config, registry, expected) => {
    expect(findCredentials(JSON.stringify(config), registry)).toEqual(expected);
  });

  it('that is no JSON holds nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(findCredentials(text, 'ghcr.io').kind).toBe('none');
      }),
    );
  });

  it('may name a helper, which is asked on its standard input; the answer is masked', async () => {
    await writeTree(folder.path, {
      'config/config.json': JSON.stringify({ credHelpers: { 'gcr.io': 'test' } }),
      'bin/docker-credential-test': `#!/bin/sh\nread server\n[ "$1 $server" = "get gcr.io" ] && echo '{"ServerURL":"gcr.io","Username":"octo","Secret":"from-helper"}'\n`,
    });
    const before = process.env['PATH'] ?? '';
    const masked: string[] = [];
    // Programs are looked for on the PATH of this process, which is the runner's in an action.
    process.env['PATH'] = [path.join(folder.path, 'bin'), before].join(path.delimiter);
    const found = await dockerCredentials('gcr.io', {
      env: { ...baseEnvironment(), DOCKER_CONFIG: path.join(folder.path, 'config') },
      processes: createProcesses(),
      mask: (secret) => masked.push(secret),
    }).finally(() => {
      process.env['PATH'] = before;
    });
    expect(found).toEqual({ kind: 'password', username: 'octo', password: 'from-helper' });
    expect(masked).toEqual(['from-helper']);
  });

  it('need not be there', async () => {
    await mkdir(path.join(folder.path, 'empty'));
    const parts = { processes: createProcesses(), mask: () => undefined };
    const env = { HOME: path.join(folder.path, 'empty') };
    expect(await dockerCredentials('ghcr.io', { ...parts, env })).toBeUndefined();
  });
});
