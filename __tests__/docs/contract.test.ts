import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readErrors } from '../../scripts/reference/errors.ts';
import { formatMarkdown } from '../../scripts/reference/format.ts';
import { type ActionManifest, readManifests } from '../../scripts/reference/manifests.ts';
import { renderReference } from '../../scripts/reference/render-actions.ts';
import { renderErrors } from '../../scripts/reference/render-errors.ts';
import { type EntryReads, Sources } from './source-reads.ts';

// One truth in several places: action.yml, the code that reads it, and the generated pages.

const root = path.resolve(import.meta.dirname, '../..');
const manifests = readManifests(root);
const sources = new Sources(root);
const reads = new Map(
  manifests.map((manifest) => [manifest.folder, sources.readsOf(entryOf(manifest))]),
);

/** `dist/ship/index.js` is bundled from `src/ship.ts`. */
function entryOf({ folder, main }: ActionManifest): string {
  const bundle = path.posix.join(folder, main);
  const name = /^dist\/([a-z]+)\/index\.js$/.exec(bundle)?.[1];
  if (name === undefined) throw new Error(`${folder}/action.yml runs ${bundle}`);
  return `src/${name}.ts`;
}

const inputsOfRoot = manifests.find(({ folder }) => folder === '.')?.inputs ?? [];

function readsOf(folder: string): EntryReads {
  const found = reads.get(folder);
  if (found === undefined) throw new Error(`nothing is known of ${folder}`);
  return found;
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe.each(manifests.map((manifest) => [manifest.folder, manifest] as const))(
  'action.yml of %s',
  (folder, manifest) => {
    const { inputs, outputs, unfollowed } = readsOf(folder);
    const declaredReads = inputs.flatMap((read) => {
      const input = manifest.inputs.find(({ name }) => name === read.name);
      return input === undefined ? [] : [{ ...read, input }];
    });

    it('is read by code whose every name can be followed', () => {
      expect(unfollowed).toEqual([]);
      expect(inputs.length).toBeGreaterThan(0);
    });

    it('declares no input that the code does not read', () => {
      const read = new Set(inputs.map(({ name }) => name));
      expect(manifest.inputs.map(({ name }) => name).filter((name) => !read.has(name))).toEqual([]);
    });

    it('declares every input that the code reads', () => {
      // Actions share the reader of the settings: of what only the root action takes, the others are given nothing.
      const known = new Set([...manifest.inputs, ...inputsOfRoot].map(({ name }) => name));
      expect(sorted(inputs.map(({ name }) => name).filter((name) => !known.has(name)))).toEqual([]);
    });

    it('declares exactly the outputs that the code sets', () => {
      const declared = manifest.outputs.map(({ name }) => name);
      expect(sorted(outputs.map(({ name }) => name))).toEqual(sorted(declared));
    });

    it('has the defaults that the code falls back to', () => {
      const differing = declaredReads.flatMap(({ name, fallback, place, input }) => {
        const declared = input.default ?? '';
        if (fallback === undefined || declared.includes('${{')) return [];
        return fallback === declared
          ? []
          : [`${name}: "${declared}", but "${fallback}" in ${place}`];
      });
      expect(differing).toEqual([]);
    });

    it('names every value that an input of few values takes', () => {
      const unsaid = declaredReads.flatMap(({ name, allowed = [], input }) =>
        allowed
          .filter((value) => !`${input.description} ${input.default ?? ''}`.includes(value))
          .map((value) => `${name}: ${value}`),
      );
      expect(unsaid).toEqual([]);
    });

    it('describes everything in sentences', () => {
      const fields = [...manifest.inputs, ...manifest.outputs, manifest];
      const odd = fields.filter(({ description }) => !/^[^\s].*[.)]$/s.test(description));
      expect(odd.map(({ name, description }) => `${name}: ${description}`)).toEqual([]);
    });

    it('runs committed bundles on node24', () => {
      expect(manifest.using).toBe('node24');
      for (const file of [manifest.main, manifest.post].filter((one) => one !== undefined)) {
        expect(existsSync(path.join(root, folder, file))).toBe(true);
      }
    });
  },
);

describe('the generated pages', () => {
  it.each([
    ['docs/reference.md', () => renderReference(manifests)],
    ['docs/errors.md', () => renderErrors(readErrors(root))],
  ])('%s is what "npm run reference" writes', async (page, render) => {
    const file = path.join(root, page);
    expect(readFileSync(file, 'utf8')).toBe(await formatMarkdown(render(), file));
  });
});
