import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { SETUP } from './scene.ts';

interface Manifest {
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: Readonly<Record<string, string>>;
}

const read = (file: string): Manifest => parse(readFileSync(file, 'utf8')) as Manifest;
const manifest = read(path.join(SETUP, 'action.yml'));
const root = path.dirname(SETUP);
const sources = globSync(
  ['src/setup*.ts', 'src/ship/{setup-*,go-settings,toolchain-step,cache-outputs}.ts'],
  {
    cwd: root,
  },
)
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n');

const namesIn = (pattern: RegExp): string[] =>
  [...new Set([...sources.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();

describe('setup/action.yml', () => {
  it('declares exactly the inputs that the code reads', () => {
    expect(namesIn(/inputs\.(?:text|raw|flag|choice|list|lines)\(\s*'([a-z-]+)'/g)).toEqual(
      Object.keys(manifest.inputs).sort(),
    );
  });

  it('declares exactly the outputs that the code sets', () => {
    expect(namesIn(/setOutput\(\s*'([a-z-]+)'/g)).toEqual(Object.keys(manifest.outputs).sort());
  });

  it('has the inputs of actions/setup-go v7 with their defaults', () => {
    const expected = {
      'go-version': undefined,
      'go-version-file': undefined,
      'check-latest': 'false',
      token: '${{ github.token }}',
      cache: 'true',
      'cache-dependency-path': undefined,
      architecture: undefined,
      'go-download-base-url': undefined,
    };
    for (const [name, value] of Object.entries(expected)) {
      expect([name, manifest.inputs[name]?.default]).toEqual([name, value]);
    }
  });

  it('gives shared inputs the defaults of the root action', () => {
    const ship = read(path.join(root, 'action.yml'));
    for (const [name, { default: value }] of Object.entries(manifest.inputs)) {
      if (name.startsWith('job-')) continue;
      expect([name, ship.inputs[name]?.default]).toEqual([name, value]);
    }
  });

  it('runs the committed bundle on node24, and its post unless the job was cancelled', () => {
    expect(manifest.runs).toEqual({
      using: 'node24',
      main: '../dist/setup/index.js',
      post: '../dist/setup/index.js',
      'post-if': '!cancelled()',
    });
    expect(existsSync(path.join(SETUP, manifest.runs['main'] ?? ''))).toBe(true);
  });

  it.each(['setup/README.md', 'docs/toolchain.md'])(
    '%s tells of every input and output',
    (file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      for (const name of Object.keys({ ...manifest.inputs, ...manifest.outputs })) {
        if (!name.startsWith('job-')) expect(text).toContain(`\`${name}\``);
      }
    },
  );
});
