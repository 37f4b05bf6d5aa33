import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Compiled once per machine: the standard library for each target is most of the time. */
const GOCACHE = resolve('.cache/test/gocache');

/** Runs a command and returns its standard output. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const env = { ...process.env, ...options.env };
  const { stdout } = await execute(command, [...args], {
    ...options,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** A Go module under version control, in a folder of its own, and programs built from it. */
export interface Sample {
  readonly directory: string;
  readonly commit: string;
  /** Builds for `goos/goarch`, with further environment and flags; returns the program's path. */
  build(target: string, options?: BuildOptions): Promise<string>;
  remove(): Promise<void>;
}

export interface BuildOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Package to build; default the module root. */
  readonly main?: string;
}

const FILES: Readonly<Record<string, string>> = {
  'go.mod': [
    'module example.com/sample',
    'go 1.21',
    'require example.com/dep v1.2.3',
    'replace example.com/dep => ./dep',
    '',
  ].join('\n'),
  'main.go':
    'package main\n\nimport "example.com/dep"\n\nvar version = "none"\n\nfunc main() { println(version, dep.Name) }\n',
  'dep/go.mod': 'module example.com/dep\n\ngo 1.21\n',
  'dep/dep.go': 'package dep\n\nconst Name = "dep"\n',
  'withc/main.go':
    'package main\n\n// static int one(void) { return 1; }\nimport "C"\n\nfunc main() { println(C.one()) }\n',
};

/** Writes the sample module to a temporary folder and commits it. */
export async function createSample(): Promise<Sample> {
  const root = await mkdtemp(join(tmpdir(), 'ship-go-binary-'));
  const directory = join(root, 'module');
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(join(directory, name, '..'), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  const git = (...args: string[]): Promise<string> =>
    run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: directory,
    });
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'sample');
  const commit = (await git('rev-parse', 'HEAD')).trim();
  let built = 0;
  const build = async (target: string, options: BuildOptions = {}): Promise<string> => {
    const [goos = '', goarch = ''] = target.split('/');
    const path = join(root, `${String(built++)}-${goos}-${goarch}`);
    const flags = ['-trimpath', '-buildvcs=true', ...(options.flags ?? [])];
    const args = ['build', ...flags, '-o', path, options.main ?? '.'];
    const env = { GOOS: goos, GOARCH: goarch, CGO_ENABLED: '0', GOFLAGS: '', GOCACHE, GOGC: '400' };
    await run('go', args, { cwd: directory, env: { ...env, ...options.env } });
    return path;
  };
  return { directory, commit, build, remove: () => rm(root, { recursive: true, force: true }) };
}
