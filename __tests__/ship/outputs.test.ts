import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Artifact } from '../../src/domain/artifact.ts';
import { sha256Digest } from '../../src/domain/digest.ts';
import { listArtifacts, outputArtifacts, outputCaches } from '../../src/ship/outputs.ts';
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

describe('the cache outputs', () => {
  const report = (modules: 'exact' | 'partial' | 'off', build: 'exact' | 'miss' | 'off') => ({
    caches: [
      { name: 'modules' as const, result: modules, ms: 1 },
      { name: 'build' as const, result: build, ms: 1 },
    ],
    warnings: [],
    state: {
      caches: [],
      write: { when: 'never' as const, reason: '' },
      sumFiles: [],
      restoredAtMs: 0,
    },
  });

  it.each([
    ['both exact', report('exact', 'exact'), 'true'],
    ['one exact, one off', report('exact', 'off'), 'true'],
    ['one exact, one missed', report('exact', 'miss'), 'false'],
    ['one by prefix', report('partial', 'exact'), 'false'],
    ['both off', report('off', 'off'), 'false'],
  ])('cache-hit with %s', (_name, restored, expected) => {
    const { runner, outputs } = recordingRunner();
    outputCaches(restored, runner);
    expect(outputs.get('cache-hit')).toBe(expected);
  });
});
