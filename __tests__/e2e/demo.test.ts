import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TemporaryFolder, temporaryFolder, writeTree } from '../support/workspace.ts';
import { ACTION, SHARED_TOOL_CACHE } from './scene.ts';

// README's first command, npm start, with a project of one's own: the script behind it is run as npm runs it.

const run = promisify(execFile);
let folder: TemporaryFolder;
let project: string;

beforeAll(async () => {
  folder = await temporaryFolder('demo-');
  project = path.join(folder.path, 'greeter');
  await writeTree(project, {
    'go.mod': 'module example.com/greeter\n\ngo 1.24.0\n',
    'main.go':
      'package main\n\nvar version string\n\nfunc main() { println("hello from", version) }\n',
    'README.md': 'A greeter.\n',
  });
  const toolCache = path.join(folder.path, 'state', 'tool-cache');
  await mkdir(path.dirname(toolCache), { recursive: true });
  // What another test has downloaded and proved need not be downloaded again.
  await cp(SHARED_TOOL_CACHE, toolCache, { recursive: true }).catch(() => undefined);
});

afterAll(async () => {
  await folder.remove();
});

async function start(...more: string[]): Promise<string> {
  const script = path.join(ACTION, 'scripts', 'demo.ts');
  const state = path.join(folder.path, 'state');
  const args = [script, '--project', project, '--targets', 'host', '--state', state, ...more];
  const { stdout } = await run(process.execPath, args, { cwd: ACTION });
  return stdout;
}

describe('npm start with a project on disk', () => {
  it('ships it, shows the release page and the summary, and tells what the second run gained', async () => {
    const first = await start('--version', '1.2.3');
    expect(first).toMatch(/Shipping greeter v1\.2\.3/);
    expect(first).toMatch(/v1\.2\.3 \(published, tag v1\.2\.3\)/);
    expect(first).toMatch(/greeter_1\.2\.3_\w+_\w+\.\S+ .*sha256:[0-9a-f]{64}/);
    expect(first).toMatch(/Released v1\.2\.3/);
    expect(first).toMatch(/Run the same command again/);

    const second = await start('--version', '1.2.3');
    expect(second).toMatch(/Build cache: exact\./);
    expect(second).toMatch(/this one was [\d.]+ times as fast/);
    expect(second).toMatch(/same bytes as in the first run: yes/);
  });

  it('only reads the project', async () => {
    expect((await readdir(project)).sort()).toEqual(['README.md', 'go.mod', 'main.go']);
  });

  it('leaves the archives where it says', async () => {
    const output = await start('--version', '2.0.0');
    const at = /Archives and binaries: (.+)/.exec(output)?.[1] ?? '';
    expect(await readFile(path.join(at, 'SHA256SUMS'), 'utf8')).toMatch(/ {2}greeter_2\.0\.0_/);
  });

  it('explains itself when an option is unknown', async () => {
    await expect(start('--nonsense')).rejects.toMatchObject({
      stderr: expect.stringMatching(/--nonsense.*\n.*Usage: npm start/),
    });
  });
});
