import { randomBytes } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { createGitRepository } from '../support/git-repository.ts';
import { temporaryFolder, writeTree } from '../support/workspace.ts';
import { ACTION, annotations, startScene } from './scene.ts';

const TAG = 'v1.0.0';
const MEBIBYTE = 1024 * 1024;
const BINARY_MEBIBYTES = 200;
const FILES = {
  'go.mod': 'module example.com/large\n\ngo 1.24.0\n',
  'main.go': `package main

import (
	"embed"
	"fmt"
)

//go:embed data.bin
var data embed.FS

func main() { fmt.Println(data) }
`,
  // As data that a build step fetches: part of the program, not of the repository.
  '.gitignore': 'data.bin\n',
};

it(`ships a binary of ${BINARY_MEBIBYTES} MiB, from build to release, within 400 MB of memory`, async () => {
  const folder = await temporaryFolder('large-');
  const large = await createGitRepository(path.join(folder.path, 'large'), { files: FILES });
  const sha = await large.git('rev-parse', 'HEAD');
  await large.tag(TAG);
  const scene = await startScene({ tags: { [TAG]: sha } });
  try {
    const data = await open(path.join(large.path, 'data.bin'), 'w');
    for (let at = 0; at < BINARY_MEBIBYTES; at += 1) await data.write(randomBytes(MEBIBYTE));
    await data.close();
    const peaks = path.join(folder.path, 'peaks');
    const { main, post } = await scene.ship({
      workspace: large.path,
      sha,
      ref: `refs/tags/${TAG}`,
      with: { cache: 'false', targets: 'linux/amd64', sbom: 'false' },
      env: { NODE_OPTIONS: `--import=${await peakRecorder(folder.path, peaks)}` },
    });
    expect([...annotations(main, 'error'), post?.outcome]).toEqual(['success']);
    expect(main.outputs['published']).toBe('true');
    const [artifact] = JSON.parse(main.outputs['artifacts'] ?? '[]') as { size: number }[];
    expect(artifact?.size).toBeGreaterThan(BINARY_MEBIBYTES * MEBIBYTE);
    const megabytes = await Promise.all(
      (await readdir(peaks)).map(async (name) => Number(await readFile(path.join(peaks, name)))),
    );
    console.info(`peaks of main and post: ${megabytes.join(' and ')} MB`);
    expect(megabytes).toHaveLength(2);
    expect(Math.min(...megabytes)).toBeGreaterThan(0);
    expect(Math.max(...megabytes)).toBeLessThan(400);
  } finally {
    await scene.close();
    await folder.remove();
  }
}, 600_000);

/** URL of a module that notes, when the process that preloads it ends, how much memory that held at most. */
async function peakRecorder(folder: string, peaks: string): Promise<string> {
  const support = pathToFileURL(path.join(ACTION, '__tests__/support/peak-memory.ts')).href;
  await writeTree(folder, {
    'recorder.mjs': `
import { mkdirSync, writeFileSync } from 'node:fs';
import { peakMegabytes } from ${JSON.stringify(support)};
mkdirSync(${JSON.stringify(peaks)}, { recursive: true });
process.on('exit', () => {
  writeFileSync(${JSON.stringify(`${peaks}/`)} + process.pid, String(peakMegabytes()));
}, 600_000);
`,
  });
  return pathToFileURL(path.join(folder, 'recorder.mjs')).href;
}
