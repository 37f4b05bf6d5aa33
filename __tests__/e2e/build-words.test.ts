import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitRepository } from '../support/git-repository.ts';
import { itWith } from '../support/needs.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { annotations, FAST, type Scene, type Shipped, startScene } from './scene.ts';

const GO_MOD = 'module example.com/hello\n\ngo 1.24.0\n';

let folder: TemporaryFolder;
let scene: Scene;
let projects = 0;

beforeAll(async () => {
  folder = await temporaryFolder('build-words-');
  scene = await startScene();
});

afterAll(async () => {
  await scene.close();
  await folder.remove();
});

/** A dry run of a module with these files. */
async function ship(
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Shipped> {
  projects += 1;
  const repository = await createGitRepository(path.join(folder.path, `project-${projects}`), {
    files: { 'go.mod': GO_MOD, ...files },
  });
  return scene.ship({
    workspace: repository.path,
    sha: await repository.git('rev-parse', 'HEAD'),
    env: FAST,
    with: { cache: 'false', targets: 'linux/amd64', ...inputs },
  });
}

describe('code that does not compile', () => {
  it('has each error once on its line, and a sum-up that repeats none', async () => {
    const { main } = await ship({
      'main.go': 'package main\n\nfunc main() {\n\tnotThere()\n\tnorThis()\n}\n',
    });
    expect(
      main.annotations.kept.map(({ level, message, file, line }) => [level, message, file, line]),
    ).toEqual([
      ['error', 'undefined: notThere (linux/amd64)', 'main.go', 4],
      ['error', 'undefined: norThis (linux/amd64)', 'main.go', 5],
      [
        'error',
        expect.stringMatching(
          /linux\/amd64 \(1 of 1 builds\): 2 errors, the first at main\.go:4\./,
        ),
        undefined,
        undefined,
      ],
    ]);
  });
});

describe('a module that go.sum does not agree with', () => {
  it('is one short sentence and a way to find out who is wrong', async () => {
    const { main } = await ship({
      'go.mod': `${GO_MOD}\nrequire golang.org/x/time v0.15.0\n`,
      'go.sum': `golang.org/x/time v0.15.0 h1:AAAp8t3bGUeFOx08pvsMYRTCVSMk89u4tKbNOZbp88U=\ngolang.org/x/time v0.15.0/go.mod h1:Y4YMaQmXwGQZoFaVFk4YpCt4FLQMYKZe9oeV/f4MSno=\n`,
      'main.go': 'package main\n\nimport _ "golang.org/x/time/rate"\n\nfunc main() {}\n',
    });
    const [error, ...others] = annotations(main, 'error');
    expect(others).toEqual([]);
    expect(error).toMatch(/golang\.org\/x\/time@v0\.15\.0 does not match go\.sum/);
    expect(error).not.toMatch(/SECURITY ERROR|attacker/);
  });
});

describe('a version that nothing in the program takes', () => {
  const SILENT = { 'main.go': 'package main\n\nfunc main() { version := 1; println(version) }\n' };

  it('is noticed once, whatever the number of targets', async () => {
    const { main } = await ship(SILENT, { targets: 'linux/amd64,windows/amd64' });
    expect(main.outcome).toBe('success');
    expect(annotations(main, 'notice')).toEqual([
      expect.stringMatching(
        /example\.com\/hello has none of the variables .*version, commit, date/,
      ),
    ]);
  });

  it.each([
    [
      'a variable in another file of the package',
      { 'version.go': 'package main\n\nvar (\n\tdate string\n)\n' },
      {},
    ],
    [
      'its own build info, read in another package',
      {
        'main.go': 'package main\n\nimport "example.com/hello/cli"\n\nfunc main() { cli.Show() }\n',
        'cli/cli.go':
          'package cli\n\nimport "runtime/debug"\n\nfunc Show() {\n\tif info, ok := debug.ReadBuildInfo(); ok {\n\t\tprintln(info.Main.Version)\n\t}\n}\n',
      },
      {},
    ],
    [
      'a variable elsewhere, named in ldflags',
      {},
      { ldflags: '-X example.com/hello/cli.V={version}' },
    ],
  ])('is no matter where the program has %s', async (_case, files, inputs) => {
    const { main } = await ship({ ...SILENT, ...files }, inputs);
    expect(main.outcome).toBe('success');
    expect(annotations(main, 'notice')).toEqual([]);
  });
});

describe('a program that needs a loader', () => {
  itWith('gcc')('is refused with the package that pulls cgo in', async () => {
    const { main } = await ship(
      {
        'main.go': 'package main\n\nimport _ "example.com/hello/withc"\n\nfunc main() {}\n',
        'withc/withc.go':
          'package withc\n\n// static int three(void) { return 3; }\nimport "C"\n\nvar Three = C.three()\n',
      },
      { targets: 'host', cgo: 'true' },
    );
    expect(annotations(main, 'error')).toEqual([
      expect.stringMatching(/ld-linux.*libc\.so\.6.*pulled in by example\.com\/hello\/withc/),
    ]);
  });
});
