// What actions/setup-go v7 does, row by row as docs/toolchain.md numbers it: each test names its rows in brackets.
// Rows about version lists and downloads that need no whole action are tested in __tests__/toolchain/.
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GO_SCRIPT, SETUP, type SetupScene, startSetupScene, told } from './scene.ts';

let scene: SetupScene;
beforeEach(async () => {
  scene = await startSetupScene();
});
afterEach(async () => {
  await scene.close();
});

/** The machine's own Go, as the tests' PATH has it. */
const goSays = (...args: string[]): string =>
  execFileSync('go', args, { encoding: 'utf8', cwd: path.parse(process.cwd()).root }).trim();

describe('the wanted version', () => {
  it('is that of the Go on PATH when neither input is given; everything else still happens (contract 1)', async () => {
    const { main, log } = await scene.setUp();
    expect(main.outcome).toBe('success');
    expect(log).toContain(
      '[warning]go-version input was not specified. The action will try to use pre-installed version.',
    );
    expect(main.outputs['go-version']).toBe(goSays('env', 'GOVERSION').replace(/^go/, ''));
    expect(main.exportedEnv['GOTOOLCHAIN']).toBe('local');
    expect(main.addedPaths).toEqual([path.join(scene.home, 'go/bin')]);
    expect(log).toContain(goSays('version'));
    expect(told(main, 'warning')).toEqual([]);
  });

  it('cannot be that of PATH when there is no Go there (contract 1)', async () => {
    const processEnv = { PATH: path.dirname(process.execPath), HOME: scene.home };
    const { main } = await scene.setUp({ job: { processEnv } });
    expect(main.outcome).toBe('failure');
    expect(told(main, 'error')).toEqual([expect.stringMatching(/no Go on PATH.*Set go-version/)]);
  });

  it('is go-version when both are given, with a warning (contract 2)', async () => {
    await scene.putGo('1.25.3');
    await scene.write({ '.go-version': '1.24.1\n' });
    const inputs = { 'go-version': '1.25.3', 'go-version-file': '.go-version' };
    const { main } = await scene.setUp({ with: inputs });
    expect(main.outputs['go-version']).toBe('1.25.3');
    expect(told(main, 'warning')).toEqual([
      'Both go-version and go-version-file inputs are specified, only go-version will be used',
    ]);
  });

  it('fails for a version file that is not there (contract 3)', async () => {
    const { main } = await scene.setUp({ with: { 'go-version-file': 'sub/go.mod' } });
    expect(main.outcome).toBe('failure');
    expect(told(main, 'error')).toEqual([
      expect.stringContaining('The specified go version file at: sub/go.mod does not exist'),
    ]);
  });

  it.each([
    ['1.25.3', '1.25.3'],
    ['v1.25.3', '1.25.3'],
    [' 1.25.3 ', '1.25.3'],
    ['1.25', '1.25.9'],
    ['1.25.x', '1.25.9'],
    ['^1.25.1', '1.26.0'],
    ['~1.25', '1.25.9'],
    ['>=1.24 <1.26', '1.25.9'],
    ['1', '1.26.0'],
    ['1.x', '1.26.0'],
    ['*', '1.26.0'],
    ['go1.25', '1.25.9'],
    ['1.27.0-rc.1', '1.27rc1'],
    ['1.27rc1', '1.27rc1'],
    ['go1.27rc1', '1.27rc1'],
  ])('%s is %s, from the tool cache without any request (contract 4-8)', async (asked, got) => {
    for (const version of ['1.24.13', '1.25.3', '1.25.9', '1.26.0']) await scene.putGo(version);
    await scene.putGo('1.27rc1', { folder: '1.27.0-rc.1' });
    const { main } = await scene.setUp({ with: { 'go-version': asked } });
    expect(main.outputs['go-version']).toBe(got);
    expect(scene.proxy.requests).toEqual([]);
  });

  it.each(['latest', 'tip', 'gotip'])(
    '"%s" is refused with the allowed forms (contract 8)',
    async (text) => {
      const { main } = await scene.setUp({ with: { 'go-version': text } });
      expect(told(main, 'error')).toEqual([
        expect.stringMatching(/is not a Go version.*stable or oldstable/),
      ]);
    },
  );

  it.each([
    ['1.2', '1.20'],
    ['1.1', '1.10'],
  ])('%s gets a warning that tells to quote %s (contract 12)', async (asked, meant) => {
    await scene.putGo(asked, { folder: `${asked}.0` });
    const { main } = await scene.setUp({ with: { 'go-version': asked } });
    expect(main.outcome).toBe('success');
    expect(told(main, 'warning')).toEqual([expect.stringContaining(`('${meant}')`)]);
  });

  it.each([
    ['go.mod', 'module m\n\ngo 1.24\n\ntoolchain go1.25.3\n', '1.25.3'],
    ['go.mod', 'module m\n\ngo 1.24\n', '1.24.13'],
    ['go.mod', 'module m\n\ngo 1.27rc1\n', '1.27rc1'],
    ['go.mod', 'module m\n\ngo 1.24\n\ntoolchain default\n', '1.24.13'],
    ['go.mod', 'module m\n\ngo 1.24\n\ntoolchain go1.27rc1\n', '1.27rc1'],
    ['go.work', 'go 1.24\n\ntoolchain go1.25.3\n', '1.25.3'],
    ['.tool-versions', 'nodejs 20\ngolang 1.25.3 # ours\n', '1.25.3'],
    ['.tool-versions', 'go 1.25.3\n', '1.25.3'],
    ['.tool-versions', 'golang 1.25.3 1.24.13\n', '1.25.3'],
    ['.go-version', ' 1.25.3\n', '1.25.3'],
    ['mise.toml', '[tools]\ngo = "1.25"\n', '1.25.3'],
    ['.prototools', 'go = "1.24.13"\n', '1.24.13'],
  ])('is read from %s (%j): %s (contract 13, 15, 16; pain 20)', async (file, text, got) => {
    for (const version of ['1.24.13', '1.25.3']) await scene.putGo(version);
    await scene.putGo('1.27rc1', { folder: '1.27.0-rc.1' });
    await scene.write({ [`sub/${file}`]: text });
    const { main } = await scene.setUp({ with: { 'go-version-file': `sub/${file}` } });
    expect(told(main, 'error')).toEqual([]);
    expect(main.outputs['go-version']).toBe(got);
  });

  it("is the go line for a user's own GOTOOLCHAIN=local (contract 14)", async () => {
    for (const version of ['1.24.13', '1.25.3']) await scene.putGo(version);
    await scene.write({ 'go.mod': 'module m\n\ngo 1.24\n\ntoolchain go1.25.3\n' });
    const env = { GOTOOLCHAIN: 'local' };
    const { main } = await scene.setUp({ env, with: { 'go-version-file': 'go.mod' } });
    expect(main.outputs['go-version']).toBe('1.24.13');
  });

  it('is the same for a second call in the job (contract 14, pain 9)', async () => {
    for (const version of ['1.24.13', '1.25.3']) await scene.putGo(version);
    await scene.write({ 'go.mod': 'module m\n\ngo 1.24\n\ntoolchain go1.25.3\n' });
    const job = await scene.open();
    const inputs = { cache: 'false', 'go-version-file': 'go.mod' };
    const first = await job.uses(SETUP, { with: inputs });
    const second = await job.uses(SETUP, { with: inputs });
    const third = await job.uses(SETUP, {
      with: { ...inputs, 'go-version-file': '', 'go-version': '1.24' },
    });
    await job.finish();
    expect(first.outputs['go-version']).toBe('1.25.3');
    expect(second.outputs['go-version']).toBe('1.25.3');
    expect(third.outputs['go-version']).toBe('1.24.13');
    expect(third.addedPaths[0]).toContain('1.24.13');
  });

  it.each([
    ['go.mod', 'module m\n'],
    ['.go-version', '\n'],
    ['.tool-versions', 'nodejs 20\n'],
  ])(
    'is an error when %s holds none, not silently another Go (contract 17)',
    async (file, text) => {
      await scene.write({ [file]: text });
      const { main } = await scene.setUp({ with: { 'go-version-file': file } });
      expect(main.outcome).toBe('failure');
      expect(told(main, 'error')).toEqual([expect.stringContaining(`${file} holds no Go version`)]);
    },
  );
});

describe('the architecture', () => {
  it.each([
    ['', process.arch],
    ['x64', 'x64'],
    ['amd64', 'x64'],
    ['x86', 'ia32'],
    ['386', 'ia32'],
    ['ia32', 'ia32'],
    ['arm64', 'arm64'],
    ['aarch64', 'arm64'],
    ['armv6l', 'arm'],
    ['armv7l', 'arm'],
  ])(
    '"%s" finds the folder %s of the tool cache (contract 18, 19; pain 15)',
    async (asked, folder) => {
      const goroot = path.join(scene.toolCache, 'go/1.25.3', folder);
      await mkdir(path.join(goroot, 'bin'), { recursive: true });
      await writeFile(path.join(goroot, 'VERSION'), 'go1.25.3\n');
      await writeFile(path.join(goroot, 'bin/go'), GO_SCRIPT, { mode: 0o755 });
      await writeFile(`${goroot}.complete`, '');
      const { main } = await scene.setUp({ with: { 'go-version': '1.25', architecture: asked } });
      expect(main.outcome).toBe('success');
      expect(main.addedPaths[0]).toBe(path.join(goroot, 'bin'));
    },
  );

  it('that nobody knows is refused with the known ones (contract 19)', async () => {
    const { main } = await scene.setUp({ with: { 'go-version': '1.25', architecture: 'vax' } });
    expect(told(main, 'error')).toEqual([
      expect.stringMatching(/Unknown architecture "vax".*arm64/),
    ]);
  });
});

describe('a version that nobody has', () => {
  it('fails with version, platform and architecture (contract 21)', async () => {
    const env = { GOSUMDB: 'off', GOPROXY: 'off', HTTPS_PROXY: 'http://127.0.0.1:1' };
    const { main } = await scene.setUp({ env, with: { 'go-version': '1.99.1' } });
    expect(main.outcome).toBe('failure');
    expect(told(main, 'error')).toEqual([
      expect.stringMatching(
        /Unable to find Go version '1\.99\.1' for platform linux and architecture amd64/,
      ),
    ]);
  });
});

describe('what later steps get', () => {
  it('is GOPATH/bin before the bin of Go on PATH, both there (contract 30)', async () => {
    const goroot = await scene.putGo('1.25.3');
    const { main } = await scene.setUp({ with: { 'go-version': '1.25.3' } });
    expect(main.addedPaths).toEqual([path.join(goroot, 'bin'), path.join(scene.home, 'go/bin')]);
    expect(existsSync(path.join(scene.home, 'go/bin'))).toBe(true);
  });

  it('is GOTOOLCHAIN=local, and no GOROOT for a Go that finds its own (contract 31)', async () => {
    await scene.putGo('1.25.3');
    const { main } = await scene.setUp({ with: { 'go-version': '1.25.3' } });
    expect(main.exportedEnv).toMatchObject({ GOTOOLCHAIN: 'local' });
    expect(main.exportedEnv).not.toHaveProperty('GOROOT');
  });

  it('is GOROOT for Go before 1.9, whose go env knows no -json (contract 31)', async () => {
    const script = GO_SCRIPT.replace("'env -json'*)", 'never)').replace(
      '*) exit 2',
      `env) printf 'GOROOT="%s"\nGOPATH="%s"\nGOHOSTOS="linux"\nGOHOSTARCH="amd64"\n' "$root" "$path" ;;\n  *) exit 2`,
    );
    const goroot = await scene.putGo('1.8.7', { script });
    const { main, log } = await scene.setUp({ with: { 'go-version': '1.8.7' } });
    expect(main.exportedEnv).toMatchObject({ GOROOT: goroot });
    expect(main.outputs['go-version']).toBe('1.8.7');
    expect(log).toContain('go version go1.8.7 linux/amd64');
  });

  it.each([
    ['1.25.3', '1.25.3', '1.25.3'],
    ['1.27rc1', '1.27.0-rc.1', '1.27rc1'],
    ['1.20', '1.20.0', '1.20'],
  ])('is the version without "go" as an output: %s (contract 32)', async (version, folder, got) => {
    await scene.putGo(version, { folder });
    const { main } = await scene.setUp({ with: { 'go-version': folder } });
    expect(main.outputs['go-version']).toBe(got);
  });

  it('is a log with the line of go version and all of go env in a group (contract 34)', async () => {
    const version = goSays('env', 'GOVERSION').replace(/^go/, '');
    const place = path.join(scene.toolCache, 'go', version, process.arch);
    await mkdir(path.dirname(place), { recursive: true });
    await symlink(goSays('env', 'GOROOT'), place);
    await writeFile(`${place}.complete`, '');
    const { main } = await scene.setUp({ with: { 'go-version': version } });
    expect(main.log).toContain(goSays('version'));
    const start = main.log.indexOf('##[group]go env');
    const group = main.log.slice(start + 1, main.log.indexOf('##[endgroup]', start));
    const names = (lines: readonly string[]): string[] =>
      lines.map((line) => line.replace(/=[^]*/, ''));
    expect(names(group)).toEqual(names(goSays('env').split('\n')));
    expect(group).toContain("GOTOOLCHAIN='local'");
  });

  it("is Go's problem matcher, unless it is unwanted (contract 34, 35; pain 16)", async () => {
    await scene.putGo('1.25.3');
    const registered = async (wanted: string): Promise<boolean> => {
      const job = await scene.open();
      const inputs = { cache: 'false', 'go-version': '1.25.3', 'problem-matcher': wanted };
      await job.uses(SETUP, { with: inputs });
      const print = path.join(scene.home, 'print');
      await mkdir(print, { recursive: true });
      await writeFile(
        path.join(print, 'action.yml'),
        '{"runs":{"using":"node24","main":"main.mjs"}}',
      );
      await writeFile(path.join(print, 'main.mjs'), `console.log('./main.go:3:7: undefined: x')`);
      const step = await job.uses(print);
      await job.finish();
      const [found] = step.annotations.kept;
      if (found !== undefined) {
        expect(found).toMatchObject({
          level: 'error',
          line: 3,
          column: 7,
          message: 'undefined: x',
        });
      }
      return found !== undefined;
    };
    expect(await registered('true')).toBe(true);
    expect(await registered('false')).toBe(false);
  });

  it.each(['cache', 'check-latest', 'problem-matcher'])(
    'is an error for %s with a word that is no boolean (contract 41)',
    async (name) => {
      const { main } = await scene.setUp({ with: { cache: 'false', [name]: 'yes' } });
      expect(main.outcome).toBe('failure');
      expect(told(main, 'error')).toEqual([expect.stringMatching(/"yes".*true, false/)]);
    },
  );

  it.each(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])(
    'accepts the boolean %s (contract 41)',
    async (word) => {
      await scene.putGo('1.25.3');
      const inputs = { 'go-version': '1.25.3', cache: 'false', 'problem-matcher': word };
      expect((await scene.setUp({ with: inputs })).main.outcome).toBe('success');
    },
  );
});
