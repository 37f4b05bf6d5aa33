import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

// What code and manifests agree on is in docs/contract.test.ts.

const root = path.resolve(import.meta.dirname, '..');

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly branding?: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: Readonly<Record<'using' | 'main' | 'post' | 'post-if', string | undefined>>;
}

const manifests = ['action.yml', ...globSync('*/action.yml', { cwd: root })].sort();

function read(file: string): Manifest {
  return parse(readFileSync(path.join(root, file), 'utf8')) as Manifest;
}

it('there are seven actions', () => {
  expect(manifests).toEqual([
    'action.yml',
    'deploy/action.yml',
    'image/action.yml',
    'plan/action.yml',
    'publish/action.yml',
    'setup/action.yml',
    'verify/action.yml',
  ]);
});

describe.each(manifests)('%s', (file) => {
  const manifest = read(file);

  it('runs committed bundles on node24', () => {
    const { using, main, post } = manifest.runs;
    expect(using).toBe('node24');
    for (const entry of [main, post]) {
      if (entry === undefined) continue;
      expect(existsSync(path.resolve(root, path.dirname(file), entry))).toBe(true);
    }
  });

  it('has a post step that runs after a failure too, but not after a cancelled job, if it has one', () => {
    expect(manifest.runs['post-if']).toBe(
      manifest.runs.post === undefined ? undefined : '!cancelled()',
    );
  });

  it('describes everything in words that end like a sentence', () => {
    const described = [...Object.values(manifest.inputs), ...Object.values(manifest.outputs)];
    expect(manifest.description).toMatch(/^[A-Z].*\.$/s);
    for (const { description } of described) expect(description).toMatch(/^[A-Za-z].*\.$/s);
  });

  it('has a page of its own with a workflow', () => {
    const page = path.join(root, path.dirname(file), 'README.md');
    expect(readFileSync(page, 'utf8')).toMatch(/```yaml\n[\s\S]*uses: OWNER\/ship-go/);
  });
});

it('the root action has what a marketplace shows', () => {
  expect(read('action.yml')).toMatchObject({ name: 'ship-go', branding: { icon: 'package' } });
});
