import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');

interface Manifest {
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post: string };
}

const manifest = parse(readFileSync(path.join(root, 'action.yml'), 'utf8')) as Manifest;
const sources = globSync('src/{ship,runner}/**/*.ts', { cwd: root })
  // setup/ has a manifest, and a test, of its own.
  .filter((file) => !path.basename(file).startsWith('setup-'))
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

/** Names that the code asks the runner for: `inputs.text('name')`, `inWorkspace('name')`. */
const readNames = new Set(
  [
    ...sources.matchAll(
      /(?:inputs\.(?:text|raw|flag|choice|list|lines)|inWorkspace)\(\s*'([a-z-]+)'/g,
    ),
  ].map((match) => match[1]),
);
const setNames = new Set(
  [...sources.matchAll(/setOutput\(\s*'([a-z-]+)'/g)].map((match) => match[1]),
);

describe('action.yml', () => {
  it('declares exactly the inputs that the code reads', () => {
    expect([...readNames].sort()).toEqual(Object.keys(manifest.inputs).sort());
  });

  it('declares exactly the outputs that the code sets', () => {
    expect([...setNames].sort()).toEqual(Object.keys(manifest.outputs).sort());
  });

  it.each(Object.keys({ ...manifest.inputs, ...manifest.outputs }))(
    'README.md tells of %s',
    (name) => {
      expect(readme).toContain(`\`${name}\``);
    },
  );

  it('runs committed bundles on node24', () => {
    expect(manifest.runs.using).toBe('node24');
    expect(existsSync(path.join(root, manifest.runs.main))).toBe(true);
    expect(existsSync(path.join(root, manifest.runs.post))).toBe(true);
  });

  it('describes everything in words that end like a sentence', () => {
    for (const { description } of [
      ...Object.values(manifest.inputs),
      ...Object.values(manifest.outputs),
    ]) {
      expect(description).toMatch(/^[A-Za-z].*\.$/s);
    }
  });
});
