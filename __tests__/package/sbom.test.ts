import { describe, expect, it } from '@jest/globals';

import fc from 'fast-check';
import type { BuildInfo } from '../../src/binary/plan.ts';
import type { SbomSubject } from '../../src/package/sbom.ts';
import { renderSbom } from '../../src/package/sbom.ts';
import { cycloneDxProblems } from '../support/cyclonedx.ts';

const BUILD_INFO: BuildInfo = {
  goVersion: 'go1.26.8 X:jsonv2',
  path: 'example.com/tool/cmd/tool',
  mainModule: { path: 'example.com/tool', version: 'v1.2.3' },
  dependencies: [
    { path: 'example.com/plain', version: 'v0.1.0', sum: 'h1:plain=' },
    {
      path: 'example.com/old',
      version: 'v1.0.0',
      replace: { path: 'example.com/fork', version: 'v1.0.1+incompatible', sum: 'h1:fork=' },
    },
    { path: 'example.com/local', version: 'v2.0.0', replace: { path: './local', version: '' } },
  ],
  settings: { GOOS: 'linux', '-trimpath': 'true' },
};

const SUBJECT: SbomSubject = {
  name: 'tool',
  version: '1.2.3',
  archive: 'tool_1.2.3_linux_amd64.tar.gz',
  digest: `sha256:${'a'.repeat(64)}`,
  commitDate: '2026-03-01T12:00:00Z',
  programs: [{ name: 'tool', digest: `sha256:${'b'.repeat(64)}`, buildInfo: BUILD_INFO }],
};

interface Bom {
  readonly serialNumber: string;
  readonly components: readonly Record<string, unknown>[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: string[] }[];
}

function render(subject: SbomSubject): Bom {
  return JSON.parse(renderSbom(subject)) as Bom;
}

describe('a bill of materials', () => {
  it('is valid by the official schema of CycloneDX 1.6', () => {
    expect(cycloneDxProblems(render(SUBJECT))).toEqual([]);
    expect(cycloneDxProblems({ ...render(SUBJECT), serialNumber: 'urn:uuid:1' })).not.toEqual([]);
  });

  it('is valid whatever a binary says about itself', () => {
    const text = fc.oneof(fc.webPath(), fc.string({ unit: 'grapheme' }), fc.domain());
    const module = fc.record(
      { path: text, version: text, sum: text },
      { requiredKeys: ['path', 'version'] },
    );
    const dependency = fc
      .tuple(module, fc.option(module, { nil: undefined }))
      .map(([one, replace]) => (replace === undefined ? one : { ...one, replace }));
    const buildInfo = fc.record(
      {
        goVersion: text,
        path: text,
        mainModule: module,
        dependencies: fc.array(dependency, { maxLength: 6 }),
        settings: fc.dictionary(text, text, { maxKeys: 4 }),
      },
      { requiredKeys: ['path', 'dependencies', 'settings'] },
    );
    fc.assert(
      fc.property(fc.array(buildInfo, { maxLength: 3 }), (infos) => {
        const programs = infos.map((info, index) => ({
          ...SUBJECT.programs[0]!,
          name: `tool-${index}`,
          buildInfo: info,
        }));
        expect(cycloneDxProblems(render({ ...SUBJECT, programs }))).toEqual([]);
      }),
    );
  });

  it('lists the code that was linked: modules, replacements and the standard library', () => {
    const { components } = render(SUBJECT);
    expect(components.map(({ name, version, purl }) => [name, version, purl])).toEqual([
      ['example.com/tool/cmd/tool', 'v1.2.3', 'pkg:golang/example.com/tool@v1.2.3#cmd/tool'],
      ['example.com/local', 'v2.0.0', undefined],
      [
        'example.com/fork',
        'v1.0.1+incompatible',
        'pkg:golang/example.com/fork@v1.0.1%2Bincompatible',
      ],
      ['example.com/plain', 'v0.1.0', 'pkg:golang/example.com/plain@v0.1.0'],
      ['stdlib', '1.26.8', 'pkg:golang/stdlib@1.26.8'],
    ]);
  });

  it('says what a module replaces, and keeps its go.sum line out of the hashes', () => {
    const fork = render(SUBJECT).components.find(({ name }) => name === 'example.com/fork');
    expect(fork).not.toHaveProperty('hashes');
    expect(fork?.['properties']).toEqual([
      { name: 'go:replaces', value: 'example.com/old@v1.0.0' },
      { name: 'go:sum', value: 'h1:fork=' },
    ]);
  });

  it('relates only components that it lists', () => {
    const { components, dependencies } = render(SUBJECT);
    const listed = new Set(components.map((component) => component['bom-ref']));
    const used = dependencies.flatMap(({ dependsOn }) => dependsOn);
    expect(used.filter((ref) => !listed.has(ref))).toEqual([]);
    expect(dependencies.map(({ ref }) => ref)).toHaveLength(new Set(listed).size + 1);
  });

  it('shares modules between the programs of one archive', () => {
    const second = { ...SUBJECT.programs[0]!, name: 'another' };
    const { components } = render({ ...SUBJECT, programs: [...SUBJECT.programs, second] });
    expect(components.filter(({ name }) => name === 'stdlib')).toHaveLength(1);
    expect(components.filter(({ type }) => type === 'application')).toHaveLength(2);
  });

  it('is the same text whatever order things come in, and another for another archive', () => {
    const settings = Object.fromEntries(Object.entries(BUILD_INFO.settings).reverse());
    const dependencies = BUILD_INFO.dependencies.toReversed();
    const program = {
      ...SUBJECT.programs[0]!,
      buildInfo: { ...BUILD_INFO, settings, dependencies },
    };
    const other = render({ ...SUBJECT, digest: `sha256:${'c'.repeat(64)}` });
    expect(renderSbom({ ...SUBJECT, programs: [program] })).toBe(renderSbom(SUBJECT));
    expect(other.serialNumber).not.toBe(render(SUBJECT).serialNumber);
  });
});
