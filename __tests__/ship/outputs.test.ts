import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Artifact } from '../../src/domain/artifact.ts';
import { sha256Digest } from '../../src/domain/digest.ts';
import { listArtifacts, outputArtifacts } from '../../src/ship/outputs.ts';
import { recordingRunner } from './recording-runner.ts';

const archive: Artifact = {
  name: 'app_1.0.0_linux_armv7.tar.gz',
  path: '/out/app_1.0.0_linux_armv7.tar.gz',
  kind: 'archive',
  target: { goos: 'linux', goarch: 'arm', variant: '7' },
  sizeBytes: 12,
  digest: sha256Digest('ab'.repeat(32)),
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'outputs-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the artifacts output', () => {
  it('tells name, place, target, size, digest and address of each', () => {
    expect(listArtifacts([archive], new Map([[archive.name, 'https://example.com/a']]))).toEqual([
      {
        name: 'app_1.0.0_linux_armv7.tar.gz',
        path: '/out/app_1.0.0_linux_armv7.tar.gz',
        kind: 'archive',
        goos: 'linux',
        goarch: 'arm',
        variant: '7',
        size: 12,
        sha256: 'ab'.repeat(32),
        url: 'https://example.com/a',
      },
    ]);
  });

  it('is left to the file when it is too long for an output', async () => {
    const { runner, outputs, notices } = recordingRunner();
    const many = Array.from({ length: 2000 }, (_, at) => ({
      ...archive,
      name: `${at}-${archive.name}`,
    }));
    await outputArtifacts(many, new Map(), folder, runner);
    expect(outputs.get('artifacts')?.length).toBe(2);
    expect(notices).toEqual([expect.stringContaining('artifacts-file')]);
    const file = await readFile(outputs.get('artifacts-file') ?? '', 'utf8');
    expect(JSON.parse(file)).toHaveLength(2000);
  });
});
