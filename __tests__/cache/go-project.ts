import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import type { CacheFacts } from '../../src/cache/facts.ts';
import { digestKeyFile } from '../../src/cache/keys.ts';
import { PUSH } from './cache-facts.ts';

const run = promisify(execFile);

/** A small program with one dependency, built by the real go with caches of its own. */
export interface GoProject {
  readonly goModCache: string;
  readonly goCache: string;
  readonly goSum: string;
  write(file: string, content: string): Promise<void>;
  /** Compilations that `go build` ran; throws with go's words when it fails. `offline`: without a proxy; `keep-program`: what an earlier build linked stays. */
  build(how?: 'offline' | 'keep-program'): Promise<number>;
  go(...args: string[]): Promise<string>;
  /** Empties both caches, as a fresh runner has them. */
  wipe(): Promise<void>;
  facts(commit: string): Promise<CacheFacts>;
}

/** Uses the dependency and the standard library. */
export const FIRST_MAIN = `package main

import "github.com/pkg/errors"

func main() { println(errors.New("hello").Error()) }
`;

/** Makes the project below `folder` and its go.sum. Needs a module proxy: from GOPROXY or go's own default. */
export async function createGoProject(folder: string): Promise<GoProject> {
  const source = join(folder, 'source');
  const goModCache = join(folder, 'go', 'pkg', 'mod');
  const goCache = join(folder, 'go-build');
  const goproxy = (await run('go', ['env', 'GOPROXY'])).stdout.trim();
  if (goproxy === 'off') throw new Error('this test needs a Go module proxy, but GOPROXY is off');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GOPROXY: goproxy,
    GOMODCACHE: goModCache,
    GOCACHE: goCache,
    GOFLAGS: '',
    GOTOOLCHAIN: 'local',
    CGO_ENABLED: '0',
  };
  const goWith = async (env: NodeJS.ProcessEnv, args: string[]): Promise<string> => {
    const { stdout, stderr } = await run('go', args, { cwd: source, env, maxBuffer: 1e8 });
    return stdout + stderr;
  };
  const go = (...args: string[]): Promise<string> => goWith(env, args);
  const write = async (file: string, content: string): Promise<void> => {
    await mkdir(dirname(join(source, file)), { recursive: true });
    await writeFile(join(source, file), content);
  };

  await mkdir(source, { recursive: true });
  await write('go.mod', 'module example.test/hello\n\ngo 1.24\n');
  await write('main.go', FIRST_MAIN);
  await go('get', 'github.com/pkg/errors@v0.9.1');

  return {
    goModCache,
    goCache,
    goSum: join(source, 'go.sum'),
    write,
    go,
    async build(how) {
      const output = join(folder, 'out');
      if (how !== 'keep-program') await rm(output, { recursive: true, force: true });
      const commands = await goWith(how === 'offline' ? { ...env, GOPROXY: 'off' } : env, [
        'build',
        '-x',
        '-trimpath',
        '-o',
        join(output, 'hello'),
        '.',
      ]);
      return commands.match(/\/compile(\.exe)? -o /g)?.length ?? 0;
    },
    async wipe() {
      await go('clean', '-modcache');
      await rm(goCache, { recursive: true, force: true });
    },
    async facts(commit) {
      const path = join(source, 'go.sum');
      const keyFiles = [{ digest: digestKeyFile(await readFile(path)) }];
      return { ...PUSH, goModCache, goCache, keyFiles, sumFiles: [path], commit };
    },
  };
}
