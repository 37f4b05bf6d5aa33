import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

interface Manifest {
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const manifestOf = (folder: string): Manifest =>
  parse(read(path.join(folder, 'action.yml'))) as Manifest;
const rootInputs = manifestOf('.').inputs;

/** Names that the sources of an action set or ask for. */
function namesIn(globs: readonly string[], call: RegExp): string[] {
  const text = globs.flatMap((glob) => globSync(glob, { cwd: root }).map(read)).join('\n');
  return [...new Set([...text.matchAll(call)].map((match) => match[1] ?? ''))];
}

describe.each([
  ['plan', 'src/planning/*.ts'],
  ['publish', 'src/publishing/*.ts'],
])('%s/action.yml', (action, sources) => {
  const manifest = manifestOf(action);
  const readme = read(`${action}/README.md`);

  it('runs a bundle on node24, without a post step', () => {
    expect(manifest.runs).toEqual({ using: 'node24', main: `../dist/${action}/index.js` });
    expect(existsSync(path.join(root, `src/${action}.ts`))).toBe(true);
    expect(read('scripts/bundle.ts')).toContain(`${action}: 'lib/${action}.js'`);
  });

  it('declares the inputs that its own code asks for, and beside those only ones of the root action', () => {
    const call = /inputs\.(?:text|raw|flag|choice|list|lines)\(\s*'([a-z-]+)'/g;
    const own = namesIn([sources], call);
    const declared = Object.keys(manifest.inputs);
    expect(declared).toEqual(expect.arrayContaining(own));
    expect(declared.filter((name) => !own.includes(name) && !(name in rootInputs))).toEqual([]);
  });

  it('has the defaults of the root action', () => {
    for (const [name, input] of Object.entries(manifest.inputs)) {
      if (name in rootInputs)
        expect([name, input.default]).toEqual([name, rootInputs[name]?.default]);
    }
  });

  it('declares the outputs that its code sets, and the README tells of each', () => {
    const shared = action === 'publish' ? ['src/ship/outputs.ts'] : [];
    const set = namesIn([sources, ...shared], /setOutput\(\s*'([a-z-]+)'/g);
    const declared = Object.keys(manifest.outputs);
    expect(set).toEqual(expect.arrayContaining(declared));
    expect(declared).toEqual(
      expect.arrayContaining(namesIn([sources], /setOutput\(\s*'([a-z-]+)'/g)),
    );
    for (const name of declared) expect(readme).toContain(`\`${name}\``);
  });

  it('describes everything in words that end like a sentence', () => {
    const all = [...Object.values(manifest.inputs), ...Object.values(manifest.outputs)];
    for (const { description } of all) expect(description).toMatch(/^[A-Za-z].*\.$/s);
  });
});
