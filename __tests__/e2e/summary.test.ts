import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitRepository, type GitRepository } from '../support/git-repository.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { FAST, REPOSITORY, type Scene, startScene } from './scene.ts';

const INPUTS = { cache: 'false', targets: 'linux/amd64,windows/amd64', 'cache-on-release': 'all' };

let folder: TemporaryFolder;
let scene: Scene;
let hello: GitRepository;

beforeAll(async () => {
  folder = await temporaryFolder('summary-');
  hello = await createGitRepository(path.join(folder.path, 'hello'), {
    files: {
      'go.mod': 'module example.com/hello\n\ngo 1.24.0\n',
      'main.go': 'package main\n\nvar version string\n\nfunc main() { println(version) }\n',
    },
  });
  scene = await startScene();
});

afterAll(async () => {
  await scene.close();
  await folder.remove();
});

async function summaryOf(tag: string): Promise<string> {
  const sha = await hello.git('rev-parse', 'HEAD');
  await hello.tag(tag);
  scene.github.addTag(REPOSITORY, tag, { sha });
  const ref = `refs/tags/${tag}`;
  const { main } = await scene.ship({
    workspace: hello.path,
    sha,
    ref,
    env: FAST,
    with: INPUTS,
  });
  expect(main.outputs['published']).toBe('true');
  return main.summary;
}

describe('the summary of a release', () => {
  it('has sizes alone for the first, and what changed for the next', async () => {
    const first = await summaryOf('v1.0.0');
    expect(first).toMatch(/\| target \| binary \| download \| proof \|/);
    expect(first).toMatch(/^linux\/amd64 +█+ [\d.]+ kB$/m);
    await hello.commit('Say more', { 'README.md': 'hello\n'.repeat(5000) });
    const second = await summaryOf('v1.1.0');
    expect(second).toMatch(/\| target \| binary \| download \| since v1\.0\.0 \|/);
    expect(second).toMatch(
      /\| linux\/amd64 \|[^|]+\|[^|]+\| \+\d+&nbsp;B(&nbsp;\(\+0\.\d&nbsp;%\))? \| static \|/,
    );
    expect(scene.github.violations).toEqual([]);
  });
});
