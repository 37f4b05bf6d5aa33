import { describe, expect, it } from '@jest/globals';
import {
  binaryPath,
  type BuildInputs,
  buildIdentity,
  type BuildSubject,
  checkOutputDirectory,
  parseBuildSettings,
  planBuild,
} from '../../src/build/plan.ts';
import { refusal } from './refusal.ts';

const inputs: BuildInputs = { tags: [], buildFlags: '', env: [], ldflags: '', cgo: false };

const subject: BuildSubject = {
  cwd: '/src',
  sourceRoot: '/src',
  recordsRevision: true,
  mains: [{ importPath: 'example.com/app/cmd/tool', dir: '/src/cmd/tool', binaryName: 'tool' }],
  targets: [
    { goos: 'linux', goarch: 'arm', variant: '6' },
    { goos: 'windows', goarch: 'amd64' },
  ],
  host: { goos: 'linux', goarch: 'amd64' },
  revision: {
    commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
    commitDate: '2026-03-01T12:00:00Z',
    commitEpochSeconds: 1772366400,
    version: '1.2.3',
    tag: 'v1.2.3',
    prerelease: false,
    snapshot: false,
  },
  name: 'app',
  outputDirectory: '/out',
  env: { PATH: '/bin', GOFLAGS: '-trimpath' },
  relink: false,
};

describe('planBuild', () => {
  it('spells every step out', () => {
    const settings = parseBuildSettings({
      ...inputs,
      tags: ['netgo', 'pro', 'netgo'],
      buildFlags: '-gcflags "all=-N -l"',
      env: ['GOEXPERIMENT=jsonv2'],
      ldflags: '-X main.os={goos}',
    });
    const { steps } = planBuild(settings, subject);
    expect(steps.map((step) => step.outputPath)).toEqual([
      '/out/bin/linux_arm_6/tool',
      '/out/bin/windows_amd64/tool.exe',
    ]);
    expect(steps[0]?.argv).toEqual([
      'build',
      '-v',
      '-trimpath',
      '-buildvcs=true',
      '-tags=netgo,pro',
      '-gcflags=all=-N -l',
      '-ldflags=-s -w -X main.version=1.2.3 -X main.commit=a1b2c3d4e5f60718293a4b5c6d7e8f9012345678 -X main.date=2026-03-01T12:00:00Z -X main.os=linux',
      '-o=/out/bin/linux_arm_6/tool',
      '--',
      'example.com/app/cmd/tool',
    ]);
    expect(steps[0]?.env).toEqual({
      PATH: '/bin',
      GOFLAGS: '-trimpath',
      GOEXPERIMENT: 'jsonv2',
      GOOS: 'linux',
      GOARCH: 'arm',
      GOARM: '6',
      SOURCE_DATE_EPOCH: '1772366400',
      PWD: '/src',
    });
  });

  it('refuses to cross-compile with cgo', () => {
    const settings = parseBuildSettings({ ...inputs, cgo: true });
    const error = refusal(() => planBuild(settings, subject));
    expect(error.code).toBe('cgo-cross-build');
    expect(error.message).toContain('linux/arm/6, windows/amd64');
  });

  it("allows cgo for the machine's own target, variant included", () => {
    const settings = parseBuildSettings({ ...inputs, cgo: true });
    const targets = [{ goos: 'linux', goarch: 'amd64', variant: 'v3' }];
    expect(planBuild(settings, { ...subject, targets }).steps).toHaveLength(1);
  });
});

describe('parseBuildSettings', () => {
  it.each(['a b', 'a;b', '-x', ''])('refuses the build tag "%s"', (tag) => {
    expect(refusal(() => parseBuildSettings({ ...inputs, tags: [tag] })).code).toBe(
      'bad-build-tag',
    );
  });
});

describe('buildIdentity', () => {
  const identity = (change: Partial<BuildInputs>) =>
    buildIdentity(parseBuildSettings({ ...inputs, ...change }), subject.targets);

  it.each([
    { name: 'tags', change: { tags: ['pro'] } },
    { name: 'flags', change: { buildFlags: '-race' } },
    { name: 'environment', change: { env: ['GOEXPERIMENT=jsonv2'] } },
    { name: 'cgo', change: { cgo: true } },
  ])('differs by $name', ({ change }) => {
    expect(identity(change)).not.toEqual(identity({}));
  });

  it('does not differ by linker flags, which compile nothing anew', () => {
    expect(identity({ ldflags: '-X main.a=b' })).toEqual(identity({}));
  });
});

describe('binaryPath', () => {
  it('ends in .wasm for wasm', () => {
    expect(binaryPath('/out', { goos: 'js', goarch: 'wasm' }, 'tool')).toBe(
      '/out/bin/js_wasm/tool.wasm',
    );
  });
});

describe('checkOutputDirectory', () => {
  it.each([
    { name: 'outside the checkout', directory: '/tmp/out', root: '/src', ignored: false },
    { name: 'beside it with a similar name', directory: '/src-out', root: '/src', ignored: false },
    { name: 'ignored by git', directory: '/src/dist', root: '/src', ignored: true },
    { name: 'where there is no git', directory: '/src/dist', root: undefined, ignored: false },
  ])('accepts a folder $name', ({ directory, root, ignored }) => {
    expect(() => {
      checkOutputDirectory(directory, root, ignored);
    }).not.toThrow();
  });

  it.each([
    { directory: '/src/build/out', hint: '/build/out/' },
    { directory: '/src/..out', hint: '/..out/' },
    { directory: '/src', hint: '/dist/' },
  ])('refuses $directory in the checkout and says what to ignore', ({ directory, hint }) => {
    const error = refusal(() => {
      checkOutputDirectory(directory, '/src', false);
    });
    expect(error.code).toBe('output-in-checkout');
    expect(error.hint).toContain(`"${hint}"`);
  });
});
