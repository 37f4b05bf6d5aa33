import { describe, expect, it } from '@jest/globals';

import { archiveArchitecture, renderArchiveName } from '../../src/package/names.ts';
import type { PackageSettings, Program } from '../../src/package/plan.ts';
import { planArchives, sbomName } from '../../src/package/plan.ts';
import type { Target } from '../../src/domain/target.ts';

const SETTINGS: PackageSettings = {
  name: 'tool',
  version: '1.2.3',
  archive: 'auto',
  modifiedEpochSeconds: 1_700_000_000,
  includes: [
    { name: 'README.md', path: '/src/README.md' },
    { name: 'LICENSE', path: '/src/LICENSE' },
  ],
};

function program(goos: string, goarch: string, name = 'tool', variant?: string): Program {
  const target: Target = { goos, goarch, ...(variant === undefined ? {} : { variant }) };
  return { target, name, path: `/out/bin/${goos}_${goarch}/${name}` };
}

function namesFor(settings: Partial<PackageSettings>, programs: readonly Program[]): string[] {
  return planArchives({ ...SETTINGS, ...settings }, programs).map(({ name }) => name);
}

function failure(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('archive names', () => {
  // The right column is what goreleaser 2.16 renders with its default template.
  it.each([
    ['linux', 'amd64', undefined, 'amd64'],
    ['linux', 'amd64', 'v1', 'amd64'],
    ['linux', 'amd64', 'v3', 'amd64v3'],
    ['linux', 'arm64', undefined, 'arm64'],
    ['linux', '386', undefined, '386'],
    ['linux', 'arm', '6', 'armv6'],
    ['linux', 'arm', '7', 'armv7'],
    ['linux', 'mips', 'softfloat', 'mips_softfloat'],
    ['linux', 'mips64le', undefined, 'mips64le_hardfloat'],
    ['linux', 'riscv64', undefined, 'riscv64'],
  ])('has %s/%s/%s as %s', (goos, goarch, variant, expected) => {
    const { target } = program(goos, goarch, 'tool', variant);
    expect(archiveArchitecture(target)).toBe(expected);
  });

  it('keeps apart levels that goreleaser leaves out', () => {
    const targets = [
      program('linux', 'arm', 'tool', '5'),
      program('linux', 'arm', 'tool', '5,softfloat'),
      program('linux', 'arm64'),
      program('linux', 'arm64', 'tool', 'v9.0,lse'),
      program('linux', '386', 'tool', 'softfloat'),
    ];
    expect(new Set(namesFor({}, targets)).size).toBe(targets.length);
  });

  it('gives zip to windows and tar.gz to all others', () => {
    const programs = [program('linux', 'amd64'), program('windows', 'arm64')];
    expect(namesFor({}, programs)).toEqual([
      'tool_1.2.3_linux_amd64.tar.gz',
      'tool_1.2.3_windows_arm64.zip',
    ]);
  });

  it('names bare programs by themselves, with the extension of their system', () => {
    const programs = [
      program('windows', 'amd64', 'server'),
      program('js', 'wasm', 'server'),
      program('linux', 'amd64', 'client'),
    ];
    expect(namesFor({ archive: 'none' }, programs)).toEqual([
      'server_1.2.3_windows_amd64.exe',
      'server_1.2.3_js_wasm.wasm',
      'client_1.2.3_linux_amd64',
    ]);
  });

  it('fills in a tag with its monorepo prefix as one name', () => {
    const values = { ...SETTINGS, tag: 'cli/v1.2.3', ...program('linux', 'amd64'), binary: 'b' };
    expect(renderArchiveName('{binary}-{tag}', values)).toBe('b-cli-v1.2.3');
  });

  it.each([
    ['an unknown placeholder', '{name}_{platform}', /unknown placeholder \{platform\}/],
    ['a placeholder without a value', '{name}_{tag}', /\{tag\}, which is empty/],
    ['an inherited property name', '{constructor}', /unknown placeholder/],
    ['a path', '{name}/{os}_{arch}', /no file name/],
    ['a hidden file', '.{name}_{os}_{arch}', /no file name/],
    ['a brace left open', '{name}_{os_{arch}', /no file name|unknown/],
    ['nothing', '', /no file name/],
  ])('refuses %s', (_case, archiveName, message) => {
    const error = failure(() => namesFor({ archiveName }, [program('linux', 'amd64')]));
    expect(error).toMatchObject({
      code: 'archive-name',
      message: expect.stringMatching(message),
    });
  });

  it('refuses two assets of one name and names both targets', () => {
    const programs = [program('linux', 'amd64'), program('linux', 'arm64')];
    const error = failure(() => namesFor({ archiveName: '{name}_{os}' }, programs));
    expect(error).toMatchObject({
      code: 'archive-name',
      message:
        'The archives for linux/amd64 and linux/arm64 would both be named "tool_linux.tar.gz"',
    });
  });

  it('refuses the name of the checksum file', () => {
    const programs = [program('linux', 'amd64')];
    const settings = { archiveName: 'SHA256SUMS', archive: 'none' as const };
    expect(failure(() => namesFor(settings, programs))).toMatchObject({ code: 'archive-name' });
  });

  it('derives the name of the bill of materials from the asset', () => {
    expect(sbomName('tool_1.2.3_linux_amd64.tar.gz')).toBe(
      'tool_1.2.3_linux_amd64.tar.gz.cdx.json',
    );
  });
});

describe('archive contents', () => {
  it('puts all programs of a target and the included files into one archive, sorted', () => {
    const programs = [program('windows', 'amd64', 'server'), program('windows', 'amd64', 'client')];
    const plans = planArchives(SETTINGS, programs);
    expect(plans.map(({ members }) => members)).toEqual([
      [
        { name: 'LICENSE', path: '/src/LICENSE', mode: 0o644 },
        { name: 'README.md', path: '/src/README.md', mode: 0o644 },
        { name: 'client.exe', path: '/out/bin/windows_amd64/client', mode: 0o755 },
        { name: 'server.exe', path: '/out/bin/windows_amd64/server', mode: 0o755 },
      ],
    ]);
  });

  it('makes one archive per program where the template says {binary}', () => {
    const programs = [program('linux', 'amd64', 'server'), program('linux', 'amd64', 'client')];
    expect(namesFor({ archiveName: '{binary}_{os}_{arch}' }, programs)).toEqual([
      'server_linux_amd64.tar.gz',
      'client_linux_amd64.tar.gz',
    ]);
  });

  it('packs nothing beside a bare program', () => {
    const [plan] = planArchives({ ...SETTINGS, archive: 'none' }, [program('linux', 'amd64')]);
    expect(plan?.members.map(({ name }) => name)).toEqual(['tool']);
  });

  it('refuses a program and a file that are one name on windows', () => {
    const programs = [program('linux', 'amd64', 'readme.md')];
    expect(failure(() => planArchives(SETTINGS, programs))).toMatchObject({
      code: 'archive-member',
      message: expect.stringMatching(/"readme\.md" and "README\.md"/),
    });
  });
});
