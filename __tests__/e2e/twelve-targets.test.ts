import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cycloneDxProblems } from '../support/cyclonedx.ts';
import { createGitRepository } from '../support/git-repository.ts';
import { copyModule } from '../support/module-source.ts';
import { describeWith } from '../support/needs.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { annotations, FAST, REPOSITORY, type Scene, type Shipped, startScene } from './scene.ts';

const run = promisify(execFile);

/** Targets with their names in archives, and what `file` calls their programs. */
const TARGETS: readonly (readonly [target: string, archive: string, file: RegExp])[] = [
  ['linux/amd64', 'linux_amd64', /^ELF 64-bit LSB executable, x86-64.*statically linked/],
  ['linux/arm64', 'linux_arm64', /^ELF 64-bit LSB executable, ARM aarch64.*statically linked/],
  ['linux/arm/6', 'linux_armv6', /^ELF 32-bit LSB executable, ARM, EABI5.*statically linked/],
  ['linux/386', 'linux_386', /^ELF 32-bit LSB executable, Intel (80386|i386).*statically linked/],
  ['linux/mips/softfloat', 'linux_mips_softfloat', /^ELF 32-bit MSB executable, MIPS.*statically/],
  ['linux/riscv64', 'linux_riscv64', /^ELF 64-bit LSB executable, UCB RISC-V.*statically linked/],
  ['windows/amd64', 'windows_amd64', /^PE32\+ executable .*x86-64/],
  ['windows/arm64', 'windows_arm64', /^PE32\+ executable .*(Aarch64|ARM64)/i],
  ['darwin/amd64', 'darwin_amd64', /^Mach-O 64-bit.* x86_64 executable/],
  ['darwin/arm64', 'darwin_arm64', /^Mach-O 64-bit.* arm64 executable/],
  ['freebsd/amd64', 'freebsd_amd64', /^ELF 64-bit LSB executable, x86-64.*\(FreeBSD\), statically/],
  ['js/wasm', 'js_wasm', /^WebAssembly \(wasm\) binary module/],
];

interface Program {
  readonly shape: string;
  readonly module: string;
  /** Where the module lies in its repository. */
  readonly at: string;
  readonly tag: string;
  readonly name: string;
  readonly binaries: readonly string[];
  /** What an archive of the unix targets holds beside the binaries. */
  readonly files: readonly string[];
  readonly inputs: Readonly<Record<string, string>>;
}

const PROGRAMS: readonly Program[] = [
  {
    shape: 'one command at the root, with dependencies',
    module: 'mvdan.cc/gofumpt@v0.7.0',
    at: '.',
    tag: 'v0.7.0',
    name: 'gofumpt',
    binaries: ['gofumpt'],
    files: ['CHANGELOG.md', 'LICENSE', 'LICENSE.google', 'README.md'],
    inputs: { sbom: 'true' },
  },
  {
    shape: 'several commands under cmd/',
    module: 'github.com/BurntSushi/toml@v1.5.0',
    at: '.',
    tag: 'v1.5.0',
    name: 'toml',
    binaries: ['toml-test-decoder', 'toml-test-encoder', 'tomlv'],
    files: ['README.md'],
    inputs: { archive: 'tar.zst' },
  },
  {
    shape: 'a module in a subfolder, with tags of its own, in a workspace',
    module: 'golang.org/x/example/hello@v0.0.0-20250915201037-7f05d217867b',
    at: 'hello',
    tag: 'hello/v0.1.0',
    name: 'hello',
    binaries: ['hello'],
    files: ['LICENSE'],
    inputs: { 'working-directory': 'hello', 'tag-prefix': 'hello/', archive: 'zip' },
  },
];

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await temporaryFolder('twelve-');
});

afterAll(async () => {
  await folder.remove();
});

/** Runs a foreign tool and returns what it printed. */
async function ask(tool: string, args: readonly string[], cwd?: string): Promise<string> {
  const { stdout } = await run(tool, [...args], cwd === undefined ? {} : { cwd });
  return stdout;
}

async function unpack(archive: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  if (archive.endsWith('.zip')) await ask('unzip', ['-q', archive, '-d', to]);
  else if (archive.endsWith('.zst')) await ask('tar', ['--zstd', '-xf', archive, '-C', to]);
  else await ask('tar', ['-xzf', archive, '-C', to]);
}

function suffix(target: string): string {
  if (target.startsWith('windows/')) return '.exe';
  return target === 'js/wasm' ? '.wasm' : '';
}

describeWith('file', 'readelf', 'unzip', 'zstd').each(PROGRAMS)(
  'a program of this shape: $shape',
  ({ module, at, tag, name, binaries, files, inputs }) => {
    const version = tag.replace(/^.*v/, '');
    let scene: Scene;
    let shipped: Shipped;
    let sha: string;
    let out: string;

    beforeAll(async () => {
      const workspace = path.join(folder.path, name);
      const repository = await createGitRepository(workspace);
      await copyModule(module, path.join(workspace, at));
      const work = at === '.' ? {} : { 'go.work': `go 1.24\n\nuse ./${at}\n` };
      sha = await repository.commit(`Release ${tag}`, work);
      await repository.tag(tag);
      scene = await startScene({ tags: { [tag]: sha } });
      shipped = await scene.ship({
        workspace,
        sha,
        ref: `refs/tags/${tag}`,
        env: FAST,
        with: {
          name,
          targets: TARGETS.map(([target]) => target).join('\n'),
          'go-version': '1.24.0',
          cache: 'false',
          'cache-on-release': 'all',
          ...inputs,
        },
      });
      out = path.join(folder.path, `${name}-unpacked`);
      const directory = shipped.main.outputs['output-directory'] ?? '';
      for (const archive of await readdir(directory)) {
        const base = /^(.*)\.(tar\.gz|tar\.zst|zip)$/.exec(archive)?.[1];
        if (base !== undefined) await unpack(path.join(directory, archive), path.join(out, base));
      }
    }, 1_200_000);

    afterAll(async () => {
      await scene.close();
    });

    it('is released for all twelve targets', () => {
      expect(annotations(shipped.main, 'error')).toEqual([]);
      const [release] = scene.github.releases(REPOSITORY);
      expect(release).toMatchObject({ tagName: tag, draft: false });
      const names = (release?.assets ?? []).map((asset) => asset.name);
      const archives = names.filter((one) => /\.(gz|zst|zip)$/.test(one));
      expect(archives.map((one) => one.replace(/\.(tar\.gz|tar\.zst|zip)$/, '')).sort()).toEqual(
        TARGETS.map(([, archive]) => `${name}_${version}_${archive}`).sort(),
      );
      expect(scene.github.violations).toEqual([]);
    });

    it.each(TARGETS)('%s: foreign tools find what was asked for', async (target, archive, file) => {
      const unpacked = path.join(out, `${name}_${version}_${archive}`);
      const programs = binaries.map((binary) => `${binary}${suffix(target)}`);
      expect((await readdir(unpacked)).sort()).toEqual([...files, ...programs].sort());
      const [goos = '', goarch = '', variant] = target.split('/');
      for (const program of programs) {
        const at = path.join(unpacked, program);
        expect(await ask('file', ['--brief', at])).toMatch(file);
        if (goos === 'linux') {
          const headers = await ask('readelf', ['--program-headers', '--dynamic', '--wide', at]);
          expect(headers).not.toMatch(/INTERP|NEEDED/);
        }
        // The go command of the tests reads no wasm.
        if (goarch === 'wasm') continue;
        const info = await ask('go', ['version', '-m', at]);
        for (const setting of [
          `GOOS=${goos}`,
          `GOARCH=${goarch}`,
          ...(goarch === 'arm' ? [`GOARM=${variant ?? ''}`] : []),
          ...(goarch === 'mips' ? [`GOMIPS=${variant ?? ''}`] : []),
          `vcs.revision=${sha}`,
          'vcs.modified=false',
          'CGO_ENABLED=0',
          '-trimpath=true',
        ]) {
          expect(info).toContain(`build\t${setting}\n`);
        }
      }
    });

    it('has checksums that sha256sum accepts', async () => {
      const directory = shipped.main.outputs['output-directory'] ?? '';
      const report = await ask('sha256sum', ['--check', '--strict', 'SHA256SUMS'], directory);
      expect(
        report
          .trimEnd()
          .split('\n')
          .every((line) => line.endsWith(': OK')),
      ).toBe(true);
    });

    it('has valid bills of materials where they are asked for', async () => {
      const directory = shipped.main.outputs['output-directory'] ?? '';
      const documents = (await readdir(directory)).filter((one) => one.endsWith('.cdx.json'));
      expect(documents).toHaveLength(inputs['sbom'] === 'true' ? TARGETS.length : 0);
      for (const document of documents) {
        const text = await readFile(path.join(directory, document), 'utf8');
        expect(cycloneDxProblems(JSON.parse(text))).toEqual([]);
        expect(text).toContain('pkg:golang/golang.org/x/tools@v0.17.0');
        // A wasm module linked with -s records no Go version.
        if (!document.includes('wasm')) expect(text).toContain('pkg:golang/stdlib@1.24.0');
      }
    });
  },
);
