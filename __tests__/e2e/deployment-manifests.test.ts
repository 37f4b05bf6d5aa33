import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ACTION } from './scene.ts';

interface Manifest {
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const read = (file: string): string => readFileSync(path.join(ACTION, file), 'utf8');
const page = read('docs/deploy-and-verify.md');

describe.each(['deploy', 'verify'])('%s/action.yml', (name) => {
  const manifest = parse(read(`${name}/action.yml`)) as Manifest;
  const source = read(`src/${name}.ts`);
  const names = (pattern: RegExp): string[] =>
    [...new Set([...source.matchAll(pattern)].map(([, found]) => found ?? ''))].sort();

  it('declares exactly the inputs that the code reads', () => {
    const asked = /inputs\.(?:text|raw|flag|choice|list|lines)\(\s*'([a-z-]+)'/g;
    expect(names(asked)).toEqual(Object.keys(manifest.inputs).sort());
  });

  it('declares exactly the outputs that the code sets', () => {
    expect(names(/setOutput\(\s*'([a-z-]+)'/g)).toEqual(Object.keys(manifest.outputs).sort());
  });

  it('runs its own bundle on node24', () => {
    expect(manifest.runs).toEqual({ using: 'node24', main: `../dist/${name}/index.js` });
  });

  it('describes everything in words that end like a sentence, and so does the page', () => {
    for (const [key, { description }] of Object.entries({
      ...manifest.inputs,
      ...manifest.outputs,
    })) {
      expect(description).toMatch(/^[A-Za-z].*\.$/s);
      expect(page).toContain(`\`${key}\``);
    }
  });

  it('tells its defaults on the page', () => {
    for (const [key, input] of Object.entries(manifest.inputs)) {
      if (input.default !== undefined) {
        const row = new RegExp(`^\\| \`${key}\` +\\| \`${input.default}\` +\\|`, 'm');
        expect(page).toMatch(row);
      }
    }
  });
});
