import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitRepository, type GitRepository } from '../support/git-repository.ts';
import { type TemporaryFolder, temporaryFolder, writeTree } from '../support/workspace.ts';
import { annotations, type Scene, startScene } from './scene.ts';

let folder: TemporaryFolder;
let scene: Scene;
let hello: GitRepository;
let sha: string;

const GO_MOD = 'module example.com/hello\n\ngo 1.24.0\n';
const MAIN =
  'package main\n\nimport "fmt"\n\nvar version = "dev"\n\nfunc main() { fmt.Println(version) }\n';

beforeAll(async () => {
  folder = await temporaryFolder('bad-input-');
  scene = await startScene();
  hello = await createGitRepository(path.join(folder.path, 'hello'), {
    files: { 'go.mod': GO_MOD, 'main.go': MAIN },
  });
  sha = await hello.git('rev-parse', 'HEAD');
  await writeTree(folder.path, { file: 'not a folder' });
});

afterAll(async () => {
  await scene.close();
  await folder.remove();
});

const only = { targets: 'linux/amd64', 'go-version': '1.24.0' };

describe('bad input ends the step with one annotation before anything is built', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'an unknown value of an input',
      { static: 'maybe' },
      /Input "static" does not take "maybe"\. Use one of: require, warn, off\./,
    ],
    ['a boolean that is none', { cache: 'yes' }, /Input "cache" does not take "yes"/],
    ['an unknown target', { targets: 'linux/amd46' }, /Cannot build "linux\/amd46".*linux\/amd64/],
    [
      'a target that this Go has no port for',
      { targets: 'windows/mips' },
      /no port to windows\/mips/,
    ],
    ['a name that GitHub would change', { name: 'my app' }, /my app/],
    [
      'a file as the output directory',
      { 'output-directory': '../file/x' },
      /output directory .*file/,
    ],
    [
      'a file as the working directory',
      { 'working-directory': 'main.go' },
      /There is no Go module to build at .*main\.go, which is no folder/,
    ],
    ['a target that is no target', { targets: 'linux' }, /Input "targets" does not take "linux"/],
    ['an unknown variant', { targets: 'linux/arm/9' }, /Cannot build "linux\/arm\/9"/],
    [
      'a target listed twice',
      { targets: 'linux/amd64,linux/amd64' },
      /"linux\/amd64" is listed twice/,
    ],
    ['a version of Go that does not exist', { 'go-version': '1.24.999' }, /1\.24\.999/],
    ['a Go version that is none', { 'go-version': 'newest' }, /"?newest"?/],
    [
      'a folder without a Go module',
      { 'working-directory': 'docs' },
      /There is no Go module to build at .*docs/,
    ],
    [
      'a tag that does not exist',
      { release: 'true', tag: 'v9.9.9' },
      /Tag "v9\.9\.9" does not exist/,
    ],
    ['a release without a tag', { release: 'true' }, /no tag/],
    [
      'an output directory inside the clean checkout',
      { 'output-directory': 'out' },
      /out.*(ignored|checkout)/,
    ],
    [
      'an archive name with an unknown placeholder',
      { 'archive-name': '{nome}' },
      /unknown placeholder \{nome\}/,
    ],
    ['quotes that are not closed', { 'build-flags': '-gcflags="all' }, /build-flags/],
    ['an unknown ldflags variable', { ldflags: '-X main.v={verson}' }, /\{verson\}/],
    ['an environment line that is none', { env: 'NOT A VARIABLE' }, /Input "env"/],
    [
      'two sources of notes',
      { notes: 'x', 'notes-file': 'README.md' },
      /Both "notes" and "notes-file"/,
    ],
    [
      'a repository that is none',
      { repository: 'hello', release: 'true' },
      /Input "repository" is "hello"/,
    ],
  ])('%s', async (_name, inputs, message) => {
    const { main } = await scene.ship({ workspace: hello.path, sha, with: { ...only, ...inputs } });
    expect(main.outcome).toBe('failure');
    const errors = annotations(main, 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(message);
    expect(errors[0]).not.toMatch(/bug in ship-go|\n/);
    expect(main.summary).toMatch(/^## ship-go failed\n/);
    expect(existsSync(path.join(hello.path, 'out'))).toBe(false);
    expect(scene.github.count({ method: 'POST' })).toBe(0);
  });

  it.each([
    ['an unknown target', { targets: 'lunux/amd64' }],
    ['an unknown placeholder', { 'archive-name': '{nome}' }],
    ['an unknown value', { archive: 'rar' }],
  ])('%s is found before any Go is installed', async (_name, inputs) => {
    const { main, log } = await scene.ship({
      workspace: hello.path,
      sha,
      with: { ...only, ...inputs },
      toolCache: path.join(folder.path, 'empty-tool-cache'),
    });
    expect(main.outcome).toBe('failure');
    expect(log).not.toMatch(/Install Go/);
  });

  it('a module without a main package, listing what was looked at', async () => {
    const library = await createGitRepository(path.join(folder.path, 'library'), {
      files: { 'go.mod': GO_MOD, 'hello.go': 'package hello\n', 'examples/x/main.go': MAIN },
    });
    const { main } = await scene.ship({
      workspace: library.path,
      sha: await library.git('rev-parse', 'HEAD'),
      with: only,
    });
    expect(annotations(main, 'error')).toEqual([
      expect.stringMatching(/No main package to build in .*example\.com\/hello \(package hello\)/),
    ]);
  });
});

describe('a go.mod that does not fit', () => {
  it('is told of when the Go asked for is older than its go line', async () => {
    const newer = await createGitRepository(path.join(folder.path, 'newer'), {
      files: { 'go.mod': 'module example.com/newer\n\ngo 1.25.0\n', 'main.go': MAIN },
    });
    const newerSha = await newer.git('rev-parse', 'HEAD');
    const { main } = await scene.ship({ workspace: newer.path, sha: newerSha, with: only });
    expect(annotations(main, 'error')).toEqual([
      expect.stringMatching(/Go 1\.24\.0 is older than the "go 1\.25\.0" line of .*"go-version"/),
    ]);
  });

  it('is shown on its first line when it names no module', async () => {
    const nameless = await createGitRepository(path.join(folder.path, 'nameless'), {
      files: { 'go.mod': 'modul example.com/nameless\n', 'main.go': MAIN },
    });
    const namelessSha = await nameless.git('rev-parse', 'HEAD');
    const { main } = await scene.ship({ workspace: nameless.path, sha: namelessSha, with: only });
    expect(main.annotations.kept[0]).toMatchObject({ file: 'go.mod', line: 1 });
  });
});

describe('errors of the Go compiler', () => {
  it('become annotations on file and line, followed by one that sums up', async () => {
    const broken = await createGitRepository(path.join(folder.path, 'broken'), {
      files: {
        'go.mod': GO_MOD,
        'main.go': MAIN,
        'pkg/pkg.go': 'package pkg\n\nfunc F() int {\n\treturn "no"\n}\n',
        'cmd.go': 'package main\n\nimport "example.com/hello/pkg"\n\nvar _ = pkg.F()\n',
      },
    });
    const { main } = await scene.ship({
      workspace: broken.path,
      sha: await broken.git('rev-parse', 'HEAD'),
      with: { ...only, targets: 'linux/amd64,windows/amd64' },
    });
    expect(main.outcome).toBe('failure');
    const [first, last, ...rest] = main.annotations.kept.filter(({ level }) => level === 'error');
    expect(first).toMatchObject({ file: 'pkg/pkg.go', line: 4, column: 9 });
    expect(first?.message).toMatch(/cannot use "no"/);
    expect(last?.message).toMatch(/linux\/amd64.*windows\/amd64/);
    expect(rest).toEqual([]);
  });
});
