import { createHash } from 'node:crypto';

import type { BuildInfo, Dependency, Module } from '../binary/plan.ts';
import type { Digest } from '../domain/digest.ts';
import { digestHex } from '../domain/digest.ts';

import { bytewise } from './order.ts';

/** A program in an archive, and what it says it was built from. */
export interface DescribedProgram {
  /** Its file name in the archive. */
  readonly name: string;
  readonly digest: Digest;
  readonly buildInfo: BuildInfo;
}

/** What a bill of materials is about: one archive of one release. */
export interface SbomSubject {
  /** Project name. */
  readonly name: string;
  readonly version: string;
  /** The asset's name. */
  readonly archive: string;
  readonly digest: Digest;
  readonly programs: readonly DescribedProgram[];
  /** RFC 3339, UTC. */
  readonly commitDate: string;
}

interface Property {
  readonly name: string;
  readonly value: string;
}

interface Component {
  readonly type: 'application' | 'library' | 'file';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256'; readonly content: string }[];
  readonly properties?: readonly Property[];
}

interface Relation {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

/**
 * A CycloneDX 1.6 document in JSON for one archive: its programs, the modules in them with their
 * replacements, and Go's standard library. Go records which modules went into a program but not
 * which needs which, so every program depends directly on all of its modules. No clock and no random
 * number go in: the same archive gives the same document.
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function renderSbom(subject: SbomSubject): string {
  const programs = subject.programs.toSorted((left, right) => bytewise(left.name, right.name));
  const archive = archiveComponent(subject);
  const relations: Relation[] = [
    { ref: archive['bom-ref'], dependsOn: programs.map(({ name }) => programRef(name)) },
  ];
  const libraries = new Map<string, Component>();
  for (const program of programs) {
    const used = librariesOf(program.buildInfo);
    for (const library of used) libraries.set(library['bom-ref'], library);
    const dependsOn = [...new Set(used.map((library) => library['bom-ref']))].sort(bytewise);
    relations.push({ ref: programRef(program.name), dependsOn });
  }
  const components = [...libraries.values()].sort((left, right) =>
    bytewise(left['bom-ref'], right['bom-ref']),
  );
  relations.push(...components.map((component) => ({ ref: component['bom-ref'], dependsOn: [] })));
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(subject.digest)}`,
    version: 1,
    metadata: {
      timestamp: subject.commitDate,
      tools: { components: [{ type: 'application', name: 'ship-go' }] },
      component: archive,
    },
    components: [...programs.map(programComponent), ...components],
    dependencies: relations,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function archiveComponent({ name, version, archive, digest }: SbomSubject): Component {
  return {
    type: 'application',
    'bom-ref': `archive:${archive}`,
    name,
    version,
    hashes: [{ alg: 'SHA-256', content: digestHex(digest) }],
    properties: [{ name: 'ship-go:archive', value: archive }],
  };
}

function programRef(name: string): string {
  return `program:${name}`;
}

function programComponent({ name, digest, buildInfo }: DescribedProgram): Component {
  const { mainModule, path, settings } = buildInfo;
  const recorded = Object.entries(settings)
    .map(([key, value]) => ({ name: `go:build:${key}`, value }))
    .sort((left, right) => bytewise(left.name, right.name));
  return {
    type: 'application',
    'bom-ref': programRef(name),
    name: path,
    ...(mainModule === undefined
      ? {}
      : { version: mainModule.version, purl: mainPurl(mainModule, path) }),
    hashes: [{ alg: 'SHA-256', content: digestHex(digest) }],
    properties: recorded,
  };
}

/** The module's package URL, with the main package's place in it as the subpath. */
function mainPurl(module: Module, packagePath: string): string {
  const inside = packagePath.startsWith(`${module.path}/`);
  const subpath = inside ? `#${encodePath(packagePath.slice(module.path.length + 1))}` : '';
  return `${purlOf(module)}${subpath}`;
}

function librariesOf({ goVersion, dependencies }: BuildInfo): readonly Component[] {
  const modules = dependencies.map(moduleComponent);
  return goVersion === undefined ? modules : [...modules, standardLibrary(goVersion)];
}

/** The component for the code that was really linked: the replacement, where there is one. */
function moduleComponent(dependency: Dependency): Component {
  const linked = dependency.replace ?? dependency;
  const replaced =
    dependency.replace === undefined
      ? []
      : [{ name: 'go:replaces', value: `${dependency.path}@${dependency.version}` }];
  // An h1 sum is a hash over the module's file hashes, not of any file: it is no `hashes` entry.
  const sum = linked.sum === undefined ? [] : [{ name: 'go:sum', value: linked.sum }];
  const properties = [...replaced, ...sum];
  // A replacement by a folder has no version, and its path is no module anyone can look up.
  const isFolder = linked.version === '' || /^\.{0,2}\/|^[A-Za-z]:/.test(linked.path);
  const named = isFolder ? dependency : linked;
  return {
    type: 'library',
    'bom-ref': isFolder ? `folder:${linked.path}:${purlOf(named)}` : purlOf(named),
    name: named.path,
    version: named.version,
    ...(isFolder ? {} : { purl: purlOf(named) }),
    ...(properties.length === 0 ? {} : { properties }),
  };
}

function standardLibrary(goVersion: string): Component {
  const version = (goVersion.split(' ')[0] ?? goVersion).replace(/^go/, '');
  const purl = `pkg:golang/stdlib@${encodeURIComponent(version)}`;
  return { type: 'library', 'bom-ref': purl, name: 'stdlib', version, purl };
}

/** @see https://github.com/package-url/purl-spec/blob/main/types-doc/golang-definition.md */
function purlOf({ path, version }: Module): string {
  return `pkg:golang/${encodePath(path)}@${encodeURIComponent(version)}`;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** A UUID of version 8 (RFC 9562, free use of its bits) made of the archive's digest. */
function uuidOf(digest: Digest): string {
  const hash = createHash('sha256').update(`ship-go sbom ${digest}`).digest();
  hash.writeUInt8(((hash[6] ?? 0) & 0x0f) | 0x80, 6);
  hash.writeUInt8(((hash[8] ?? 0) & 0x3f) | 0x80, 8);
  const hex = hash.subarray(0, 16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
